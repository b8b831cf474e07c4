"""Releases on a time axis, placed by the server, so that the drawing needs no script; the table below it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.models import AIModel

WIDTH = 960
MARGIN = 24
ROW = 22
TOP = 16
CHARACTER = 6.6


@dataclass(frozen=True)
class Dot:
    """One release: where its dot stands and where its name is written."""

    model: AIModel
    x: float
    y: float
    name_x: float
    anchor: str

    @property
    def text_y(self) -> float:
        return self.y + 4


@dataclass(frozen=True)
class Tick:
    """The beginning of a year on the axis."""

    x: float
    name: str

    @property
    def name_x(self) -> float:
        return self.x + 4


@dataclass(frozen=True)
class Timeline:
    """A drawing of WIDTH by `height` units."""

    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    axis_y: float
    height: float
    width: int = WIDTH

    @property
    def years_y(self) -> float:
        return self.height - 8


def timeline(models: Sequence[AIModel]) -> Timeline | None:
    """Return the drawing of all models with a date, or None for fewer than two: one dot shows no time."""
    dated = sorted(((model.release_date, model) for model in models if model.release_date), key=lambda item: (item[0], item[1].name))
    if len(dated) < 2:
        return None
    first = date(dated[0][0].year, 1, 1)
    last = date(dated[-1][0].year + 1, 1, 1)
    span = (last - first).days

    def at(day: date) -> float:
        return round(MARGIN + (WIDTH - 2 * MARGIN) * (day - first).days / span, 1)

    rows: list[float] = []
    placed = []
    for day, model in dated:
        x = at(day)
        length = len(model.name) * CHARACTER + 18
        to_the_left = x + length > WIDTH
        start, end = (x - length, x + 8) if to_the_left else (x - 8, x + length)
        row = next((index for index, taken in enumerate(rows) if taken < start), len(rows))
        rows[row : row + 1] = [end]
        placed.append((model, x, row, to_the_left))
    axis_y = TOP + len(rows) * ROW + 4
    dots = tuple(
        Dot(model, x, round(TOP + row * ROW, 1), x - 10 if left else x + 10, "end" if left else "start") for model, x, row, left in placed
    )
    ticks = tuple(Tick(at(date(year, 1, 1)), str(year)) for year in range(first.year, last.year))
    return Timeline(dots, ticks, axis_y, axis_y + 24)
