"""The history of a page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.views.below import below_a_page
from catalog.views.kept import kept
from registry.models import Page


@kept
@require_safe
@below_a_page
def history(request: HttpRequest, *, page: Page) -> HttpResponse:
    """Every revision of a page, newest first."""
    return render(request, "catalog/history/history.html", {"page": page, "revisions": page.revisions.listed()[:50]})
