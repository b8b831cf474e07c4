"""Talk pages and the watchlist in a browser: by keyboard, without scripts, on narrow screens, and as axe sees them."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as site_settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import expect

from catalog.models import Watch
from catalog.watching import watch
from registry.models import Comment, Page
from registry.talking import note, resolve, say
from tests.browser.test_accessible import RULES
from tests.factories import model_document, save, variant_document

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TALK = "/models/llama-2/talk/"


@pytest.fixture
def open_as(small: str, open_page: Any, signed_in: Callable[[User], Client]) -> Callable[..., Any]:
    """`open_as(person, width=320)` gives a page in which a person is signed in."""

    def make(person: User, **options: Any) -> Any:
        page = open_page(**options)
        session = signed_in(person).cookies[site_settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": site_settings.SESSION_COOKIE_NAME, "value": session, "url": small}])
        return page

    return make


def test_w_watches_a_page_and_stops(small: str, open_as: Callable[..., Any], editor: User) -> None:
    page = open_as(editor)
    page.goto(f"{small}/models/llama-2/")
    page.keyboard.press("w")
    expect(page.get_by_role("button", name="Unwatch")).to_be_visible()
    assert Watch.objects.get().person == editor
    page.locator("[data-search]").focus()
    page.keyboard.type("w")
    expect(page.get_by_role("button", name="Unwatch")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("w")
    expect(page.get_by_role("button", name="Watch", exact=True)).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("[data-shortcuts]")).to_contain_text("Watch this page, or stop watching it")


def test_e_opens_the_form_of_the_page(small: str, open_as: Callable[..., Any], editor: User) -> None:
    page = open_as(editor)
    page.goto(f"{small}/models/llama-2/")
    page.keyboard.press("e")
    page.wait_for_url("**/models/llama-2/edit/")


def test_keys_do_nothing_where_shortcuts_are_off_or_nothing_is_to_press(small: str, open_as: Callable[..., Any], editor: User) -> None:
    page = open_as(editor)
    page.goto(f"{small}/models/")
    page.keyboard.press("w")
    page.context.add_cookies([{"name": "shortcuts", "value": "off", "url": small}])
    page.goto(f"{small}/models/llama-2/")
    page.keyboard.press("w")
    expect(page.get_by_role("button", name="Watch", exact=True)).to_be_visible()
    assert not Watch.objects.exists()


def test_everything_works_without_scripts(small: str, open_as: Callable[..., Any], viewer: User, editor: User) -> None:
    thread = say(page=Page.objects.get(slug="llama-2"), by=editor, body="Which license?")
    page = open_as(viewer, java_script_enabled=False)
    page.goto(small + TALK)
    page.get_by_text("Reply", exact=True).click()
    page.get_by_label("Your reply").fill("The community one")
    page.get_by_role("button", name="Post the reply").click()
    expect(page.locator(".replies")).to_contain_text("The community one")
    page.get_by_label("About").select_option(label="Context window")
    page.get_by_label("Comment", exact=True).fill("4096?")
    page.get_by_label("Watch this page").last.check()
    page.get_by_role("button", name="Post the comment").click()
    expect(page.get_by_role("heading", name="viewer on Llama 2 7B: context window")).to_be_visible()
    assert Comment.objects.filter(parent=thread).get().body == "The community one"
    save(model_document("llama-2", name="Llama Two", variants=[variant_document("llama-2-7b")]), by=editor, reason="Renamed")
    page.goto(f"{small}/watchlist/")
    page.get_by_role("button", name="See what changed").click()
    page.wait_for_url("**/models/llama-2/diff/1..2/")
    expect(page.locator("main")).to_contain_text("Llama Two")
    page.goto(f"{small}/watchlist/")
    expect(page.locator(".empty")).to_contain_text("since you last looked")


def test_axe_finds_nothing_and_nothing_runs_off_the_screen(small: str, open_as: Callable[..., Any], reviewer: User, editor: User) -> None:
    llama = Page.objects.get(slug="llama-2")
    watch(llama, person=reviewer)
    thread = say(page=llama, by=editor, body=f"# Title\n\n{'long' * 60} @reviewer\n\n| a | b |\n|---|---|\n| 1 | {'x' * 90} |", fact="name")
    say(page=llama, by=reviewer, body="`" + "y" * 200 + "`", thread=thread)
    resolve(say(page=llama, by=editor, body="Done"), by=editor, now=thread.created_at)
    note(page=llama, by=editor, on=thread.created_at.date(), body="Asked " + "z" * 100, today=thread.created_at.date())
    save(model_document("llama-2", name="Llama Two", variants=[variant_document("llama-2-7b")]), by=editor, reason="Because " * 20)
    axe = Axe()
    found = []
    for scheme, width in (("light", 320), ("dark", 1280)):
        page = open_as(reviewer, width=width, scheme=scheme)
        for address in (TALK, f"{TALK}?fact=name", f"{TALK}?fact=none", "/watchlist/", "/watchlist/?show=all", "/models/llama-2/"):
            page.goto(small + address)
            for summary in page.locator("main summary").all():
                if summary.is_visible():
                    summary.click()
            violations = axe.run(page, options={"runOnly": RULES}).response["violations"]
            found += [f"{address} {scheme} {width}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in violations]
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                found.append(f"{address} {scheme} {width}: {over} px too wide")
    assert found == []
