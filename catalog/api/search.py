"""Search over everything that is published: `GET /api/v1/search/?q=`."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

from django.http import HttpResponse
from rest_framework.request import Request

from catalog.api.asks import References
from catalog.api.negotiation import JSON, format_of
from catalog.api.operations import READING, OperationSchema, described_by, operation, ref
from catalog.api.profiles import IF_NONE_MATCH
from catalog.api.shapes.search import SearchAnswer
from catalog.api.values import text
from catalog.api.verdicts.operations import FORMAT_JSON
from catalog.api.views import CatalogView, as_json, origin_of
from catalog.directory import Edition, current_edition, directory_of
from catalog.filters import InvalidQuery, Mistake, read_query
from catalog.search import KINDS, Result, read_kinds, search
from registry.models import SearchEntry
from registry.searching import read_words
from registry.searching.finding import BEGINS, BEGINS_SO, EXACT, IN_NAME, IN_NAMES, IN_TEXT, OTHER_NAME
from registry.searching.words import LONGEST_QUERY, MOST_WORDS

DEFAULT_LIMIT, MOST_LIMIT = 20, 100
_MATCHES = {
    EXACT: "name", OTHER_NAME: "other_name", BEGINS: "name_begins", BEGINS_SO: "name_begins", IN_NAME: "words_in_name",
    IN_NAMES: "words_in_names", IN_TEXT: "text",
}  # fmt: skip
_RESOURCES = {
    "model": "models", "variant": "variants", "license": "licenses", "organization": "organizations", "family": "families",
    "article": "articles",
}  # fmt: skip
_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": "q", "in": "query", "required": True,
        "description": f"Words that all have to occur, however they are spelled; the last may go on. The first {MOST_WORDS} count.",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_QUERY},
    },
    {
        "name": "kind", "in": "query", "description": "Only these kinds, several with commas.", "explode": False,
        "schema": {"type": "array", "minItems": 1, "items": {"type": "string", "enum": list(KINDS)}},
    },
    {
        "name": "limit", "in": "query", "description": "Results at most.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST_LIMIT, "default": DEFAULT_LIMIT},
    },
    FORMAT_JSON,
    IF_NONE_MATCH,
]  # fmt: skip


@lru_cache(maxsize=1)
def search_components() -> Mapping[str, Any]:
    """Return the schemas of search by name."""
    return described_by(SearchAnswer)


class SearchView(CatalogView):
    """Pages and variants by words, names before prose."""

    schema = OperationSchema()
    components = staticmethod(search_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "search", tag="search", summary="Pages and variants that have all the words, best first.",
            answers={200: ref("SearchAnswer"), 304: None}, problems=READING, parameters=_PARAMETERS, open_to_anyone=True,
        )
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """Return what was found, or the nearest names."""
        given, mistakes = read_query(request.GET, known=("q", "kind", "limit", "format"))
        kinds, wrong = read_kinds(given)
        limit = _limit(given, mistakes)
        mistakes += wrong + _wrong_words(given, mistakes)
        if mistakes:
            raise InvalidQuery(mistakes)
        form = format_of(request, offered=(JSON,))
        edition = current_edition()
        return self.fresh(request, form, edition=edition, build=lambda: _answer(given["q"], kinds, limit, request, edition))


def _limit(given: Mapping[str, str], mistakes: list[Mistake]) -> int:
    wish = given.get("limit", str(DEFAULT_LIMIT))
    if wish.isascii() and wish.isdecimal() and len(wish) < 9 and 1 <= int(wish) <= MOST_LIMIT:
        return int(wish)
    mistakes.append(Mistake("limit", "invalid_value", f"'limit' is a number from 1 to {MOST_LIMIT}."))
    return DEFAULT_LIMIT


def _wrong_words(given: Mapping[str, str], mistakes: list[Mistake]) -> list[Mistake]:
    if "q" not in given:
        said = any(mistake.parameter == "q" for mistake in mistakes)
        return [] if said else [Mistake("q", "required", "'q' is missing: say what to search for.")]
    if len(given["q"]) > LONGEST_QUERY:
        return [Mistake("q", "invalid_value", f"'q' has {len(given['q'])} characters: give at most {LONGEST_QUERY}.")]
    return []


def _answer(words: str, kinds: list[str], limit: int, request: Request, edition: Edition) -> bytes:
    results = search(read_words(words), kinds=kinds, size=limit)
    refs = References(directory_of(edition), origin_of(request))
    return as_json(
        {
            "results": [_result(row, rank, refs) for rank, row in enumerate(results.rows, start=1)],
            "count": results.count,
            "capped": results.found.capped,
            "kinds": results.found.by_kind,
            "suggestions": [_named(entry, refs) for entry in results.near],
        }
    )


def _result(row: Result, rank: int, refs: References) -> dict[str, Any]:
    excerpt = "".join(piece.text for piece in row.excerpt)
    return {**_named(row.entry, refs), "rank": rank, "match": _MATCHES[row.tier], "excerpt": text(excerpt)}


def _named(entry: SearchEntry, refs: References) -> dict[str, Any]:
    slug = entry.anchor or entry.page.slug
    page = refs.page(entry.page.kind, entry.page.slug)
    return {
        "kind": entry.kind,
        "slug": slug,
        "name": entry.name,
        "page": entry.page.slug if entry.anchor else None,
        "url": refs.api(_RESOURCES[entry.kind], slug),
        "html_url": f"{page}#{entry.anchor}" if entry.anchor else page,
    }
