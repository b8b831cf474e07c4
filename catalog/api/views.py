"""What answers at the addresses of the API: parse, ask one question, respond."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any, ClassVar
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from pydantic_core import PydanticSerializationError, to_json
from rest_framework.exceptions import Throttled
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from catalog.api import throttling
from catalog.api.asking import ListQuery, read_list_query, read_record_query
from catalog.api.bodies import require_reader
from catalog.api.freshness import Body, etag_of, finished, fresh_answer, kept_bodies, matches
from catalog.api.negotiation import FORMATS, JSON, XLSX, Format, format_of
from catalog.api.parsers import StrictJSONParser
from catalog.api.problems import handle
from catalog.api.resources import BESIDE_RESOURCES, RESOURCES, Resource
from catalog.api.saved import mark_of, opened
from catalog.api.schema import ResourceSchema
from catalog.api.tables import Table, refuse_too_many
from catalog.directory import Edition, current_edition, directory_of
from catalog.exports import one_snapshot
from catalog.paging import DEFAULT_LIMIT, Cursor, page_of
from registry.documents.fields import SLUG
from registry.models import FormerSlug, Page
from registry.roles import Role, roles_of

_FEW = 1_000


class _Later(BaseContentNegotiation):
    """Leaves the choice of a form to the view, which makes it after it is known who asks."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser | None:
        """Return the parser whose media type the request names."""
        named = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == named), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Return something: answers are finished when they leave the view."""
        return JSONRenderer(), JSON.media_type


class CatalogView(APIView):
    """What all views of the API share: who may ask, how often, and how refusals look."""

    parser_classes = (StrictJSONParser,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = _Later
    schema = ResourceSchema()
    forms: ClassVar[tuple[Format, ...]] = (JSON,)

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Return the view function; the API decides itself who may read."""
        return login_not_required(super().as_view(**initkwargs))

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], HttpResponse | None]:
        """Refusals are problem documents."""
        return handle

    def check_throttles(self, request: Request) -> None:
        """Count the request; the answer says how many are left."""
        try:
            self.headers.update(throttling.count(request))
        except Throttled as error:
            self.headers.update(error.fields)  # type: ignore[attr-defined]
            raise

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # type: ignore[override]
        """Say what is allowed, in the Allow header."""
        return HttpResponse(status=204)

    def fresh(self, request: Request, form: Format, *, edition: Edition, build: Callable[[], bytes]) -> HttpResponse:
        """Answer with bytes that stay good while the catalog stays the same."""
        url = request.build_absolute_uri()
        who = user_class(request)
        return fresh_answer(request, edition=edition, user_class=who, media_type=form.content_type, url=url, build=build)


def user_class(request: Request) -> str:
    """Return whom an answer is for: people in the same role see the same, on one day where a verdict is in it, of one saved view."""
    held = roles_of(request.user)
    who = next((role.value for role in reversed(Role) if role in held), "anonymous")
    dated = f"{who} on {timezone.localdate()}" if "usable" in request.GET else who
    return dated + mark_of(request)


def origin_of(request: Request) -> str:
    """Return scheme and host as the caller sees them."""
    return f"{request.scheme}://{request.get_host()}"


def as_json(data: Any) -> bytes:
    """Return compact JSON in UTF-8. pydantic's encoder takes half the time of the standard library's."""
    try:
        return to_json(data)
    except PydanticSerializationError:
        # A lone surrogate, which has no UTF-8 form: as an escape it has one in JSON.
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "backslashreplace")


class RootView(CatalogView):
    """What there is."""

    def get(self, request: Request) -> HttpResponse:
        """Return the address of every resource."""
        form = format_of(request, offered=self.forms)
        names = {name: f"api:{name}-list" for name in RESOURCES} | BESIDE_RESOURCES
        addresses = {name: origin_of(request) + reverse(route) for name, route in names.items()}
        return self.fresh(request, form, edition=current_edition(), build=lambda: as_json(addresses))


