"""Recorded decisions: freeze a verdict with what it rested on, and say later what has changed underneath."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, ProtectedError

from registry.asking import Answer, Asked, InvalidSubject, ask, find_subject, revisions_of
from registry.documents.diff import FactChange, changes
from registry.licensing.use import parse_use
from registry.models import AIModel, CatalogRevision, License, ModelVariant, RecordedDecision, Revision, UseProfile
from registry.models.vocabulary import Outcome, Verdict

KINDS: dict[str, type[ModelVariant] | type[AIModel] | type[License]] = {"variant": ModelVariant, "model": AIModel, "license": License}


class NotRecordable(ValueError):  # noqa: N818
    """A decision that cannot be recorded; `errors` are (JSON pointer, code, detail)."""

    def __init__(self, *errors: tuple[str, str, str]) -> None:
        super().__init__("; ".join(detail for _, _, detail in errors))
        self.errors = list(errors)


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that moved since a decision: its revisions then and now, and the facts that differ."""

    kind: str
    slug: str
    then: int
    now: int
    facts: tuple[FactChange, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a recorded decision stands today."""

    decision: RecordedDecision
    expired: bool
    changed: tuple[PageChange, ...]
    answer: Answer | None

    @property
    def drifted(self) -> bool:
        """Tell whether a fact underneath has changed since."""
        return bool(self.changed)

    @property
    def new_verdict(self) -> str:
        """Return the verdict on today's facts: the recorded one where no fact has changed, unknown where the subject was withdrawn."""
        if self.answer is None:
            return Verdict.UNKNOWN.value if self.changed else self.decision.verdict
        return self.answer.in_sum.verdict


def merged_use(profile: UseProfile | None, use: Mapping[str, Any]) -> dict[str, Any]:
    """Lay the use of an occasion over a profile's standing answers; see laid_over."""
    return laid_over(profile.use if profile else {}, use)


def laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one intended use over another in plain form: month by month for users, field by field for the rest."""
    merged = _over(below, above)
    for nested in ("organization", "planned"):
        merged = _nested(merged, nested, below, above)
    if isinstance(merged.get("organization"), Mapping):
        lower, upper = below.get("organization", {}), above.get("organization", {})
        for months in ("mau", "affiliates_mau"):
            merged["organization"] = _nested(merged["organization"], months, lower, upper)
    return merged


def _over(below: Any, above: Any) -> dict[str, Any]:
    return {**below, **above}


def _nested(merged: Mapping[str, Any], name: str, below: Any, above: Any) -> dict[str, Any]:
    parts = (below.get(name), above.get(name)) if isinstance(below, Mapping) and isinstance(above, Mapping) else (None, None)
    both = all(isinstance(part, Mapping) for part in parts)
    return {**merged, name: _over(*parts)} if both else dict(merged)


@transaction.atomic
def record_decision(
    *,
    asked: Asked,
    use: Mapping[str, Any],
    outcome: str,
    product: str,
    reason: str,
    by: User,
    today: date,
    conditions: str = "",
    valid_until: date | None = None,
    as_of: date | None = None,
    profile: UseProfile | None = None,
    replaces: RecordedDecision | None = None,
) -> RecordedDecision:
    """Record what a person decided, with the verdict, the inputs and the revisions of the facts as they stand now.

    `use` is the whole intended use in its plain form, profile included. Raises NotRecordable for what is missing; the caller has
    checked that the person may decide.
    """
    _check(asked=asked, outcome=outcome, product=product, reason=reason, conditions=conditions, valid_until=valid_until, today=today)
    CatalogRevision.lock()
    answer = ask(asked, use=parse_use(use), today=today, as_of=as_of)
    decision = RecordedDecision(
        number=(RecordedDecision.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
        outcome=outcome, product=product.strip(), conditions=conditions.strip(), reason=reason.strip(), valid_until=valid_until,
        use=dict(use), profile=profile, as_of=as_of, verdict=answer.in_sum.verdict,
        answer=answer_as_dict(answer), revisions=answer.revisions, by=by,
        **{asked.kind: KINDS[asked.kind].objects.get(slug=asked.slug)},
    )  # fmt: skip
    decision.full_clean(exclude=["superseded_by"])
    decision.save()
    if replaces is not None:
        _require_same_subject(decision, replaces)
        taken = RecordedDecision.objects.filter(pk=replaces.pk, superseded_by=None).update(superseded_by=decision)
        if not taken:
            raise NotRecordable(("/replaces", "already_replaced", f"decision {replaces.number} has been replaced already"))
    CatalogRevision.move()
    return decision


def _require_same_subject(decision: RecordedDecision, replaced: RecordedDecision) -> None:
    if any(getattr(decision, f"{kind}_id") != getattr(replaced, f"{kind}_id") for kind in KINDS):
        detail = f"decision {replaced.number} is about something else: a decision replaces one on the same variant, model or license"
        raise NotRecordable(("/replaces", "another_subject", detail))


def _check(*, asked: Asked, outcome: str, product: str, reason: str, conditions: str, valid_until: date | None, today: date) -> None:
    errors = []
    outside = asked.kind not in KINDS or not asked.slug
    if outside or (asked.kind == "license" and asked.subjects[0].lineage != "none"):
        errors.append(("/subject", "invalid", "a decision is recorded on a variant, a model or a license of the catalog"))
    if outcome not in Outcome.values:
        errors.append(("/outcome", "invalid_choice", "outcome is approved, approved_with_conditions or rejected"))
    if not product.strip():
        errors.append(("/product", "required", "name the product or purpose the decision is for"))
    if not reason.strip():
        errors.append(("/reason", "required", "say why"))
    if outcome == "approved_with_conditions" and not conditions.strip():
        errors.append(("/conditions", "required", "state the conditions"))
    if valid_until is not None and valid_until < today:
        errors.append(("/valid_until", "in_the_past", f"the last day {valid_until} lies before today"))
    if errors:
        raise NotRecordable(*errors)


def answer_as_dict(answer: Answer) -> dict[str, Any]:
    """Return an answer in plain JSON form, one decision per subject and the one in sum."""
    return {
        "verdict": answer.in_sum.verdict,
        "worst_case": answer.in_sum.worst_case,
        "decisions": [
            {"subject": subject.slug or answer.asked.slug, "name": subject.name, **decision.as_dict()}
            for subject, decision in zip(answer.asked.subjects, answer.decisions, strict=True)
        ],
        "revisions": answer.revisions,
    }


def standing(decision: RecordedDecision, *, today: date) -> Standing:
    """Say how a decision stands: whether it expired, which facts underneath changed, and what the verdict would be now."""
    expired = decision.valid_until is not None and decision.valid_until < today
    try:
        asked = find_subject(subject_of(decision))
    except InvalidSubject:
        asked = None
    underneath = {(kind, slug) for kind, slug in (page.split("/", 1) for page in decision.revisions)}
    now = revisions_of(underneath | (asked.pages if asked else set()))
    changed = tuple(_page_change(page, then=decision.revisions.get(page, 0), now=now.get(page, 0)) for page in moved(decision, now))
    answer = ask(asked, use=parse_use(decision.use), today=today, as_of=decision.as_of) if asked and changed else None
    return Standing(decision, expired, changed, answer)


def moved(decision: RecordedDecision, now: Mapping[str, int]) -> list[str]:
    """Return the pages whose revision differs from the one that a decision rested on."""
    return sorted(page for page in {*decision.revisions, *now} if decision.revisions.get(page) != now.get(page))


def drifted(decisions: Iterable[RecordedDecision]) -> list[RecordedDecision]:
    """Return the decisions under which a page has changed: one query however many there are."""
    decisions = list(decisions)
    now = revisions_of(tuple(page.split("/", 1)) for decision in decisions for page in decision.revisions)
    return [decision for decision in decisions if any(now.get(page) != number for page, number in decision.revisions.items())]


def subject_of(decision: RecordedDecision) -> dict[str, str]:
    """Return the subject of a decision in the form that questions take."""
    for kind in KINDS:
        row = getattr(decision, kind)
        if row is not None:
            return {kind: row.slug}
    raise LookupError(f"decision {decision.number} has no subject")


def _page_change(page: str, *, then: int, now: int) -> PageChange:
    kind, slug = page.split("/", 1)
    documents = dict(Revision.objects.filter(page__kind=kind, page__slug=slug, number__in=(then, now)).values_list("number", "document"))
    return PageChange(kind, slug, then, now, tuple(changes(documents.get(then, {}), documents.get(now, {}))))


class StaleProfile(Exception):  # noqa: N818
    """Someone else changed the profile first; `current` is its number now."""

    def __init__(self, profile: UseProfile) -> None:
        super().__init__(f"{profile.by or 'Someone'} changed this profile since you opened it.")
        self.current = profile.number


@transaction.atomic
def save_profile(
    profile: UseProfile | None, *, name: str, slug: str, description: str, use: Mapping[str, Any], by: User, expected: int
) -> UseProfile:
    """Create a use profile, or change one that the author saw at number `expected`; StaleProfile where it has moved since.

    InvalidUse names what is wrong with the use. Decisions that rest on the profile keep the answers they were made with.
    """
    parse_use(use)
    CatalogRevision.lock()
    if profile is None:
        saved = UseProfile(slug=slug, name=name, description=description, use=dict(use), by=by)
    else:
        saved = UseProfile.objects.select_related("by").get(pk=profile.pk)
        if saved.number != expected:
            raise StaleProfile(saved)
        saved.slug, saved.name, saved.description, saved.use, saved.by = slug, name, description, dict(use), by
        saved.number += 1
    saved.clean_fields()
    saved.save()
    CatalogRevision.move()
    return saved


class ProfileInUse(Exception):  # noqa: N818
    """A recorded decision rests on the profile, so it stays."""


@transaction.atomic
def delete_profile(profile: UseProfile, *, expected: int) -> None:
    """Delete a profile that the author saw at number `expected`; StaleProfile where it has moved since, ProfileInUse where it must stay."""
    CatalogRevision.lock()
    current = UseProfile.objects.select_related("by").get(pk=profile.pk)
    if current.number != expected:
        raise StaleProfile(current)
    try:
        current.delete()
    except ProtectedError as error:
        raise ProfileInUse(
            f"A recorded decision rests on the profile '{current.slug}': it stays, so that the decision can be read."
        ) from error
    CatalogRevision.move()
