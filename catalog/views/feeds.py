"""Atom feeds of changes (of all pages, of one kind, of one page) and of releases. On a closed site they need signing in, as pages do."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.directory import current_edition, directory_of
from catalog.filters import ModelFilters, read_query, without_blanks
from catalog.presentation.changes import ChangeList, change_list
from catalog.presentation.feeds import MEDIA_TYPE, atom
from catalog.presentation.release_feed import newest_releases, releases_atom
from catalog.views import pages
from catalog.views.below import below_a_page
from catalog.views.changes import read_changes
from catalog.views.kept import kept
from registry.models import AIModel, Page, Revision
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


@require_safe
def releases_feed(request: HttpRequest) -> HttpResponseBase:
    """The newest releases that the filters of the address choose. The changes of a model that has this very address come first."""
    if Page.objects.filter(kind=Kind.MODEL, slug="releases").exists():
        return page_feed(request, kind=Kind.MODEL.value, slug="releases")
    return _releases_feed(request)


@kept
def _releases_feed(request: HttpRequest) -> HttpResponse:
    given, mistakes = read_query(without_blanks(request.GET), known=ModelFilters.names())
    filters = ModelFilters(given, directory=directory_of(current_edition()))
    if mistakes := [*mistakes, *filters.mistakes]:
        return HttpResponse("\n".join(mistake.detail for mistake in mistakes), status=400, content_type="text/plain")
    content = releases_atom(
        newest_releases(filters.narrow(AIModel.objects.published())), title=f"New releases · {settings.SITE_NAME}",
        origin=f"{request.scheme}://{request.get_host()}", path=request.get_full_path(),
        about=f"{reverse('catalog:models')}?{urlencode(given)}".rstrip("?"),
    )  # fmt: skip
    return HttpResponse(content, content_type=MEDIA_TYPE)


def _feed(request: HttpRequest, found: ChangeList, *, title: str, about: str) -> HttpResponse:
    content = atom(
        found.lines, title=f"{title} · {settings.SITE_NAME}", origin=f"{request.scheme}://{request.get_host()}",
        path=request.get_full_path(), about=about, loads=reverse("catalog:changes"),
    )  # fmt: skip
    return HttpResponse(content, content_type=MEDIA_TYPE)
