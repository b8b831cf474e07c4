"""What catalogs of others claim against the pages, as people settle it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from registry.imports.settling import in_one_word
from registry.imports.sources import SOURCES
from registry.models import ClaimConflict, ClaimedRecord, ImportRun
from registry.models.vocabulary import Matched

MOST_RECORDS = 5


@dataclass(frozen=True)
class ShownConflict:
    """A conflict in words: the fact, what stands here, what is claimed, and by which records."""

    conflict: ClaimConflict
    owner: str
    fact: str
    ours: str
    claimed: str
    records: tuple[str, ...]
    more: int

    @property
    def source(self) -> str:
        """Where the claim comes from."""
        return title_of(self.conflict.source)


@dataclass(frozen=True)
class Received:
    """What one source brought when it was read last: the run, and how its records stand."""

    run: ImportRun
    title: str
    records: int
    matched: int
    doubtful: int
    unmatched: int


def title_of(source: str) -> str:
    """Return a source by the name that people know."""
    return SOURCES[source].title if source in SOURCES else source


def shown_conflicts(conflicts: Iterable[ClaimConflict]) -> list[ShownConflict]:
    """Return conflicts in words; their records must be prefetched."""
    return [_shown(conflict) for conflict in conflicts]


def _shown(conflict: ClaimConflict) -> ShownConflict:
    _, owner, fact = conflict.fact.split("/") if conflict.fact.count("/") == 2 else ("", "", conflict.fact)
    keys = sorted(record.key for record in conflict.records.all())
    return ShownConflict(
        conflict=conflict, owner=owner, fact=fact.replace("_", " "), ours=_words(conflict.ours), claimed=_words(conflict.claimed),
        records=tuple(keys[:MOST_RECORDS]), more=max(0, len(keys) - MOST_RECORDS),
    )  # fmt: skip


def _words(value: Any) -> str:
    """Return a value in words: numbers with their separators, yes and no, and unknown as unknown."""
    if isinstance(value, dict) and not any(value.values()):
        return "Unknown"
    said = in_one_word(value)
    if isinstance(said, bool):
        return "Yes" if said else "No"
    if isinstance(said, int):
        return f"{said:,}"
    return "Unknown" if value is None else str(said)


def received_from() -> list[Received]:
    """Return what each source brought last, in the order of their names; nothing of a source that was never read. Two queries."""
    last = ImportRun.objects.filter(source__in=SOURCES).values("source").annotate(last=Max("pk")).values("last")
    runs = ImportRun.objects.filter(pk__in=last).order_by("source", "pk")
    counted = ClaimedRecord.objects.listed().order_by().values_list("source", "matched").annotate(number=Count("pk"))
    numbers: dict[str, dict[str, int]] = defaultdict(dict)
    for source, matched, number in counted:
        numbers[source][matched] = number
    return [_received(run, numbers[run.source]) for run in runs]


def _received(run: ImportRun, numbers: Mapping[str, int]) -> Received:
    doubtful, unmatched = numbers.get(Matched.DOUBTFUL, 0), numbers.get(Matched.NOTHING, 0)
    number = sum(numbers.values())
    return Received(run, title_of(run.source), number, number - doubtful - unmatched, doubtful, unmatched)
