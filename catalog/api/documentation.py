"""The OpenAPI description as a file, and the page on which people try it out."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request

from catalog.api.negotiation import Format, format_of
from catalog.api.views import CatalogView, as_json
from catalog.directory import Edition

_HTML = Format("html", "text/html", "text/html; charset=utf-8")


@lru_cache(maxsize=2)
def _description(*, public_read: bool) -> bytes:
    return as_json(SchemaGenerator().get_schema(public=True))


class OpenApiView(CatalogView):
    """The description, made once per process: it changes with the program, not with the catalog."""

    schema = None  # type: ignore[assignment] # not described: it is the description

    def get(self, request: Request) -> HttpResponse:
        """Return OpenAPI 3.1 as JSON."""
        form = format_of(request, offered=self.forms)
        edition = Edition(1, None)
        return self.fresh(request, form, edition=edition, build=lambda: _description(public_read=settings.PUBLIC_READ))


class DocsView(CatalogView):
    """Swagger UI, from this host alone."""

    schema = None  # type: ignore[assignment] # not described: it is the description
    forms = (_HTML,)

    def get(self, request: Request) -> HttpResponse:
        """Return the page."""
        format_of(request, offered=self.forms)
        return render(request._request, "catalog/api/docs.html", {"site_name": settings.SITE_NAME})  # noqa: SLF001
