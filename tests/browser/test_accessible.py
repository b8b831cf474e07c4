"""Everybody can use every page: axe finds nothing, nothing runs off a narrow screen, and a whole task works by keyboard alone."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PAGES = (
    "/", "/models/", "/models/?commercial_use=nope", "/models/?q=nothing-like-it", "/licenses/", "/models/llama-2/", "/models/qwen2.5/",
    "/models/deepseek-r1/", "/models/gpt-4/", "/licenses/llama-2-community/", "/licenses/apache-2.0/", "/families/llama/",
    "/partners/microsoft/", "/pages/llama-openness/", "/licenses/apache-2.0/links/", "/pages/data-sources/links/", "/missing/?name=Nova", "/families/qwen/",
    "/nothing/", "/accounts/login/",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_axe_finds_nothing_and_nothing_runs_off_the_screen(site: str, open_page: Any) -> None:
    call_command("load_catalog", str(FIXTURES), verbosity=0)
    axe = Axe()
    found = []
    for scheme in ("light", "dark"):
        for width in (320, 1280):
            page = open_page(width=width, scheme=scheme)
            for address in PAGES:
                page.goto(site + address)
                violations = axe.run(page, options={"runOnly": RULES}).response["violations"]
                found += [f"{address} {scheme} {width}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in violations]
                over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if over > 0:
                    found.append(f"{address} {scheme} {width}: {over} px too wide")
    assert found == []


def test_a_reader_finds_out_by_keyboard_alone_whether_llama_2_may_be_used(small: str, open_page: Any) -> None:
    page = open_page()
    page.goto(small + "/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main_"
    page.keyboard.press("Tab")
    expect(page.locator("#hero_search")).to_be_focused()
    page.keyboard.type("llama 2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/models/?q=llama+2")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Llama 2":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/models/llama-2/")
    expect(page.locator(".answer")).to_contain_text("unless this applies to you")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "2":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/licenses/llama-2-community/#term_users")
    expect(page.locator("#term_users")).to_be_in_viewport()


def test_what_has_the_focus_is_seen(small: str, open_page: Any) -> None:
    page = open_page()
    page.goto(small + "/models/llama-2/")
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")


def test_statuses_are_told_apart_without_colours(small: str, open_page: Any) -> None:
    page = open_page(forced_colors="active")
    page.goto(small + "/")
    tiles = page.locator(".use-tiles .use")
    assert tiles.all_inner_texts() == ["Permitted", "Depends on who you are", "Unknown", "Not permitted"]
    assert {tile.evaluate("node => getComputedStyle(node).borderTopStyle") for tile in tiles.all()} == {"solid", "dashed"}
    assert len({tile.locator("use").get_attribute("href") for tile in tiles.all()}) == 4


def test_the_printed_page_has_the_answer_and_no_controls(small: str, open_page: Any) -> None:
    page = open_page(scheme="dark")
    page.emulate_media(media="print")
    page.goto(small + "/models/llama-2/")
    expect(page.locator(".bar")).to_be_hidden()
    expect(page.locator(".sections")).to_be_hidden()
    expect(page.locator(".answer")).to_be_visible()
    expect(page.locator(".foot")).to_contain_text("Information, not legal advice")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
