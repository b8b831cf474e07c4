"""Pages by cursor: any page costs what the first one costs, and inserts neither repeat nor skip a record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import DateField, F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from catalog.filters.kinds import shortened
from registry.models.pages import NO_DATE, WrittenOut

DEFAULT_LIMIT = 50
MOST_LIMIT = 200
MOST_ORDERINGS = 4
_SIGNER = Signer(salt="catalog.api.cursor")
_LAST_DATE = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that lists can be ordered by. Where it is empty, the record comes last in both directions."""

    field: str
    nullable: bool = False
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One column of an order, and its direction."""

    name: str
    column: Column
    descending: bool

    @property
    def nulls(self) -> bool:
        """Whether the compared expression can be empty: an empty date is replaced by one beyond all others, which an index can hold."""
        return self.column.nullable and not self.column.is_date

    def expression(self) -> Coalesce | F:
        """Return what is compared."""
        if self.column.is_date and self.column.nullable:
            return Coalesce(self.column.field, WrittenOut(NO_DATE if self.descending else _LAST_DATE, output_field=DateField()))
        return F(self.column.field)

    def order(self, *, backwards: bool) -> OrderBy:
        """Return the ORDER BY term; read backwards, what is empty comes first."""
        nulls = {"nulls_first": True} if backwards else {"nulls_last": True}
        options: dict[str, Any] = nulls if self.nulls else {}
        return self.expression().desc(**options) if self.descending != backwards else self.expression().asc(**options)


class Order:
    """An order of a list, as its name says it: "-release_date,name". A unique column always ends it."""

    def __init__(self, text: str, *, columns: Mapping[str, Column]) -> None:
        self.text = text
        names = text.split(",")
        self.terms = [Term(name, columns[name.removeprefix("-")], name.startswith("-")) for name in names]
        self.terms.append(Term("id", Column("id"), descending=False))

    def sort(self, queryset: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        """Return the queryset in this order."""
        return queryset.order_by(*(term.order(backwards=backwards) for term in self.terms))

    @cached_property
    def expressions(self) -> list[Coalesce | F]:
        """What a cursor remembers of a record."""
        return [term.expression() for term in self.terms]

    def beyond(self, queryset: QuerySet[Any], position: Sequence[Any], *, backwards: bool) -> QuerySet[Any]:
        """Return the records that come after a position, or before it."""
        names = [f"order_{place}" for place in range(len(self.terms))]
        queryset = queryset.alias(**dict(zip(names, self.expressions, strict=True)))
        condition = Q()
        for name, term, value in reversed(list(zip(names, self.terms, position, strict=True))):
            further = _further(name, value, descending=term.descending != backwards, nulls=term.nulls, nulls_follow=not backwards)
            same = Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
            condition = further | (same & condition) if condition else further
        first, value = self.terms[0], position[0]
        if not first.nulls:
            # Said once more on its own, so that an index on the first column gives the range.
            bound = "lte" if first.descending != backwards else "gte"
            queryset = queryset.filter(**{f"{names[0]}__{bound}": value})
        return queryset.filter(condition)


class InvalidOrder(ValueError):  # noqa: N818 - reads as what it is
    """An order that a list does not have; the message says what there is, `allowed` names it."""

    def __init__(self, message: str, *, allowed: Sequence[str]) -> None:
        super().__init__(message)
        self.allowed = tuple(allowed)


def read_order(text: str, *, columns: Mapping[str, Column]) -> Order:
    """Return the order that a text names, such as "-release_date,name"; InvalidOrder unless each name is a column and given once."""
    names = [name.removeprefix("-") for name in text.split(",")]
    allowed = [sign + name for name in columns for sign in ("", "-")]
    unknown = [name for name in names if name not in columns]
    if unknown:
        listed = ", ".join(columns)
        message = f"'{shortened(unknown[0])}' is not something to order by; there is: {listed}, each also with - for descending."
        raise InvalidOrder(message, allowed=allowed)
    if len(set(names)) < len(names) or len(names) > MOST_ORDERINGS:
        raise InvalidOrder(f"'ordering' takes each name once, and at most {MOST_ORDERINGS}.", allowed=allowed)
    return Order(text, columns=columns)


def read_limit(text: str) -> int | None:
    """Return how many records a page is to have; None for what is no number from 1 to MOST_LIMIT."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 and 1 <= int(text) <= MOST_LIMIT else None


def _further(name: str, value: Any, *, descending: bool, nulls: bool, nulls_follow: bool) -> Q:
    if value is None:
        return Q(pk__in=[]) if nulls_follow else Q(**{f"{name}__isnull": False})
    condition = Q(**{f"{name}__{'lt' if descending else 'gt'}": value})
    return condition | Q(**{f"{name}__isnull": True}) if nulls and nulls_follow else condition


class InvalidCursor(ValueError):  # noqa: N818 - reads as what it is
    """A cursor that this list did not give out, or gave out for another order."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: what is beyond a record, forwards or backwards."""

    position: tuple[Any, ...]
    backwards: bool

    def token(self, *, resource: str, order: Order) -> str:
        """Return the opaque form, signed so that it cannot be made up."""
        values = [value.isoformat() if isinstance(value, date) else value for value in self.position]
        return _SIGNER.sign_object([resource, order.text, self.backwards, values])

    @classmethod
    def read(cls, token: str, *, resource: str, order: Order) -> "Cursor":
        """Return the cursor; InvalidCursor unless this resource gave it out for this order."""
        try:
            of, text, backwards, values = _SIGNER.unsign_object(token)
        except (BadSignature, ValueError, TypeError) as error:
            raise InvalidCursor("this cursor was not given out by this server, or is cut off") from error
        if of != resource:
            raise InvalidCursor(f"this cursor belongs to the list of {of}")
        if text != order.text:
            raise InvalidCursor(f"this cursor belongs to ordering={text}: keep the ordering, or begin without a cursor")
        position = (
            date.fromisoformat(value) if term.column.is_date and value else value for term, value in zip(order.terms, values, strict=True)
        )
        return cls(tuple(position), bool(backwards))


@dataclass(frozen=True, slots=True)
class Page:
    """The primary keys of one page, and the cursors on either side; `start` means: back to the first page."""

    keys: list[int]
    next: Cursor | None
    previous: Cursor | None
    start: bool = False


def page_of(queryset: QuerySet[Any], order: Order, *, cursor: Cursor | None, limit: int) -> Page:
    """Return one page of the queryset: one query, the same for every page."""
    backwards = cursor is not None and cursor.backwards
    found = order.sort(queryset, backwards=backwards)
    if cursor is not None:
        found = order.beyond(found, cursor.position, backwards=backwards)
    rows = list(found.values_list(*order.expressions)[: limit + 1])
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    if not rows:
        return Page([], None, None, start=cursor is not None)
    follows = Cursor(tuple(rows[-1]), backwards=False) if more or backwards else None
    precedes = Cursor(tuple(rows[0]), backwards=True) if (more if backwards else cursor) else None
    return Page([row[-1] for row in rows], follows, precedes)
