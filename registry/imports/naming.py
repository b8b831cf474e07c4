"""People say what a name in other catalogs means: a variant here, or none of ours. Each name is asked once, for all hosts and sources."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from registry.models import ClaimedRecord, ModelVariant
from registry.models.claims import ClaimedRecordQuerySet
from registry.models.vocabulary import Matched
from registry.roles import Role, has_role

MOST_WRITTEN = 6


@dataclass(frozen=True, slots=True)
class OpenName:
    """A name that may mean one of several variants: how it is written, by how many records, where, and the slugs that may be meant."""

    key: str
    written: tuple[str, ...]
    more: int
    records: int
    candidates: tuple[str, ...]


class NotOpen(ValueError):  # noqa: N818 - what it is
    """Nobody is asked about the name any more, or never was."""


class NotAVariant(ValueError):  # noqa: N818 - what it is
    """There is no such variant, or readers do not see it."""


def open_names(records: ClaimedRecordQuerySet) -> list[OpenName]:
    """Return the names that these records go by, in their order."""
    return [_open(key, list(group)) for key, group in groupby(records, key=lambda record: record.asked_as)]


def open_keys() -> "QuerySet[ClaimedRecord, str]":
    """Return the names that wait for a person, each once, in order."""
    return ClaimedRecord.objects.doubtful().values_list("asked_as", flat=True).order_by("asked_as").distinct()


def say_what_is_meant(key: str, *, variant: str, by: User) -> int:
    """Record that records of this name mean a variant, by slug, or none of ours where it is empty, and return how many records that
    are. What they say of it comes into the pages with the next import.

    PermissionDenied for whoever is no editor, NotAVariant and NotOpen as they say.
    """
    if not has_role(by, Role.EDITOR):
        raise PermissionDenied("Saying what a name means needs an editor.")
    meant = ModelVariant.objects.published().filter(slug=variant).first() if variant else None
    if variant and meant is None:
        raise NotAVariant(f"There is no variant '{variant}' here. Choose one of those that are offered, or write the slug of another.")
    with transaction.atomic():
        settled = ClaimedRecord.objects.filter(asked_as=key, matched=Matched.DOUBTFUL).update(
            variant=meant, matched=Matched.PERSON, candidates=[], settled_by=by, settled_at=timezone.now()
        )
    if not settled:
        raise NotOpen(f"Nobody is asked about '{key}' any more: somebody else said what it means.")
    return settled


def _open(key: str, records: Iterable[ClaimedRecord]) -> OpenName:
    records = list(records)
    candidates = Counter(slug for record in records for slug in record.candidates)
    written = [record.key for record in records]
    return OpenName(
        key, tuple(written[:MOST_WRITTEN]), max(0, len(written) - MOST_WRITTEN), len(records),
        tuple(slug for slug, _ in candidates.most_common()),
    )  # fmt: skip
