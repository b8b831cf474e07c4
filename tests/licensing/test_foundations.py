"""The logic, the intervals and the calendar on their own."""

from datetime import date
from itertools import product

import pytest

from registry.licensing.amounts import ANY_AMOUNT, NOTHING, Amount, both, no_less_than, up_to
from registry.licensing.gaps import Gap
from registry.licensing.kleene import FALSE, TRUE, Truth, all_of, any_of, known_or, unknown
from registry.licensing.lineage import LicensePeriod, Subject, begins_with
from registry.licensing.months import begins_after, first_day, in_words, is_month, is_partial_date, month_before

A, B = (Gap(cause="missing_input", key=key, text=key) for key in "ab")
OPEN_A, OPEN_B = unknown(A), unknown(B)


def test_and_lets_false_dominate_and_keeps_what_is_missing():
    table = [first & second for first, second in product((TRUE, FALSE), repeat=2)]
    assert table == [TRUE, FALSE, FALSE, FALSE]
    mixed = (OPEN_A & FALSE, FALSE & OPEN_A, OPEN_A & TRUE)
    assert mixed == (FALSE, FALSE, OPEN_A)
    assert Truth(None, frozenset({A, B})) == OPEN_A & OPEN_B


def test_or_lets_true_dominate_and_keeps_what_is_missing():
    table = [first | second for first, second in product((TRUE, FALSE), repeat=2)]
    assert table == [TRUE, TRUE, TRUE, FALSE]
    mixed = (OPEN_A | TRUE, TRUE | OPEN_A, OPEN_A | FALSE)
    assert mixed == (TRUE, TRUE, OPEN_A)
    assert Truth(None, frozenset({A, B})) == OPEN_A | OPEN_B


def test_not_turns_what_is_known_and_leaves_what_is_not():
    assert (~TRUE, ~FALSE, ~OPEN_A) == (FALSE, TRUE, OPEN_A)


def test_nothing_at_all_is_a_true_and_and_a_false_or():
    assert (all_of(()), any_of(())) == (TRUE, FALSE)


def test_a_known_value_needs_no_gap():
    assert (known_or(True, A), known_or(False, A), known_or(None, A)) == (TRUE, FALSE, OPEN_A)
    assert [truth.is_true for truth in (TRUE, FALSE, OPEN_A)] == [True, False, False]
    assert [truth.is_false for truth in (TRUE, FALSE, OPEN_A)] == [False, True, False]
    assert [truth.is_unknown for truth in (TRUE, FALSE, OPEN_A)] == [False, False, True]


def test_amounts_know_nothing_everything_or_bounds():
    assert (ANY_AMOUNT, NOTHING, Amount()) == (Amount(0, None), Amount(0, 0), Amount(0, None))
    assert (up_to(Amount(3, 5)), no_less_than(Amount(3, 5))) == (Amount(0, 5), Amount(3, None))


def test_amounts_add_up_bound_by_bound():
    assert Amount(1, 2).plus(Amount(10, 20)) == Amount(11, 22)
    assert Amount(1, 2).plus(Amount(10, None)) == Amount(1, None).plus(Amount(10, 20)) == Amount(11, None)


def test_a_part_taken_away_leaves_no_less_than_nothing():
    assert Amount(10, 20).without(Amount(1, 4)) == Amount(6, 19)
    assert Amount(10, 20).without(Amount(1, None)) == Amount(0, 19)
    assert Amount(10, None).without(Amount(1, 4)) == Amount(6, None)
    assert Amount(2, 3).without(Amount(5, 9)) == Amount(0, 0)


def test_either_of_two_amounts_lies_in_the_interval_around_both():
    assert Amount(1, 2).or_else(Amount(5, 9)) == Amount(5, 9).or_else(Amount(1, 2)) == Amount(1, 9)
    assert Amount(1, 2).or_else(Amount(5, None)) == Amount(1, None).or_else(Amount(5, 9)) == Amount(1, None)


def test_a_total_is_at_least_its_part():
    assert Amount(1, 9).at_least(Amount(3, 4)) == Amount(3, 9)
    assert Amount(1, 2).at_least(Amount(3, 4)) == Amount(3, 3)
    assert Amount(1, None).at_least(Amount(3, 4)) == Amount(3, None)


