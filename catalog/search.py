"""Search as readers see it: results in pages, counts by kind, and what is near where nothing was found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from catalog.filters import Mistake
from registry.models.search import EntryKind, SearchEntry
from registry.searching import Found, Hit, Query, find, find_names
from registry.searching.excerpts import Piece, excerpt, marked
from registry.searching.finding import IN_TEXT
from registry.searching.near import nearest

PAGE_SIZE = 20
MOST_SUGGESTIONS = 8
KINDS = tuple(EntryKind.values)
_ONE = {
    EntryKind.MODEL: "Model", EntryKind.VARIANT: "Variant", EntryKind.LICENSE: "License", EntryKind.ORGANIZATION: "Partner",
    EntryKind.FAMILY: "Family", EntryKind.ARTICLE: "Page",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Result:
    """An entry as it is shown: its name and a stretch of its text, each with the words marked."""

    entry: SearchEntry
    name: list[Piece]
    excerpt: list[Piece]
    tier: int

    @property
    def kind(self) -> str:
        """What it is, in a word."""
        return _ONE[EntryKind(self.entry.kind)]

    @property
    def of_model(self) -> str:
        """The model whose variant it is; empty for a page."""
        return self.entry.page.name if self.entry.anchor else ""


@dataclass(frozen=True, kw_only=True)
class Results:
    """One page of what was found. `count` is of the chosen kinds; `capped` says that there is more than was looked at."""

    query: Query
    found: Found
    kinds: Collection[str] = ()
    page: int = 1
    rows: Sequence[Result] = ()
    near: Sequence[SearchEntry] = ()
    count: int = 0

    @property
    def first(self) -> int:
        """The number of the first result on the page."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def pages(self) -> int:
        """How many pages there are; one even where nothing was found."""
        return max(1, -(-self.count // PAGE_SIZE))


def read_kinds(given: Mapping[str, str]) -> tuple[list[str], list[Mistake]]:
    """Return the kinds that were chosen, several with commas, and what is wrong with them."""
    chosen = list(dict.fromkeys(part.strip() for part in given.get("kind", "").split(",") if part.strip()))
    wrong = [kind for kind in chosen if kind not in KINDS]
    allowed = ", ".join(KINDS)
    return [kind for kind in chosen if kind in KINDS], [
        Mistake("kind", "invalid_value", f"kind: '{kind[:80]}' is not one of {allowed}", KINDS) for kind in wrong[:1]
    ]


def search(query: Query, *, kinds: Collection[str] = (), page: int = 1, size: int = PAGE_SIZE, drafts: bool = False) -> Results:
    """Search, and return one page of it; with nothing found, the nearest names. A fixed number of queries."""
    found = find(query, kinds=kinds, drafts=drafts)
    hits = found.of(kinds)
    shown = hits[(page - 1) * size : page * size]
    near = [] if found.hits or not query.words else nearest(query, drafts=drafts)
    return Results(query=query, found=found, kinds=kinds, page=page, rows=_shown(shown, query), near=near, count=len(hits))


def suggestions(query: Query, *, drafts: bool = False) -> list[tuple[str, list[SearchEntry]]]:
    """Return what is offered while a query is typed, by kind: what has it in its name, else what is spelled nearly so."""
    hits = find_names(query, drafts=drafts, limit=MOST_SUGGESTIONS)
    entries = SearchEntry.objects.shown([hit.key for hit in hits]) if hits else nearest(query, drafts=drafts)
    groups: dict[str, list[SearchEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.get_kind_display(), []).append(entry)
    return list(groups.items())


def _shown(hits: Sequence[Hit], query: Query) -> list[Result]:
    tiers = {hit.key: hit.tier for hit in hits}
    return [
        Result(
            entry=entry,
            name=marked(entry.name, query),
            excerpt=_excerpt(entry, query, by_text=tiers[entry.pk] == IN_TEXT),
            tier=tiers[entry.pk],
        )
        for entry in SearchEntry.objects.shown([hit.key for hit in hits])
    ]


def _excerpt(entry: SearchEntry, query: Query, *, by_text: bool) -> list[Piece]:
    """Where it was found by its name, what it is in the first place; else where the words stand."""
    if by_text:
        return excerpt(entry.text, query)
    return [] if entry.anchor else excerpt(entry.text.partition("\n")[0], query)
