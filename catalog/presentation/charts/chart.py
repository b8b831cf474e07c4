"""What a page of a chart consists of."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from catalog.charts.drawing import NARROW, WIDE, Drawing
from catalog.charts.hatches import Box
from catalog.charts.styles import STYLES, SWATCH, Style
from catalog.directory import Directory
from catalog.filters import FilterSet, Mistake
from catalog.presentation.charts.table import Table
from catalog.presentation.lists import Facet

_MOST_OPTIONS = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks a chart for: its parameters, and the day on which it is asked. A drawing has at most `rows` rows."""

    given: Mapping[str, str]
    directory: Directory
    today: date
    rows: int = 60


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A series of the drawing in words, and what they mean."""

    key: str
    words: str
    meaning: str = ""

    @property
    def swatch(self) -> Box:
        return SWATCH

    @property
    def style(self) -> Style:
        return STYLES[self.key]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing in two widths, for wide and for narrow screens."""

    wide: Drawing
    narrow: Drawing


@dataclass(frozen=True)
class Chart:
    """A chart with everything around it. Without a figure there is nothing to draw, and `empty` says what belongs here.

    `takeaway` is what the drawing shows, in a sentence with its figures; `notes` say what is not drawn, and how it was counted; `part`
    says it where only a part is drawn; `of` is what it is about; `signs` says that the legend is of signs, not of areas; `choices` are
    good beginnings where nothing is chosen.
    """

    takeaway: str = ""
    figure: Figure | None = None
    legend: Sequence[LegendEntry] = ()
    table: Table | None = None
    notes: Sequence[str] = ()
    links: Sequence[tuple[str, str]] = ()
    choices: Sequence[tuple[str, str]] = ()
    empty: str = ""
    of: str = ""
    part: str = ""
    signs: bool = False
    mistakes: Sequence[Mistake] = field(default=())


@dataclass(frozen=True, kw_only=True)
class ChartKind:
    """One of the charts: its place under /charts/, its name, what it answers, and how it is read and steered.

    `own` are the parameters besides those of the filters. `read` says mistakes instead of guessing what was meant.
    """

    name: str
    title: str
    about: str
    filters: type[FilterSet]
    own: Sequence[str] = ()
    facets: Callable[[Asked], list[Facet]]
    read: Callable[[Asked], Chart]
    filtered: bool = True

    @property
    def route(self) -> str:
        """The name of its address."""
        return f"catalog:chart-{self.name}"

    @property
    def parameters(self) -> set[str]:
        """Every query parameter that it takes, besides the format."""
        return {*(self.filters.names() if self.filtered else ()), *self.own}


def controls(facets: Iterable[Facet], *, names: Collection[str], first: Collection[str] = ()) -> list[Facet]:
    """Return those of a list's controls that steer a chart; what has too many options for a page is typed by its slug instead."""
    chosen = [replace(facet, first=facet.first or facet.name in first) for facet in facets if facet.name in names]
    return [
        facet if len(facet.options) <= _MOST_OPTIONS else replace(facet, options=(), label=f"{facet.label}, by slug") for facet in chosen
    ]


def figure(name: str, draw: Callable[[str, int], Drawing]) -> Figure:
    """Return what `draw` makes of a name and a width, once for each width."""
    return Figure(draw(f"{name}_wide", WIDE), draw(f"{name}_narrow", NARROW))


def share(part: int, whole: int) -> str:
    """Return a part of a whole in whole percent, never rounded to all or nothing that it is not: "57%", "under 1%"."""
    if 0 < part * 100 < whole:
        return "under 1%"
    percent = round(100 * part / whole)
    return "over 99%" if percent == 100 and part < whole else f"{percent}%"


def explored(given: Mapping[str, str]) -> tuple[str, str]:
    """Return the words and the address of the table of all variants that the filters choose, drawn or not."""
    return "All these variants as a table", f"{reverse('catalog:explore')}?{urlencode(given)}".rstrip("?")


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun: "1 release", "1,200 releases"."""
    return f"{number:,} {singular if number == 1 else plural or f'{singular}s'}"
