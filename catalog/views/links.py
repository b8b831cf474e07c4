"""What links to a page, and what a link to a missing page leads to."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.linking import Links
from catalog.presentation.missing import MissingPage
from catalog.views.below import below_a_page
from catalog.views.kept import kept
from registry.models import Page
from registry.upkeep import references_to

PER_PAGE = 50
SHOWN_FIRST = 20


@kept
@require_safe
@below_a_page
def page_links(request: HttpRequest, *, page: Page) -> HttpResponse:
    """What links here: first what other pages say in prose, then the facts that name it, the beginning of each group or one group whole."""
    groups = references_to([page], with_drafts=False)
    asked = request.GET.get("group")
    if asked is None:
        parts = [(group, group.first(SHOWN_FIRST)) for group in groups]
        context = {"page": page, "parts": parts, "total": sum(group.count for group in groups), "shown_first": SHOWN_FIRST}
        return render(request, "catalog/links/what_links_here.html", context)
    chosen = next((group for group in groups if group.key == asked), None)
    if chosen is None:
        raise Http404("There is no such group of links.")
    rows = Paginator(chosen.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "group": chosen, "references": chosen.shown(rows), "rows": rows}
    return render(request, "catalog/links/group.html", context)


@kept
@require_safe
def missing(request: HttpRequest) -> HttpResponseBase:
    """Say that no page is called so, who asks for it, and how it is made; lead to the page as soon as there is one."""
    asked = MissingPage.asked(request.GET)
    if asked is None:
        return render(request, "catalog/links/missing.html", {"asked": None}, status=400)
    target = Links.named([asked.target])(asked.target)
    if target.standing != "missing":
        return HttpResponseRedirect(target.href)
    return render(request, "catalog/links/missing.html", {"asked": asked})
