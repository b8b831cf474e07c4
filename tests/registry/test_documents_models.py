"""The document of a model: variants, lineage, licenses over time, offers and prices."""

from datetime import date
from typing import Any

import pytest

from registry.documents import InvalidDocument, parse_document

TODAY = date(2026, 11, 21)


def variant(**facts: Any) -> dict[str, Any]:
    return {"slug": "acme-7b", "name": "Acme 7B", "open_weights": True, **facts}


def offer(**facts: Any) -> dict[str, Any]:
    return {
        "slug": "acme-api", "partner": "acme", "channel": "managed_api", "service": "Acme API", "verification": "recalled", **facts,
    }  # fmt: skip


def model(**facts: Any) -> dict[str, Any]:
    return {"kind": "model", "slug": "acme-1", "name": "Acme 1", "family": "acme", "developers": ["acme"], **facts}


def mistakes(data: dict[str, Any], *, today: date | None = TODAY) -> dict[str, str]:
    with pytest.raises(InvalidDocument) as refused:
        parse_document(data, today=today)
    return {problem.pointer: problem.detail for problem in refused.value.problems}


def test_a_model_needs_a_developer() -> None:
    assert "name at least one developer" in mistakes(model(developers=[]))["/developers"]


def test_a_slug_may_be_used_once_among_the_variants_of_a_page() -> None:
    assert mistakes(model(variants=[variant(), variant(name="Acme 7B again")])) == {
        "/variants/1/slug": "the slug 'acme-7b' is used twice on this page"
    }


def test_an_offer_names_variants_of_its_page_only() -> None:
    found = mistakes(model(variants=[variant()], offers=[offer(variants=["acme-70b"])]))
    assert found == {"/offers/0/variants/0": "'acme-70b' is not a variant of acme-1 (acme-7b)"}


@pytest.mark.parametrize("count", [0, -1, 7.5, "7", True])
def test_parameters_are_counts(count: object) -> None:
    assert list(mistakes(model(variants=[variant(params_total=count)]))) == ["/variants/0/params_total"]


def test_active_parameters_cannot_exceed_all_of_them() -> None:
    found = mistakes(model(variants=[variant(params_total=7_000_000_000, params_active=8_000_000_000)]))
    assert found == {"/variants/0/params_active": "params_active cannot exceed params_total"}


def test_a_variant_must_say_whether_its_weights_are_open() -> None:
    closed = variant()
    del closed["open_weights"]
    assert mistakes(model(variants=[closed])) == {"/variants/0/open_weights": "this field is missing: it must be given"}


def test_lineage_tells_none_declared_and_not_declared_apart() -> None:
    edge = {"base": "llama-2-7b", "relation": "finetune"}
    for lineage in ({"status": "not_declared"}, {"status": "declared", "bases": [edge]}):
        assert parse_document(model(variants=[variant(lineage=lineage)])).as_data()["variants"][0]["lineage"] == lineage
    assert "lineage" not in parse_document(model(variants=[variant(lineage={"status": "none"})])).as_data()["variants"][0]


@pytest.mark.parametrize("lineage", [{"status": "declared"}, {"bases": [{"base": "llama-2-7b", "relation": "finetune"}]}])
def test_bases_and_the_lineage_status_must_agree(lineage: dict[str, Any]) -> None:
    found = mistakes(model(variants=[variant(lineage=lineage)]))
    assert found == {"/variants/0/lineage": "list bases when, and only when, the lineage status is 'declared'"}


def test_a_variant_cannot_be_its_own_base() -> None:
    lineage = {"status": "declared", "bases": [{"base": "acme-7b", "relation": "finetune"}]}
    assert mistakes(model(variants=[variant(lineage=lineage)])) == {"/variants/0/lineage/bases/0/base": "acme-7b cannot be its own base"}


def test_the_same_edge_may_be_given_once_but_another_relation_to_the_same_base_may_stand_beside_it() -> None:
    tuned, taught = {"base": "b", "relation": "finetune"}, {"base": "b", "relation": "output_training"}
    assert "/variants/0/lineage/bases/1" in mistakes(model(variants=[variant(lineage={"status": "declared", "bases": [tuned, tuned]})]))
    both = model(variants=[variant(lineage={"status": "declared", "bases": [tuned, taught]})])
    assert parse_document(both).as_data() == both


def test_an_ancestor_is_in_the_catalog_or_outside_it_not_both() -> None:
    outside = {"name": "GPT-3", "kind": "closed_model"}
    for edge in ({"relation": "distill"}, {"relation": "distill", "base": "b", "external": outside}):
        found = mistakes(model(variants=[variant(lineage={"status": "declared", "bases": [edge]})]))
        assert found == {"/variants/0/lineage/bases/0": "give either base (a variant of the catalog) or external (an ancestor outside it)"}


def earlier(**facts: Any) -> dict[str, Any]:
    return {"license": "yi-community-2.1", "valid_from": "2023-11-23", "valid_until": "2024-05-30", **facts}


def test_a_relicensed_variant_keeps_its_earlier_license_with_the_period() -> None:
    relicensed = model(variants=[variant(license="apache-2.0", license_since="2024-05-30", earlier_licenses=[earlier()])])
    assert parse_document(relicensed).as_data() == relicensed


def test_todays_license_begins_when_the_earlier_one_ended() -> None:
    for since in (None, "2024-05-29"):
        found = mistakes(model(variants=[variant(license="apache-2.0", license_since=since, earlier_licenses=[earlier()])]))
        assert found == {"/variants/0/license_since": "say since when today's license holds: 2024-05-30 or later"}


