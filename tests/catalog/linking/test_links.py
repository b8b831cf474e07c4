"""[[A link]] leads to the page that goes by the name, whatever it is called by, and says so when there is none."""

from collections.abc import Callable

import pytest
from django.test import Client

from catalog.linking import Links
from catalog.syntax import Target
from registry.models import Page
from tests.factories import (
    article_document,
    license_document,
    make_article,
    make_family,
    make_license,
    make_model,
    make_organization,
    save,
    variant_document,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def led(*written: str) -> list[Target]:
    links = Links.named(written)
    return [links(target) for target in written]


def merge(loser: Page, winner: Page) -> None:
    Page.objects.filter(pk=loser.pk).update(state="withdrawn", merged_into=winner)


def test_a_page_is_found_by_its_name_its_slug_and_its_aliases() -> None:
    make_organization("meta", name="Meta Platforms", aliases=["Facebook"])
    assert led("Meta Platforms", "meta", "facebook", " META  platforms ") == [Target("/partners/meta/")] * 4


def test_a_variant_is_found_on_the_page_of_its_model() -> None:
    make_model(
        "llama-2", name="Llama 2", variants=[variant_document("llama-2-7b", name="Llama 2 7B", huggingface=["meta-llama/Llama-2-7b"])]
    )
    assert led("Llama 2 7B", "llama-2-7b", "meta-llama/Llama-2-7b") == [Target("/models/llama-2/#llama-2-7b")] * 3


def test_a_link_survives_a_rename() -> None:
    make_license("mit", name="MIT")
    save(license_document("mit", name="MIT License"), reason="Its full name")
    assert led("MIT", "MIT License") == [Target("/licenses/mit/")] * 2


def test_a_link_that_says_its_kind_takes_no_other() -> None:
    make_organization("meta")
    make_family("dbrx", name="DBRX")
    make_model("dbrx", name="DBRX", family="dbrx")
    assert led("DBRX", "family: DBRX", "license: DBRX") == [
        Target("/models/dbrx/"), Target("/families/dbrx/"), Target("/missing/?name=DBRX&kind=license", "missing"),
    ]  # fmt: skip


def test_a_name_is_rather_that_of_a_page_than_of_its_variant_and_of_what_stands_than_of_what_is_withdrawn() -> None:
    make_article("old", name="Llama 2", state="withdrawn")
    make_model("llama", name="Llama", variants=[variant_document("llama-x", name="Llama 2")])
    make_organization("maker", aliases=["Llama 2"])
    assert led("Llama 2") == [Target("/partners/maker/")]


def test_a_withdrawn_page_is_linked_and_marked() -> None:
    make_article("old", name="Old", state="withdrawn")
    assert led("Old") == [Target("/pages/old/", "withdrawn")]


def test_a_merged_page_leads_to_the_one_it_was_merged_into() -> None:
    merge(make_article("one", name="One"), make_article("two", name="Two"))
    assert led("One") == [Target("/pages/two/")]


def test_a_draft_is_missing() -> None:
    make_article("soon", name="Soon", state="draft")
    assert led("Soon") == [Target("/missing/?name=Soon", "missing")]


def test_a_page_merged_into_a_draft_stays_where_it_is() -> None:
    merge(make_article("one", name="One"), make_article("soon", name="Soon", state="draft"))
    assert led("One") == [Target("/pages/one/", "withdrawn")]


def test_the_links_of_pages_are_found_by_one_query(exactly_queries: Callable[..., object]) -> None:
    make_organization("meta", name="Meta", aliases=["Facebook"])
    pages = [make_article("a", body="[[Meta]] and [[Nobody]]"), make_article("b", body="[[Facebook]]")]
    links = Links.of_pages(pages)
    with exactly_queries(1):  # type: ignore[attr-defined]
        assert [links(name).standing for name in ("Meta", "Facebook", "Nobody")] == ["stands", "stands", "missing"]


def test_the_links_of_a_text_that_nobody_saved_are_found(exactly_queries: Callable[..., object]) -> None:
    make_organization("meta", name="Meta")
    links = Links.in_texts(["See [[Meta|them]].", "And [[organization: meta]]."])
    with exactly_queries(1):  # type: ignore[attr-defined]
        assert links("organization: meta") == links("Meta") == Target("/partners/meta/")


@pytest.mark.parametrize(
    "address",
    ["/models/llama-2/", "/families/llama/", "/licenses/mit/", "/partners/azure/", "/pages/guide/"],
    ids=lambda text: text.split("/")[1],
)
def test_every_page_links_from_its_summary_and_its_notes(reader: Client, address: str) -> None:
    prose = {"summary": "See [[Target]].", "notes": ["So says *[[Target|the target]]*."]}
    make_article("target", name="Target")
    make_license("mit", **prose)
    make_family("llama", **prose)
    make_organization("azure", **prose)
    make_model("llama-2", **prose)
    make_article("guide", **prose)
    page = reader.get(address).content.decode()
    assert 'See <a href="/pages/target/">Target</a>.' in page
    assert '<li>So says *<a href="/pages/target/">the target</a>*.</li>' in page


def test_variants_offers_and_license_summaries_link_too(reader: Client) -> None:
    make_article("target", name="Target")
    make_license("mit", summary="Under [[Target|it]].")
    offer = {
        "slug": "o",
        "partner": "azure",
        "channel": "managed_api",
        "service": "S",
        "verification": "verified",
        "note": "By [[Target]].",
    }
    make_model("llama-2", variants=[variant_document("llama-2-7b", license="mit", notes=["As [[Target]] says."])], offers=[offer])
    page = reader.get("/models/llama-2/").content.decode()
    assert 'Under <a href="/pages/target/">it</a>.' in page
    assert 'As <a href="/pages/target/">Target</a> says.' in page
    assert 'By <a href="/pages/target/">Target</a>.' in page
    assert 'By <a href="/pages/target/">Target</a>.' in reader.get("/partners/azure/").content.decode()


def test_a_kept_page_follows_when_what_it_links_to_comes_and_goes(reader: Client) -> None:
    make_article("guide", body="See [[Nova]].")
    assert 'class="missing"' in reader.get("/pages/guide/").content.decode()
    make_article("nova", name="Nova")
    assert '<a href="/pages/nova/">Nova</a>' in reader.get("/pages/guide/").content.decode()
    save(article_document("nova", name="Nova", state="withdrawn"), reason="Gone")
    assert "(withdrawn)" in reader.get("/pages/guide/").content.decode()


@pytest.mark.parametrize(("headings", "listed"), [(2, False), (3, True)])
def test_an_article_of_three_headings_has_a_table_of_contents(reader: Client, headings: int, listed: bool) -> None:
    make_article("guide", body="\n\n".join(f"## Part {number}" for number in range(headings)))
    page = reader.get("/pages/guide/").content.decode()
    assert ('<a href="#h_part-0">Part 0</a>' in page) is listed


@pytest.mark.parametrize("number", [1, 10])
def test_links_cost_one_query_however_many_there_are(reader: Client, count_queries: Callable[..., int], number: int) -> None:
    for index in range(number):
        make_article(f"target-{index}", name=f"Target {index}")
    text = " ".join(f"[[Target {index}]] [[Nobody {index}]]" for index in range(number))
    make_article("plain", summary="None.", notes=["None."], body="None.")
    make_article("guide", summary=text, notes=[text], body=text)
    assert count_queries(lambda: reader.get("/pages/guide/")) - count_queries(lambda: reader.get("/pages/plain/")) == 1
