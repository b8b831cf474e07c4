"""What two revisions differ in, in the words of people."""

from collections.abc import Callable

import pytest
from django.test import Client

from registry.documents import parse_document
from registry.history import save_all
from tests.catalog.conftest import words_of
from tests.catalog.reading.hostile import write_hostile_catalog
from tests.catalog.reading.pages import PageReader
from tests.factories import (
    GRANT,
    WEB_PAGE,
    article_document,
    license_document,
    make_license,
    make_model,
    make_organization,
    model_document,
    offer_document,
    organization_document,
    save,
    variant_document,
)
from tests.registry.history import documents as rich


@pytest.fixture
def difference(text_of: Callable[..., str]) -> Callable[..., str]:
    """`difference("models/llama-2", 1, 2)` is what the page of a difference says."""
    return lambda place, first, second: text_of(f"/{place}/diff/{first}..{second}/")


def two_models(before: dict[str, object], after: dict[str, object]) -> None:
    make_model(**before)  # type: ignore[arg-type]
    save(model_document(**after), reason="Changed")  # type: ignore[arg-type]


def test_a_fact_is_shown_old_and_new_in_words(difference: Callable[..., str]) -> None:
    two_models({"status": "announced", "release_date": "2023-07"}, {"release_date": "2023-07-18"})
    words = difference("models/llama-2", 1, 2)
    assert "The page Fact Before After" in words
    assert "Status changed Announced Released" in words
    assert "Release date changed July 2023 18 July 2023" in words


def test_who_when_and_why_of_both_are_told(difference: Callable[..., str]) -> None:
    two_models({}, {"name": "Llama Two"})
    words = difference("models/llama-2", 1, 2)
    assert "“Made for a test”" in words
    assert "“Changed”" in words
    assert "through the catalog's files" in words


def test_changes_of_a_variant_stand_under_its_name(difference: Callable[..., str]) -> None:
    make_license("mit")
    two_models({}, {"variants": [variant_document("llama-2-7b", license="mit", context_tokens=4096, gated=True)]})
    words = difference("models/llama-2", 1, 2)
    assert "Variant Llama 2 7B Fact Before After" in words
    assert "Context window added Not stated 4,096" in words
    assert "Gated access added Not stated Yes" in words
    assert "License added Not stated Mit" in words


def test_a_variant_that_came_and_an_offer_that_went_are_shown_whole(difference: Callable[..., str]) -> None:
    two_models(
        {"offers": [offer_document()]},
        {"variants": [variant_document("llama-2-7b"), variant_document("llama-2-70b", params_total=70_000_000_000)]},
    )
    words = difference("models/llama-2", 1, 2)
    assert "Variant Llama 2 70B As a whole added + After" in words
    assert "Parameters 70,000,000,000" in words
    assert "Offer Azure AI Foundry of Microsoft As a whole removed − Before" in words


def test_prices_are_compared_row_by_row(difference: Callable[..., str]) -> None:
    old, new = ({"input_per_million": amount, "currency": "USD"} for amount in ("0.5", "0.75"))
    two_models({"offers": [offer_document(prices=[old])]}, {"offers": [offer_document(prices=[old, new])]})
    words = difference("models/llama-2", 1, 2)
    assert "Prices changed" in words
    assert "Same 0.5 USD" in words
    assert "+ Added 0.75 USD" in words


def test_moved_variants_are_told_as_an_order(difference: Callable[..., str]) -> None:
    small, large = variant_document("llama-2-7b"), variant_document("llama-2-70b")
    two_models({"variants": [small, large]}, {"variants": [large, small]})
    assert "1 fact differs." in difference("models/llama-2", 1, 2)
    assert "Variants (order) moved Llama 2 7B Llama 2 70B Llama 2 70B Llama 2 7B" in difference("models/llama-2", 1, 2)


def test_names_that_came_and_went_in_a_list_are_marked(reader: Client, difference: Callable[..., str]) -> None:
    make_organization(aliases=["Facebook", "FB"])
    save(organization_document(aliases=["Facebook", "Meta AI"]))
    html = reader.get("/partners/meta/diff/1..2/").content.decode()
    assert '<del><span class="visually-hidden">removed: </span>FB</del>' in html
    assert '<ins><span class="visually-hidden">added: </span>Meta AI</ins>' in html
    assert ">Facebook</ins>" not in html


def test_texts_are_compared_word_by_word_and_said_to_those_who_listen(reader: Client) -> None:
    save(article_document(body="It may be used freely by all."))
    save(article_document(body="It may be sold freely by all."))
    html = reader.get("/pages/how-we-choose/diff/1..2/").content.decode()
    assert (
        'It may be <del><span class="visually-hidden">removed: </span>used <span class="visually-hidden"> (end)</span></del>'
        '<ins><span class="visually-hidden">added: </span>sold <span class="visually-hidden"> (end)</span></ins>freely by all.'
    ) in html


def test_what_stays_the_same_in_a_long_text_is_left_out(difference: Callable[..., str]) -> None:
    same = "".join(f"w{number} " for number in range(1000))
    save(article_document(body=f"Old. {same}"))
    save(article_document(body=f"New. {same}"))
    words = difference("pages/how-we-choose", 1, 2)
    # 4,890 characters stay the same, of which those next to the change are shown.
    assert "characters that stayed the same …]" in words
    assert "w0 w1" in words
    assert "w500" not in words


