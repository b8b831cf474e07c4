"""Everybody can use every page: axe finds nothing, nothing runs off a narrow screen, and a whole task works by keyboard alone."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import expect

from catalog.models import Opens
from catalog.saving.verbs import Wish, save_view
from registry import history
from registry.editing import Submission, submit
from registry.models import Page
from tests.factories import save

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
PAGES = (
    "/", "/models/", "/models/?commercial_use=nope", "/models/?q=nothing-like-it", "/licenses/", "/models/llama-2/", "/models/qwen2.5/",
    "/models/deepseek-r1/", "/models/gpt-4/", "/licenses/llama-2-community/", "/licenses/apache-2.0/", "/families/llama/",
    "/partners/microsoft/", "/pages/llama-openness/", "/licenses/apache-2.0/links/", "/pages/data-sources/links/", "/missing/?name=Nova", "/families/qwen/",
    "/nothing/", "/accounts/login/", "/search/?q=llama+70b+instruct", "/search/?q=nothing-like-it", "/compare/",
    "/compare/?m=llama-1&m=llama-2&m=llama-3.1", "/compare/?l=apache-2.0&l=llama-3.1-community", "/saved/",
    "/take-away/ml-bom/", "/take-away/ml-bom/?m=llama-2&m=nope", "/compare/?m=llama-1&m=llama-2&m=llama-3&m=llama-3.1&m=llama-3.2&m=llama-3.3&m=gemma-2", "/changes/", "/changes/?kind=nope",
    "/hosting/", "/hosting/?family=llama&standing=any", "/hosting/?standing=nope", "/hosting/on-device/", "/hosting/cheapest/",
    "/hosting/cheapest/?model=llama-3.1&input_tokens=10M&output_tokens=2M", "/hosting/cheapest/?model=nope&input_tokens=3e6",
    "/explore/", "/explore/?license=apache-2.0&params_total__gte=7000000000&columns=partners,cheapest_input,huggingface", "/explore/?columns=nope",
    "/explore/?all=license&q=llama", "/explore/?q=nothing-like-it",
    "/hosting/offers/cloudflare-llama-2-7b-cloudflare-workers-ai/",
    "/charts/", "/charts/releases/", "/charts/releases/?family=llama&by=quarter", "/charts/releases/?by=month", "/charts/size-context/",
    "/charts/prices/", "/charts/prices/?model=llama-3.1", "/charts/price-history/?model=gpt-oss", "/charts/license-mix/",
    "/models/llama-2/history/", "/models/llama-2/history/1/", "/models/llama-2/diff/1..2/", "/licenses/llama-2-community/links/",
)  # fmt: skip
OF_PEOPLE = (
    "/models/llama-2/", "/models/llama-2/edit/", "/models/llama-2/edit/?part=variants/llama-2-7b", "/models/llama-2/edit/?as=yaml",
    "/licenses/llama-2-community/edit/?part=terms/llama-2-community%23scale_threshold", "/new/", "/new/article/",
    "/models/llama-2/rename/", "/models/llama-2/withdraw/", "/models/llama-2/merge/", "/models/llama-2/merge/undo/", "/models/llama-2/history/1/restore/",
    "/models/llama-2/talk/", "/watchlist/", "/proposals/", "/proposals/{proposal}/", "/upkeep/", "/upkeep/dead-links/",
    "/upkeep/claims/", "/upkeep/claims/names/", "/decisions/", "/use-profiles/",
    "/saved/", "/saved/line/", "/saved/line/edit/", "/saved/line/delete/", "/saved/new/?opens=comparison&query=m%3Dllama-1%26m%3Dllama-2",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _violations(pages: Any, site: str, addresses: Iterable[str]) -> list[str]:
    """What axe finds on pages, light and dark, narrow and wide, and what is wider than the screen."""
    axe = Axe()
    found = []
    for scheme in ("light", "dark"):
        for width in (320, 1280):
            page = pages(width=width, scheme=scheme)
            for address in addresses:
                page.goto(site + address)
                violations = axe.run(page, options={"runOnly": RULES}).response["violations"]
                found += [f"{address} {scheme} {width}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in violations]
                over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if over > 0:
                    found.append(f"{address} {scheme} {width}: {over} px too wide")
    return found


@pytest.fixture
def catalog(site: str) -> str:
    """The real catalog, Llama 2 with a second revision."""
    call_command("load_catalog", str(FIXTURES), verbosity=0)
    document = history.document_of(Page.objects.get(kind="model", slug="llama-2")).as_data()
    save({**document, "summary": f"{document['summary']} See [[Llama 3.1]] and [[Llama 17]]."}, reason="Say what came next", origin="site")
    return site


def test_axe_finds_nothing_and_nothing_runs_off_the_screen(catalog: str, open_page: Any) -> None:
    assert _violations(open_page, catalog, PAGES) == []


def test_axe_finds_nothing_on_the_pages_of_people(catalog: str, open_page: Any, reviewer: User, viewer: User, signed_in: Any) -> None:
    page = Page.objects.get(kind="model", slug="llama-2")
    document = history.document_of(page).as_data()
    proposed = Submission(
        data={**document, "summary": "Shorter."},
        by=viewer,
        reason="Too long",
        origin="site",
        today=date(2026, 11, 21),
        expected=page.number,
    )
    proposal = submit(proposed).proposal
    assert proposal is not None
    save_view(
        None, wish=Wish(name="Line", query="m=llama-1&m=llama-2", note="See [[Llama 2]].", shared=True), by=reviewer, expected=0,
        opens=Opens.COMPARISON,
    )  # fmt: skip
    session = signed_in(reviewer).cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": catalog}

    def pages(**options: Any) -> Any:
        opened = open_page(**options)
        opened.context.add_cookies([cookie])
        return opened

    addresses = [address.format(proposal=proposal.pk) for address in OF_PEOPLE]
    assert _violations(pages, catalog, addresses) == []


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