def test_periods_of_licenses_do_not_overlap() -> None:
    periods = [earlier(), earlier(license=None, label="Draft", valid_from="2024-05-29", valid_until="2024-06-01")]
    found = mistakes(model(variants=[variant(license_since="2024-06-01", earlier_licenses=periods)]))
    assert found == {"/variants/0/earlier_licenses/1/valid_from": "the period from 2024-05-29 must come after the one until 2024-05-30"}


def test_a_period_has_a_length_and_a_name() -> None:
    backwards = mistakes(model(variants=[variant(license_since="2024-05-30", earlier_licenses=[earlier(valid_until="2023-11-23")])]))
    assert backwards == {"/variants/0/earlier_licenses/0": "valid_until 2023-11-23 must be later than valid_from 2023-11-23"}
    nameless = mistakes(model(variants=[variant(license_since="2024-05-30", earlier_licenses=[earlier(license=None)])]))
    assert nameless == {"/variants/0/earlier_licenses/0": "name the license, or label it as the publisher does"}


def test_a_price_keeps_six_decimals_and_drops_trailing_zeros() -> None:
    price = {"input_per_million": "0.150000", "output_per_million": "700.000001", "currency": "USD"}
    document = parse_document(model(offers=[offer(prices=[price])]))
    assert document.as_data()["offers"][0]["prices"] == [
        {"input_per_million": "0.15", "output_per_million": "700.000001", "currency": "USD"}
    ]


def test_a_price_of_zero_is_a_price_and_no_price_is_not() -> None:
    free = offer(prices=[{"input_per_million": 0, "currency": "USD"}])
    assert parse_document(model(offers=[free])).as_data()["offers"][0]["prices"] == [{"input_per_million": "0", "currency": "USD"}]
    found = mistakes(model(offers=[offer(prices=[{"currency": "USD"}])]))
    assert "leave it out when no price is known" in found["/offers/0/prices/0"]


@pytest.mark.parametrize("amount", ["-1", "0.0000001", "NaN", "Infinity", "1000000001", "a lot"])
def test_amounts_that_are_no_price_are_refused(amount: str) -> None:
    found = mistakes(model(offers=[offer(prices=[{"input_per_million": amount, "currency": "USD"}])]))
    assert list(found) == ["/offers/0/prices/0/input_per_million"]


def test_a_currency_is_an_iso_code() -> None:
    found = mistakes(model(offers=[offer(prices=[{"input_per_million": 1, "currency": "$"}])]))
    assert found == {"/offers/0/prices/0/currency": "write the three capital letters of ISO 4217, such as USD"}


def test_an_offer_ends_after_it_began() -> None:
    found = mistakes(model(offers=[offer(available_from="2024-07", retires_on="2024-06-30")]))
    assert found == {"/offers/0/retires_on": "2024-06-30 lies before available_from 2024-07"}
    parse_document(model(offers=[offer(available_from="2024-07-23", retires_on="2024-07")]))


def test_offers_have_one_order_and_variants_keep_theirs() -> None:
    data = model(variants=[variant(slug="b"), variant(slug="a")], offers=[offer(slug="z"), offer(slug="y")])
    written = parse_document(data).as_data()
    assert [item["slug"] for item in written["variants"]] == ["b", "a"]
    assert [item["slug"] for item in written["offers"]] == ["y", "z"]


def test_a_contradiction_names_a_fact_of_the_page_and_two_values() -> None:
    values = [{"value": 32768}, {"value": 131072}]
    good = model(variants=[variant()], contradictions=[{"fact": "variants/acme-7b/context_tokens", "values": values}])
    assert parse_document(good).as_data() == good
    unknown = mistakes(model(variants=[variant()], contradictions=[{"fact": "variants/acme-7b/context", "values": values}]))
    assert unknown == {"/contradictions/0/fact": "this page has no fact 'variants/acme-7b/context'"}
    single = mistakes(model(variants=[variant()], contradictions=[{"fact": "record", "values": values[:1]}]))
    assert single == {"/contradictions/0": "a contradiction needs at least two values"}


def test_a_release_in_the_future_is_refused_unless_it_is_announced() -> None:
    later = model(variants=[variant(release_date="2032-07-18")])
    assert mistakes(later) == {
        "/variants/0/release_date": "Release date 2032-07-18 lies in the future: is it announced only? Set status to announced"
    }
    announced = model(variants=[variant(release_date="2032-07-18", status="announced")])
    assert parse_document(announced, today=TODAY).as_data() == announced
    assert parse_document(later).as_data() == later


def test_a_release_of_today_and_of_the_running_month_is_not_in_the_future() -> None:
    for written in ("2026-11-21", "2026-11", "2026"):
        assert parse_document(model(release_date=written), today=TODAY).as_data()["release_date"] == written


@pytest.mark.parametrize("written", ["2024", "2024-07", "2024-07-23"])
def test_a_date_keeps_the_precision_it_was_written_with(written: str) -> None:
    assert parse_document(model(release_date=written)).as_data()["release_date"] == written


def test_a_year_may_be_a_number() -> None:
    assert parse_document(model(release_date=2024)).as_data()["release_date"] == "2024"


@pytest.mark.parametrize("written", ["23.07.2024", "July 2024", "2024-7-23", "2024-13", "2023-02-29", "24", "2024-07-23T00:00"])
def test_a_date_in_another_form_is_refused(written: str) -> None:
    assert f"'{written}' is not a date" in mistakes(model(release_date=written))["/release_date"]