def test_two_statements_narrow_each_other_unless_they_contradict():
    assert Amount(1, 9).narrowed_by(Amount(3, None)) == Amount(3, 9)
    assert Amount(3, None).narrowed_by(Amount(1, 9)) == Amount(3, 9)
    assert Amount(1, 9).narrowed_by(Amount(0, 5)) == Amount(1, 5)
    assert Amount(1, 9).narrowed_by(Amount(9, 12)) == Amount(9, 9)
    assert Amount(1, 9).narrowed_by(Amount(10, 12)) == Amount(1, 9)
    assert (both(None, None), both(Amount(1, 9), None), both(None, Amount(2, 3))) == (None, Amount(1, 9), Amount(2, 3))
    assert both(Amount(1, 9), Amount(2, None)) == Amount(2, 9)


@pytest.mark.parametrize(
    ("amount", "gt", "gte"),
    [
        (Amount(5, 5), False, True),
        (Amount(6, 6), True, True),
        (Amount(4, 4), False, False),
        (Amount(0, 5), False, None),
        (Amount(0, 4), False, False),
        (Amount(5, None), None, True),
        (Amount(6, None), True, True),
        (Amount(0, None), None, None),
        (Amount(4, 6), None, None),
    ],
)
def test_an_interval_passes_a_threshold_of_five_if_all_of_it_does(amount, gt, gte):
    assert (amount.reaches(operator="gt", value=5), amount.reaches(operator="gte", value=5)) == (gt, gte)


def test_months_and_partial_dates():
    assert [is_month(text) for text in ("2024-06", "2024-6", "2024-13", "2024-00", "2024", "2024-06-01", "0999-01")] == [True] + [False] * 6
    assert [is_partial_date(text) for text in ("2024", "2024-12", "2024-02-29")] == [True] * 3
    assert [is_partial_date(text) for text in ("2023-02-29", "2024-13", "24", "2024-1", "2024-01-32", "")] == [False] * 6
    assert [first_day(text) for text in ("2024", "2024-06", "2024-06-23")] == [date(2024, 1, 1), date(2024, 6, 1), date(2024, 6, 23)]


def test_the_month_before_a_release():
    assert [month_before(text) for text in ("2024-07-23", "2024-07", "2024-01-31", "2024-12-01")] == [
        "2024-06",
        "2024-06",
        "2023-12",
        "2024-11",
    ]
    assert (month_before("2024"), month_before(None)) == (None, None)


def test_what_begins_after_a_month():
    assert begins_after("2024-07-01", month="2024-06")
    assert begins_after("2025", month="2024-12")
    assert not begins_after("2024-06-30", month="2024-06")
    assert not begins_after("2024", month="2024-01")


def test_months_in_words():
    assert (in_words("2024-01"), in_words("2024-12")) == ("January 2024", "December 2024")


def test_a_period_holds_from_its_first_to_its_last_day():
    period = LicensePeriod(None, "2024-05", "2024-07-15")
    days = [date(2024, 4, 30), date(2024, 5, 1), date(2024, 7, 15), date(2024, 7, 16)]
    assert [period.covers(day) for day in days] == [False, True, True, False]
    assert LicensePeriod(None).covers(date(1900, 1, 1))


def test_a_model_is_multimodal_if_it_takes_or_makes_several_kinds_of_content():
    assert Subject(modalities_in=("text", "image"), modalities_out=("text",)).is_multimodal is True
    assert Subject(modalities_in=("text",), modalities_out=("image",)).is_multimodal is True
    assert Subject(modalities_in=("text",), modalities_out=("text",)).is_multimodal is False
    assert Subject(modalities_in=("text",), modalities_out=("embedding",)).is_multimodal is False
    assert Subject().is_multimodal is None


def test_names_begin_with_a_prefix_whatever_stands_between_the_words():
    assert begins_with("Llama-3_Acme", prefix="Llama 3")
    assert begins_with("Llama", prefix="Llama")
    assert not begins_with("llama-3", prefix="Llama")
    assert not begins_with("Acme-Llama", prefix="Llama")
