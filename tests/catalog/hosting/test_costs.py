"""Exact costs, in Python and in the database, and ranks."""

from datetime import date
from decimal import Decimal

import pytest

from catalog.hosting.costs import MOST_TOKENS, Mix, cost_of, ranked
from catalog.hosting.hosts import costs
from catalog.hosting.prices import CHEAPEST_FIRST, prices_on, with_costs
from registry.models import HostingOffer
from tests.catalog.hosting.priced import hosted, offer, price

TODAY = date(2026, 11, 21)


def cost(mix: Mix, paid: str | None, got: str | None) -> tuple[Decimal, tuple[str, ...]]:
    sides = (None if side is None else Decimal(side) for side in (paid, got))
    return cost_of(mix, **dict(zip(("input_per_million", "output_per_million"), sides, strict=True)))


def test_a_cost_is_exact() -> None:
    assert cost(Mix(10_000_000, 2_000_000), "0.152", "0.287") == (Decimal("2.094"), ())
    assert cost(Mix(1, 0), "0.000001", None) == (Decimal("0.000000000001"), ())
    # 999,999,999,999 x 999,999,999.999999 per million, twice.
    assert cost(Mix(MOST_TOKENS - 1, MOST_TOKENS - 1), "999999999.999999", "999999999.999999")[0] == Decimal("1999999999997.998") * 1000 + (
        Decimal("0.000000000002")
    )


def test_a_side_without_a_price_is_missing_only_where_the_mix_uses_it() -> None:
    assert cost(Mix(1_000_000, 1_000_000), "2", None) == (Decimal(2), ("output",))
    assert cost(Mix(1_000_000, 0), "2", None) == (Decimal(2), ())
    assert cost(Mix(1_000_000, 1), None, "3") == (Decimal("0.000003"), ("input",))


def test_equal_costs_share_a_rank_and_the_next_one_counts_them_all() -> None:
    assert ranked(["b", "aa", "a", "ccc"], by=lambda word: Decimal(len(word))) == [(1, "b"), (1, "a"), (3, "aa"), (4, "ccc")]


@pytest.mark.django_db
@pytest.mark.parametrize("mix", [Mix(1, 0), Mix(0, 7), Mix(999_999, 1_000_001), Mix(MOST_TOKENS, MOST_TOKENS), Mix(MOST_TOKENS - 1, 3)])
def test_the_database_reckons_and_orders_as_python_does(mix: Mix) -> None:
    amounts = [
        ("0.000001", "0.000002"),
        ("1000000000", "1000000000"),
        ("999999999.999999", "0.000001"),
        ("0", "0"),
        ("2.5", None),
        (None, "4"),
    ]
    hosted(*(offer("host", price(*pair), slug=f"nova-{place}") for place, pair in enumerate(amounts)))
    rows = list(with_costs(prices_on(TODAY, offers=HostingOffer.objects.all()), mix=mix).order_by(*CHEAPEST_FIRST))
    expected = [cost_of(mix, input_per_million=row.input_per_million, output_per_million=row.output_per_million) for row in rows]
    assert [int(row.units) * 10**12 + int(row.micros) * 10**6 + int(row.picos) for row in rows] == [
        int(amount.scaleb(12)) for amount, _ in expected
    ]
    assert [bool(row.complete) for row in rows] == [not missing for _, missing in expected]
    assert [amount for amount, _ in expected] == sorted(amount for amount, _ in expected)


def reckoned(day: date = TODAY, *, mix: Mix | None = None, **more: object) -> dict[str, object]:
    """The group of US dollars as (rank, partner, cost), what is partly known as (partner, cost), and partners without a price."""
    found = costs(HostingOffer.objects.published(), mix=mix or Mix(1_000_000, 1_000_000), on=day, **more)  # type: ignore[arg-type]
    group = next((group for group in found.groups if group.currency == "USD"), None)
    return {
        "ranked": [(rank, line.offer.partner.slug, str(line.cost.normalize())) for rank, line in group.complete] if group else [],
        "partial": [(line.offer.partner.slug, line.missing, str(line.cost.normalize())) for line in group.partial] if group else [],
        "unpriced": [each.partner.slug for each in found.unpriced],
        "not_by_token": found.not_by_token,
    }


@pytest.mark.django_db
def test_partly_known_prices_are_never_ranked_and_missing_ones_are_named() -> None:
    hosted(
        offer("dear", price("3", "4")), offer("cheap", price("1", "2")), offer("tied", price("2", "1")), offer("half", price("0.1", None)),
        offer("silent"), offer("hub", channel="weights_download"), offer("gone", price("0.1", "0.1"), status="ended"),
    )  # fmt: skip
    assert reckoned() == {
        "ranked": [(1, "cheap", "3"), (1, "tied", "3"), (3, "dear", "7")], "partial": [("half", ("output",), "0.1")],
        "unpriced": ["silent"], "not_by_token": 1,
    }  # fmt: skip


@pytest.mark.django_db
def test_the_newest_price_of_the_day_counts() -> None:
    hosted(offer("host", price("9", "9", on=None), price("1", "1", on="2026-05-01"), price("2", "2", on="2026-08-01")), offer("undated", price("4", "4", on=None)))  # fmt: skip
    undated = (1, "undated", "8")
    assert reckoned()["ranked"] == [(1, "host", "4"), (2, "undated", "8")]
    assert reckoned(date(2026, 7, 31))["ranked"] == [(1, "host", "2"), (2, "undated", "8")]
    assert reckoned(date(2026, 4, 30))["ranked"] == [undated, (2, "host", "18")]


@pytest.mark.django_db
def test_a_price_that_cannot_be_older_than_a_day_counts_from_that_day() -> None:
    hosted(offer("host", price("1", "1", on="2026-05-01"), price("2", "2", on=None, as_of_not_before="2026-08-01")))
    assert reckoned(date(2026, 7, 31))["ranked"] == [(1, "host", "2")]
    assert reckoned(date(2026, 8, 1))["ranked"] == [(1, "host", "4")]


@pytest.mark.django_db
def test_prices_of_one_day_for_several_identifiers_are_lines_of_their_own_unless_they_are_equal() -> None:
    hosted(offer("host", price("1", "1", identifier="a"), price("1", "1", identifier="b"), price("2", "2", identifier="c")))
    assert reckoned()["ranked"] == [(1, "host", "2"), (2, "host", "4")]


@pytest.mark.django_db
def test_currencies_are_kept_apart() -> None:
    hosted(offer("host", price("5", "5")), offer("other", price("1", "1", currency="CNY")))
    found = costs(HostingOffer.objects.all(), mix=Mix(1_000_000, 0), on=TODAY)
    assert [(group.currency, [(rank, line.cost) for rank, line in group.complete]) for group in found.groups] == [
        ("CNY", [(1, Decimal(1))]), ("USD", [(1, Decimal(5))]),
    ]  # fmt: skip
    alone = costs(HostingOffer.objects.all(), mix=Mix(1_000_000, 0), on=TODAY, currencies=["USD"])
    assert [group.currency for group in alone.groups] == ["USD"]
