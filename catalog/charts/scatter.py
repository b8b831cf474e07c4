"""Two numbers against each other, both logarithmic: a sign for each thing, or for very many a circle for each cell of a grid."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from catalog.charts.drawing import NARROW, TEXT, Circle, Drawing, Mark, Rule, Words, text_width, without_overlaps
from catalog.charts.scales import Log

_TOP, _BOTTOM, _PAD = 30, 44, 14
_HEIGHTS = {True: 380, False: 260}
_APART = 9.0
# How large signs are where there is little room.
_SMALL = 0.6
_PLACES_TRIED = 60


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis measures, and its ticks: values with their words, the first and the last at its ends."""

    name: str
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing with its two numbers, its style, its words and where it leads."""

    x: float
    y: float
    key: str
    says: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many things have their numbers around a point."""

    x: float
    y: float
    count: int
    says: str


def points(found: Sequence[Point], *, across: Axis, up: Axis, name: str, title: str, says: str, width: int) -> Drawing:
    """Return a drawing with a sign for each thing. Signs that would hide each other are moved apart by a few units."""
    frame = _Frame(across, up, width=width)
    roomy = width > NARROW
    size = 1 if roomy else _SMALL
    taken: list[tuple[float, float]] = []
    marks = []
    for point in found:
        x, y = _free(frame.x.at(point.x), frame.y.at(point.y), taken, size=size)
        taken.append((x, y))
        marks.append(Mark(x, y, point.key, point.says if roomy else "", point.href if roomy else "", size))
    return frame.drawing(marks=marks, circles=(), words=(), name=name, title=title, says=says)


def cells(found: Sequence[Cell], *, across: Axis, up: Axis, key: str, name: str, title: str, says: str, width: int) -> Drawing:
    """Return a drawing with a circle for each cell, its area after its count; where there is room the count stands in it."""
    frame = _Frame(across, up, width=width)
    largest = max(cell.count for cell in found)
    roomy = width > NARROW
    most = 19 if roomy else 8
    circles, words = [], []
    for cell in found:
        x, y = frame.x.at(cell.x), frame.y.at(cell.y)
        circles.append(Circle(x, y, round(max(2.5, most * sqrt(cell.count / largest)), 1), key, cell.says))
        if roomy:
            words.append(Words(x, y + 4, _short(cell.count), "middle", "value"))
    return frame.drawing(marks=(), circles=circles, words=words, name=name, title=title, says=says)


class _Frame:
    """The plot with its grid, ticks and names."""

    def __init__(self, across: Axis, up: Axis, *, width: int) -> None:
        self.across, self.up, self.width = across, up, width
        self.left = max(text_width(words) for _, words in up.ticks) + 10
        self.bottom = _TOP + _HEIGHTS[width > NARROW]
        self.x = Log(across.ticks[0][0], across.ticks[-1][0], self.left + _PAD, width - _PAD)
        self.y = Log(up.ticks[0][0], up.ticks[-1][0], self.bottom - _PAD, _TOP + _PAD)

    def drawing(
        self, *, marks: Sequence[Mark], circles: Sequence[Circle], words: Sequence[Words], name: str, title: str,
        says: str,
    ) -> Drawing:  # fmt: skip
        """Return the drawing of what stands in the plot."""
        rules = [Rule(self.x.at(value), _TOP, self.x.at(value), self.bottom) for value, _ in self.across.ticks]
        rules += [Rule(self.left, self.y.at(value), self.width, self.y.at(value)) for value, _ in self.up.ticks]
        rules += [Rule(self.left, self.bottom, self.width, self.bottom, "axis"), Rule(self.left, _TOP, self.left, self.bottom, "axis")]
        ticks = without_overlaps(Words(self.x.at(value), self.bottom + 16, text, "middle") for value, text in self.across.ticks)
        ticks += [Words(self.left - 6, self.y.at(value) + 4, text, "end") for value, text in self.up.ticks]
        names = [Words(0, TEXT, self.up.name, role="name"), Words(self.width, self.bottom + 36, self.across.name, "end", "name")]
        return Drawing(
            name=name, title=title, says=says, width=self.width, height=self.bottom + _BOTTOM, rules=rules,
            words=[*ticks, *names, *words], marks=marks, circles=circles,
        )  # fmt: skip


def _free(x: float, y: float, taken: Sequence[tuple[float, float]], *, size: float) -> tuple[float, float]:
    """The nearest place on a spiral around a point that no other sign has yet; far from it they may overlap."""
    place = (x, y)
    for number in range(1, _PLACES_TRIED):
        if all(abs(place[0] - a) >= _APART * size or abs(place[1] - b) >= _APART * size for a, b in taken):
            return place
        turn, far = number * pi * (3 - sqrt(5)), 4.5 * size * sqrt(number)
        place = (round(x + far * cos(turn), 1), round(y + far * sin(turn), 1))
    return (x, y)


def _short(count: int) -> str:
    return f"{count:,}" if count < 10_000 else f"{count / 1000:,.0f}K"