def test_terms_evidence_and_sources_stand_in_their_own_groups(difference: Callable[..., str]) -> None:
    make_license("mit")
    evidence = {"category": {"verification": "verified", "sources": ["card"]}}
    term = {**GRANT, "paraphrase": "Use and change, for any purpose."}
    save(license_document("mit", terms=[term], sources={"card": WEB_PAGE}, evidence=evidence))
    words = difference("licenses/mit", 1, 2)
    assert "Term Grant, 1 In other words changed" in words
    assert "Evidence Category added" in words
    assert "How sure Verified in the primary text" in words
    assert "Sources Model card added" in words


def test_evidence_of_a_variant_names_fact_and_variant(difference: Callable[..., str]) -> None:
    def variant(mark: str) -> dict[str, object]:
        return variant_document("llama-2-7b", context_tokens=4096, evidence={"context_tokens": {"verification": mark}})

    two_models({"variants": [variant("recalled")]}, {"variants": [variant("verified")]})
    told = "Evidence Fact Before After Context window of Llama 2 7B: how sure changed Unconfirmed (recalled) Verified in the primary text"
    assert told in difference("models/llama-2", 1, 2)


def test_the_newer_may_stand_first_and_the_page_says_so(difference: Callable[..., str]) -> None:
    make_organization()
    save(organization_document(country="US"))
    words = difference("partners/meta", 2, 1)
    assert "Revision 2 is the newer one: this is what going back to revision 1 would change." in words
    assert "Country removed United States Not stated" in words


def test_the_same_revision_twice_says_so(difference: Callable[..., str]) -> None:
    make_organization()
    assert "This is the same revision twice: nothing differs." in difference("partners/meta", 1, 1)


def test_two_revisions_that_say_the_same_say_so(difference: Callable[..., str]) -> None:
    for country in (None, "US", None):
        save(organization_document(country=country))
    assert "The two say the same." in difference("partners/meta", 1, 3)


def test_changes_lead_to_the_one_before_and_the_one_after(reader: Client) -> None:
    for number in range(4):
        save(article_document(body=f"Text {number}"))
    links = PageReader(reader.get("/pages/how-we-choose/diff/2..3/").content.decode()).links
    assert "/pages/how-we-choose/diff/1..2/" in links
    assert "/pages/how-we-choose/diff/3..4/" in links


@pytest.mark.parametrize("address", ["diff/1..3/", "diff/0..1/", f"diff/1..{10**30}/", "history/3/", f"history/{10**30}/"])
def test_a_revision_that_is_not_there_is_told_with_those_that_are(text_of: Callable[..., str], address: str) -> None:
    make_organization()
    save(organization_document(country="US"))
    words = text_of(f"/partners/meta/{address}", status=404)
    assert "Meta has no revision" in words
    assert "It has revisions 1 to 2." in words


def test_every_field_of_every_kind_can_be_compared_and_shown(reader: Client) -> None:
    save_all([parse_document(page) for page in rich.ALL], by=None, reason="All", origin="files")
    plain = {"kind", "slug", "name", "category", "license_ref", "family", "developers"}
    for page, place in ((rich.ORGANIZATION, "partners"), (rich.LICENSE, "licenses"), (rich.ARTICLE, "pages"), (rich.FAMILY, "families")):
        save({**{name: value for name, value in page.items() if name in plain}, "state": "published"}, reason="Bare")
        for below in ("diff/1..2/", "diff/2..1/", "history/1/", "history/2/"):
            answer = reader.get(f"/{place}/{page['slug']}/{below}")
            assert answer.status_code == 200
            assert PageReader(answer.content.decode()).mistakes == []
    model = reader.get("/models/acme-1/history/1/")
    assert PageReader(model.content.decode()).mistakes == []
    words = words_of(model.content.decode())
    for told in (
        "Acme 1 70B", "70,600,000,000", "Release date 23 July 2024", "Closed teacher", "Verified in a secondary source", "Foundry of Other",
        "Knowledge cutoff December 2023", "Hugging Face repositories acme/Acme-1-70B",
    ):  # fmt: skip
        assert told in words


def test_hostile_text_runs_nowhere(reader: Client) -> None:
    addresses = write_hostile_catalog()
    for kind, place in zip(("partners", "families", "licenses", "models", "pages"), addresses, strict=True):
        assert place == f"/{kind}/hostile/"
    save({"kind": "organization", "slug": "hostile", "name": "Plain", "roles": ["hosting_partner"]})
    save({"kind": "article", "slug": "hostile", "name": "Plain", "body": "Plain"})
    pages = [f"{place}history/1/" for place in addresses] + [f"{place}history/" for place in addresses]
    pages += ["/partners/hostile/diff/1..2/", "/partners/hostile/diff/2..1/", "/pages/hostile/diff/1..2/"]
    for address in pages:
        answer = reader.get(address)
        assert answer.status_code == 200
        read = PageReader(answer.content.decode())
        assert read.mistakes == [], address
        assert [link for link in read.links if link.startswith("javascript")] == []
