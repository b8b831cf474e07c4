"""How series are told apart: each by a ground, a line, a hatch and a sign of its own, so that none rests on its colour alone.

The colours here are those of the light page, for a drawing that stands alone; on a page charts.css gives those of the reader's scheme.
"""

from dataclasses import dataclass

from catalog.charts.hatches import Box, hatch

SWATCH = Box(1, 1, 22, 14)
_PAPER, _TEXT, _MUTED, _ACCENT = "#ffffff", "#1f2328", "#59636e", "#0b57d0"
_CIRCLE = "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"
_TRIANGLE = "M0-6 6 5H-6z"
_OCTAGON = "M-2.5-6h5l3.5 3.5v5l-3.5 3.5h-5l-3.5-3.5v-5z"
_CROSS = "M-2.5-2.5 2.5 2.5M-2.5 2.5 2.5-2.5"
_SQUARE = "M-4.5-4.5h9v9h-9z"
_DIAMOND = "M0-6 6 0 0 6-6 0z"


@dataclass(frozen=True, slots=True)
class Style:
    """A series as it is drawn: the lines of a `hatch` in `thread` over `ground`, `ink` around them.

    `sign` is its mark around the origin, `within` what is written on that in `thread`.
    """

    key: str
    ground: str
    ink: str
    sign: str
    hatch: str = ""
    thread: str = ""
    dashed: bool = False
    within: str = ""

    @property
    def swatch_hatch(self) -> str:
        """The hatch in the small area that the legend shows."""
        return hatch(self.hatch, SWATCH) if self.hatch else ""


_ALL = (
    Style("permitted", "#00566b", "#00566b", _CIRCLE),
    Style("conditional", "#ffe4a3", "#6b4300", _TRIANGLE, "rising", "#6b4300"),
    Style("unknown", _PAPER, "#4b5563", _CIRCLE, "level", "#4b5563", dashed=True),
    Style("not_permitted", "#a3123a", "#a3123a", _OCTAGON, "crossed", _PAPER, within=_CROSS),
    Style("first", _ACCENT, _ACCENT, _CIRCLE),
    Style("second", _PAPER, _ACCENT, _SQUARE, "rising", _ACCENT),
    Style("third", _PAPER, _TEXT, _DIAMOND, "upright", _TEXT),
    Style("fourth", _PAPER, _TEXT, _TRIANGLE, "crossed", _TEXT),
    Style("fifth", _TEXT, _TEXT, _OCTAGON),
    Style("sixth", _PAPER, _MUTED, _CIRCLE, "level", _MUTED, dashed=True),
)
STYLES = {style.key: style for style in _ALL}
