"""Recent changes: every revision as one list, and as a feed that can be followed without a gap.

Revisions are written by one writer at a time (`registry.history.writing`), who commits before the next one begins: ids are in the order
of the commits, and whoever has seen an id has seen all below it.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import JSONField, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.urls import reverse
from rest_framework.request import Request

from catalog.api.bodies import require_no_query
from catalog.api.decisions import LARGEST_NUMBER
from catalog.api.negotiation import JSON, format_of
from catalog.api.operations import READING, OperationSchema, Schema, described_by, operation, ref
from catalog.api.profiles import IF_NONE_MATCH
from catalog.api.shapes.changes import ChangeDetail, ChangeList, ChangeRecord
from catalog.api.values import moment
from catalog.api.verdicts.operations import FORMAT_JSON
from catalog.api.views import CatalogView, as_json, origin_of
from catalog.directory import current_edition, directory_of
from catalog.filters import InvalidQuery, Mistake, Parameter, read_query
from catalog.filters.changes import ChangeFilters
from catalog.paging import DEFAULT_LIMIT, MOST_LIMIT, Column, Cursor, InvalidCursor, Order, page_of
from registry.documents import in_order
from registry.documents.diff import changes
from registry.models import Revision
from registry.models.vocabulary import State
from registry.roles import Role, has_role

_ORDERS = ("-id", "id")
_COLUMNS = {"id": Column("id")}
_SHAPE = ("ordering", "limit", "cursor", "count", "expand", "after", "format")
_BEFORE = "document_before"


def _query(name: str, schema: Mapping[str, Any], about: str) -> Schema:
    return {"name": name, "in": "query", "description": about, "schema": dict(schema)}


def _filter(parameter: Parameter) -> Schema:
    described = _query(parameter.name, parameter.schema, parameter.about)
    return {**described, "style": "form", "explode": False} if parameter.schema["type"] == "array" else described


_PARAMETERS = [
    *map(_filter, ChangeFilters.parameters()),
    _query(
        "after", {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER},
        "Only changes with a greater id, oldest first, to follow them: ask again with the last id seen.",
    ),
    _query("ordering", {"type": "string", "enum": list(_ORDERS), "default": "-id"}, "Newest first, or oldest first."),
    _query("limit", {"type": "integer", "minimum": 1, "maximum": MOST_LIMIT, "default": DEFAULT_LIMIT}, "Records on a page."),
    _query("cursor", {"type": "string"}, "A place in the list, as `next` and `previous` give it."),
    _query("count", {"type": "boolean", "default": True}, "Whether to count all of them."),
    _query("expand", {"type": "string", "enum": ["changes"]}, "Tell fact by fact what each changed."),
    FORMAT_JSON, IF_NONE_MATCH,
]  # fmt: skip
_NUMBER: Schema = {
    "name": "number", "in": "path", "required": True, "description": "The id of the change.",
    "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER},
}  # fmt: skip


@lru_cache(maxsize=1)
def change_components() -> Mapping[str, Any]:
    """Return the schemas of changes by name."""
    return described_by(ChangeRecord, ChangeDetail, ChangeList)


class ChangesView(CatalogView):
    """Every change of a page."""

    schema = OperationSchema()
    components = staticmethod(change_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "changes_list", tag="changes", summary="Who changed which page when and why.",
            description="With `after`, a feed without gaps: ids are in the order in which changes were committed.",
            answers={200: ref("ChangeList"), 304: None}, problems=READING, parameters=_PARAMETERS, open_to_anyone=True,
        )
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """Return one page of the changes that meet the filters."""
        form = format_of(request, offered=(JSON,))
        edition = current_edition()
        return self.fresh(request, form, edition=edition, build=lambda: as_json(_Page(request).body()))


class ChangeView(CatalogView):
    """One change."""

    schema = OperationSchema()
    components = staticmethod(change_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "changes_retrieve", tag="changes", summary="One change, fact by fact.", answers={200: ref("ChangeDetail"), 304: None},
            problems=(*READING, 404), parameters=[_NUMBER, FORMAT_JSON, IF_NONE_MATCH], open_to_anyone=True,
        )
    }  # fmt: skip

    def get(self, request: Request, number: str) -> HttpResponse:
        """Return the change; those of drafts are there for editors only."""
        require_no_query(request)
        form = format_of(request, offered=(JSON,))
        if not number.isascii() or not number.isdecimal() or len(number) > 10 or int(number) > LARGEST_NUMBER:
            raise Http404("There is no such change.")
        return self.fresh(request, form, edition=current_edition(), build=lambda: as_json(_one(request, int(number))))


class _Page:
    """One page of the list as it is wanted; InvalidQuery names every mistake."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.given, self.mistakes = read_query(request.GET, known=(*ChangeFilters.names(), *_SHAPE))
        filters = ChangeFilters(self.given, directory=directory_of(current_edition()), drafts=has_role(request.user, Role.EDITOR))
        self.mistakes += filters.mistakes
        self.after = self._number("after", least=0, most=LARGEST_NUMBER)
        self.limit = self._number("limit", least=1, most=MOST_LIMIT) or DEFAULT_LIMIT
        self.expand = self._word("expand", ("changes",)) is not None
        self.count = self._word("count", ("true", "false")) != "false"
        ordering = self._word("ordering", _ORDERS)
        self.order = Order(ordering if self.after is None and ordering else "id" if self.after is not None else "-id", columns=_COLUMNS)
        for name in ("ordering", "cursor"):
            if self.after is not None and name in self.given:
                self._refuse(name, f"'{name}' does not go with 'after', which has an order of its own: leave one of them out")
        self.cursor = None if self.after is not None else self._cursor()
        if self.mistakes:
            raise InvalidQuery(self.mistakes)
        self.rows = filters.narrow(Revision.objects.all())
        if self.after is not None:
            self.rows = self.rows.filter(pk__gt=self.after)

    def body(self) -> dict[str, Any]:
        """Return the answer: the keys of one page, their rows, and the count."""
        found = page_of(self.rows, self.order, cursor=self.cursor, limit=self.limit)
        rows = {row.pk: row for row in _with_pages(Revision.objects.filter(pk__in=found.keys), documents=self.expand)}
        body: dict[str, Any] = {
            "results": [_record(rows[key], origin=origin_of(self.request), expand=self.expand) for key in found.keys],
            "next": self._link(found.next),
            "previous": self._link(found.previous, start=found.start) if self.after is None else None,
        }
        if self.after is not None and found.next:
            body["next"] = self._address({**self.given, "after": str(found.keys[-1])})
        return body | ({"count": self.rows.count()} if self.count else {})

    def _link(self, cursor: Cursor | None, *, start: bool = False) -> str | None:
        if cursor is None and not start:
            return None
        given = {name: text for name, text in self.given.items() if name != "cursor"}
        if cursor is not None:
            given["cursor"] = cursor.token(resource="changes", order=self.order)
        return self._address(given)

    def _address(self, given: Mapping[str, str]) -> str:
        return f"{origin_of(self.request)}{self.request.path}" + (f"?{urlencode(given)}" if given else "")

    def _cursor(self) -> Cursor | None:
        token = self.given.get("cursor")
        try:
            return None if token is None else Cursor.read(token, resource="changes", order=self.order)
        except InvalidCursor as error:
            self._refuse("cursor", f"'cursor' is not valid: {error}.", code="invalid_cursor")
            return None

    def _number(self, name: str, *, least: int, most: int) -> int | None:
        text = self.given.get(name)
        if text is None:
            return None
        if text.isascii() and text.isdecimal() and len(text) <= 10 and least <= int(text) <= most:
            return int(text)
        self._refuse(name, f"'{name}' is a number from {least} to {most}.", code="out_of_range")
        return None

    def _word(self, name: str, allowed: tuple[str, ...]) -> str | None:
        text = self.given.get(name)
        if text is not None and text not in allowed:
            self._refuse(name, f"'{name}' has to be one of {', '.join(allowed)}.", allowed=allowed)
            return None
        return text

    def _refuse(self, name: str, detail: str, *, code: str = "invalid_value", allowed: tuple[str, ...] = ()) -> None:
        self.mistakes.append(Mistake(name, code, detail, allowed))


