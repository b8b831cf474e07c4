"""A comparison as a table to take away: a fact per row, for each column what it says and what that rests on."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO, Any

from catalog import exports
from catalog.comparison.table import Cell, Column, Comparison, Item, Row
from catalog.presentation.evidence import Support

AS_OF = "as of"
_FIRST = ("section", "fact", "differs", "best")


class ComparisonFile:
    """The rows of a comparison; `as_of` is the day of the catalog's newest change, None where it has none yet.

    A value that the row is ordered by is a number, and what stands beside it on the page is then said with its sources.
    """

    def __init__(self, comparison: Comparison, *, as_of: date | None) -> None:
        self._comparison = comparison
        self._as_of = as_of.isoformat() if as_of else None

    @property
    def header(self) -> list[str]:
        """What each column of the table holds."""
        names = _distinct(self._comparison.columns)
        return [*_FIRST, *(text for name in names for text in (name, f"{name}: clauses and sources")), AS_OF]

    def notes(self) -> list[exports.ColumnNote]:
        """Return what the table says of its columns; the unit of a row stands behind its fact."""
        said = {
            "section": "Heading of the fact",
            "fact": "What is compared, with its unit",
            "differs": "Whether the columns say different things; what is not known differs from what is",
            "best": "The columns with the best value of those known",
            AS_OF: "Day of the newest change of the catalog",
        }
        return [exports.ColumnNote(name, said.get(name, "")) for name in self.header]

    def rows(self) -> Iterator[Sequence[Any]]:
        """Yield the cells of each row, in the order of the header."""
        for section in self._comparison.sections:
            for row in section.rows:
                yield [section.title, _fact(row), "yes" if row.differs else "no", self._best(row), *_said(row), self._as_of]

    def workbook(self, about: exports.About) -> IO[bytes]:
        """Return the table as an Excel workbook, an open file."""
        return exports.workbook_file(self.header, self.rows(), about=about, dates=(AS_OF,))

    def _best(self, row: Row) -> str | None:
        names = [self._comparison.columns[place].name for place in row.winners]
        return "; ".join(names) if names else "none named"


def _distinct(columns: Sequence[Column]) -> list[str]:
    names = [column.name for column in columns]
    return [column.name if names.count(column.name) == 1 else f"{column.name} ({column.slug})" for column in columns]


def _fact(row: Row) -> str:
    named = f"{row.label} ({row.unit})" if row.unit else row.label
    return f"{named}. {row.apart}" if row.apart else named


def _said(row: Row) -> Iterator[Any]:
    for cell in row.cells:
        yield _value(cell)
        yield _ground(cell)


def _value(cell: Cell) -> Any:
    if not cell.is_known:
        return cell.unknown
    if cell.amount is not None and len(cell.items) == 1:
        return cell.amount
    return "; ".join(f"{item.words} ({item.note})" if item.note else item.words for item in cell.items)


def _ground(cell: Cell) -> str:
    """What each item rests on, in the order of the items."""
    if not cell.is_known:
        return "nothing to cite"
    with_note = cell.amount is not None and len(cell.items) == 1
    return " | ".join(_rests_on(item, with_note=with_note) for item in cell.items)


def _rests_on(item: Item, *, with_note: bool) -> str:
    support = item.support if isinstance(item.support, Support) else None
    parts = [item.section, item.note if with_note else ""]
    if support is not None:
        parts += [support.mark_words, *(source.href or source.label for source in support.sources)]
        parts += ["citation needed"] if support.needs_citation else []
    return "; ".join(filter(None, parts)) or "said by the record itself"
