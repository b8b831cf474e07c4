"""Ranges: a small histogram with its counts in words, each bin an address, and two bounds to write."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.exploring.bins import SCALES, Bin
from catalog.exploring.counting import Counts, Tally
from catalog.exploring.facets import RANGES, YEARS
from catalog.presentation.exploring.words import TITLES, UNKNOWN
from catalog.presentation.figures import parameters, whole
from catalog.presentation.lists import Steering

BAR_WIDTH, BAR_GAP, HEIGHT = 20, 2, 48
_HELP = {
    "params_total": "Plain numbers: 7000000000 for 7B.",
    "context_tokens": "Plain numbers: 131072 for 128K.",
    YEARS: "A day, a month or a year: 2024-07-23, 2024-07 or 2024.",
}


@dataclass(frozen=True, slots=True)
class BinLine:
    """A bin in words, its count, the address that chooses it or takes it back, and its bar in the drawing."""

    words: str
    count: int
    href: str
    chosen: bool
    x: int
    height: int

    @property
    def y(self) -> int:
        """Where the bar begins, from the top of the drawing."""
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True)
class RangeList:
    """A range: its bins, what is not known, and the bounds as they are chosen. `hidden` keeps the rest of the address in its form."""

    name: str
    title: str
    bins: Sequence[BinLine]
    unknown: int
    unknown_words: str
    low: str
    high: str
    help: str
    is_open: bool
    hidden: Sequence[tuple[str, str]]

    @property
    def view_box(self) -> str:
        """The size of the drawing."""
        return f"0 0 {max(len(self.bins), 1) * BAR_WIDTH} {HEIGHT}"

    @property
    def is_date(self) -> bool:
        """Whether the bounds are dates."""
        return self.name == YEARS


def range_lists(tally: Tally, steering: Steering) -> list[RangeList]:
    """Return all ranges."""
    return [_range(name, tally.by_facet[name], steering) for name in RANGES]


def bound_words(name: str, text: str) -> str:
    """Return a bound as readers see it: 7B, 131,072, 2024."""
    if name == YEARS or not text.isdecimal():
        return text
    return str(parameters(int(text)) if name == "params_total" else whole(int(text)))


def _range(name: str, counts: Counts, steering: Steering) -> RangeList:
    low, high = (steering.given.get(f"{name}__{side}", "") for side in ("gte", "lte"))
    own = (f"{name}__gte", f"{name}__lte")
    return RangeList(
        name=name, title=TITLES[name], bins=tuple(_lines(name, counts, steering, low=low, high=high)), unknown=counts.get(None, 0),
        unknown_words=UNKNOWN[name], low=low, high=high, help=_HELP[name], is_open=bool(low or high) or name == "params_total",
        hidden=[(other, text) for other, text in steering.given.items() if other not in own],
    )  # fmt: skip


def _lines(name: str, counts: Counts, steering: Steering, *, low: str, high: str) -> Iterable[BinLine]:
    bins = list(_bins(name, counts))
    most = max((count for *_, count in bins), default=0)
    for number, (words, first, last, count) in enumerate(bins):
        chosen = (first, last) == (low, high)
        bounds = {f"{name}__gte": first or None, f"{name}__lte": last or None}
        href = steering.address(**(dict.fromkeys(bounds) if chosen else bounds))
        height = max(round(HEIGHT * count / most), 1) if count else 0
        yield BinLine(words, count, href, chosen, number * BAR_WIDTH + BAR_GAP // 2, height)


def _bins(name: str, counts: Counts) -> Iterable[tuple[str, str, str, int]]:
    """Words, first and last value as filters take them, and the count of each bin; empty ends of the scale are left out."""
    if name == YEARS:
        return [(str(year), str(year), str(year), counts[year]) for year in sorted(year for year in counts if year is not None)]
    bins = SCALES[name].bins
    filled = [place for place in range(len(bins)) if counts.get(place)]
    places = range(filled[0], filled[-1] + 1) if filled else []
    return [(_words(name, bins[place]), _text(bins[place].low), _text(bins[place].high), counts.get(place, 0)) for place in places]


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _words(name: str, one: Bin) -> str:
    """Such as "1B to below 3B": a bin holds its lower end and not its upper one."""
    short = parameters if name == "params_total" else whole
    if one.low is None:
        return f"Below {short((one.high or 0) + 1)}"
    return f"{short(one.low)} or more" if one.high is None else f"{short(one.low)} to below {short(one.high + 1)}"
