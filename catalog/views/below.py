"""What stands below a page's own address: it is found by the page's address of today, and led there from a former one."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse

from registry.models import FormerSlug, Page
from registry.models.vocabulary import State
from registry.roles import Role, has_role

View = Callable[..., HttpResponseBase]
_SAFE = ("GET", "HEAD")


def below_a_page(view: View) -> View:
    """Give a view its `page` in place of kind and slug: 301 from a former address to the same place, 404 for a draft that is not shown."""

    @wraps(view)
    def answer(request: HttpRequest, *, kind: str, slug: str, **more: object) -> HttpResponseBase:
        page = Page.objects.select_related("merged_into").filter(kind=kind, slug=slug).first()
        if page is None:
            return _moved(request, kind=kind, slug=slug)
        if page.state == State.DRAFT and not has_role(request.user, Role.EDITOR):
            raise Http404
        return view(request, page=page, **more)

    return answer


def _moved(request: HttpRequest, *, kind: str, slug: str) -> HttpResponseBase:
    target = FormerSlug.objects.target(kind=kind, slug=slug)
    here = request.resolver_match
    if target is None or here is None:
        raise Http404
    address = reverse(here.view_name, kwargs={**here.captured_kwargs, "slug": target})  # type: ignore[attr-defined]
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address, preserve_request=request.method not in _SAFE)
