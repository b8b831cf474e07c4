"""A drawing as a file of its own: below its name, above its legend and a line on where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.charts.drawing import Drawing, shortened
from catalog.charts.hatches import Box
from catalog.charts.styles import STYLES, SWATCH, Style

_HEAD, _LINE, _FOOT = 60, 22, 34


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend."""

    style: Style
    words: str
    y: float

    @property
    def swatch(self) -> Box:
        return SWATCH

    @property
    def words_y(self) -> float:
        return self.y + 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """The drawing with a margin around it."""

    drawing: Drawing
    entries: Sequence[Entry]
    margin: int = 24

    @property
    def width(self) -> int:
        return self.drawing.width + 2 * self.margin

    @property
    def drawing_y(self) -> int:
        return _HEAD

    @property
    def words_x(self) -> int:
        return self.margin + 32

    @property
    def foot_y(self) -> float:
        return _HEAD + self.drawing.height + _LINE * len(self.entries) + _FOOT

    @property
    def height(self) -> float:
        return self.foot_y + self.margin


def sheet_of(drawing: Drawing, *, legend: Sequence[tuple[str, str]]) -> Sheet:
    """Return the sheet; the legend is given as keys of styles with their words."""
    top = _HEAD + drawing.height + 12
    entries = [Entry(STYLES[key], shortened(words, width=drawing.width), top + _LINE * index) for index, (key, words) in enumerate(legend)]
    return Sheet(drawing, entries)
