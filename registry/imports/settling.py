"""A person settles what a source claims against a page: ours is kept, theirs is taken over, or both are noted. It is done once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from registry import history
from registry.documents import Problem
from registry.editing import Refused, Submission, may_publish, submit
from registry.editing.conflicts import document_at
from registry.history import checked_reason
from registry.imports.receiving import Snapshot
from registry.imports.sources import SOURCES
from registry.models import ClaimConflict, Page
from registry.models.vocabulary import Mark, Origin, Settlement

CHOICES = (Settlement.KEPT, Settlement.TAKEN, Settlement.NOTED)


class AlreadySettled(ValueError):  # noqa: N818 - what it is
    """Somebody else settled one of the conflicts meanwhile."""

    def __init__(self, conflict: ClaimConflict) -> None:
        who = conflict.settled_by.get_username() if conflict.settled_by else "a later import"
        super().__init__(f"{conflict}: {conflict.get_settlement_display().lower()} by {who}. Nothing was changed; look again.")


def settle(conflicts: Iterable[ClaimConflict], *, how: Settlement, by: User, reason: str, today: date) -> None:
    """Settle conflicts in one way: all of them, or none. A page gets at most one revision.

    PermissionDenied where somebody may not publish changes to a page; AlreadySettled where another was faster; Refused where a page
    cannot hold what was chosen; InvalidDocument, at /reason, without a reason.
    """
    reason = checked_reason(reason)
    with history.writing():
        by_page: dict[int, list[ClaimConflict]] = defaultdict(list)
        wanted = [conflict.pk for conflict in conflicts]
        for conflict in ClaimConflict.objects.filter(pk__in=wanted).select_related("page", "settled_by").order_by("pk"):
            if not conflict.is_open:
                raise AlreadySettled(conflict)
            by_page[conflict.page_id].append(conflict)
        for group in by_page.values():
            _settle_page(group[0].page, group, how=how, by=by, reason=reason, today=today)
        ClaimConflict.objects.filter(pk__in=wanted).update(settlement=how, settled_by=by, settled_at=timezone.now(), reason=reason)


def _settle_page(page: Page, conflicts: list[ClaimConflict], *, how: Settlement, by: User, reason: str, today: date) -> None:
    if not may_publish(by, kind=page.kind, page=page):
        raise PermissionDenied("Settling this needs somebody who may publish changes to the page.")
    if how == Settlement.KEPT:
        return
    data = document_at(page, number=page.number)
    for conflict in conflicts:
        origin = _snapshot(conflict).origin
        data["sources"] = {**data.get("sources", {}), origin.key: origin.entry}
        try:
            _WAYS[how](data, conflict, origin.key, by.get_username(), today)
        except LookupError:
            gone = f"{conflict.fact} is no longer on the page: import the source again, or keep what the page says"
            raise Refused(problems=[Problem("", "unknown_fact", gone)]) from None
    submit(Submission(data=data, by=by, reason=reason, origin=Origin.SITE, today=today, expected=page.number))


def _snapshot(conflict: ClaimConflict) -> Snapshot:
    """The newest snapshot that makes the claim."""
    source = SOURCES[conflict.source]
    run = max(
        (record.last_seen for record in conflict.records.select_related("last_seen")), key=lambda run: run.pk, default=conflict.noticed_in
    )
    as_of = run.as_of or run.finished_at.date()
    return Snapshot(source=source.name, title=source.title, homepage=source.homepage, as_of=as_of, digest=run.digest)


def _take(data: dict[str, Any], conflict: ClaimConflict, key: str, who: str, today: date) -> None:
    owner, fact = _owner(data, conflict.fact)
    if fact == "prices":
        newest = max(owner["prices"], key=lambda price: price.get("as_of") or price.get("as_of_not_before") or "")
        for name in ("input_per_million", "output_per_million"):
            newest.pop(name, None)
        newest.update({**conflict.claimed, "source": key})
        return
    owner.update(conflict.claimed if isinstance(conflict.claimed, Mapping) else {fact: conflict.claimed})
    evidence = {"verification": Mark.SECONDARY.value, "sources": [key], "checked_on": today.isoformat(), "checked_by": who}
    owner["evidence"] = {**owner.get("evidence", {}), fact: evidence}


def _note(data: dict[str, Any], conflict: ClaimConflict, key: str, _who: str, _today: date) -> None:
    owner, fact = _owner(data, conflict.fact)
    if conflict.ours is None:
        unknown = f"{conflict.fact} is unknown here, so there is nothing to note the claim beside: take it over, or keep it unknown"
        raise Refused(problems=[Problem("", "unknown_fact", unknown)])
    noted = next((each for each in data.get("contradictions", []) if each["fact"] == conflict.fact), None)
    if noted is None:
        cited = owner.get("evidence", {}).get(fact, {}).get("sources", [])
        noted = {"fact": conflict.fact, "values": [{"value": in_one_word(conflict.ours), **({"source": cited[0]} if cited else {})}]}
        data["contradictions"] = [*data.get("contradictions", []), noted]
    noted["values"] = [*noted["values"], {"value": in_one_word(conflict.claimed), "source": key}]


def in_one_word(value: Any) -> str | int | float | bool:
    """Return a claimed value as a contradiction shows it: "image, text", "0.5 in, 1.5 out, USD"; plain values as they are."""
    match value:
        case {"currency": currency}:
            sides = ((value.get("input_per_million"), "in"), (value.get("output_per_million"), "out"))
            return ", ".join([*(f"{amount} {side}" for amount, side in sides if amount is not None), str(currency)])
        case Mapping():
            return "; ".join(f"{name}: {in_one_word(each)}" for name, each in value.items())
        case list():
            return ", ".join(map(str, value)) or "none"
        case bool() | int() | float() | str():
            return value
    return "unknown"


def _owner(data: Mapping[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """Return the part of a page that a fact belongs to, and the fact's name; LookupError where it is gone."""
    kind, slug, fact = path.split("/")
    owner = next((part for part in data.get(kind, []) if part["slug"] == slug), None)
    if owner is None:
        raise LookupError(path)
    return owner, fact


_WAYS: dict[Settlement, Callable[[dict[str, Any], ClaimConflict, str, str, date], None]] = {
    Settlement.TAKEN: _take,
    Settlement.NOTED: _note,
}
