"""GET /api/v1/costs/."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from registry.models import UseProfile
from tests.catalog.hosting.priced import hosted, offer, price
from tests.factories import GRANT, NOT_COMMERCIAL, make_license, variant_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_time")]
ADDRESS = "/api/v1/costs/"
MIX = {"input_tokens": "10M", "output_tokens": "2000000"}


def test_a_host_comes_with_exact_cost_price_date_and_source(api: APIClient) -> None:
    hosted(
        offer("acme", price("0.152", "0.287", identifier="nova-fp8"), variants=["nova-8b"]), offer("beta", price(None, "4")), offer("gamma")
    )
    answer = api.get(ADDRESS, {"model": "nova", **MIX}).json()
    assert answer["about"] == {"kind": "model", "slug": "nova", "name": "Nova 1", "url": "http://testserver/models/nova/"}
    assert answer["mix"] == {"input_tokens": 10_000_000, "output_tokens": 2_000_000}
    assert answer["as_of"] == "2026-11-21"
    (dollars,) = answer["currencies"]
    assert (dollars["currency"], dollars["complete_count"], dollars["partial_count"]) == ("USD", 1, 1)
    (acme,), (beta,) = dollars["complete"], dollars["partial"]
    assert acme == {
        "rank": 1, "cost": "2.094", "missing": [],
        "offer": {
            "slug": "nova-acme", "url": "http://testserver/models/nova/#offer-nova-acme", "partner": "acme", "model": "nova",
            "variants": ["nova-8b"], "other_variant": None, "channel": "managed_api", "service": "Acme Cloud", "verification": "verified",
        },
        "price": {
            "input_per_million": "0.152", "output_per_million": "0.287", "as_of": "2026-10-01", "as_of_not_before": None,
            "identifier": "nova-fp8",
            "source": {
                "key": "card", "kind": "web_page", "label": "Model card", "url": "https://example.org/card", "read_on": "2026-11-21"
            },
        },
    }  # fmt: skip
    assert (beta["rank"], beta["cost"], beta["missing"], beta["price"]["input_per_million"]) == (None, "8", ["input"], None)
    assert [each["slug"] for each in answer["price_not_known"]] == ["nova-gamma"]
    assert answer["price_not_known_count"] == 1
    assert "taxes" in answer["leaves_out"]


def test_a_cost_has_all_its_digits(api: APIClient) -> None:
    hosted(offer("acme", price("0.000001", "999999.999999")))
    (line,) = api.get(ADDRESS, {"input_tokens": "1", "output_tokens": "999999999999"}).json()["currencies"][0]["complete"]
    # 999,999,999,999 x 999,999.999999 / 1,000,000, and 1 x 0.000001 / 1,000,000
    assert line["cost"] == "999999999998.000000000002"


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ({}, "/query/input_tokens", "required"),
        ({"input_tokens": "5"}, "/query/output_tokens", "required"),
        ({**MIX, "input_tokens": "3e6"}, "/query/input_tokens", "invalid_value"),
        ({**MIX, "model": "nope"}, "/query/model", "invalid_value"),
        ({**MIX, "as_of": "tomorrow"}, "/query/as_of", "invalid_value"),
        ({**MIX, "currency": "usd"}, "/query/currency", "invalid_value"),
        ({**MIX, "colour": "red"}, "/query/colour", "unknown_parameter"),
        ({**MIX, "page": "2"}, "/query/page", "unknown_parameter"),
    ],
)
def test_a_mistake_is_a_problem_with_its_place(api: APIClient, query: dict[str, str], pointer: str, code: str) -> None:
    answer = api.get(ADDRESS, query)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def test_the_answer_stays_good_until_the_catalog_changes(api: APIClient) -> None:
    hosted(offer("acme", price("1", "1")))
    first = api.get(ADDRESS, MIX)
    assert api.get(ADDRESS, MIX, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    hosted(offer("beta", price("1", "1"), slug="orion-beta"), slug="orion", name="Orion")
    again = api.get(ADDRESS, MIX, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.json()["currencies"][0]["complete_count"] == 2


def test_a_use_profile_is_for_the_organizations_own_people(api: APIClient, public_read: None) -> None:
    make_license("closed", terms=[GRANT, NOT_COMMERCIAL])
    make_license("open")
    UseProfile.objects.create(slug="ours", name="Ours", use={})
    variants = [variant_document(f"nova-{each}", license=each, lineage={"status": "none"}) for each in ("closed", "open")]
    offers = (offer("acme", price("1", "1"), variants=["nova-closed"]), offer("beta", price("2", "2"), variants=["nova-open"]))
    hosted(*offers, variants=variants)
    found: Any = api.get(ADDRESS, {**MIX, "usable": "ours"}).json()["currencies"][0]["complete"]
    assert [line["offer"]["partner"] for line in found] == ["beta"]
    assert APIClient().get(ADDRESS, {**MIX, "usable": "ours"}).status_code == 401


@pytest.mark.parametrize("query", [MIX, {**MIX, "model": "nova-0"}])
def test_the_number_of_queries_does_not_depend_on_the_number_of_offers(
    api: APIClient, count_queries: Callable[..., int], query: dict[str, str]
) -> None:
    hosted(offer("acme", price("1", "1"), sources=["card"], variants=["nova-0-8b"]), offer("silent"), slug="nova-0")
    one = count_queries(lambda: api.get(ADDRESS, query))
    for number in range(10):
        each = [
            made
            for n in range(10)
            for made in (
                offer(f"acme-{n}", price("1", "1"), slug=f"p-{number}-{n}", sources=["card"], variants=[f"nova-{number}-8b"]),
                offer(f"silent-{n}", slug=f"s-{number}-{n}"),
            )
        ]
        hosted(*each, slug=f"nova-{number}")
    assert count_queries(lambda: api.get(ADDRESS, query)) == one <= 22
