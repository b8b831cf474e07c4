"""The site in a browser: it needs no script and no other host, runs nothing that people wrote, and looks as the reader chose."""

import gzip
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import expect

from catalog.models import Opens, SavedView
from registry import history
from registry.editing import Submission, submit
from registry.models import Page
from registry.talking import note, say
from tests.browser.conftest import Watch
from tests.catalog.reading.hostile import LINE, TEXT, write_hostile_catalog

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(13, 17, 23)"


def background(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_nothing_that_people_wrote_is_run(site: str, open_page: Any) -> None:
    page = open_page()
    page.add_init_script("window.xss = () => { window.wasRun = true; alert('run'); };")
    watch = Watch(page)
    for address in [*write_hostile_catalog(), "/", "/models/", "/licenses/", "/partners/", "/families/", "/pages/"]:
        page.goto(site + address)
        assert page.evaluate("window.wasRun") is None, address
        assert watch.dialogs == [], address
        assert watch.complaints == [], f"{address}: {watch.complaints}"
        assert [url for url in watch.requests if not url.startswith(site)] == [], address


BELOW = (
    "history/", "history/1/", "links/", "edit/", "edit/?as=yaml", "talk/", "rename/", "withdraw/", "history/1/restore/", "diff/1..1/",
)  # fmt: skip


def test_nothing_that_people_wrote_is_run_by_the_pages_of_the_wiki(
    site: str, open_page: Any, reviewer: User, viewer: User, signed_in: Any
) -> None:
    addresses = write_hostile_catalog()
    row = Page.objects.get(kind="model", slug="hostile")
    say(page=row, by=reviewer, body=TEXT)
    SavedView.objects.create(slug="hostile", name=LINE[:200], note=TEXT, opens=Opens.COMPARISON, query=f"m={quote(LINE)}", owner=reviewer)
    note(page=row, by=reviewer, on=date(2026, 11, 20), body=TEXT, today=date(2026, 11, 21))
    document = history.document_of(row).as_data()
    proposed = submit(
        Submission(data={**document, "notes": [TEXT, LINE]}, by=viewer, reason=LINE, origin="site", today=date(2026, 11, 21), expected=1)
    )
    assert proposed.proposal is not None
    page = open_page()
    session = signed_in(reviewer).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    page.add_init_script("window.xss = () => { window.wasRun = true; alert('run'); };")
    watch = Watch(page)
    for address in [
        *(f"{address}{below}" for address in addresses for below in BELOW),
        "/models/hostile/edit/?part=variants/hostile-7b", "/models/hostile/edit/?part=offers/hostile-offer",
        "/models/hostile/edit/?part=sources/card", f"/proposals/{proposed.proposal.pk}/", "/proposals/", "/changes/", "/search/?q=script",
        f"/search/?q={quote(LINE)}", "/compare/?m=hostile&m=hostile-7b", "/compare/?l=hostile", "/charts/",
        "/charts/size-context/", "/charts/prices/?model=hostile", "/charts/price-history/?model=hostile", "/upkeep/", "/upkeep/dead-links/",
        "/upkeep/claims/", "/upkeep/claims/names/", "/watchlist/", "/saved/",
        "/saved/hostile/", f"/missing/?name={quote(LINE)}",
        "/explore/", "/explore/?columns=model,license,declared_license,partners",
        "/hosting/", "/hosting/on-device/", "/hosting/offers/hostile-offer/", "/hosting/cheapest/?model=hostile&input_tokens=1M&output_tokens=1M",
    ]:  # fmt: skip
        page.goto(site + address)
        assert page.evaluate("window.wasRun") is None, address
        assert watch.dialogs == [], address
        assert [line for line in watch.complaints if "status of 4" not in line] == [], address
        assert [url for url in watch.requests if not url.startswith(site)] == [], address


def test_the_first_page_is_light_and_comes_from_this_host_alone(small: str, open_page: Any) -> None:
    page = open_page(extra_http_headers={"Accept-Encoding": "gzip"})
    weights: dict[str, int] = {}

    def weigh(response: Any) -> None:
        body = response.body()
        packed = "font" in response.headers.get("content-type", "") or response.url.endswith(".woff2")
        weights[response.url] = len(body) if packed else len(gzip.compress(body, 6))

    page.on("response", weigh)
    watch = Watch(page)
    page.goto(small + "/", wait_until="networkidle")
    assert [url for url in watch.requests if not url.startswith(small)] == []
    assert watch.complaints == []
    assert sum(weights.values()) < 60_000, weights
    assert page.evaluate("document.fonts.check('16px Inter')")


def test_the_site_works_without_scripts(small: str, open_page: Any) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(small + "/")
    page.locator("#hero_search").fill("llama")
    page.get_by_role("button", name="Search models").click()
    expect(page.locator("tbody th a")).to_have_text(["Llama 2"])
    page.locator("#f_commercial_use").select_option("conditional")
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("ul[aria-label='Chosen filters'] a.chip")).to_have_count(2)
    page.get_by_role("link", name="Search: “llama” (remove)").click()
    expect(page).to_have_url(f"{small}/models/?commercial_use=conditional")
    page.get_by_role("button", name="Switch to dark").click()
    expect(page).to_have_url(f"{small}/models/?commercial_use=conditional")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("button", name="Switch to dark")).to_be_hidden()


def test_colours_follow_the_system_until_the_reader_chooses(small: str, open_page: Any) -> None:
    for scheme, colour in (("light", LIGHT), ("dark", DARK)):
        page = open_page(scheme=scheme)
        page.goto(small + "/")
        assert background(page) == colour
    page.get_by_role("button", name="Switch to light").click()
    assert background(page) == LIGHT
    expect(page.get_by_role("button", name="Switch to dark")).to_be_focused()
    page.goto(small + "/models/llama-2/")
    assert background(page) == LIGHT
    page.get_by_role("button", name="System", exact=True).click()
    assert background(page) == DARK
    page.reload()
    assert background(page) == DARK


def test_shortcuts_help_and_can_be_turned_off(small: str, open_page: Any) -> None:
    page = open_page()
    page.goto(small + "/models/llama-2/")
    page.keyboard.press("/")
    expect(page.locator("#top_search")).to_be_focused()
    page.keyboard.type("g l?")
    assert page.locator("#top_search").input_value() == "g l?"
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/licenses/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    dialog.get_by_role("checkbox").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("/")
    expect(page.locator("#top_search")).not_to_be_focused()
    page.goto(small + "/")
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()


def test_an_anchor_leads_to_its_variant(small: str, open_page: Any) -> None:
    page = open_page(height=400)
    page.goto(small + "/models/llama-2/#llama-2-7b")
    expect(page.locator("[id='llama-2-7b']")).to_be_in_viewport()
