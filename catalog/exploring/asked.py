"""The table of variants as an address asks for it. Nothing is raised: mistakes are collected, so that all are told at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from catalog.directory import Directory
from catalog.exploring.columns import NEWEST_FIRST, ORDERS, Column, read_columns
from catalog.exploring.facets import FACETS, RANGES
from catalog.filters import Mistake, VariantFilters, read_query, without_blanks
from catalog.filters.kinds import shortened
from catalog.paging import DEFAULT_LIMIT, MOST_LIMIT, Cursor, InvalidCursor, InvalidOrder, Order, read_limit, read_order
from registry.documents.dates import first_day, last_day

RESOURCE = "variants"
# What says how the table is shown, beside the filters.
SHAPE = ("columns", "ordering", "limit", "cursor", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for. `given` are its parameters; the rest must not be used where there are `mistakes`.

    `all` is the facet whose values are all to be listed.
    """

    given: Mapping[str, str]
    filters: VariantFilters
    columns: list[Column]
    order: Order
    limit: int
    cursor: Cursor | None
    all: str
    mistakes: list[Mistake]


def read_asked(query: QueryDict, *, directory: Directory) -> Asked:
    """Read an address. What a form leaves empty chooses nothing, and its checked columns come one by one."""
    query = without_blanks(query)
    if len(columns := query.getlist("columns")) > 1:
        query["columns"] = ",".join(columns)
    given, mistakes = read_query(query, known={*VariantFilters.names(), *SHAPE})
    filters = VariantFilters(given, directory=directory)
    mistakes += [*filters.mistakes, *_reversed(given, filters)]
    shown, unknown = read_columns(given.get("columns"))
    mistakes += unknown
    try:
        order = read_order(given.get("ordering", NEWEST_FIRST), columns=ORDERS)
    except InvalidOrder as error:
        order = read_order(NEWEST_FIRST, columns=ORDERS)
        mistakes.append(Mistake("ordering", "invalid_value", f"ordering: {error}", error.allowed))
    limit = read_limit(given.get("limit", str(DEFAULT_LIMIT)))
    if limit is None:
        mistakes.append(Mistake("limit", "out_of_range", f"limit: write a number from 1 to {MOST_LIMIT}"))
    cursor = None
    try:
        cursor = Cursor.read(given["cursor"], resource=RESOURCE, order=order) if "cursor" in given else None
    except InvalidCursor as error:
        mistakes.append(Mistake("cursor", "invalid_cursor", f"cursor: {error}"))
    named = tuple(facet.name for facet in FACETS)
    everything = given.get("all", "")
    if everything and everything not in named:
        mistakes.append(Mistake("all", "invalid_value", f"all: '{shortened(everything)}' is not one of {', '.join(named)}", named))
    return Asked(given, filters, shown, order, limit or DEFAULT_LIMIT, cursor, everything, mistakes)


def _reversed(given: Mapping[str, str], filters: VariantFilters) -> list[Mistake]:
    """A range whose beginning lies beyond its end holds nothing: that is a slip of the pen, not an answer."""
    bounds = {f"{wanted.name}{suffix}": values[0] for wanted, suffix, values in filters.active if suffix in ("__gte", "__lte")}
    found = []
    for name in RANGES:
        low, high = bounds.get(f"{name}__gte"), bounds.get(f"{name}__lte")
        if low is None or high is None:
            continue
        if first_day(low) > last_day(high) if isinstance(low, str) else low > high:
            texts = (given[f"{name}__gte"], given[f"{name}__lte"])
            found.append(
                Mistake(f"{name}__gte", "reversed_range", f"{name}__gte: {texts[0]} lies beyond {name}__lte={texts[1]}: turn the two round")
            )
    return found
