"""Two people edit one page: what the second must see, and how both keep what they did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.documents import in_order
from registry.documents.diff import IDENTITY, FactChange, changes
from registry.models import Page, Revision

ABSENT: Any = object()


@dataclass(frozen=True, slots=True)
class Theirs:
    """One fact that others changed, and what this form says of it where it says something else than before."""

    change: FactChange
    yours: Any = None
    both: bool = False

    @property
    def before(self) -> str:
        """The value it had."""
        return readable(self.change.before)

    @property
    def after(self) -> str:
        """The value it has now."""
        return readable(self.change.after)

    @property
    def said(self) -> str:
        """What this form says of it."""
        return "removed" if self.yours is None else readable(self.yours)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What happened to a page since a form was opened."""

    current: int
    revisions: list[Revision]
    facts: list[Theirs]

    @property
    def over(self) -> list[Theirs]:
        """The facts that both sides changed, and not to the same value."""
        return [fact for fact in self.facts if fact.both]


def conflict_on(page: Page, *, expected: int, mine: Mapping[str, Any]) -> Conflict:
    """Return who saved since revision `expected`, and what they changed beside what `mine` changes."""
    since = list(Revision.objects.filter(page=page, number__gt=expected).select_related("by").order_by("number"))
    base = document_at(page, number=expected)
    theirs = since[-1].document if since else base
    own = changes(base, mine)
    return Conflict(current=page.number, revisions=since, facts=[_beside(change, own) for change in changes(base, theirs)])


def _beside(theirs: FactChange, own: Sequence[FactChange]) -> Theirs:
    """Say of a change of others what this form changes in the same place: the fact itself, the thing it belongs to, or a part of it."""
    touching = [change for change in own if _touch(change.path, theirs.path)]
    if not touching:
        return Theirs(theirs)
    if any(change.path == theirs.path for change in touching):
        (mine,) = (change.after for change in touching if change.path == theirs.path)
        return Theirs(theirs, mine, both=mine != theirs.after)
    around = [change for change in touching if theirs.path.startswith(f"{change.path}/")]
    if around:
        return Theirs(theirs, around[0].after, both=True)
    return Theirs(theirs, {change.path.removeprefix(f"{theirs.path}/"): change.after for change in touching}, both=True)


def _touch(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def readable(value: Any) -> str:
    """Return a value of a document as people read it: lists line by line, things with names as `name: value`."""
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {readable(item)}" for name, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(readable(item) for item in value)
    if value is None or isinstance(value, bool):
        return {None: "unknown", True: "yes", False: "no"}[value]
    return str(value)


def document_at(page: Page, *, number: int) -> dict[str, Any]:
    """Return the document of a revision in the canonical order; empty for a number the page never had."""
    found = Revision.objects.filter(page=page, number=number).values_list("document", flat=True).first()
    return in_order(found) if found else {}


def merged(base: Any, mine: Any, theirs: Any) -> Any:
    """Return both people's changes to `base`; where both changed one fact, mine. Absent from a side means removed there."""
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        return _merged_mappings(base if isinstance(base, Mapping) else {}, mine, theirs)
    named = [_by_name(side) for side in (base, mine, theirs)]
    if all(side is not None for side in named):
        return list(_merged_mappings(*named).values())
    return mine


def _merged_mappings(base: Any, mine: Any, theirs: Any) -> dict[str, Any]:
    result = {}
    for key in [*mine, *(key for key in theirs if key not in mine)]:
        value = merged(base.get(key, ABSENT), mine.get(key, ABSENT), theirs.get(key, ABSENT))
        if value is not ABSENT:
            result[key] = value
    return result


def _by_name(items: Any) -> dict[str, Any] | None:
    """Return the items of a list by the name each carries, or None where some carry none or two carry the same."""
    if items is ABSENT:
        return {}
    if not isinstance(items, Sequence) or isinstance(items, str) or not all(isinstance(item, Mapping) for item in items):
        return None
    names = [next((str(item[key]) for key in IDENTITY if item.get(key)), None) for item in items]
    return None if None in names or len(set(names)) != len(names) else dict(zip(names, items, strict=True))  # type: ignore[arg-type]
