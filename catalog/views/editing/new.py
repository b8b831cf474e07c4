"""Adding a page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.access import role_required
from catalog.editing.shapes import Place, page_shape
from catalog.views.editing.edit import Editing
from registry.models.vocabulary import Kind
from registry.roles import Role

WHAT = (
    (Kind.MODEL, "A release, such as Llama 2, with its variants and who offers it. Its family and developers have to be there first."),
    (Kind.FAMILY, "The line that releases belong to, such as Llama."),
    (Kind.LICENSE, "A license text with its clauses."),
    (Kind.ORGANIZATION, "A company, laboratory or foundation that develops, hosts or licenses models."),
    (Kind.ARTICLE, "A free page: how something is done here, or what a word means."),
)


@never_cache
@role_required(Role.VIEWER)
@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Choose what kind of page to add."""
    kinds = [(kind.value, kind.label, words) for kind, words in WHAT]
    return render(request, "catalog/editing/new.html", {"kinds": kinds, "name": _name(request)})


@never_cache
@role_required(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: HttpRequest, *, kind: str) -> HttpResponse:
    """The form for a new page; `?name=` fills in what it is called."""
    if kind not in Kind.values:
        raise Http404
    prefilled = {"name": _name(request)} if _name(request) else {}
    return Editing(request, kind, Place(page_shape(kind)), None, {"kind": kind}, 0, prefilled).answer()


def _name(request: HttpRequest) -> str:
    return " ".join(request.GET.get("name", "").replace("\x00", "").split())[:200]