def _with_pages(rows: QuerySet[Revision], *, documents: bool) -> QuerySet[Revision]:
    rows = rows.select_related("page")
    if not documents:
        return rows.defer("document")
    earlier = Revision.objects.filter(page=OuterRef("page"), number=OuterRef("number") - 1).values("document")
    return rows.annotate(**{_BEFORE: Subquery(earlier, output_field=JSONField())})


def _one(request: Request, number: int) -> dict[str, Any]:
    row = _with_pages(Revision.objects.filter(pk=number), documents=True).first()
    if row is None or (row.page.state == State.DRAFT and not has_role(request.user, Role.EDITOR)):
        raise Http404("There is no such change.")
    return _record(row, origin=origin_of(request), expand=True)


def _record(row: Revision, *, origin: str, expand: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": row.pk,
        "url": f"{origin}{reverse('api:change', args=[row.pk])}",
        "page": {
            "kind": row.page.kind, "slug": row.page.slug, "name": row.page.name, "url": f"{origin}{row.page.get_absolute_url()}",
        },
        "number": row.number,
        "created_at": moment(row.created_at),
        "by": row.by_name,
        "origin": row.origin,
        "reason": row.reason,
    }  # fmt: skip
    if expand:
        facts = changes(in_order(getattr(row, _BEFORE) or {}), in_order(row.document))
        record["changes"] = [{"path": fact.path, "kind": fact.kind, "before": fact.before, "after": fact.after} for fact in facts]
    return record
