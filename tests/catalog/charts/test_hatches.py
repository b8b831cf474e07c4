"""Hatches are lines that stay within their area, whatever its size, and go on from one area to the next."""

import re
from random import Random

import pytest

from catalog.charts.hatches import Box, hatch

_SEEDED = Random(7)  # noqa: S311 - nothing secret
BOXES = [
    Box(*(round(_SEEDED.uniform(0, 720), 1) for _ in range(2)), *(round(_SEEDED.uniform(0.1, 400), 1) for _ in range(2)))
    for _ in range(200)
]
_LINE = re.compile(r"M(-?[\d.]+) (-?[\d.]+)(?:l(-?[\d.]+)[ ]?(-?[\d.]+)|v([\d.]+)|h([\d.]+))")


def lines(path: str) -> list[tuple[float, float, float, float]]:
    found = [[float(part or 0) for part in match.groups()] for match in _LINE.finditer(path)]
    assert "".join(match.group(0) for match in _LINE.finditer(path)) == path
    return [(x, y, x + dx + across, y + dy + down) for x, y, dx, dy, down, across in found]


@pytest.mark.parametrize("kind", ["rising", "crossed", "upright", "level"])
def test_no_line_leaves_its_area(kind: str) -> None:
    # Figures are written with one decimal place.
    for box in BOXES:
        for x1, y1, x2, y2 in lines(hatch(kind, box)):
            assert all(box.x - 0.11 <= x <= box.right + 0.11 for x in (x1, x2))
            assert all(box.y - 0.11 <= y <= box.bottom + 0.11 for y in (y1, y2))


def test_lines_are_at_multiples_of_their_gap() -> None:
    assert hatch("upright", Box(1, 1, 22, 14)) == "M5 1v14M10 1v14M15 1v14M20 1v14"
    assert hatch("level", Box(0, 3, 10, 10)) == "M0 5h10M0 10h10"
    assert hatch("rising", Box(0, 0, 7, 7)) == "M0 7l7-7"


def test_what_is_rising_goes_on_in_the_area_above() -> None:
    (below,) = lines(hatch("rising", Box(0, 7, 7, 3)))[-1:]
    assert (below[0] + below[1]) % 7 == pytest.approx(0)
    assert hatch("crossed", Box(0, 0, 7, 7)).count("M") == 2


def test_a_sliver_has_room_for_no_line() -> None:
    assert hatch("upright", Box(1, 1, 2, 100)) == ""
