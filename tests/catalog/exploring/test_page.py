"""/explore/: the table, its columns, facets, ranges and pages."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from tests.catalog.reading.hostile import LINE
from tests.catalog.reading.pages import PageReader
from tests.factories import make_license, make_model, make_organization, offer_document, variant_document

EXPLORE = "/explore/"


def variants_on(client: Client, address: str) -> list[str]:
    """The variants of a page, by slug, in its order."""
    return re.findall(r'name="m" value="([^"]+)"', client.get(address).content.decode())


def facets_on(client: Client, address: str) -> str:
    """The facets and ranges of a page."""
    return client.get(address).content.decode().partition('id="facets_"')[2]


def link(client: Client, address: str, rel: str) -> str:
    """The address of the next or the previous page; empty where there is none."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', client.get(address).content.decode())
    return found[1].replace("&amp;", "&") if found else ""


def href_of(client: Client, address: str, words: str) -> dict[str, list[str]]:
    """The parameters of the link with these words among the facets."""
    found = re.search(rf'<a href="([^"]+)"[^>]*>{re.escape(words)}', facets_on(client, address))
    assert found, words
    return parse_qs(urlsplit(found[1].replace("&amp;", "&")).query)


@pytest.mark.usefixtures("four_variants")
class TestTable:
    def test_it_shows_all_variants_newest_first_and_those_without_a_date_last(self, reader: Client) -> None:
        assert variants_on(reader, EXPLORE) == ["alpha-7b", "alpha-70b", "beta-8x7b", "gamma-x"]

    def test_what_is_not_known_comes_last_in_both_directions(self, reader: Client) -> None:
        assert variants_on(reader, f"{EXPLORE}?ordering=params_total") == ["alpha-7b", "beta-8x7b", "alpha-70b", "gamma-x"]
        assert variants_on(reader, f"{EXPLORE}?ordering=-params_total") == ["alpha-70b", "beta-8x7b", "alpha-7b", "gamma-x"]

    def test_columns_stand_in_the_order_in_which_they_are_given(self, reader: Client) -> None:
        page = reader.get(f"{EXPLORE}?columns=context_tokens,name,license").content.decode()
        heads = [re.sub(r"<[^>]+>", "", head).strip() for head in re.findall(r'<th scope="col".*?</th>', page, re.DOTALL)]
        assert heads == ["Variant", "Context, tokens", "License"]

    def test_the_chooser_sends_its_columns_one_by_one(self, text_of: Callable[..., str]) -> None:
        assert "Knowledge to" in text_of(f"{EXPLORE}?columns=license&columns=knowledge_cutoff").partition("Alpha 7B")[0]

    def test_unknown_is_said_in_words(self, text_of: Callable[..., str]) -> None:
        row = text_of(f"{EXPLORE}?q=gamma&columns=license,params_total,context_tokens,release_date,offers,cheapest_input")
        assert "Gamma X No license identified Not known Not known Not known None known No price known" in row

    def test_a_recalled_fact_wears_unconfirmed_and_a_sourced_one_leads_to_its_evidence(self, reader: Client) -> None:
        page = reader.get(f"{EXPLORE}?q=7b&license=apache-2.0&columns=params_total,context_tokens").content.decode()
        first, second = re.findall(r'<td class="number">(.*?)</td>', page, re.DOTALL)
        assert "unconfirmed" in first
        assert 'href="/models/alpha/#fact_variants_alpha-7b_context_tokens"' in second

    def test_the_cheapest_price_is_the_newest_of_an_offer_with_host_and_date(self, text_of: Callable[..., str]) -> None:
        said = text_of(f"{EXPLORE}?q=alpha&columns=cheapest_input,cheapest_output")
        assert "Alpha 7B $0.20 Databricks, as of 1 June 2026 $0.90 Databricks, as of 1 June 2026" in said
        assert "$0.50" not in said

    def test_each_column_can_be_shown(self, reader: Client) -> None:
        page = reader.get(EXPLORE).content.decode()
        names = re.findall(r'name="columns"\s+value="(\w+)"', page)
        assert len(names) == 27
        reading = PageReader(reader.get(f"{EXPLORE}?columns={','.join(names)}").content.decode())
        assert reading.mistakes == []

    def test_rows_can_be_chosen_to_be_compared(self, reader: Client) -> None:
        page = reader.get(EXPLORE).content.decode()
        assert 'type="checkbox" form="compare_" name="m" value="alpha-7b"' in page
        assert page.count('id="compare_"') == 1
        assert reader.get("/compare/?m=alpha-7b&m=beta-8x7b").status_code == 200

    def test_the_same_list_is_had_as_files(self, reader: Client) -> None:
        page = reader.get(f"{EXPLORE}?license=apache-2.0&columns=license").content.decode()
        assert "/api/v1/variants/?license=apache-2.0&amp;ordering=-release_date&amp;format=csv" in page