class ListView(CatalogView):
    """The records of a resource that meet the filters, page by page as JSON, or whole as a table."""

    resource: Resource = RESOURCES["models"]
    forms = FORMATS

    def get(self, request: Request) -> HttpResponseBase:
        """Return one page, or the whole result as a table."""
        form = format_of(request, offered=self.forms)
        edition = current_edition()
        if form is JSON:
            return self.fresh(request, form, edition=edition, build=lambda: self._page(request, edition))
        return self._table(request, form, edition)

    def _query(self, request: Request, edition: Edition, *, whole: bool) -> ListQuery:
        directory = directory_of(edition)
        by_profile = "usable" in request.GET and "usable" in self.resource.filters.names()
        if by_profile:
            require_reader(request)
        origin = origin_of(request)
        query = opened(request, self.resource)
        return read_list_query(query, self.resource, origin=origin, directory=directory, whole=whole, profiles=by_profile)

    def _page(self, request: Request, edition: Edition) -> bytes:
        query = self._query(request, edition, whole=False)
        count = self._count(query, edition) if query.count else None
        # Few records are found and sorted quickest; of many, one page is read along its order.
        records_of = self.resource.published if count is not None and count <= _FEW else self.resource.in_order or self.resource.published
        page = page_of(query.filters.narrow(records_of()), query.order, cursor=query.cursor, limit=query.limit or DEFAULT_LIMIT)
        records = self.resource.records(page.keys, query.ask)
        results = [chosen(records[key], query.ask.fields) for key in page.keys]
        body: dict[str, Any] = {
            "results": results,
            "next": self._link(request, query, page.next, start=page.start),
            "previous": self._link(request, query, page.previous),
        }
        if count is not None:
            body["count"] = count
        return as_json(body)

    def _link(self, request: Request, query: ListQuery, cursor: Cursor | None, *, start: bool = False) -> str | None:
        if cursor is None and not start:
            return None
        given = {name: text for name, text in query.given.items() if name != "cursor"}
        if cursor is not None:
            given["cursor"] = cursor.token(resource=self.resource.name, order=query.order)
        return f"{origin_of(request)}{request.path}" + (f"?{urlencode(given)}" if given else "")

    def _count(self, query: ListQuery, edition: Edition) -> int:
        key = ("count", self.resource.name, query.canonical_filters())
        kept = kept_bodies().get(key, edition=edition)
        if kept is None:
            found = query.filters.narrow((self.resource.to_count or self.resource.published)())
            kept = Body(str(found.count()).encode())
            kept_bodies().put(key, kept, edition=edition)
        return int(kept.plain)

    def _table(self, request: Request, form: Format, edition: Edition) -> HttpResponseBase:
        query = self._query(request, edition, whole=True)
        self.headers.update(throttling.count(request, export=True))
        url = request.build_absolute_uri()
        etag = etag_of(edition=edition, user_class=user_class(request), media_type=form.content_type, url=url, gzipped=False)
        wanted = request.headers.get("If-None-Match")
        if wanted is not None and (wanted.strip() == "*" or (edition.number and matches(wanted, etag))):
            return finished(HttpResponse(status=304), etag=etag)
        if form is XLSX and query.limit is None:
            refuse_too_many(self._count(query, edition))
        answer: HttpResponse | StreamingHttpResponse = HttpResponse(content_type=form.content_type)
        if request.method == "GET":
            content = self._workbook(request) if form is XLSX else self._chunks(request, form)
            kind = FileResponse if form is XLSX else StreamingHttpResponse
            answer = kind(content, content_type=form.content_type)
        table = self._whole(request, edition, query)
        answer.headers["Content-Disposition"] = f'attachment; filename="{table.about.file_name}.{form.name}"'
        answer.headers["X-Catalog-Revision"] = str(edition.number)
        answer.headers["Link"] = table.links()
        return finished(answer, etag=etag)

    def _whole(self, request: Request, edition: Edition, query: ListQuery) -> Table:
        return Table(self.resource, query, edition=edition, path=request.path)

    def _chunks(self, request: Request, form: Format) -> Iterator[bytes]:
        """The names of other pages come from the same state as the rows, be it one that was written since the headers went out."""
        with one_snapshot():
            now = current_edition()
            yield from self._whole(request, now, self._query(request, now, whole=True)).chunks(form, encode=as_json)

    def _workbook(self, request: Request) -> IO[bytes]:
        """Excel reads a workbook from its end, so that it has to be finished before its first byte goes out."""
        with one_snapshot():
            now = current_edition()
            return self._whole(request, now, self._query(request, now, whole=True)).workbook()


class DetailView(CatalogView):
    """One record, by its slug."""

    resource: Resource = RESOURCES["models"]

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Return the record; an old slug leads to the new address, and that of a merged page to the page it was merged into."""
        form = format_of(request, offered=self.forms)
        edition = current_edition()
        try:
            return self.fresh(request, form, edition=edition, build=lambda: self._record(request, slug, edition))
        except MovedError as moved:
            query = request.META.get("QUERY_STRING", "")
            path = reverse(f"api:{self.resource.name}-detail", args=[moved.slug])
            return HttpResponsePermanentRedirect(path + (f"?{query}" if query else ""))

    def _record(self, request: Request, slug: str, edition: Edition) -> bytes:
        key = self._key(slug)
        directory = directory_of(edition)
        ask = read_record_query(request.GET, self.resource, origin=origin_of(request), directory=directory)
        return as_json(chosen(self.resource.one(key, ask), ask.fields))

    def _key(self, slug: str) -> int:
        if SLUG.fullmatch(slug):
            found = self.resource.by_slug.rows([slug])
            if found:
                return int(found[0][0])
            noun = self.resource.noun
            if target := FormerSlug.objects.target(kind=noun, slug=slug) or Page.objects.merged_target(kind=noun, slug=slug):
                raise MovedError(target)
        raise Http404(f"There is no {self.resource.noun} at this address.")


class MovedError(Exception):
    """The record has another slug now."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def chosen(record: dict[str, Any], fields: frozenset[str] | None) -> dict[str, Any]:
    """Return the wanted fields of a record, in its own order."""
    return record if fields is None else {name: value for name, value in record.items() if name in fields}
