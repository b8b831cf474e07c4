"""What changed between two documents, fact by fact."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

IDENTITY = ("slug", "id", "key", "base", "fact", "version")
MISSING: Any = object()


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that differs: its path, such as variants/llama-2-7b/license, and its values before and after (None where absent)."""

    path: str
    kind: Literal["added", "removed", "changed"]
    before: Any
    after: Any


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FactChange]:
    """Return the facts that differ between two documents in their plain form (`as_data()`), in the order of the later one.

    Things that carry a name of their own (variants, offers, terms) are compared by that name, so moving one changes nothing but
    "(order)"; a whole thing that came or went is one change.
    """
    return list(_compare("", before, after))


def _compare(path: str, before: Any, after: Any) -> Iterator[FactChange]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in [*after, *(key for key in before if key not in after)]:
            yield from _one(f"{path}/{key}" if path else str(key), before.get(key, MISSING), after.get(key, MISSING))
    elif _named(before) and _named(after):
        older, newer = _by_name(before), _by_name(after)
        for name in [*newer, *(name for name in older if name not in newer)]:
            yield from _one(f"{path}/{name}", older.get(name, MISSING), newer.get(name, MISSING))
        kept = [name for name in older if name in newer]
        if kept != [name for name in newer if name in older]:
            yield FactChange(f"{path} (order)", "changed", kept, [name for name in newer if name in older])
    else:
        yield FactChange(path, "changed", before, after)


def _one(path: str, before: Any, after: Any) -> Iterator[FactChange]:
    if before is MISSING:
        yield FactChange(path, "added", None, after)
    elif after is MISSING:
        yield FactChange(path, "removed", before, None)
    else:
        yield from _compare(path, before, after)


def _named(value: Any) -> bool:
    """Tell whether every item of a list has a name of its own that no other item has."""
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        return False
    if not all(isinstance(item, Mapping) and _name(item) is not None for item in value):
        return False
    return len(_by_name(value)) == len(value)


def _name(item: Mapping[str, Any]) -> str | None:
    return next((str(item[key]) for key in IDENTITY if item.get(key)), None)


def _by_name(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {str(_name(item)): item for item in items}
