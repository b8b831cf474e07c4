"""Drawings: heights stand for counts, signs do not hide each other, each unit has its own scale, and a price is drawn from its day on."""

from datetime import date
from itertools import pairwise

import pytest

from catalog.charts.bars import Bar, Group, Row, rows_of_bars
from catalog.charts.columns import Column, Series, stacked_columns
from catalog.charts.drawing import NARROW, WIDE, Drawing
from catalog.charts.scatter import Axis, Cell, Point, cells, points
from catalog.charts.sheet import sheet_of
from catalog.charts.steps import Course, Panel, Step, panels_of_steps
from catalog.charts.styles import STYLES

BOTH = (Series("permitted", "Permitted"), Series("unknown", "Unknown"))
ACROSS = Axis("Parameters", ((1e9, "1B"), (1e10, "10B")))
UP = Axis("Tokens", ((1024, "1K"), (4096, "4K")))
PLAIN = {"name": "d", "title": "A title", "says": "What it shows"}


def inside(drawing: Drawing) -> bool:
    """Whether everything stands within the box, but for what a sign is wide."""
    across = [
        *(mark.x for mark in drawing.marks),
        *(block.x + block.width for block in drawing.blocks),
        *(word.x for word in drawing.words),
    ]
    down = [*(mark.y for mark in drawing.marks), *(block.y + block.height for block in drawing.blocks), *(word.y for word in drawing.words)]
    return all(0 <= x <= drawing.width for x in across) and all(0 <= y <= drawing.height for y in down)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_columns_are_as_high_as_their_counts(width: int) -> None:
    found = [Column("2023", (2, 1)), Column("2024", (0, 0)), Column("2025", (4, 0))]
    drawing = stacked_columns(found, series=BOTH, unit="Releases", width=width, **PLAIN)
    assert [(block.key, block.says) for block in drawing.blocks] == [
        ("permitted", "2023: Permitted, 2"), ("unknown", "2023: Unknown, 1"), ("permitted", "2025: Permitted, 4"),
    ]  # fmt: skip
    two, one, four = (block.height for block in drawing.blocks)
    assert (two, four) == (2 * one, 4 * one)
    assert drawing.blocks[1].y + one == drawing.blocks[0].y
    assert [word.text for word in drawing.words if word.role == "value"] == ["3", "4"]
    assert inside(drawing)


def test_names_of_many_columns_do_not_run_into_each_other() -> None:
    found = [Column(str(year), (1, 0)) for year in range(1970, 2030)]
    drawing = stacked_columns(found, series=BOTH, unit="Releases", width=NARROW, **PLAIN)
    names = [word for word in drawing.words if word.anchor == "middle" and word.role == "tick"]
    assert 3 < len(names) < 10
    assert all(after.x - before.x > 26 for before, after in pairwise(names))


def test_signs_at_one_place_stand_apart_and_each_leads_somewhere() -> None:
    same = [Point(7e9, 2048, "permitted", f"Model {number}", f"/models/{number}/") for number in range(12)]
    drawing = points(same, across=ACROSS, up=UP, width=WIDE, **PLAIN)
    places = [(mark.x, mark.y) for mark in drawing.marks]
    assert all(abs(a[0] - b[0]) >= 9 or abs(a[1] - b[1]) >= 9 for i, a in enumerate(places) for b in places[:i])
    assert [mark.href for mark in drawing.marks] == [f"/models/{number}/" for number in range(12)]
    assert drawing.has_links
    assert inside(drawing)
    assert not points(same, across=ACROSS, up=UP, width=NARROW, **PLAIN).has_links


def test_areas_stand_for_counts() -> None:
    found = [Cell(2e9, 2048, 100, "many"), Cell(5e9, 2048, 25, "few")]
    many, few = cells(found, across=ACROSS, up=UP, key="second", width=WIDE, **PLAIN).circles
    assert many.radius == 2 * few.radius


def test_currencies_have_scales_of_their_own_and_an_unknown_price_has_no_bar() -> None:
    row = Row("Host: Model", "As of 1 May 2026", (Bar("first", 2.0, "$2.00 input"), Bar("second", None, "output price not known")))
    other = Row("Other: Model", "", (Bar("first", 200.0, "SEK 200.00 input"), Bar("second", 100.0, "SEK 100.00 output")))
    groups = [Group("USD per million tokens", "USD", (row,)), Group("SEK per million tokens", "SEK", (other,))]
    drawing = rows_of_bars(groups, width=WIDE, **PLAIN)
    assert [block.says for block in drawing.blocks] == [
        "Host: Model: $2.00 input", "Other: Model: SEK 200.00 input", "Other: Model: SEK 100.00 output",
    ]  # fmt: skip
    dollars, kronor, half = (block.width for block in drawing.blocks)
    assert kronor == pytest.approx(2 * half)
    # A hundred times the number of another currency is not a hundred times as long.
    assert dollars > kronor / 2
    assert "output price not known" in [word.text for word in drawing.words]
    assert inside(drawing)


def steps(*found: tuple[date, float]) -> Drawing:
    course = Course("first", tuple(Step(day, value, f"{value}") for day, value in found), "now")
    panel = Panel("Host: Model", "USD", "USD", (course,))
    return panels_of_steps([panel], until=date(2026, 11, 1), width=WIDE, **PLAIN)


def test_a_price_holds_until_the_next_one_and_is_dashed_after_the_last() -> None:
    drawing = steps((date(2026, 1, 1), 4.0), (date(2026, 6, 1), 2.0))
    known, since = drawing.lines
    first, second = drawing.marks
    assert known.path == f"M{first.x} {first.y}H{second.x}V{second.y}"
    assert (known.dashed, since.dashed) == (False, True)
    assert since.path.startswith(f"M{second.x} {second.y}H")
    assert second.y > first.y


def test_nothing_is_drawn_before_the_first_known_day_and_one_price_is_no_line() -> None:
    drawing = steps((date(2026, 6, 1), 2.0))
    assert [line.dashed for line in drawing.lines] == [True]
    assert steps((date(2026, 11, 1), 2.0)).lines == []


@pytest.mark.parametrize(
    "keys",
    [("permitted", "conditional", "unknown", "not_permitted"), ("first", "second", "third", "fourth", "fifth", "sixth")],
)
def test_series_that_stand_together_differ_in_more_than_colour(keys: tuple[str, ...]) -> None:
    styles = [STYLES[key] for key in keys]
    # Full, hatched in its own way, or with the sign in its own way: what a print in grey still shows.
    assert len({style.hatch or f"full {style.ground if style.ground == '#1f2328' else 'light'}" for style in styles}) == len(keys)
    assert len({(style.sign, style.dashed, style.within) for style in styles}) == len(keys)


def test_a_sheet_has_room_for_its_legend() -> None:
    drawing = stacked_columns([Column("2023", (2, 1))], series=BOTH, unit="Releases", width=WIDE, **PLAIN)
    sheet = sheet_of(drawing, legend=[("permitted", "Permitted"), ("unknown", "Unknown")])
    assert sheet.drawing_y + drawing.height < sheet.entries[0].y < sheet.entries[1].y < sheet.foot_y < sheet.height
