"""Comparing in a browser: rows are chosen from page to page, without scripts on one page, and paper has the sources as footnotes."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Watch
from tests.factories import make_model

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_what_is_chosen_lasts_from_page_to_page(small: str, open_page: Any) -> None:
    page = open_page(width=320)
    watch = Watch(page)
    page.goto(f"{small}/models/?q=llama")
    page.get_by_label("Compare Llama 2", exact=True).check()
    expect(page.locator("[data-compare-says]")).to_have_text("1 selected: Llama 2. Tick one more.")
    page.goto(f"{small}/models/?q=other")
    page.get_by_label("Compare Other", exact=True).check()
    expect(page.locator("[data-compare-says]")).to_have_text("2 selected: Llama 2, Other.")
    page.get_by_role("button", name="Compare selected").click()
    page.wait_for_url("**/compare/?m=llama-2&m=other")
    page.goto(f"{small}/models/")
    expect(page.get_by_label("Compare Llama 2", exact=True)).to_be_checked()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_label("Compare Llama 2", exact=True)).not_to_be_checked()
    page.reload()
    expect(page.get_by_label("Compare Other", exact=True)).not_to_be_checked()
    assert watch.complaints == []


def test_targets_are_large_enough_to_touch(small: str, open_page: Any) -> None:
    page = open_page(width=320)
    page.goto(f"{small}/models/")
    box = page.locator(".pick").first.bounding_box()
    assert box is not None
    assert box["width"] >= 44
    assert box["height"] >= 24


def test_without_scripts_the_rows_of_one_page_are_compared(small: str, open_page: Any) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{small}/models/")
    page.get_by_label("Compare Llama 2", exact=True).check()
    page.get_by_label("Compare Other", exact=True).check()
    page.get_by_role("button", name="Compare selected").click()
    assert sorted(page.url.partition("?")[2].split("&")) == ["m=llama-2", "m=other"]
    expect(page.get_by_role("table")).to_be_visible()


def test_paper_has_all_columns_the_sources_and_no_controls(small: str, open_page: Any) -> None:
    source = {"card": {"kind": "web_page", "url": "https://example.org/card", "title": "Model card", "read_on": "2026-11-21"}}
    evidence = {"release_date": {"verification": "verified", "sources": ["card"]}}
    make_model("cited", name="Cited", variants=[], release_date="2026-01-02", sources=source, evidence=evidence)
    page = open_page()
    page.goto(f"{small}/compare/?m=cited&m=llama-2&m=other")
    expect(page.locator(".footnotes")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".footnotes li")).to_have_text(["Model card, https://example.org/card, read on 21 November 2026"])
    expect(page.get_by_role("button", name="Add and compare")).to_be_hidden()
    over = page.locator(".compare").evaluate("box => [getComputedStyle(box).overflow, box.scrollWidth - box.clientWidth]")
    assert over == ["visible", 0]
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