@pytest.mark.usefixtures("four_variants")
class TestFacets:
    def test_a_value_is_added_to_what_is_chosen_and_taken_back(self, reader: Client) -> None:
        assert href_of(reader, f"{EXPLORE}?license=research", "Apache 2.0")["license"] == ["research,apache-2.0"]
        assert href_of(reader, f"{EXPLORE}?license=research,apache-2.0", "Apache 2.0")["license"] == ["research"]

    def test_several_values_of_one_facet_mean_any_of_them(self, reader: Client) -> None:
        assert variants_on(reader, f"{EXPLORE}?license=research,apache-2.0") == ["alpha-7b", "alpha-70b", "beta-8x7b"]

    def test_what_is_chosen_is_a_chip_that_removes_it(self, text_of: Callable[..., str]) -> None:
        said = text_of(f"{EXPLORE}?license=research&params_total__gte=7000000000")
        assert "License: Research (remove)" in said
        assert "Parameters from: 7B (remove)" in said

    def test_a_chosen_value_that_nothing_has_is_shown_with_none(self, text_of: Callable[..., str]) -> None:
        assert "Withdrawn (remove) 0" in text_of(f"{EXPLORE}?status=withdrawn")

    def test_what_is_not_known_has_its_own_count(self, text_of: Callable[..., str]) -> None:
        said = text_of(EXPLORE)
        assert "No license identified 1" in said
        assert "Number not known 1" in said

    def test_a_bin_leads_to_the_variants_it_counts(self, reader: Client) -> None:
        bounds = href_of(reader, EXPLORE, "30B to below 100B")
        assert bounds == {"params_total__gte": ["30000000000"], "params_total__lte": ["99999999999"]}
        assert variants_on(reader, f"{EXPLORE}?params_total__gte=30000000000&params_total__lte=99999999999") == ["alpha-70b", "beta-8x7b"]

    def test_a_year_leads_to_what_was_released_in_it(self, reader: Client) -> None:
        assert href_of(reader, EXPLORE, "2023") == {"release_date__gte": ["2023"], "release_date__lte": ["2023"]}

    def test_the_ten_most_frequent_values_stand_there_and_the_rest_behind_a_link(self, reader: Client) -> None:
        for number in range(12):
            make_organization(f"org-{number:02}")
            make_model(f"more-{number}", developers=[f"org-{number:02}"], variants=[variant_document(f"more-{number}-1b")])
        assert href_of(reader, EXPLORE, "All 14")["all"] == ["developer"]
        few, everyone = (facets_on(reader, address).count(">Org ") for address in (EXPLORE, f"{EXPLORE}?all=developer"))
        assert (few, everyone) == (8, 12)


