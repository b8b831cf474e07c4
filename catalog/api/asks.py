"""What a caller wants of a representation: which fields, which relations in full, with links to which host."""

from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.urls import reverse

from catalog.directory import Directory, Entry

Expansion = Mapping[str, "Expansion"]
_MARK = "SLUG"
_KINDS = {"organizations": "organization", "families": "family", "licenses": "license"}


@lru_cache(maxsize=16)
def _api_path(resource: str) -> str:
    return reverse(f"api:{resource}-list")


@lru_cache(maxsize=16)
def _page_path(kind: str) -> tuple[str, str]:
    before, _, after = reverse(f"catalog:{kind}", args=[_MARK]).partition(_MARK)
    return before, after


class References:
    """Links for one origin, and the short forms of the pages in the small tables."""

    def __init__(self, directory: Directory, origin: str) -> None:
        self._directory = directory
        self._origin = origin
        self._short: dict[str, dict[int, Any]] = {resource: {} for resource in _KINDS}

    def api(self, resource: str, slug: str) -> str:
        """Return the address of a record in the API."""
        return f"{self._origin}{_api_path(resource)}{slug}/"

    def page(self, kind: str, slug: str) -> str:
        """Return the address of a page for people."""
        before, after = _page_path(kind)
        return f"{self._origin}{before}{slug}{after}"

    def of(self, resource: str, keys: Iterable[int | None]) -> Mapping[int, Any]:
        """Return the short forms of organizations, families or licenses by primary key: at most one query."""
        known = self._short[resource]
        missing = {key for key in keys if key is not None and key not in known}
        if missing:
            entries = self._directory.entries(_KINDS[resource], missing)
            known.update({key: self._ref(resource, entries[key]) for key in missing})
        return known

    def _ref(self, resource: str, entry: Entry) -> dict[str, Any]:
        ref = {"slug": entry.slug, "name": entry.name, "url": self.api(resource, entry.slug) if entry.published else None}
        return {**ref, "category": entry.category, "commercial_use": entry.commercial_use} if resource == "licenses" else ref


@lru_cache(maxsize=8)
def _references(directory: Directory, origin: str) -> References:
    return References(directory, origin)


Load = Callable[[str], Callable[[Collection[int], "Ask"], Mapping[int, Any]]]


@dataclass(frozen=True)
class Ask:
    """`fields` are the top-level fields wanted, None for all; `expand` is a tree of relations; `load` finds a resource's builder."""

    origin: str
    directory: Directory
    load: Load
    fields: frozenset[str] | None = None
    expand: Expansion = field(default_factory=dict)

    def wants(self, *fields: str) -> bool:
        """Whether any of the fields is wanted."""
        return self.fields is None or not self.fields.isdisjoint(fields)

    @cached_property
    def refs(self) -> References:
        """Links and short forms, kept as long as the catalog stays the same."""
        return _references(self.directory, self.origin)

    def related(
        self, relation: str, resource: str, keys: Iterable[int | None], *, refs: Mapping[int, Any] | None = None
    ) -> Mapping[int, Any]:
        """Return the related records by primary key: in short, or in full where the relation is expanded and the page published.

        `refs` are the short forms, where the resource is not one of the small tables.
        """
        wanted = {key for key in keys if key is not None}
        if refs is None:
            refs = self.refs.of(resource, wanted)
        if relation not in self.expand:
            return refs
        published = {key for key in wanted if refs[key]["url"]}
        return ChainMap(dict(self.load(resource)(published, self.below(relation))), dict(refs))

    def below(self, relation: str) -> "Ask":
        """Return what is wanted of the records that a relation leads to: all of their fields."""
        return Ask(self.origin, self.directory, self.load, None, self.expand.get(relation, {}))
