"""The stored commercial-use status and verdict keys: always equal to what the licensing core says, and written here alone."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, cast

from django.utils import timezone

from registry.licensing.commercial_use import CommercialUse, commercial_use, severest
from registry.licensing.lineage import Edge, ExternalAncestor, Subject, license_subject
from registry.licensing.terms import LicenseFacts, Term, term_as_dict
from registry.models import AIModel, CatalogRevision, License, ModelVariant, Page
from registry.subjects import derivatives_of, license_facts, subjects_of

AT_ONCE = 5_000


def refresh(pages: Iterable[Page], *, today: date | None = None) -> None:
    """Write the statuses that a change to these pages can have moved: their own, and those of everything that descends from them."""
    pages = list(pages)
    licenses = {page.pk for page in pages if page.kind == "license"}
    models = {page.pk for page in pages if page.kind == "model"}
    if not licenses and not models:
        return
    today = today or timezone.localdate()
    touched = ModelVariant.objects.filter(model__in=models).values_list("pk", flat=True)
    under = ModelVariant.objects.filter(license__in=licenses).values_list("pk", flat=True)
    before = ModelVariant.objects.filter(earlier_licenses__license__in=licenses).values_list("pk", flat=True)
    variants = derivatives_of({*touched, *under, *before})
    for row, wanted in _license_statuses(licenses, today=today):
        License.objects.filter(pk=row).update(commercial_use=wanted)
    for pk, columns in _variant_columns(variants, today=today):
        ModelVariant.objects.filter(pk=pk).update(**columns)
    owners = set(ModelVariant.objects.filter(pk__in=variants).values_list("model_id", flat=True)) if variants else set()
    for pk, columns in _model_columns(models | owners):
        AIModel.objects.filter(pk=pk).update(**columns)


def refresh_all(*, today: date | None = None) -> int:
    """Write every status that is not what it should be, a few thousand variants at a time; return how many rows moved.

    For catalogs that were filled in bulk, and for days on which a license period begins or ends without anybody writing.
    """
    today = today or timezone.localdate()
    moved = 0
    for pk, wanted in _license_statuses(None, today=today):
        moved += License.objects.filter(pk=pk).update(commercial_use=wanted)
    facts = license_facts()
    ids = list(ModelVariant.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        groups: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
        for pk, columns in _variant_columns(ids[start : start + AT_ONCE], today=today, licenses=facts):
            groups[tuple(columns.items())].append(pk)
        for columns_of_group, group in groups.items():
            for at in range(0, len(group), 500):
                moved += ModelVariant.objects.filter(pk__in=group[at : at + 500]).update(**dict(columns_of_group))
    for pk, columns in _model_columns(None):
        moved += AIModel.objects.filter(pk=pk).update(**columns)
    if moved:
        CatalogRevision.objects.get_or_create(pk=CatalogRevision.ONLY)
        CatalogRevision.move()
    return moved


def stale(*, today: date | None = None) -> list[str]:
    """Return one line for each stored status that differs from what the licensing core says; empty when all agree."""
    today = today or timezone.localdate()
    found = [f"license {pk}: should be {wanted}" for pk, wanted in _license_statuses(None, today=today)]
    ids = list(ModelVariant.objects.values_list("pk", flat=True))
    found += [f"variant {pk}: should be {columns}" for pk, columns in _variant_columns(ids, today=today)]
    found += [f"model {pk}: should be {columns}" for pk, columns in _model_columns(None)]
    return found


def verdict_key(subject: Subject) -> str:
    """Return a digest of all that a decision about the subject can depend on: equal keys, equal verdicts for every use."""
    return hashlib.sha256(repr(_canonical(subject.signature())).encode()).hexdigest()


def _license_statuses(ids: Iterable[int] | None, *, today: date) -> Iterable[tuple[int, str]]:
    stored = dict(License.objects.filter(**({} if ids is None else {"pk__in": list(ids)})).values_list("pk", "commercial_use"))
    for pk, facts in license_facts(ids).items():
        wanted = commercial_use(license_subject(facts), today=today)
        if stored[pk] != wanted:
            yield pk, wanted


def _variant_columns(
    ids: Iterable[int], *, today: date, licenses: dict[int, LicenseFacts] | None = None
) -> Iterable[tuple[int, dict[str, Any]]]:
    """Yield primary key and columns of each variant whose stored columns are not what they should be."""
    ids = list(ids)
    decided: dict[str, str] = {}
    stored: dict[int, tuple[str, str]] = {}
    for at in range(0, len(ids), 500):
        rows = ModelVariant.objects.filter(pk__in=ids[at : at + 500]).values_list("pk", "commercial_use", "verdict_key")
        stored |= {pk: (status, key) for pk, status, key in rows}
    for pk, subject in subjects_of(ids, licenses=licenses).items():
        key = verdict_key(subject)
        if key not in decided:
            decided[key] = commercial_use(subject, today=today)
        if stored[pk] != (decided[key], key):
            yield pk, {"commercial_use": decided[key], "verdict_key": key}


def _model_columns(ids: Iterable[int] | None) -> Iterable[tuple[int, dict[str, Any]]]:
    wanted = {} if ids is None else {"model__in": list(ids)}
    statuses: dict[int, set[CommercialUse]] = defaultdict(set)
    for model, status in ModelVariant.objects.filter(**wanted).order_by().values_list("model_id", "commercial_use").distinct():
        statuses[model].add(cast("CommercialUse", status))
    models = AIModel.objects.filter(**({} if ids is None else {"pk__in": wanted["model__in"]}))
    for pk, status, differs in models.values_list("pk", "commercial_use", "commercial_use_differs"):
        found = statuses.get(pk, {"unknown"})
        columns = {"commercial_use": severest(found), "commercial_use_differs": len(found) > 1}
        if (status, differs) != tuple(columns.values()):
            yield pk, columns


@lru_cache(maxsize=1_000)
def _license_digest(facts: LicenseFacts) -> str:
    parts = (facts.slug, facts.licensor, facts.verification, facts.category, _canonical(facts.terms))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _canonical(value: Any) -> Any:  # noqa: PLR0911
    """Return a value that prints alike in every process: sets sorted, objects replaced by what a decision reads of them."""
    match value:
        case LicenseFacts():
            return _license_digest(value)
        case Term():
            return ("term", _canonical(term_as_dict(value)))
        case Subject():
            return ("subject", value.slug, value.name, value.family, value.release_date, _canonical(value.signature()))
        case Edge():
            return ("edge", value.relation, value.same_licensor, _canonical(value.base))
        case ExternalAncestor():
            return ("external", value.name, value.kind, value.terms, value.note, value.verification)
        case Mapping():
            return tuple(sorted((key, _canonical(item)) for key, item in value.items()))
        case frozenset() | set():
            return ("set", *sorted(repr(_canonical(item)) for item in value))
        case tuple() | list():
            return tuple(_canonical(item) for item in value)
    return value