class TestPages:
    def test_next_and_previous_lead_through_all_of_them_and_back(self, reader: Client) -> None:
        make_model("many", variants=[variant_document(f"many-{number}b") for number in range(5)])
        first = f"{EXPLORE}?limit=2&ordering=slug"
        second = link(reader, first, "next")
        third = link(reader, second, "next")
        pages = [variants_on(reader, address) for address in (first, second, third)]
        assert pages == [["many-0b", "many-1b"], ["many-2b", "many-3b"], ["many-4b"]]
        assert link(reader, third, "next") == ""
        assert variants_on(reader, link(reader, third, "prev")) == ["many-2b", "many-3b"]
        assert second.endswith("#results_")

    def test_the_whole_number_is_told_on_every_page(self, reader: Client, text_of: Callable[..., str]) -> None:
        make_model("many", variants=[variant_document(f"many-{number}b") for number in range(5)])
        assert "5 variants" in text_of(link(reader, f"{EXPLORE}?limit=2", "next"))

    def test_an_empty_catalog_says_what_belongs_here(self, text_of: Callable[..., str]) -> None:
        assert "The catalog has no variant yet." in text_of(EXPLORE)

    def test_nothing_found_says_how_to_go_on(self, text_of: Callable[..., str], four_variants: None) -> None:
        assert "Nothing meets all of these filters." in text_of(f"{EXPLORE}?q=nothing-like-it")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lisense=mit", "There is no parameter 'lisense'. Did you mean license?"),
        ("license=nope", "license: there is no license 'nope'"),
        ("columns=price", "columns: there is no column 'price'."),
        ("columns=offer", "Did you mean offers?"),
        ("ordering=license", "ordering: 'license' is not something to order by"),
        ("limit=0", "limit: write a number from 1 to 200"),
        ("limit=201", "limit: write a number from 1 to 200"),
        ("cursor=abc", "cursor: this cursor was not given out by this server"),
        ("all=slug", "all: 'slug' is not one of commercial_use, license_category"),
        ("params_total__gte=NaN", "'NaN' is not a whole number"),
        ("params_total__gte=1e9", "'1e9' is not a whole number"),
        ("params_total__gte=9&params_total__lte=8", "params_total__gte: 9 lies beyond params_total__lte=8: turn the two round"),
        ("release_date__gte=2025&release_date__lte=2024-12", "release_date__gte: 2025 lies beyond release_date__lte=2024-12"),
        ("release_date__gte=2024-13", "'2024-13' is not a date of the calendar"),
        ("view=nope", "view: there is no saved view 'nope' of variants that you may see"),
        ("usable=ours", "usable: is answered by the API alone"),
        ("q=" + "x" * 300, "q: at most 200 characters can be searched for"),
    ],
)
def test_what_is_not_understood_is_named_with_what_there_is(text_of: Callable[..., str], query: str, said: str) -> None:
    assert said in text_of(f"{EXPLORE}?{query}", status=400)


def test_a_range_of_one_value_and_of_one_period_is_none_that_is_reversed(reader: Client) -> None:
    query = "params_total__gte=7&params_total__lte=7&release_date__gte=2024-05&release_date__lte=2024"
    assert reader.get(f"{EXPLORE}?{query}").status_code == 200


@pytest.mark.parametrize(
    "query", ["&".join(f"m{number}=1" for number in range(100_000)), "license=" + "x" * 5_000, "columns=" + "a," * 2_000]
)
def test_hostile_addresses_are_refused(reader: Client, query: str) -> None:
    assert reader.get(f"{EXPLORE}?{query}").status_code == 400


def test_what_people_wrote_is_shown_and_never_run(reader: Client) -> None:
    make_license("hostile", name=LINE, license_ref="LicenseRef-h")
    variant = variant_document("hostile-7b", name=LINE, license="hostile", declared_license=LINE, training_tokens=LINE)
    make_model("hostile", name=LINE, variants=[variant], offers=[offer_document("hostile-offer")])
    page = reader.get(f"{EXPLORE}?columns=model,license,declared_license,training_tokens,partners,slug").content.decode()
    assert PageReader(page).mistakes == []
    assert LINE not in page


def fill(number: int) -> None:
    """One more model with all that a row shows."""
    make_license(f"license-{number}", license_ref=f"LicenseRef-{number}")
    make_model(
        f"model-{number}",
        variants=[variant_document(f"model-{number}-7b", license=f"license-{number}", huggingface=[f"meta/m-{number}"])],
        offers=[offer_document(f"offer-{number}", prices=[{"input_per_million": "1", "currency": "USD", "as_of": "2026-01-01"}])],
    )


def test_it_costs_the_same_number_of_queries_at_one_row_and_at_ten(reader: Client, count_queries: Callable[..., int]) -> None:
    filtered = f"{EXPLORE}?license_category=permissive&channel=managed_api&developer=meta"
    wide = f"{EXPLORE}?columns=developer,license,offers,huggingface,cheapest_input"
    fill(0)
    cost: list[dict[str, int]] = []
    for _ in (1, 10):
        reader.get("/models/")
        # What is counted is read again after each write, and then kept.
        cost.append({"first": count_queries(lambda: reader.get(EXPLORE)), "filtered first": count_queries(lambda: reader.get(filtered))})
        for address in (EXPLORE, filtered, wide):
            cache.clear()
            cost[-1][address] = count_queries(lambda address=address: reader.get(address))
        for number in range(len(cost) * 10 - 9, 10):
            fill(number)
    assert cost[0] == cost[1]
    assert {address: cost[0][address] for address in (EXPLORE, filtered, wide)} == {EXPLORE: 7, filtered: 7, wide: 9}
