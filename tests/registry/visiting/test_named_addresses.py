"""Which web addresses a page names, where on it, and which of them are visited."""

from datetime import timedelta

import pytest

from registry.documents.addresses import addresses_in
from registry.models import PageAddress
from registry.models.addresses import Outcome
from tests.factories import (
    WEB_PAGE,
    article_document,
    make_article,
    make_license,
    make_model,
    make_organization,
    offer_document,
    save,
    variant_document,
)  # fmt: skip
from tests.registry.visiting.checking import NOON, keep, page_naming


def named(data: dict) -> set[tuple[str, str, str]]:
    return {(found.part, found.url, found.fact) for found in addresses_in(data)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See [the card](https://one.test/card).", ["https://one.test/card"]),
        ("See (https://one.test/a), https://two.test/b; and <https://three.test/>!", ["https://one.test/a", "https://two.test/b", "https://three.test/"]),
        ("[A](https://one.test/Model_(AI)) and [b](https://one.test/x 'Title')", ["https://one.test/Model_(AI)", "https://one.test/x"]),
        ("*https://one.test/a* **https://one.test/b**", ["https://one.test/a", "https://one.test/b"]),
        ("HTTPS://one.test/a", ["HTTPS://one.test/a"]),
        ("https://one.test/a#part and https://one.test/a#other", ["https://one.test/a"]),
        ("`https://code.test/` and\n```\nhttps://block.test/\n```\n", []),
        ("http:// https://[bad http://" + "a" * 300 + ".test/", []),
        ("https://one.test/" + "a" * 2_000, []),
        ("ftp://one.test/ mailto:a@one.test one.test", []),
    ],
)  # fmt: skip
def test_addresses_in_prose_are_found_without_what_stands_around_them(text: str, found: list[str]) -> None:
    assert {url for _, url, _ in named({"body": text})} == set(found)


def test_each_address_says_in_which_part_and_field_it_stands() -> None:
    data = {
        "website": "https://one.test/", "notes": ["Of https://one.test/note"],
        "sources": {"card": {"url": "https://one.test/card", "upstream": ["https://one.test/up"], "note": "https://one.test/card again"}},
        "variants": [{"slug": "a-7b", "huggingface": ["meta/a-7b"], "evidence": {"license": {"note": "https://one.test/why"}}}],
        "offers": [{"slug": "a-azure", "note": "https://one.test/offer"}],
        "terms": [{"id": "x#aup", "mutable_url": "https://one.test/policy"}],
        "versions": [{"version": "1"}, {"version": "2", "change": "https://one.test/change"}],
        "contradictions": [{"fact": "name", "note": "https://one.test/odd"}],
    }  # fmt: skip
    assert named(data) == {
        ("", "https://one.test/", "website"), ("", "https://one.test/note", "notes"), ("sources/card", "https://one.test/card", "url"),
        ("sources/card", "https://one.test/up", "upstream"), ("variants/a-7b", "https://huggingface.co/meta/a-7b", "huggingface"),
        ("variants/a-7b", "https://one.test/why", "evidence"), ("offers/a-azure", "https://one.test/offer", "note"),
        ("terms/x#aup", "https://one.test/policy", "mutable_url"), ("versions/2", "https://one.test/change", "change"),
        ("contradictions/1", "https://one.test/odd", "note"),
    }  # fmt: skip


@pytest.mark.django_db
def test_the_addresses_of_a_page_are_kept_with_it() -> None:
    make_license("community", license_ref="LicenseRef-c", sources={"card": WEB_PAGE})
    make_organization("azure", roles=["hosting_partner"], website="https://one.test/")
    variant = variant_document("llama-2-7b", huggingface=["meta-llama/Llama-2-7b"])
    make_model("llama-2", variants=[variant], offers=[offer_document(partner="azure", note="See https://one.test/prices.")])
    assert set(PageAddress.objects.values_list("page__slug", "part", "url", "fact", "host")) == {
        ("community", "sources/card", "https://example.org/card", "url", "example.org"),
        ("azure", "", "https://one.test/", "website", "one.test"),
        ("llama-2", "variants/llama-2-7b", "https://huggingface.co/meta-llama/Llama-2-7b", "huggingface", "huggingface.co"),
        ("llama-2", "offers/llama-2-azure", "https://one.test/prices", "note", "one.test"),
    }


@pytest.mark.django_db
def test_an_address_that_was_taken_out_is_forgotten_and_others_stay_as_they_are() -> None:
    make_article("guide", body="https://one.test/a https://one.test/b")
    make_article("other", body="https://one.test/a")
    before = PageAddress.objects.get(page__slug="other").pk
    save(article_document("guide", body="https://one.test/b"), reason="Shorter")
    save(article_document("other", body="https://one.test/a", name="Other name"), reason="Renamed")
    assert list(PageAddress.objects.order_by("page__slug").values_list("url", flat=True)) == ["https://one.test/b", "https://one.test/a"]
    assert PageAddress.objects.get(page__slug="other").pk == before


@pytest.mark.django_db
def test_each_address_of_published_pages_is_visited_once_those_never_visited_first_then_the_longest_ago() -> None:
    page_naming("guide", *(f"https://one.test/{name}" for name in "abcd"))
    page_naming("other", "https://one.test/a", "https://two.test/")
    page_naming("draft", "https://one.test/draft", state="draft")
    page_naming("gone", "https://one.test/gone", state="withdrawn")
    keep("https://one.test/a", Outcome.OK)
    keep("https://one.test/c", Outcome.OK, days=2)
    keep("https://one.test/b", Outcome.GONE, days=1)
    later = PageAddress.objects.to_visit()
    assert later[:2] == ["https://one.test/d", "https://two.test/"]
    assert sorted(later[2:]) == ["https://one.test/a", "https://one.test/b", "https://one.test/c"]
    assert PageAddress.objects.to_visit(host="two.test") == ["https://two.test/"]
    assert PageAddress.objects.to_visit(checked_before=NOON) == ["https://one.test/d", "https://two.test/"]
    assert len(PageAddress.objects.to_visit(checked_before=NOON + timedelta(seconds=1))) == 5


@pytest.mark.django_db
def test_a_database_without_addresses_is_told_from_one_where_none_is_named() -> None:
    make_article("plain")
    assert not PageAddress.objects.are_missing()
    page_naming("guide", "https://one.test/")
    assert not PageAddress.objects.are_missing()
    PageAddress.objects.all().delete()
    assert PageAddress.objects.are_missing()
