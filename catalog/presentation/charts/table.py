"""The table below a chart: the same facts, each with a way to where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.presentation.evidence import Support


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in files, its header on the page, and whether it holds numbers. Without a header it is in files only."""

    name: str
    label: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is shown, as files hold it (None is not known), where it stands, and what supports it.

    `use` is a commercial-use status, which is shown with its sign.
    """

    words: str
    value: Any = None
    href: str = ""
    support: Support | None = None
    use: str = ""

    @property
    def is_known(self) -> bool:
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of equal length; the first cell of a row names it."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    def headers(self) -> list[Column]:
        """The columns of the page."""
        return [column for column in self.columns if column.label]

    def shown(self) -> Iterator[list[tuple[Column, Cell]]]:
        """Yield each row as the page shows it."""
        for row in self.rows:
            yield [(column, cell) for column, cell in zip(self.columns, row, strict=True) if column.label]

    def header(self) -> list[str]:
        """The header of files."""
        return [column.name for column in self.columns]

    def values(self) -> Iterator[list[Any]]:
        """Yield each row as files hold it."""
        for row in self.rows:
            yield [cell.value for cell in row]


def number(count: int, *, href: str = "") -> Cell:
    """Return a count, which is known even where it is zero; only what is there leads somewhere."""
    return Cell(f"{count:,}", count, href if count else "")
