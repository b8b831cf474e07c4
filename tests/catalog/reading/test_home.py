"""The first page says what this is, lets search, and shows what is new and what must be checked."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import make_family, make_license, make_model, offer_document, variant_document

SCRATCH = {"status": "none"}


@pytest.fixture
def llama(db: None) -> None:
    make_license("mit", name="MIT License")
    make_family("llama", name="Llama")
    make_model("one", name="Llama 1", release_date="2023-02-24", variants=[variant_document("one-7b", lineage=SCRATCH)])
    make_model("two", name="Llama 2", release_date="2023-07-18", variants=[variant_document("two-7b", license="mit", lineage=SCRATCH)],
               offers=[offer_document("two-api")])  # fmt: skip
    make_model("guard", name="Llama Guard", release_date="2023-12-07", variants=[variant_document("guard-7b", category="safety")])


def test_an_empty_catalog_has_a_first_page(text_of: Callable[..., str]) -> None:
    page = text_of("/")
    assert "No release is recorded yet." in page
    assert "Nothing has been changed yet." in page
    assert "No page is overdue for review." in page
    assert "How open is" not in page


def test_the_first_page_counts_what_is_there(llama: None, text_of: Callable[..., str]) -> None:
    page = text_of("/")
    assert "3 models in 3 variants, 1 license read clause by clause and 1 offer by 1 partner." in page
    assert "Permitted 1 model Any organization" in page
    assert "Unknown 2 models" in page


def test_the_line_is_shown_in_order_without_its_special_models(llama: None, text_of: Callable[..., str]) -> None:
    page = text_of("/")
    strip = page[page.index("How open is Llama?") : page.index("Llama on a time axis")]
    assert "Llama 1 24 February 2023 Unknown Llama 2 18 July 2023 Permitted" in strip
    assert "Guard" not in strip


def test_recent_releases_come_newest_first(llama: None, text_of: Callable[..., str]) -> None:
    page = text_of("/")
    recent = page[page.index("Recent releases") :]
    assert recent.index("Llama Guard") < recent.index("Llama 2") < recent.index("Llama 1")
    assert "18 July 2023 · Meta · MIT License" in recent


def test_what_is_overdue_or_unconfirmed_is_named(llama: None, frozen_time: object, text_of: Callable[..., str]) -> None:
    make_license("late", name="Late License", review_due="2026-11-20")
    make_license("today", name="Punctual License", review_due="2026-11-21")
    doubtful = variant_document("doubtful-7b", context_tokens=1, evidence={"context_tokens": {"verification": "recalled"}})
    make_model("doubtful", name="Doubtful", variants=[doubtful])
    page = text_of("/")
    assert "1 page overdue for review Late License since 20 November 2026" in page
    assert "Punctual License since" not in page
    assert "1 page with an unconfirmed fact, such as Doubtful." in page


def test_the_latest_revisions_say_who_and_why(llama: None, text_of: Callable[..., str]) -> None:
    assert "Llama Guard model, revision 1" in text_of("/")
    assert "system: Made for a test" in text_of("/")


def test_the_search_box_leads_to_the_models(llama: None, reader: Client) -> None:
    html = reader.get("/").content.decode()
    form = html[html.index('class="hero-search"') : html.index("Search models</button>")]
    assert 'action="/models/"' in form
    assert 'name="q"' in form
