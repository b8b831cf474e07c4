"""Saved views for programs that read: the shared ones, and those of the person who asks."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal

from django.http import Http404, HttpResponse
from django.urls import reverse
from pydantic import Field
from rest_framework.request import Request
from typing_extensions import TypedDict

from catalog.api.bodies import require_no_query
from catalog.api.freshness import finished, matches
from catalog.api.negotiation import JSON, format_of
from catalog.api.operations import READING, OperationSchema, described_by, operation, ref
from catalog.api.profiles import IF_NONE_MATCH
from catalog.api.shapes.evidence import Moment, Url
from catalog.api.values import moment, text
from catalog.api.verdicts.operations import FORMAT_JSON
from catalog.api.views import CatalogView, as_json, origin_of
from catalog.filters import InvalidQuery, Mistake, read_query
from catalog.models import Opens, SavedView, digest_of
from catalog.saving.places import opened_at
from registry.documents.fields import SLUG

MOST = 200


class SavedViewRecord(TypedDict):
    """A comparison or a list under a name."""

    slug: str
    url: Url
    html_url: Annotated[Url, Field(description="Its page, with the note as people read it.")]
    name: str
    opens: Literal["comparison", "variants"]
    query: Annotated[str, Field(description="The parameters of what it opens.")]
    address: Annotated[Url, Field(description="What it opens.")]
    note: Annotated[str | None, Field(description="Markdown, with [[links]] to pages.")]
    shared: Annotated[bool, Field(description="Whether everyone who may read the catalog sees it.")]
    owner: str
    number: Annotated[int, Field(description="Counts the changes.")]
    updated_at: Moment
    updated_by: str | None


class SavedViewList(TypedDict):
    """Saved views by name."""

    results: list[SavedViewRecord]
    next: None
    previous: None
    count: Annotated[int, Field(description=f"How many there are; no more than {MOST} are listed.")]


_OPENS: dict[str, Any] = {
    "name": "opens", "in": "query", "description": "Those that open one place.", "schema": {"type": "string", "enum": list(Opens.values)},
}  # fmt: skip
_SLUG: dict[str, Any] = {
    "name": "slug", "in": "path", "required": True, "description": "The slug of the saved view.",
    "schema": {"type": "string", "maxLength": 120},
}  # fmt: skip


@lru_cache(maxsize=1)
def saved_view_components() -> Mapping[str, Any]:
    """Return the schemas of saved views by name."""
    return described_by(SavedViewRecord, SavedViewList)


def saved_view_record(view: SavedView, *, origin: str) -> SavedViewRecord:
    """Return a saved view as the API shows it."""
    return {
        "slug": view.slug,
        "url": f"{origin}{reverse('api:saved-view', args=[view.slug])}",
        "html_url": f"{origin}{reverse('catalog:saved', args=[view.slug])}",
        "name": view.name,
        "opens": view.opens,  # type: ignore[typeddict-item]
        "query": view.query,
        "address": f"{origin}{opened_at(view)}",
        "note": text(view.note),
        "shared": view.shared,
        "owner": view.owner.get_username(),
        "number": view.number,
        "updated_at": moment(view.updated_at),
        "updated_by": view.changed_by.get_username() if view.changed_by else None,
    }


class SavedViewsView(CatalogView):
    """What the caller may see, by name."""

    schema = OperationSchema()
    components = staticmethod(saved_view_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "saved_views_list", tag="saved-views", summary="Shared saved views, and your own.",
            answers={200: ref("SavedViewList"), 304: None}, problems=READING,
            parameters=[_OPENS, FORMAT_JSON, IF_NONE_MATCH], open_to_anyone=True,
        )
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """Return them; an ETag is that of what the caller sees."""
        given, mistakes = read_query(request.GET, known=("opens", "format"))
        if "opens" in given and given["opens"] not in Opens.values:
            allowed = tuple(Opens.values)
            mistakes.append(Mistake("opens", "invalid_value", f"'opens' has to be one of {', '.join(allowed)}.", allowed))
        if mistakes:
            raise InvalidQuery(mistakes)
        format_of(request, offered=(JSON,))
        rows = SavedView.objects.seen_by(request.user).select_related("owner", "changed_by").order_by("name", "pk")
        rows = rows.filter(opens=given["opens"]) if "opens" in given else rows
        found = [saved_view_record(view, origin=origin_of(request)) for view in rows[:MOST]]
        count = len(found) if len(found) < MOST else rows.count()
        return _fresh(request, as_json({"results": found, "next": None, "previous": None, "count": count}))


class SavedViewView(CatalogView):
    """One of them."""

    schema = OperationSchema()
    components = staticmethod(saved_view_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "saved_views_retrieve", tag="saved-views", summary="One saved view.", answers={200: ref("SavedViewRecord"), 304: None},
            problems=(*READING, 404), parameters=[_SLUG, FORMAT_JSON, IF_NONE_MATCH], open_to_anyone=True,
        )
    }  # fmt: skip

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Return it; what somebody saved for themselves is not there for others."""
        require_no_query(request)
        format_of(request, offered=(JSON,))
        rows = SavedView.objects.seen_by(request.user).select_related("owner", "changed_by")
        found = rows.filter(slug=slug).first() if SLUG.fullmatch(slug) else None
        if found is None:
            raise Http404("There is no such saved view.")
        return _fresh(request, as_json(saved_view_record(found, origin=origin_of(request))))


def _fresh(request: Request, content: bytes) -> HttpResponse:
    """Answer with bytes whose ETag is made from them alone, so that it says nothing about what others see."""
    etag = f'"{digest_of(content)[:32]}"'
    wanted = request.headers.get("If-None-Match")
    if wanted is not None and (wanted.strip() == "*" or matches(wanted, etag)):
        return finished(HttpResponse(status=304), etag=etag)
    return finished(HttpResponse(content, content_type=JSON.content_type), etag=etag)
