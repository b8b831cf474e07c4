"""Scales put values where they belong, with ticks at numbers that people count in."""

from datetime import date

import pytest

from catalog.charts.scales import Days, Linear, Log, nice_step


@pytest.mark.parametrize(
    ("span", "at_most", "expected"),
    [(10, 5, 2), (11, 5, 5), (52, 5, 20), (0.6, 4, 0.2), (100, 10, 10), (1, 1, 1), (3, 2, 2), (0.00001, 2, 0.000005)],
)
def test_steps_are_one_two_or_five_times_a_power_of_ten(span: float, at_most: int, expected: float) -> None:
    assert nice_step(span, at_most=at_most) == pytest.approx(expected)


def test_a_linear_scale_ends_at_the_first_tick_above_the_largest_value() -> None:
    scale = Linear.up_to(52, start=240, end=0, steps=5, whole=True)
    assert scale.top == 60
    assert (scale.at(0), scale.at(30), scale.at(60)) == (240, 120, 0)
    assert scale.ticks(steps=5, whole=True) == [0, 20, 40, 60]


def test_whole_ticks_stay_whole_where_there_is_little() -> None:
    assert Linear.up_to(1, start=0, end=10, steps=5, whole=True).ticks(steps=5, whole=True) == [0, 1]


def test_a_price_of_nothing_still_has_a_scale() -> None:
    scale = Linear.up_to(0, start=0, end=100, steps=4)
    assert (scale.top, scale.at(0)) == (1, 0)


def test_equal_ratios_are_equally_far_apart_and_nothing_leaves_the_edge() -> None:
    scale = Log(low=1e9, high=1e12, start=0, end=300)
    assert [scale.at(value) for value in (1e9, 1e10, 1e11, 1e12)] == [0, 100, 200, 300]
    assert (scale.at(1), scale.at(1e20)) == (0, 300)


def test_days_have_ticks_at_beginnings_of_months_or_years() -> None:
    half = Days(date(2026, 5, 21), date(2026, 11, 22), 0, 185)
    assert half.ticks(at_most=6) == [date(2026, 7, 1), date(2026, 9, 1), date(2026, 11, 1)]
    assert (half.at(date(2026, 5, 21)), half.at(date(2026, 11, 22))) == (0, 185)
    years = Days(date(2020, 3, 1), date(2026, 3, 1), 0, 100)
    assert years.ticks(at_most=4) == [date(2022, 1, 1), date(2024, 1, 1), date(2026, 1, 1)]


def test_a_single_day_stands_in_the_middle_and_the_oldest_days_have_a_place() -> None:
    assert Days(date(2026, 1, 1), date(2026, 1, 1), 0, 100).at(date(2026, 1, 1)) == 50
    assert Days(date(1, 1, 1), date(9999, 12, 31), 0, 100).ticks(at_most=6)
