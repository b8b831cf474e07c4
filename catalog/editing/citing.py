"""Which facts a change touches, and what they rest on."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalog.editing.around import NEW_SOURCE
from catalog.editing.shapes import Place
from catalog.presentation.evidence import fact_words
from registry.documents.page import WHOLE

Data = dict[str, Any]
# Words about a thing are ours: they need no source, but may have one.
_OUR_WORDS = frozenset({"name", "summary", "body"})
_NOT_OF_THE_THING = frozenset({"evidence", "sources", "verification", "note", "notes", "slug", "id", "key"})


def touched(before: Mapping[str, Any], after: Mapping[str, Any], *, place: Place) -> list[str]:
    """Return the facts of a part that say something else than before; taking something away touches nothing, and a row that names its
    own source speaks for itself."""
    of = place.shape.form.FACT_OF
    changed = [name for name in after if after[name] != before.get(name) and not _speaks_for_itself(before.get(name), after[name])]
    if place.shape.carries_sources:
        return [name for name in changed if name not in _NOT_OF_THE_THING]
    return [fact for fact in dict.fromkeys(of.get(name, name) for name in changed) if fact in place.shape.facts]


def _speaks_for_itself(before: Any, after: Any) -> bool:
    if isinstance(after, Mapping) and "bases" in after:
        return _speaks_for_itself((before or {}).get("bases"), after["bases"])
    if not isinstance(after, list) or not all(isinstance(item, Mapping) for item in after):
        return False
    return all(item.get("source") for item in after if item not in (before or []))


def cite(part: Data, *, place: Place, facts: Iterable[str], key: str, verification: str, as_a_whole: bool) -> None:
    """Let what a change touches, and names no source yet, rest on a source; what is new rests on it as a whole."""
    if place.shape.carries_sources:
        if not part.get("sources"):
            part["sources"] = [key]
        return
    evidence = dict(part.get("evidence", {}))
    for fact in [WHOLE] if as_a_whole else facts:
        if fact in place.shape.facts and not evidence.get(fact, {}).get("sources"):
            marked = {"verification": verification} if verification else {}
            evidence[fact] = {**evidence.get(fact, {}), **marked, "sources": [key]}
    if evidence:
        part["evidence"] = evidence


def uncited(part: Mapping[str, Any], *, place: Place, facts: Iterable[str], page: Mapping[str, Any]) -> list[str]:
    """Return, in words, what a change touches and nothing supports: neither a source of its own nor that of the whole."""
    facts = [fact for fact in facts if fact not in _OUR_WORDS]
    if not facts or page.get("kind") == "article" or page.get("state") == "draft":
        return []
    if place.shape.carries_sources:
        return [] if part.get("sources") else [f"the {place.shape.one} as a whole"]
    if any(owner.get("evidence", {}).get(WHOLE, {}).get("sources") for owner in (part, page)):
        return []
    evidence = part.get("evidence", {})
    return [fact_words(fact) for fact in facts if not evidence.get(fact, {}).get("sources")]


def with_key(value: Any, key: str | None) -> Any:
    """Return a part in which the source that is being added has its key; without one, it is cited nowhere."""
    if isinstance(value, Mapping):
        return {name: with_key(item, key) for name, item in value.items() if key is not None or item != NEW_SOURCE}
    if isinstance(value, list):
        return [with_key(item, key) for item in value if key is not None or item != NEW_SOURCE]
    return key if value == NEW_SOURCE else value


def places_of_new(value: Any, path: str = "") -> Iterator[str]:
    """Yield the paths at which a part cites the source that is being added."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from places_of_new(item, f"{path}/{name}")
    elif isinstance(value, list):
        for item in value:
            yield from places_of_new(item, path)
    elif value == NEW_SOURCE:
        yield path
