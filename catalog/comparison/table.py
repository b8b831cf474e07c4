"""A comparison: columns are what is compared, rows are facts, each cell says what is known and on what it rests.

A row differs where two columns that are known say different things, or where one is known and another is not: unknown is an answer and
is never taken as equal to anything. Values that were not measured the same way are shown and not compared.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

Amount = int | Decimal


class Best(StrEnum):
    """Which end of a row of amounts is best."""

    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a cell says. `key` is what is compared; `support` is what it rests on, for the page's source mark."""

    words: str
    key: Hashable
    section: str = ""
    href: str = ""
    support: Any = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a column says in a row: nothing (`unknown` says in words what is not known) or one or more items."""

    items: tuple[Item, ...] = ()
    unknown: str = "Unknown"
    amount: Amount | None = None
    verdict: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything is known."""
        return bool(self.items)

    @property
    def keys(self) -> frozenset[Hashable]:
        """What is compared, whatever the order."""
        return frozenset(item.key for item in self.items)


@dataclass(frozen=True, slots=True)
class Row:
    """One fact over all columns. `apart` says why its values are not compared, such as another harness."""

    name: str
    label: str
    cells: tuple[Cell, ...]
    unit: str = ""
    best: Best | None = None
    apart: str = ""

    @property
    def differs(self) -> bool:
        """Whether the columns say different things; a row in which nothing is known does not differ."""
        if self.apart or not any(cell.is_known for cell in self.cells):
            return False
        return len({cell.keys for cell in self.cells}) > 1

    @property
    def winners(self) -> tuple[int, ...]:
        """The columns with the best amount; none where fewer than two are known, all are equal, or the row has no best end."""
        amounts = {place: cell.amount for place, cell in enumerate(self.cells) if cell.amount is not None}
        if self.best is None or self.apart or len(amounts) < 2 or len(set(amounts.values())) < 2:
            return ()
        wanted = max(amounts.values()) if self.best is Best.HIGHEST else min(amounts.values())
        return tuple(place for place, amount in amounts.items() if amount == wanted)

    @property
    def all_known(self) -> bool:
        """Whether every column has an amount, so that the best is the best of all."""
        return all(cell.amount is not None for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading."""

    name: str
    title: str
    rows: tuple[Row, ...]
    says: str = ""

    @property
    def differing(self) -> int:
        """How many of its rows differ."""
        return sum(row.differs for row in self.rows)


@dataclass(frozen=True, slots=True)
class Column:
    """What is compared: a variant, a model, a license, an organization."""

    kind: str
    slug: str
    name: str
    href: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to six columns and the sections of rows over them."""

    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    differing: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "differing", sum(section.differing for section in self.sections))

    def differences(self) -> "Comparison":
        """Return the comparison with the rows that differ alone; sections without any are left out."""
        kept = (
            Section(section.name, section.title, tuple(row for row in section.rows if row.differs), section.says)
            for section in self.sections
        )
        return Comparison(self.columns, tuple(section for section in kept if section.rows))


def row(name: str, label: str, cells: Iterable[Cell], *, unit: str = "", best: Best | None = None, apart: str = "") -> Row:
    """Return a row; a shorter way to write one."""
    return Row(name, label, tuple(cells), unit, best, apart)


def one(words: str | None, *, key: Hashable = None, unknown: str = "Unknown", amount: Amount | None = None, **more: Any) -> Cell:
    """Return a cell with one item, or an unknown one where there are no words; the key is the words unless it is given."""
    if not words:
        return Cell(unknown=unknown)
    return Cell((Item(words, words if key is None else key, **more),), unknown=unknown, amount=amount)


def without_empty(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows in which at least one column is known."""
    return tuple(each for each in rows if any(cell.is_known for cell in each.cells))
