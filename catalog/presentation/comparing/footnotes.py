"""The sources of a whole comparison, numbered once over all its columns: footnotes for paper, on which no mark can be followed."""

from collections.abc import Iterable

from catalog.comparison.table import Comparison, Item
from catalog.presentation.evidence import NumberedSource, Support


class Footnotes:
    """Each source of a comparison under one number, in the order in which the cells name them first."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._numbers: dict[int, int] = {}
        self.sources: list[NumberedSource] = []
        for item in items:
            for source in _sources(item):
                if source.use.source_id not in self._numbers:
                    self.sources.append(source)
                    self._numbers[source.use.source_id] = len(self.sources)

    @classmethod
    def of(cls, comparison: Comparison) -> "Footnotes":
        """Return the footnotes of all cells."""
        return cls(item for section in comparison.sections for row in section.rows for cell in row.cells for item in cell.items)

    def numbers(self, item: Item) -> str:
        """Return the numbers of an item's sources, such as "3, 7"; empty where it has none."""
        return ", ".join(str(number) for number in sorted(self._numbers[source.use.source_id] for source in _sources(item)))


def _sources(item: Item) -> tuple[NumberedSource, ...]:
    return item.support.sources if isinstance(item.support, Support) else ()
