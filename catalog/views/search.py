"""The search page, and what is offered while a query is being typed."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.filters import Mistake, read_query, without_blanks
from catalog.search import PAGE_SIZE, Results, read_kinds, search, suggestions
from catalog.views.kept import kept
from registry.models.search import EntryKind
from registry.roles import Role, has_role
from registry.searching import read_words
from registry.searching.finding import MOST

_LAST_PAGE = MOST // PAGE_SIZE


@kept
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found, 20 to a page; 400 for an address that is not understood."""
    given, mistakes = read_query(without_blanks(request.GET), known={"q", "kind", "page"})
    kinds, wrong_kinds = read_kinds(given)
    page, wrong_page = _page_number(given)
    mistakes += wrong_kinds + wrong_page
    context: dict[str, Any] = {"text": given.get("q", ""), "mistakes": mistakes, "path": reverse("catalog:search"), "kinds": EntryKind}
    if not mistakes and "q" in given:
        results = search(read_words(given["q"]), kinds=kinds, page=page, drafts=has_role(request.user, Role.EDITOR))
        context |= {"results": results, "facets": _facets(results), "around": _around(given, results)}
    return render(request, "catalog/search/search.html", context, status=400 if mistakes else 200)


@never_cache
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """A few names for what is being typed, by kind, as JSON."""
    text = request.GET.get("q", "")
    groups = suggestions(read_words(text, typing=True), drafts=has_role(request.user, Role.EDITOR))
    shown = [
        {"label": label, "items": [{"name": e.name, "detail": _detail(e), "url": e.get_absolute_url()} for e in entries]}
        for label, entries in groups
    ]
    return JsonResponse({"groups": shown, "all": f"{reverse('catalog:search')}?{urlencode({'q': text[:200]})}"})


def _detail(entry: Any) -> str:
    if entry.draft:
        return "draft"
    return f"of {entry.page.name}" if entry.anchor and entry.page.name not in entry.name else ""


def _page_number(given: dict[str, str]) -> tuple[int, list[Mistake]]:
    text = given.get("page", "1")
    if text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= _LAST_PAGE:
        return int(text), []
    return 1, [Mistake("page", "invalid_value", f"page: '{text[:80]}' is not a page from 1 to {_LAST_PAGE}")]


def _facets(results: Results) -> list[dict[str, Any]]:
    """Each kind with its count and the address that chooses it or, where it is chosen, takes it back."""
    by_kind = results.found.by_kind
    path = reverse("catalog:search")

    def address(kinds: list[str]) -> str:
        return f"{path}?{urlencode({'q': results.query.text, **({'kind': ','.join(kinds)} if kinds else {})})}"

    facets = []
    for kind in EntryKind:
        chosen = kind.value in results.kinds
        if by_kind.get(kind.value) or chosen:
            others = [other for other in results.kinds if other != kind.value]
            href = address(others if chosen else [*results.kinds, kind.value])
            facets.append({"label": kind.label, "count": by_kind.get(kind.value, 0), "chosen": chosen, "href": href})
    return [{"label": "Everything", "count": len(results.found.hits), "chosen": not results.kinds, "href": address([])}, *facets]


def _around(given: dict[str, str], results: Results) -> dict[str, str]:
    """The addresses of the pages before and after; empty where there is none."""

    def address(page: int) -> str:
        return (
            f"{reverse('catalog:search')}?{urlencode({**given, 'q': results.query.text, 'page': page})}"
            if 1 <= page <= results.pages
            else ""
        )

    return {"previous": address(results.page - 1), "next": address(results.page + 1)}
