"""What the wiki leaves to be done: the lists with their counts, and one list."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.access import role_required
from catalog.presentation.dead_links import Checked
from catalog.presentation.upkeep import chores
from registry.imports.sources import SOURCES
from registry.models import ClaimConflict, ImportRun
from registry.roles import Role

PER_PAGE = 50


@never_cache
@role_required(Role.VIEWER)
@require_safe
def upkeep(request: HttpRequest) -> HttpResponse:
    """Every list with how much stands in it."""
    open_claims = ClaimConflict.objects.open().count()
    context = {
        "chores": chores(today=timezone.localdate()),
        "checked": Checked.now(),
        "claims": open_claims,
        "runs": ImportRun.objects.in_conflict().exclude(source__in=SOURCES),
    }
    return render(request, "catalog/upkeep/overview.html", context)


@never_cache
@role_required(Role.VIEWER)
@require_safe
def upkeep_list(request: HttpRequest, key: str) -> HttpResponse:
    """One list, page by page."""
    chore = next((chore for chore in chores(today=timezone.localdate()) if chore.key == key), None)
    if chore is None:
        raise Http404("There is no such list.")
    rows = Paginator(chore.rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalog/upkeep/list.html", {"chore": chore, "rows": rows, "lines": chore.read(list(rows))})
