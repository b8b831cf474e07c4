"""What links here: what other pages say in their text, and the facts that name a page."""

from collections.abc import Callable

import pytest
from django.test import Client

from registry.models import FormerSlug, Page
from tests.factories import (
    make_article,
    make_family,
    make_license,
    make_model,
    make_organization,
    offer_document,
    variant_document,
)  # fmt: skip


def fill(number: int) -> None:
    """Let everything name the organization meta, the family llama, the license community, the model base and the article guide."""
    make_organization("meta", name="Meta", roles=["developer", "licensor", "hosting_partner"])
    make_license("community", name="Community", license_ref="LicenseRef-c", licensors=["meta"])
    make_article("guide", name="Guide")
    make_model("base", name="Base", variants=[variant_document("base-7b", name="Base 7B")])
    earlier = [{"license": "community", "valid_from": "2023-01-01", "valid_until": "2023-06-01"}]
    for index in range(number):
        make_license(f"next-{index}", license_ref=f"LicenseRef-{index}", predecessor="community", licensors=["meta"])
        make_family(f"family-{index}")
        lineage = {"status": "declared", "bases": [{"base": "base-7b", "relation": "finetune"}]}
        variants = [
            variant_document(f"m-{index}-a", license="community", lineage=lineage),
            variant_document(f"m-{index}-b", earlier_licenses=earlier, license_since="2023-06-01"),
        ]
        make_model(f"m-{index}", name=f"Model {index}", variants=variants, offers=[offer_document(f"o-{index}", partner="meta")])
        make_article(f"a-{index}", name=f"Article {index}", body="[[meta]] [[Llama]] [[Community]] [[Base 7B]] [[Guide|it]]")


def test_it_lists_the_texts_and_the_facts_that_name_a_page(reader: Client, text_of: Callable[..., str]) -> None:
    fill(1)
    assert (
        "Links in the text of other pages 1 Article 0 article: “meta” Models whose developer it is 2 Base model Model 0 model"
        in text_of("/partners/meta/links/")
    )
    assert "Offers whose partner it is 1 Model 0 model: Azure AI Foundry" in text_of("/partners/meta/links/")
    assert "Licenses whose licensor it is 2 Community license Next 0 license" in text_of("/partners/meta/links/")
    assert "Families whose developer it is 2 Family 0 family Llama family" in text_of("/partners/meta/links/")
    assert "Releases of the family 2 Base model Model 0 model" in text_of("/families/llama/links/")
    license = text_of("/licenses/community/links/")
    assert "Variants under the license 1 Model 0 model: M 0 A" in license
    assert "Variants that were under the license before 1 Model 0 model: M 0 B, until 1 June 2023" in license
    assert "Licenses that follow it 1 Next 0 license" in license
    assert "Models made from it 1 Model 0 model: M 0 A, from Base 7B" in text_of("/models/base/links/")
    assert "1 place on other pages names Guide" in text_of("/pages/guide/links/")


# The edition, the page, and for each way in which a page can be named its number and its beginning.
PLACES = {"/partners/meta/links/": 12, "/families/llama/links/": 6, "/licenses/community/links/": 10, "/models/base/links/": 6}


@pytest.mark.parametrize("number", [1, 10])
def test_it_costs_the_same_however_much_links(reader: Client, count_queries: Callable[..., int], number: int) -> None:
    fill(number)
    assert {place: count_queries(lambda place=place: reader.get(place)) for place in PLACES} == PLACES


def test_a_long_group_is_shown_from_its_beginning_and_whole_page_by_page(reader: Client, text_of: Callable[..., str]) -> None:
    make_article("guide", name="Guide")
    for index in range(51):
        make_article(f"a-{index:02}", name=f"Article {index:02}", body="[[Guide]]")
    begin = text_of("/pages/guide/links/")
    assert "Article 19" in begin
    assert "Article 20" not in begin
    assert "All 51" in begin
    assert "Page 1 of 2" in text_of("/pages/guide/links/?group=links")
    assert "Article 50 article: “Guide” Previous page Page 2 of 2" in text_of("/pages/guide/links/?group=links&page=2")


def test_a_group_that_there_is_not_answers_404(reader: Client) -> None:
    make_article("guide")
    assert reader.get("/pages/guide/links/?group=releases").status_code == 404


def test_a_page_that_nothing_links_to_says_how_to_link_it(reader: Client, text_of: Callable[..., str]) -> None:
    make_article("guide", name="Guide", body="[[Guide]] itself")
    assert "Nothing links here yet." in text_of("/pages/guide/links/")
    assert "[[Guide]]" in text_of("/pages/guide/links/")


def test_drafts_do_not_show_and_withdrawn_pages_are_marked(reader: Client, text_of: Callable[..., str]) -> None:
    make_article("guide", name="Guide")
    make_article("soon", name="Secret", body="[[Guide]]", state="draft")
    make_article("old", name="Old", body="[[Guide]]", state="withdrawn")
    page = text_of("/pages/guide/links/")
    assert "Secret" not in page
    assert "Old (withdrawn) article" in page


def test_links_to_a_merged_page_count_for_the_one_it_was_merged_into(reader: Client, text_of: Callable[..., str]) -> None:
    winner, loser = make_article("two", name="Two"), make_article("one", name="One")
    make_article("guide", name="Guide", body="[[One]]")
    Page.objects.filter(pk=loser.pk).update(state="withdrawn", merged_into=winner)
    assert "Guide article: “One”" in text_of("/pages/two/links/")


def test_a_link_counts_only_for_the_page_that_it_leads_to(reader: Client, text_of: Callable[..., str]) -> None:
    make_family("dbrx", name="DBRX")
    make_model("dbrx", name="DBRX", family="dbrx")
    make_article("guide", name="Guide", body="[[DBRX]] and [[family: DBRX]]")
    assert text_of("/models/dbrx/links/").count("Guide") == 1
    assert text_of("/families/dbrx/links/").count("Guide") == 1


def test_a_former_address_leads_to_the_links_of_today(reader: Client) -> None:
    make_article("new")
    FormerSlug.objects.create(kind="article", slug="old", target="new")
    assert reader.get("/pages/old/links/")["Location"] == "/pages/new/links/"


def test_every_page_leads_to_what_links_to_it(reader: Client) -> None:
    make_article("guide")
    assert b'href="/pages/guide/links/"' in reader.get("/pages/guide/").content
