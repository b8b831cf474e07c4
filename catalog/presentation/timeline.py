"""Releases on a time axis, one lane for each commercial-use status, placed by the server so that the drawing needs no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.presentation.answers import use_words
from registry.models import AIModel
from registry.models.vocabulary import CommercialUse

WIDTH = 1120
LABELS = 188
MARGIN = 20
ROW = 24
PAD = 8
GAP = 4
CHARACTER = 6.6
# The mildest lane is the uppermost, so that a line that opens up climbs; what is not known stands below what is.
LANES = (CommercialUse.PERMITTED, CommercialUse.CONDITIONAL, CommercialUse.NOT_PERMITTED, CommercialUse.UNKNOWN)


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
class Lane:
    """The releases of one status, between two heights."""

    use: str
    y: float
    height: float
    dots: tuple[Dot, ...]

    @property
    def words(self) -> str:
        return use_words(self.use)

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def words_y(self) -> float:
        return self.middle + 4


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
    """A drawing of WIDTH by `height` units, its lanes from `start` on."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    axis_y: float
    width: int = WIDTH
    start: int = LABELS

    @property
    def height(self) -> float:
        return self.axis_y + 24

    @property
    def years_y(self) -> float:
        return self.axis_y + 16

    @property
    def lane_width(self) -> int:
        return self.width - self.start - 6


def by_date(models: Sequence[AIModel]) -> list[tuple[date, AIModel]]:
    """Return the releases with a date, oldest first."""
    dated = [(model.release_date, model) for model in models if model.release_date]
    return sorted(dated, key=lambda item: (item[0], item[1].name))


def timeline(models: Sequence[AIModel]) -> Timeline | None:
    """Return the drawing of all models with a date, or None for fewer than two: one dot shows no time."""
    dated = by_date(models)
    if len(dated) < 2:
        return None
    first, last = date(dated[0][0].year, 1, 1), date(dated[-1][0].year + 1, 1, 1)
    lanes: list[Lane] = []
    bottom = float(GAP)
    for use in LANES:
        own = [(_at(day, first=first, last=last), model) for day, model in dated if model.commercial_use == use]
        if own:
            lanes.append(_lane(use, own, top=bottom))
            bottom = lanes[-1].y + lanes[-1].height + GAP
    ticks = tuple(Tick(_at(date(year, 1, 1), first=first, last=last), str(year)) for year in range(first.year, last.year))
    return Timeline(tuple(lanes), ticks, bottom)


def _at(day: date, *, first: date, last: date) -> float:
    share = (day - first).days / (last - first).days
    return round(LABELS + MARGIN + (WIDTH - LABELS - 2 * MARGIN) * share, 1)


def _lane(use: str, placed: Sequence[tuple[float, AIModel]], *, top: float) -> Lane:
    """Each name goes into the first row where it meets no other; near the right edge it stands before its dot."""
    rows: list[float] = []
    dots = []
    for x, model in placed:
        length = len(model.name) * CHARACTER + 18
        to_the_left = x + length > WIDTH
        start, end = (x - length, x + 8) if to_the_left else (x - 8, x + length)
        row = next((index for index, taken in enumerate(rows) if taken < start), len(rows))
        rows[row : row + 1] = [end]
        y = round(top + PAD + row * ROW + ROW / 2, 1)
        dots.append(Dot(model, x, y, x - 11 if to_the_left else x + 11, "end" if to_the_left else "start"))
    return Lane(use, top, 2 * PAD + len(rows) * ROW, tuple(dots))
