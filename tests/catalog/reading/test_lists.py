"""The lists: the filters of the API as plain forms, chips that take a filter away, sortable headers, pages, helpful empty states."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.factories import make_article, make_family, make_license, make_model, make_organization, offer_document, variant_document

LISTS = ["models", "licenses", "partners", "families", "pages"]


@pytest.fixture
def two_models(db: None) -> None:
    make_license("mit", name="MIT License")
    make_organization("databricks", name="Databricks", roles=["hosting_partner"])
    scratch = {"status": "none"}
    make_model("alpha", name="Alpha", release_date="2024-01-05", variants=[variant_document("alpha-7b", license="mit", lineage=scratch)],
               offers=[offer_document("alpha-api", partner="databricks")])  # fmt: skip
    make_model("beta", name="Beta", release_date="2023-02", variants=[variant_document("beta-7b", lineage=scratch, params_total=7 * 10**9)])


def rows(page: str) -> str:
    """The words of the table alone."""
    return page[page.index(" Offers ") :]


@pytest.mark.parametrize("place", LISTS)
def test_an_empty_list_says_what_belongs_there_and_where_it_comes_from(place: str, text_of: Callable[..., str]) -> None:
    page = text_of(f"/{place}/")
    assert " yet. " in page
    assert "from the catalog's files" in page


@pytest.mark.parametrize(
    ("place", "kind"),
    [("models", "model"), ("licenses", "license"), ("partners", "organization"), ("families", "family"), ("pages", "article")],
)
def test_an_empty_list_leads_people_with_a_role_to_a_new_page(place: str, kind: str, reader: Client, viewer_client: Client) -> None:
    assert f'href="/new/{kind}/"' in viewer_client.get(f"/{place}/").content.decode()
    assert f'href="/new/{kind}/"' not in reader.get(f"/{place}/").content.decode()


def test_the_list_of_models_shows_newest_first_with_what_decides(two_models: None, text_of: Callable[..., str]) -> None:
    page = text_of("/models/")
    assert "2 models" in page
    assert page.index("Alpha Permitted MIT License Meta 5 January 2024 Not known 1") < page.index(
        "Beta Unknown No license identified Meta February 2023 7B None known"
    )


def test_a_filter_narrows_the_list_and_is_a_chip_that_can_be_removed(two_models: None, reader: Client, text_of: Callable[..., str]) -> None:
    page = text_of("/models/?partner=databricks&commercial_use=permitted")
    assert "1 model " in page
    assert "Alpha" in rows(page)
    assert "Beta" not in rows(page)
    assert "Offered by: Databricks (remove)" in page
    assert "Commercial use: Permitted (remove)" in page
    html = " ".join(reader.get("/models/?partner=databricks&commercial_use=permitted").content.decode().split())
    assert 'href="/models/?commercial_use=permitted">Offered by: Databricks' in html
    assert 'href="/models/?partner=databricks">Commercial use: Permitted' in html


def test_each_commercial_use_is_counted_under_the_other_filters(two_models: None, text_of: Callable[..., str]) -> None:
    assert "All 2 Permitted 1 Depends on who you are 0 Unknown 1 Not permitted 0" in text_of("/models/")
    assert "All 1 Permitted 1 Depends on who you are 0 Unknown 0 Not permitted 0" in text_of(
        "/models/?partner=databricks&commercial_use=unknown"
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("comercial_use=x", "There is no parameter 'comercial_use'. Did you mean commercial_use?"),
        ("commercial_use=yes", "'yes' is not one of permitted, conditional, unknown, not_permitted"),
        ("partner=nobody", "there is no organization 'nobody'"),
        ("ordering=size", "ordering: 'size' is not one of name, -name"),
        ("page=x", "page: 'x' is not the number of a page"),
        ("page=0", "page: '0' is not the number of a page"),
        ("q=a&q=b", "'q' is given 2 times"),
        ("params_total__lte=70B", "'70B' is not a whole number"),
    ],
)
def test_a_wrong_filter_is_a_message_and_not_an_empty_list(two_models: None, text_of: Callable[..., str], query: str, words: str) -> None:
    page = text_of(f"/models/?{query}", status=400)
    assert "This list cannot be shown as asked." in page
    assert words in page
    assert "Start again with the whole list" in page
    assert "Alpha" not in page


def test_empty_fields_of_the_form_choose_nothing(two_models: None, text_of: Callable[..., str]) -> None:
    page = text_of("/models/?q=&commercial_use=&partner=++&developer=meta")
    assert "2 models" in page
    assert "Developer: Meta (remove)" in page


def test_nothing_found_says_what_to_do(two_models: None, text_of: Callable[..., str]) -> None:
    page = text_of("/models/?q=gamma")
    assert "Nothing meets all of these filters." in page
    assert "see the whole list" in page
    assert "Search: “gamma” (remove)" in page


def test_a_range_in_the_address_is_kept_by_the_form(two_models: None, reader: Client, text_of: Callable[..., str]) -> None:
    address = "/models/?release_date__gte=2024&ordering=name"
    assert "Release date at least: 2024 (remove)" in text_of(address)
    html = " ".join(reader.get(address).content.decode().split())
    assert '<input type="hidden" name="release_date__gte" value="2024">' in html
    assert '<input type="hidden" name="ordering" value="name">' in html


def test_headers_sort_and_turn_the_order_round(two_models: None, reader: Client, text_of: Callable[..., str]) -> None:
    assert rows(text_of("/models/?ordering=name")).index("Alpha") < rows(text_of("/models/?ordering=name")).index("Beta")
    assert rows(text_of("/models/?ordering=-name")).index("Beta") < rows(text_of("/models/?ordering=-name")).index("Alpha")
    html = " ".join(reader.get("/models/?ordering=name").content.decode().split())
    sorted_header = html[html.index('aria-sort="ascending"') :]
    assert sorted_header.index("/models/?ordering=-name") < sorted_header.index("</th>")
    assert html.count("aria-sort") == 1
    assert 'href="/models/?ordering=-release_date"' in html


def test_what_has_no_date_comes_last_in_both_orders(two_models: None, text_of: Callable[..., str]) -> None:
    make_model("undated", name="Undated", variants=[])
    for order in ("release_date", "-release_date"):
        page = rows(text_of(f"/models/?ordering={order}"))
        assert page.index("Undated") > max(page.index("Alpha"), page.index("Beta"))


def test_a_long_list_has_pages_that_keep_the_filters(reader: Client, text_of: Callable[..., str]) -> None:
    first = date(2024, 1, 1)
    for number in range(51):
        make_model(f"m-{number:02}", name=f"M {number:02}", release_date=str(first + timedelta(days=number)), variants=[])
    page = text_of("/models/?developer=meta&ordering=name")
    assert "51 models, page 1 of 2" in page
    assert "M 49" in page
    assert "M 50" not in page
    html = reader.get("/models/?developer=meta&ordering=name").content.decode()
    assert "/models/?developer=meta&amp;ordering=name&amp;page=2" in html
    second = text_of("/models/?developer=meta&ordering=name&page=2")
    assert "M 50" in second
    assert "M 49" not in second


def test_search_finds_variants_and_repositories(two_models: None, text_of: Callable[..., str]) -> None:
    make_model("deep", name="Deep", variants=[variant_document("deep-x", huggingface=["acme/Special-Weights"])])
    assert "Deep" in text_of("/models/?q=special+weights")


def test_the_other_lists_show_what_people_look_for(two_models: None, text_of: Callable[..., str]) -> None:
    make_license("gpl", name="Strict License", category="copyleft", effective_date="2007-06-29", osi_approved=True)
    make_family("llama", name="Llama")
    make_article("guide", name="Guide", summary="How to *read* this.")
    assert "Strict License Gpl Permitted Copyleft Whoever applies it 29 June 2007 Yes None" in text_of("/licenses/")
    assert "MIT License" not in text_of("/licenses/?category=copyleft")
    partners = text_of("/partners/")
    assert partners.index("Databricks Hosting partner Not known 1 None") < partners.index("Meta Developer Not known None known 2")
    assert "Llama Meta 2 January 2024" in text_of("/families/")
    assert "Guide How to read this." in text_of("/pages/")
