"""`view`: a list as somebody saved it, under the same slug as on the site."""

from django.http import QueryDict
from rest_framework.request import Request

from catalog.api.resources import Resource
from catalog.filters import InvalidQuery, Mistake
from catalog.filters.kinds import shortened
from catalog.models import SavedView
from catalog.saving.places import query_in, query_over, seen_under

NAME = "view"


def opened(request: Request, resource: Resource) -> QueryDict:
    """Return the parameters of a request, those of the saved view that it names below its own; how the site shows it is left out.

    InvalidQuery for a view that there is not, or that the caller may not see: the two cannot be told apart.
    """
    if not resource.opened_by or NAME not in request.GET:
        return request.GET
    view = _named(request)
    if view is None or view.opens != resource.opened_by:
        slug = shortened(request.GET[NAME])
        raise InvalidQuery([Mistake(NAME, "invalid_value", f"view: there is no saved view '{slug}' of {resource.name} that you may see")])
    saved = query_in(view.query).copy()
    for name in [name for name in saved if name != "ordering" and name not in resource.filters.names()]:
        del saved[name]
    return query_over(saved.urlencode(), request.GET)


def mark_of(request: Request) -> str:
    """Return what keeps answers apart: which saved view the caller sees under the slug, in which state; nothing where none is named."""
    if NAME not in request.GET:
        return ""
    view = _named(request)
    return f" with view {view.pk}.{view.number}" if view else " without a view"


def _named(request: Request) -> SavedView | None:
    slugs = request.GET.getlist(NAME)
    return seen_under(slugs[0], request.user) if len(slugs) == 1 else None
