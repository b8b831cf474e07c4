"""Figures are written as exactly as they are known."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.presentation.countries import NAMES, country_name
from catalog.presentation.figures import bare, day_in_words, listed, money, month_in_words, parameters, sentence_case, whole
from registry.licensing.countries import COUNTRIES


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (None, None), (1, "1"), (999, "999"), (1_000, "1K"), (22_700_000, "22.7M"), (999_999, "1M"), (999_994_000, "999.99M"),
        (999_995_000, "1B"), (7_000_000_000, "7B"), (7_610_000_000, "7.61B"), (671_000_000_000, "671B"), (1_040_000_000_000, "1.04T"),
    ],
)  # fmt: skip
def test_parameters_are_short_and_right(count: int | None, words: str | None) -> None:
    assert parameters(count) == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("0", "USD", "$0.00"), ("0.75", "USD", "$0.75"), ("1", "USD", "$1.00"), ("0.0375", "EUR", "€0.0375"), ("1200.5", "GBP", "£1,200.50"),
        ("0.000001", "USD", "$0.000001"), ("700", "SEK", "SEK 700.00"), ("2", "CNY", "CN¥2.00"),
    ],
)  # fmt: skip
def test_money_is_exact(amount: str, currency: str, words: str) -> None:
    assert money(Decimal(amount), currency=currency) == words


def test_money_that_is_not_known_is_not_zero() -> None:
    assert money(None, currency="USD") is None


def test_a_date_shows_its_precision() -> None:
    day = date(2023, 7, 1)
    assert [day_in_words(day, precision=known) for known in ("day", "month", "year")] == ["1 July 2023", "July 2023", "2023"]
    assert day_in_words(None) is None


@pytest.mark.parametrize(
    ("text", "words"), [("2023-06", "June 2023"), ("2023-13", "2023-13"), ("model release date", "model release date")]
)
def test_a_month_is_named_when_it_is_one(text: str, words: str) -> None:
    assert month_in_words(text) == words


@pytest.mark.parametrize(("names", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_lists_read_as_sentences(names: list[str], words: str) -> None:
    assert listed(names) == words


@pytest.mark.parametrize(
    ("label", "words"),
    [("Community With Thresholds", "Community with thresholds"), ("RAIL", "RAIL"), ("ScanCode LicenseDB copy", "ScanCode LicenseDB copy"),
     ("Managed API", "Managed API"), ("", "")],
)  # fmt: skip
def test_labels_are_in_sentence_case(label: str, words: str) -> None:
    assert sentence_case(label) == words


def test_whole_and_bare_numbers() -> None:
    assert whole(131072) == "131,072"
    assert whole(None) is None
    assert bare(Decimal("45.3000")) == "45.3"
    assert bare(Decimal(700)) == "700"


def test_every_country_has_a_name() -> None:
    assert set(NAMES) == set(COUNTRIES)
    assert country_name("GB") == "United Kingdom"
    assert country_name("KR") == "South Korea"
    assert country_name("") == ""
