"""Whole lists as files: which rows they hold, what they say of themselves, and how they are written."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import IO, Annotated, Any, get_args, get_origin, get_type_hints
from urllib.parse import urlencode

from django.urls import reverse
from pydantic.fields import FieldInfo

from catalog import exports
from catalog.api.asking import ListQuery
from catalog.api.negotiation import CSV, JSON, JSONL, Format
from catalog.api.resources import Resource
from catalog.api.shapes.evidence import Day, Moment, PartialDate
from catalog.directory import Edition
from catalog.filters import InvalidQuery, Mistake

_ROWS_AT_ONCE = 500
_DATES = (Day, Moment, PartialDate)
_UNITS = {
    "params_total": "parameters", "params_active": "parameters", "context_tokens": "tokens", "prices": "currency per million tokens",
    "release_date": "day, month or year", "knowledge_cutoff": "day, month or year", "updated_at": "UTC",
}  # fmt: skip


class Table:
    """The whole result of a list as one file. Ask for its content within one_snapshot(), so that all of it is of the same state."""

    def __init__(self, resource: Resource, query: ListQuery, *, edition: Edition, path: str) -> None:
        self.resource = resource
        self.query = query
        self.header = [name for name in resource.fields if query.ask.wants(name)]
        self.about = _about(resource, query, edition=edition, path=path, header=self.header)

    def chunks(self, form: Format, *, encode: Callable[[Any], bytes]) -> Iterator[bytes]:
        """Yield the content as CSV, JSON Lines or Markdown; `encode` writes a record as JSON."""
        if form is CSV:
            return exports.csv_chunks(self.header, self._rows())
        if form is JSONL:
            return exports.jsonl_chunks(self._chosen_records(), encode=encode)
        return exports.markdown_chunks(self.header, self._rows(), about=self.about)

    def workbook(self) -> IO[bytes]:
        """Return the content as an Excel workbook, an open file."""
        return exports.workbook_file(self.header, self._rows(), about=self.about, dates=_date_columns(self.resource.record))

    def links(self) -> str:
        """Return the Link header: the same records page by page, and the description of the columns."""
        given = {name: text for name, text in self.query.given.items() if name not in ("format", "limit")}
        address = self.query.ask.origin + reverse(f"api:{self.resource.name}-list") + "?" + urlencode({**given, "format": JSON.name})
        described = self.query.ask.origin + reverse("api:openapi")
        return f'<{address}>; rel="alternate"; type="{JSON.media_type}", <{described}>; rel="describedby"'

    def _batches(self) -> Iterator[list[int]]:
        published = self.resource.in_order or self.resource.published
        found = self.query.order.sort(self.query.filters.narrow(published())).values_list("pk", flat=True)
        keys = (found[: self.query.limit] if self.query.limit else found).iterator(chunk_size=_ROWS_AT_ONCE)
        while batch := list(islice(keys, _ROWS_AT_ONCE)):
            yield batch

    def _records(self) -> Iterator[Mapping[str, Any]]:
        for keys in self._batches():
            records = self.resource.records(keys, self.query.ask)
            yield from (records[key] for key in keys if key in records)

    def _chosen_records(self) -> Iterator[Mapping[str, Any]]:
        header = self.header
        return ({name: record[name] for name in header} for record in self._records())

    def _rows(self) -> Iterator[Sequence[Any]]:
        if self.resource.rows is not None:
            for keys in self._batches():
                yield from self.resource.rows(keys, self.header, self.query.ask)
            return
        cells = [(name, self.resource.cells.get(name, exports.flat)) for name in self.header]
        for record in self._records():
            yield [cell(record[name]) for name, cell in cells]


def refuse_too_many(count: int) -> None:
    """Raise InvalidQuery when a list is longer than a worksheet can be."""
    if count > exports.MOST_ROWS:
        detail = (
            f"This list has {count:,} records, and an Excel worksheet holds {exports.MOST_ROWS:,} beside its header: choose fewer with "
            "filters, or take format=csv or format=jsonl, which have no such limit."
        )
        raise InvalidQuery([Mistake("format", "too_many_rows", detail, (CSV.name, JSONL.name))])


def _about(resource: Resource, query: ListQuery, *, edition: Edition, path: str, header: list[str]) -> exports.About:
    known = resource.filters.names()
    return exports.About(
        title=resource.name,
        as_of=edition.recorded_at.date() if edition.recorded_at else None,
        revision=edition.number,
        filters=[(name, text) for name, text in query.given.items() if name in known],
        address=f"{query.ask.origin}{path}" + (f"?{urlencode(query.given)}" if query.given else ""),
        columns=[exports.ColumnNote(name, _descriptions(resource.record).get(name, ""), _UNITS.get(name, "")) for name in header],
    )


@lru_cache(maxsize=32)
def _descriptions(record: type) -> Mapping[str, str]:
    """What the description of the API says of each field."""
    hints = get_type_hints(record, include_extras=True)
    return {name: said for name, hint in hints.items() if (said := _said(hint))}


def _said(hint: Any) -> str:
    if get_origin(hint) is not Annotated:
        return ""
    return next((part.description for part in get_args(hint)[1:] if isinstance(part, FieldInfo) and part.description), "")


@lru_cache(maxsize=32)
def _date_columns(record: type) -> Collection[str]:
    hints = get_type_hints(record, include_extras=True)
    return frozenset(name for name, hint in hints.items() if any(hint == date or date in get_args(hint) for date in _DATES))
