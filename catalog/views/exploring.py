"""All variants in one table: chosen columns, facets with counts, ranges; the address is the state."""

import hashlib
from collections.abc import Mapping
from typing import cast

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.directory import Directory, current_edition, directory_of
from catalog.exploring.asked import Asked, read_asked
from catalog.exploring.counting import Tally, tally
from catalog.filters import Mistake, VariantFilters
from catalog.filters.kinds import shortened
from catalog.models import Opens
from catalog.presentation.exploring import explore_context
from catalog.saving.places import query_over, seen_under
from catalog.views.kept import kept, this_program

_DAY = 24 * 3600


@require_safe
def explore(request: HttpRequest) -> HttpResponseBase:
    """The table; 400 with what is allowed instead for what is not understood. `view` opens a saved view, with the rest put over it."""
    return _saved(request) if "view" in request.GET else _explore(request)


@kept
def _explore(request: HttpRequest) -> HttpResponse:
    directory = directory_of(current_edition())
    asked = read_asked(request.GET, directory=directory)
    return _shown(request, asked, directory)


def _saved(request: HttpRequest) -> HttpResponse:
    """Leads to the address that the view stands for, so that what is shown never depends on who asks."""
    slug = request.GET.get("view", "")
    view = seen_under(slug, request.user)
    if view is None or view.opens != Opens.VARIANTS:
        directory = directory_of(current_edition())
        asked = read_asked(query_over("", request.GET), directory=directory)
        detail = f"view: there is no saved view '{shortened(slug)}' of variants that you may see"
        asked.mistakes.insert(0, Mistake("view", "invalid_value", detail))
        answer = _shown(request, asked, directory)
    else:
        query = query_over(view.query, request.GET).urlencode()
        answer = redirect(reverse("catalog:explore") + (f"?{query}" if query else ""))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _shown(request: HttpRequest, asked: Asked, directory: Directory) -> HttpResponse:
    counts = None if asked.mistakes else _tally(asked.given, directory)
    context = explore_context(asked, tally=counts, directory=directory, today=timezone.localdate())
    return render(request, "catalog/exploring/explore.html", context, status=400 if asked.mistakes else 200)


def _tally(given: Mapping[str, str], directory: Directory) -> Tally:
    """Counted once for equal filters in one edition, by whichever process is asked first; nothing is kept of a catalog without one."""
    if not directory.edition.number:
        return tally(given, directory=directory)
    filters = sorted((name, text) for name, text in given.items() if name in VariantFilters.names())
    digest = hashlib.blake2b(repr((this_program(), str(directory.edition), filters)).encode(), digest_size=16).hexdigest()
    return cast("Tally", cache.get_or_set(f"tally-{digest}", lambda: tally(given, directory=directory), _DAY))
