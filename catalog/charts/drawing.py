"""What a drawing consists of, each part with its place. Units are those of the drawing's own box; y grows downwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.charts.hatches import Box, hatch
from catalog.charts.styles import STYLES, Style

WIDE, NARROW = 720, 288
TEXT = 12
# How wide a character of text is on average, at its widest estimate: places are chosen without measuring.
CHARACTER = 6.6


@dataclass(frozen=True, slots=True)
class Words:
    """A text; `anchor` is start, middle or end, `role` is tick, name or value."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    role: str = "tick"


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: of the grid, or an axis."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str = "grid"


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle in the style `key`, with what it stands for in words."""

    x: float
    y: float
    width: float
    height: float
    key: str
    says: str = ""

    @property
    def hatch(self) -> str:
        """The lines over the area, empty for one that is full."""
        return hatch(self.style.hatch, Box(self.x, self.y, self.width, self.height)) if self.style.hatch else ""

    @property
    def style(self) -> Style:
        return STYLES[self.key]


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of the style `key` around one point, `size` times as large as usual; `href` leads to what it stands for."""

    x: float
    y: float
    key: str
    says: str = ""
    href: str = ""
    size: float = 1

    @property
    def style(self) -> Style:
        return STYLES[self.key]


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle whose area stands for a number."""

    x: float
    y: float
    radius: float
    key: str
    says: str = ""

    @property
    def style(self) -> Style:
        return STYLES[self.key]


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points, as the data of an SVG path; dashed where it only continues what was last seen."""

    path: str
    key: str
    dashed: bool = False

    @property
    def style(self) -> Style:
        return STYLES[self.key]


@dataclass(frozen=True)
class Drawing:
    """A whole drawing. `name` begins its ids; `title` and `says` are its text for people who listen."""

    name: str
    title: str
    says: str
    width: int
    height: float
    rules: Sequence[Rule] = ()
    words: Sequence[Words] = ()
    blocks: Sequence[Block] = ()
    lines: Sequence[Line] = ()
    circles: Sequence[Circle] = ()
    marks: Sequence[Mark] = ()

    @property
    def has_links(self) -> bool:
        """Whether a mark leads somewhere, so that the drawing is a list of links and no single image."""
        return any(mark.href for mark in self.marks)


def text_width(text: str) -> float:
    """Return about how wide a text is."""
    return len(text) * CHARACTER


def shortened(text: str, *, width: float) -> str:
    """Return a text cut so that it fits a width, with an ellipsis where something is missing."""
    room = max(4, int(width / CHARACTER))
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"


def without_overlaps(labels: Iterable[Words]) -> list[Words]:
    """Return centered labels in their order, without those that would run into the one before."""
    kept: list[Words] = []
    for label in labels:
        if label.text and (not kept or label.x - kept[-1].x >= (text_width(label.text) + text_width(kept[-1].text)) / 2 + 6):
            kept.append(label)
    return kept
