"""Suggestions under the search box: by keyboard, by mouse, by sight and by ear."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import Watch
from tests.factories import make_article

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OPTIONS = "#suggestions_ [role=option]"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_suggestions_are_chosen_by_keyboard(small: str, open_page: Any) -> None:
    page = open_page()
    seen = Watch(page)
    page.goto(small + "/licenses/")
    box = page.locator("#top_search")
    page.keyboard.press("/")
    page.keyboard.type("llama")
    options = page.locator(OPTIONS)
    expect(options).to_have_text(["Llama", "Llama 2", "Llama 2 License", "Llama 2 7B", "All results for “llama”"], use_inner_text=True)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("group", name="Models")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id") or "")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", "suggestion_1_")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("llama")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=llama")
    expect(page.locator("mark").first).to_be_visible()
    assert seen.complaints == []


def test_enter_without_a_choice_leads_to_the_search_page(small: str, open_page: Any) -> None:
    page = open_page()
    page.goto(small + "/licenses/")
    page.locator("#top_search").fill("llama")
    expect(page.locator(OPTIONS).first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=llama")


def test_a_suggestion_is_followed_by_a_click_and_closed_by_going_on(small: str, open_page: Any) -> None:
    page = open_page(width=320)
    page.goto(small + "/licenses/")
    page.locator("#top_search").fill("other")
    page.locator(OPTIONS, has_text="Other 7B").click()
    page.wait_for_url("**/models/other/#other-7b")
    page.locator("#top_search").fill("other")
    expect(page.locator(OPTIONS).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_only_the_last_of_what_is_typed_is_asked_and_shown(small: str, open_page: Any) -> None:
    page = open_page()
    page.goto(small + "/licenses/")
    seen = Watch(page)
    page.locator("#top_search").press_sequentially("other", delay=20)
    expect(page.locator(OPTIONS).last).to_have_text("All results for “other”")
    assert [url.partition("?")[2] for url in seen.requests if "suggest" in url] == ["q=other"]


def test_hostile_names_are_shown_as_text(small: str, open_page: Any) -> None:
    make_article("a", name="Zebra <img src=x onerror=alert(1)>")
    page = open_page()
    seen = Watch(page)
    page.goto(small + "/licenses/")
    page.locator("#top_search").fill("zebra")
    expect(page.locator(OPTIONS).first).to_have_text("Zebra <img src=x onerror=alert(1)>")
    page.goto(small + "/search/?q=zebra%20<img src=x onerror=alert(1)>")
    page.goto(small + "/search/?q=zebra")
    assert seen.dialogs == []
    assert seen.complaints == []


def test_axe_finds_nothing_on_the_search_page_and_among_suggestions(small: str, open_page: Any) -> None:
    axe, found = Axe(), []
    for scheme in ("light", "dark"):
        for width in (320, 1280):
            page = open_page(width=width, scheme=scheme)
            for address in ("/search/", "/search/?q=llama", "/search/?q=lamma", "/search/?q=llama&kind=license", "/search/?q=%22"):
                page.goto(small + address)
                page.locator("#top_search").fill("llama")
                expect(page.locator(OPTIONS).first).to_be_visible()
                page.keyboard.press("ArrowDown")
                page.wait_for_timeout(200)
                violations = axe.run(page, options={"runOnly": RULES}).response["violations"]
                found += [f"{address} {scheme} {width}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in violations]
                if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                    found.append(f"{address} {scheme} {width} is too wide")
    assert found == []
