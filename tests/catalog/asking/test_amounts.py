"""Amounts are read as people write them."""

import pytest

from catalog.asking.amounts import read_amount, write_amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("700000000", 700_000_000),
        ("700,000,000", 700_000_000),
        ("700_000_000", 700_000_000),
        ("700M", 700_000_000),
        ("5.5bn", 5_500_000_000),
        ("2 million", 2_000_000),
        ("12k", 12_000),
        (" 12K ", 12_000),
        ("<=700M", {"max": 700_000_000}),
        ("<700M", {"max": 699_999_999}),
        ("under 5 million", {"max": 4_999_999}),
        ("at most 5", {"max": 5}),
        (">700M", {"min": 700_000_001}),
        (">=700M", {"min": 700_000_000}),
        ("more than 10", {"min": 11}),
        ("at least 10", {"min": 10}),
        ("<0", {"max": 0}),
        ("1M-5M", {"min": 1_000_000, "max": 5_000_000}),
        ("1 to 5M", {"min": 1_000_000, "max": 5_000_000}),
    ],
)
def test_an_amount_is_read(text: str, amount: object) -> None:
    assert read_amount(text) == amount


@pytest.mark.parametrize("text", ["", "-5", "lots", "1e9", "5.5", "NaN", "١٢x", "9" * 40, "<", "5-", "0x10", "1M-5M-9M", "\x00"])
def test_what_is_no_amount_is_refused_with_advice(text: str) -> None:
    with pytest.raises(ValueError, match="700000000 or 700M"):
        read_amount(text)


@pytest.mark.parametrize("amount", [0, 700_000_000, {"min": 5}, {"max": 5}, {"min": 1, "max": 5}])
def test_a_written_amount_reads_back(amount: object) -> None:
    assert read_amount(write_amount(amount)) == amount
