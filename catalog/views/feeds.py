"""Atom feeds of changes: of all pages, of one kind, of one page. They need what the pages need: on a closed site, signing in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.presentation.changes import ChangeList, change_list
from catalog.presentation.feeds import MEDIA_TYPE, atom
from catalog.views import pages
from catalog.views.below import below_a_page
from catalog.views.changes import read_changes
from catalog.views.kept import kept
from registry.models import Page, Revision
from registry.models.vocabulary import Kind, State
from registry.roles import Role, has_role


@kept
@require_safe
def changes_feed(request: HttpRequest) -> HttpResponse:
    """The changes that the filters of the address choose."""
    wanted = read_changes(request, paged=False)
    if wanted.steering.mistakes:
        return HttpResponse("\n".join(mistake.detail for mistake in wanted.steering.mistakes), status=400, content_type="text/plain")
    return _feed(request, change_list(wanted.rows), title="Recent changes", about=wanted.steering.address())


@require_safe
def list_feed(request: HttpRequest, *, kind: str, name: str) -> HttpResponseBase:
    """The changes of one kind of page. A page that has this very address comes first."""
    if Page.objects.filter(kind=kind, slug="feed").exists():
        return pages.page(request, kind=kind, slug="feed")
    return _list_feed(request, kind=kind, name=name)


@kept
def _list_feed(request: HttpRequest, *, kind: str, name: str) -> HttpResponse:
    rows = Revision.objects.filter(page__kind=kind)
    if not has_role(request.user, Role.EDITOR):
        rows = rows.exclude(page__state=State.DRAFT)
    return _feed(request, change_list(rows), title=f"Changes of pages: {Kind(kind).label.lower()}", about=reverse(f"catalog:{name}"))


@kept
@require_safe
@below_a_page
def page_feed(request: HttpRequest, *, page: Page) -> HttpResponse:
    """The changes of one page."""
    rows = Revision.objects.filter(page=page)
    return _feed(request, change_list(rows, folded=False), title=f"Changes of {page.name}", about=page.get_absolute_url())


def _feed(request: HttpRequest, found: ChangeList, *, title: str, about: str) -> HttpResponse:
    content = atom(
        found.lines, title=f"{title} · {settings.SITE_NAME}", origin=f"{request.scheme}://{request.get_host()}",
        path=request.get_full_path(), about=about, loads=reverse("catalog:changes"),
    )  # fmt: skip
    return HttpResponse(content, content_type=MEDIA_TYPE)
