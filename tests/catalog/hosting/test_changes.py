"""How prices changed, and when nothing can be said."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from catalog.hosting.changes import steps
from catalog.presentation.hosting_costs import age_words, cost_words
from catalog.presentation.hosting_offer import changed_words
from registry.models import OfferPrice

MAY, JUNE, JULY = date(2026, 5, 21), date(2026, 6, 1), date(2026, 7, 1)


def dated(paid: str | None, got: str | None, on: date | None = JUNE, **more: Any) -> OfferPrice:
    sides = (None if side is None else Decimal(side) for side in (paid, got))
    return OfferPrice(**dict(zip(("input_per_million", "output_per_million"), sides, strict=True)), as_of=on, **more)


def words(*prices: OfferPrice) -> list[str]:
    return [changed_words(step) for step in steps(prices)]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (("1", "2"), ("0.8", "2"), "Input 20 % cheaper, output unchanged"),
        (("0.556", "6.667"), ("1.923", "1.923"), "Input 245.9 % more expensive, output 71.2 % cheaper"),
        (("0.3", None), ("0.3", "1"), "Input unchanged, output price not known before"),
        (("0.3", "1"), ("0.3", None), "Input unchanged, output price not known any more"),
        (("0.3", None), ("0.3", None), "Input unchanged, output price not known before and now"),
        (("0", "1"), ("1", "0"), "Input cost nothing before, output 100 % cheaper"),
        (("1000", "1"), ("1000.1", "1"), "Input less than 0.1 % more expensive, output unchanged"),
    ],
)
def test_what_changed_is_said_for_each_side(before: tuple[str, str], now: tuple[str, str], expected: str) -> None:
    assert words(dated(*before, MAY), dated(*now)) == [expected, "No earlier price is known."]


def test_prices_of_other_identifiers_are_not_compared() -> None:
    assert words(dated("1", "1", MAY, identifier="a"), dated("2", "2", identifier="b")) == [
        "No earlier price of b is known.", "No earlier price is known.",
    ]  # fmt: skip
    assert words(dated("1", "1", MAY, identifier="Llama"), dated("2", "1", identifier="llama"))[0] == (
        "Input 100 % more expensive, output unchanged"
    )


def test_currencies_are_not_compared() -> None:
    assert words(dated("1", "1", MAY, currency="CNY"), dated("2", "2"))[0] == "Not compared: the price before is in CNY."


def test_nothing_is_claimed_where_the_days_do_not_say_which_came_first() -> None:
    open_ended = dated("1", "1", None, as_of_not_before=MAY)
    assert words(open_ended, dated("2", "2"))[0] == "Not compared: which of the two came first is not known."
    assert words(dated("1", "1", MAY), dated("2", "2", None, as_of_not_before=JUNE))[0].startswith("Input 100 %")
    assert words(dated("1", "1", None), dated("2", "2")) == ["No earlier price is known.", "Not compared: its date is not known."]


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (dated("1", "1", date(2026, 7, 1)), "0 days old"),
        (dated("1", "1", date(2026, 6, 30)), "1 day old"),
        (dated("1", "1", date(2026, 5, 2)), "60 days old"),
        (dated("1", "1", date(2026, 4, 2)), "2 months old"),
        (dated("1", "1", date(2026, 4, 1)), "3 months old"),
        (dated("1", "1", None, as_of_not_before=date(2026, 6, 1)), "at most 30 days old"),
        (dated("1", "1", None), "age not known"),
    ],
)
def test_an_age_is_said_in_days_then_in_whole_months(price: OfferPrice, expected: str) -> None:
    assert age_words(price, on=JULY) == expected


def test_what_costs_something_is_never_shown_as_nothing() -> None:
    assert cost_words(Decimal("0.0049"), currency="USD") == "less than $0.01"
    assert cost_words(Decimal("0.005"), currency="USD") == "less than $0.01"
    assert cost_words(Decimal(0), currency="USD") == "$0.00"
    assert cost_words(Decimal("1234.565"), currency="EUR") == "€1,234.57"
