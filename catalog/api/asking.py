"""Reading how a record or a list is wanted: fields, expansions, order, page. Mistakes are collected, so that all are told at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from catalog.api.asks import Ask, Expansion
from catalog.api.resources import Resource, load
from catalog.directory import Directory
from catalog.filters import FilterSet, InvalidQuery, Mistake, read_query
from catalog.filters.kinds import shortened
from catalog.paging import MOST_LIMIT, Cursor, InvalidCursor, InvalidOrder, Order, read_limit, read_order

OF_RECORDS = ("fields", "expand", "format")
OF_LISTS = ("ordering", "limit", "cursor", "count")


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A list as it is wanted. `given` are the parameters, for links to other pages."""

    given: Mapping[str, str]
    ask: Ask
    filters: FilterSet
    order: Order
    limit: int | None
    cursor: Cursor | None
    count: bool

    def canonical_filters(self) -> str:
        """Return the filters in one spelling: equal texts find equal records, those that rest on the day on the same day."""
        filters = [f"{name}={self.given[name]}" for name in sorted(self.given) if name in self.filters.names()]
        return "\x1f".join([*filters, timezone.localdate().isoformat()] if "usable" in self.given else filters)


class _Reader:
    """The parameters of one request, and what is wrong with them."""

    def __init__(self, query: QueryDict, *, known: frozenset[str]) -> None:
        self.given, self.mistakes = read_query(query, known=known)

    def refuse(self, parameter: str, detail: str, *, allowed: tuple[str, ...] = (), code: str = "invalid_value") -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(parameter, code, detail, allowed))

    def finish(self) -> None:
        """Raise InvalidQuery if there was a mistake."""
        if self.mistakes:
            raise InvalidQuery(self.mistakes)

    def names(self, parameter: str, *, allowed: list[str]) -> list[str]:
        """Read comma-separated names, each of which has to be allowed."""
        found = list(dict.fromkeys(filter(None, self.given.get(parameter, "").split(","))))
        if parameter in self.given and not found:
            self.refuse(parameter, f"'{parameter}' names nothing.", allowed=tuple(allowed))
        for name in found:
            if name not in allowed:
                listed = f"there is: {', '.join(allowed)}." if allowed else "there is nothing to name here."
                self.refuse(parameter, f"'{parameter}' has no '{shortened(name)}'{_hint(name, allowed)}; {listed}", allowed=tuple(allowed))
        return [name for name in found if name in allowed]

    def flag(self, parameter: str, *, default: bool) -> bool:
        """Read true or false."""
        text = self.given.get(parameter)
        if text not in (None, "true", "false"):
            self.refuse(parameter, f"'{parameter}' is true or false.", allowed=("true", "false"))
        return default if text is None else text == "true"

    def ask(self, resource: Resource, *, fields: list[str], origin: str, directory: Directory) -> Ask:
        """Read fields and expand."""
        wanted = self.names("fields", allowed=fields)
        expand: dict[str, Any] = {}
        for path in self.names("expand", allowed=list(paths := resource.paths())):
            relation = path.partition(".")[0]
            if wanted and relation not in wanted:
                self.refuse("expand", f"'{relation}' is expanded but not among the fields: name it there as well.")
            _merge(expand, paths[path])
        return Ask(origin, directory, load, frozenset(wanted) if wanted else None, expand)


def read_record_query(query: QueryDict, resource: Resource, *, origin: str, directory: Directory) -> Ask:
    """Read the parameters of a single record; InvalidQuery names every mistake."""
    reader = _Reader(query, known=frozenset(OF_RECORDS))
    ask = reader.ask(resource, fields=resource.detail_fields, origin=origin, directory=directory)
    reader.finish()
    return ask


def read_list_query(
    query: QueryDict, resource: Resource, *, origin: str, directory: Directory, whole: bool, profiles: bool = False
) -> ListQuery:
    """Read the parameters of a list; InvalidQuery names every mistake. `whole` is for exports, which have no pages.

    `profiles` says that the caller may see the organization's use profiles.
    """
    reader = _Reader(query, known=frozenset((*resource.filters.names(), *OF_RECORDS, *OF_LISTS, *(["view"] if resource.opened_by else []))))
    filters = resource.filters(reader.given, directory=directory, profiles=profiles)
    reader.mistakes.extend(filters.mistakes)
    ask = reader.ask(resource, fields=resource.fields, origin=origin, directory=directory)
    order = _order(reader, resource)
    limit = _limit(reader)
    count = reader.flag("count", default=True)
    if whole:
        _refuse_pages(reader)
    cursor = _cursor(reader, resource, order) if order and not whole else None
    reader.finish()
    assert order is not None
    return ListQuery(reader.given, ask, filters, order, limit, cursor, count)


def _order(reader: _Reader, resource: Resource) -> Order | None:
    try:
        return read_order(reader.given.get("ordering", resource.ordering), columns=resource.columns)
    except InvalidOrder as error:
        reader.refuse("ordering", str(error), allowed=error.allowed)
        return None


def _limit(reader: _Reader) -> int | None:
    text = reader.given.get("limit")
    if text is None:
        return None
    limit = read_limit(text)
    if limit is None:
        reader.refuse("limit", f"'limit' is a number from 1 to {MOST_LIMIT}.", code="out_of_range")
    return limit


def _cursor(reader: _Reader, resource: Resource, order: Order) -> Cursor | None:
    token = reader.given.get("cursor")
    if token is None:
        return None
    try:
        return Cursor.read(token, resource=resource.name, order=order)
    except InvalidCursor as error:
        reader.refuse("cursor", f"'cursor' is not valid: {error}.", code="invalid_cursor")
        return None


def _refuse_pages(reader: _Reader) -> None:
    for parameter in ("cursor", "count", "expand"):
        if parameter in reader.given:
            reader.refuse(parameter, f"'{parameter}' belongs to JSON: this format gives the whole result at once.")


def _merge(into: dict[str, Any], expansion: Expansion) -> None:
    for relation, below in expansion.items():
        _merge(into.setdefault(relation, {}), below)


def _hint(name: str, allowed: list[str]) -> str:
    near = get_close_matches(name, allowed, n=1)
    return f"; did you mean {near[0]}?" if near else ""
