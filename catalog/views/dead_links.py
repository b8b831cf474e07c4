"""The list of web addresses that are dead or have moved."""

from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog.access import role_required
from catalog.directory import current_edition, directory_of
from catalog.filters import Mistake, read_query, without_blanks
from catalog.filters.addresses import AddressFilters
from catalog.presentation.dead_links import FACETS, Checked, dead_links
from catalog.presentation.lists import PAGE_SIZE, Steering
from registry.models import AddressCheck
from registry.roles import Role


@never_cache
@role_required(Role.VIEWER)
@require_safe
def dead_link_list(request: HttpRequest) -> HttpResponse:
    """What is dead or has moved, or has the standing that is asked for; 400 with what is allowed for a filter that is not understood."""
    given, mistakes = read_query(without_blanks(request.GET), known={*AddressFilters.names(), "page"})
    chosen = AddressFilters(given, directory=directory_of(current_edition()))
    steering = Steering(
        path=reverse("catalog:dead-links"), given=given, facets=FACETS, filters=AddressFilters, default_order="", columns=(),
        mistakes=[*mistakes, *chosen.mistakes],
    )  # fmt: skip
    context: dict[str, Any] = {"steering": steering, "checked": Checked.now()}
    if not steering.mistakes:
        by_standing = any(name.startswith("standing") for name in given)
        rows = AddressCheck.objects.named() if by_standing else AddressCheck.objects.to_mend()
        pages = Paginator(chosen.narrow(rows.longest_failing_first()), PAGE_SIZE)
        try:
            page = pages.page(given.get("page", "1"))
        except InvalidPage:
            detail = f"page: '{given['page'][:80]}' is no page of this list: write a number from 1 to {pages.num_pages}"
            steering.mistakes = [Mistake("page", "invalid_value", detail)]
        else:
            context |= {"page_of": page, "links": dead_links(list(page))}
            context |= {"previous": _page(steering, page.number - 1), "next": _page(steering, page.number + 1) if page.has_next() else ""}
    return render(request, "catalog/upkeep/dead_links.html", context, status=400 if steering.mistakes else 200)


def _page(steering: Steering, number: int) -> str:
    return steering.address(page=str(number)) if number else ""
