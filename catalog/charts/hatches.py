"""Hatches as plain lines within a rectangle: patterns of SVG become pictures of many megabytes when a page is printed to a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil, floor

_GAP, _CLOSE = 7, 5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


def _rising(box: Box) -> Iterator[str]:
    for c in _between(box.x + box.y, box.right + box.bottom, _GAP):
        low, high = min(box.bottom, c - box.x), max(box.y, c - box.right)
        if low > high:
            yield f"M{_short(c - low)} {_short(low)}l{_short(low - high)}-{_short(low - high)}"


def _falling(box: Box) -> Iterator[str]:
    for c in _between(box.x - box.bottom, box.right - box.y, _GAP):
        high, low = max(box.y, box.x - c), min(box.bottom, box.right - c)
        if low > high:
            yield f"M{_short(c + high)} {_short(high)}l{_short(low - high)} {_short(low - high)}"


def _crossed(box: Box) -> Iterator[str]:
    yield from _rising(box)
    yield from _falling(box)


def _upright(box: Box) -> Iterator[str]:
    return (f"M{x} {box.y:g}v{box.height:g}" for x in _between(box.x, box.right, _CLOSE))


def _level(box: Box) -> Iterator[str]:
    return (f"M{box.x:g} {y}h{box.width:g}" for y in _between(box.y, box.bottom, _CLOSE))


_HATCHES: dict[str, Callable[[Box], Iterator[str]]] = {"rising": _rising, "crossed": _crossed, "upright": _upright, "level": _level}


def hatch(kind: str, box: Box) -> str:
    """Return the lines of a hatch as the data of an SVG path; they go on from one rectangle to the next, and none leaves its own."""
    return "".join(_HATCHES[kind](box))


def _between(first: float, last: float, gap: int) -> range:
    """The multiples of a gap between two numbers, without the numbers themselves."""
    return range((floor(first / gap) + 1) * gap, ceil(last / gap) * gap, gap)


def _short(number: float) -> str:
    return f"{round(number, 1):g}"
