"""Where on a page a changed fact belongs: the path of the change, taken apart and named."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.presentation.documents.labels import label_of
from catalog.presentation.documents.names import Names
from catalog.presentation.documents.reading import fact_title, part_title
from registry.documents.diff import IDENTITY, FactChange, changes

ORDER = " (order)"
_LISTS = ("variants", "offers", "terms", "versions", "contradictions")
_TABLES = ("evidence", "sources")
_ONE = {"variants": "Variant", "offers": "Offer", "terms": "Term", "versions": "Issue", "contradictions": "Sources disagree on"}
# What a page says where it says nothing: the documents leave out what is as usual.
_AS_USUAL: Mapping[tuple[str, str], Any] = {
    ("", "state"): "published", ("", "status"): "released", ("variants", "status"): "released", ("offers", "status"): "listed",
    ("variants", "lineage"): {"status": "none"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """The group of a fact with its title, the fact's own name there, and the field whose words its values are."""

    group: tuple[str, str]
    title: str
    label: str
    field: str


def single_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[FactChange]:
    """Yield the changes with whole lists of variants, offers, terms, evidence and sources taken apart into their items."""
    for change in changes(before, after):
        whole = change.after if change.kind == "added" else change.before
        if change.kind != "changed" and (items := _items(change.path, whole)):
            for name, item in items.items():
                added = change.kind == "added"
                yield FactChange(f"{change.path}/{name}", change.kind, None if added else item, item if added else None)
        else:
            yield change


def _items(path: str, whole: Any) -> dict[str, Any]:
    if isinstance(whole, Mapping) and path.rpartition("/")[2] in _TABLES:
        return dict(whole)
    if isinstance(whole, list) and path in _LISTS:
        named = {next((str(item[key]) for key in IDENTITY if item.get(key)), str(index)): item for index, item in enumerate(whole)}
        return named if len(named) == len(whole) else {}
    return {}


def as_usual(change: FactChange) -> Any:
    """Return what a fact was, or is, where the document does not say it; None where that means nothing is known."""
    top, _, below = change.path.partition("/")
    part, field = (top, below.rpartition("/")[2]) if below.count("/") == 1 else ("", change.path)
    return _AS_USUAL.get((part, field))


def place_of(path: str, before: Mapping[str, Any], after: Mapping[str, Any], *, names: Names) -> Place:
    """Return where a fact stands. Names are taken from the later document where both have one."""
    moved = path.endswith(ORDER)
    path = path.removesuffix(ORDER)
    top, _, rest = path.partition("/")
    if top in _LISTS and rest:
        return _in_list(top, rest, before, after, names=names, moved=moved)
    if top in _TABLES:
        return _in_table(top, *rest.partition("/")[::2], before, after)
    field = path.rpartition("/")[2]
    return Place(("page", ""), "The page", _label(path, moved=moved), field)


def _in_list(
    top: str, rest: str, before: Mapping[str, Any], after: Mapping[str, Any], *, names: Names, moved: bool
) -> Place:  # fmt: skip
    owner, item = _owner(top, rest, before, after)
    inner = rest[len(owner) + 1 :]
    if inner.startswith("evidence/"):
        fact, _, field = inner.removeprefix("evidence/").partition("/")
        return _in_table("evidence", f"{top}/{owner}/{fact}", field, before, after)
    called = fact_title(owner, after) if top == "contradictions" else part_title(top, item, names=names)
    label = _label(inner, moved=moved) if inner else "As a whole"
    return Place((top, owner), f"{_ONE[top]} {called}", label, inner.rpartition("/")[2])


def _owner(top: str, rest: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return the item of a list that a path leads into: names may hold slashes themselves, and the longest that fits is meant."""
    fitting = {
        name: item
        for document in (before, after)
        for item in document.get(top) or ()
        for name in [next((str(item[key]) for key in IDENTITY if item.get(key)), "")]
        if name and (rest == name or rest.startswith(f"{name}/"))
    }
    name = max(fitting, key=len, default=rest.partition("/")[0])
    return name, fitting.get(name, {})


def _in_table(top: str, key: str, field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Place:
    if top == "sources":
        source = (after.get("sources") or {}).get(key) or (before.get("sources") or {}).get(key) or {}
        called = str(source.get("title") or source.get("url") or key)
        return Place(("sources", ""), "Sources", f"{called}: {label_of(field).lower()}" if field else called, field)
    called = fact_title(key, after)
    return Place(("evidence", ""), "Evidence", f"{called}: {label_of(field).lower()}" if field else called, field)


def _label(path: str, *, moved: bool) -> str:
    first, *further = path.split("/")
    words = ", ".join([label_of(first), *(label_of(part).lower() if part.replace("_", "").isalpha() else part for part in further)])
    return f"{words} (order)" if moved else words
