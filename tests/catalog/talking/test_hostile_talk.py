"""Comments, notes, names and facts that try to run something are shown as text."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.watching import watch
from registry.models import Page
from registry.talking import current_document, note, resolve, say, withdraw
from tests.catalog.reading.hostile import MARKUP, TEXT, write_hostile_catalog
from tests.catalog.reading.pages import PageReader

TODAY = date(2026, 11, 21)
NAME = "<img src=x onerror=xss()>"


@pytest.fixture
def addresses(db: None) -> list[str]:
    return write_hostile_catalog()


def check(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    html = response.content.decode()
    page = PageReader(html)
    assert page.mistakes == [], address
    assert [link for link in page.links if not link.startswith(("/", "#", "?", "https://"))] == [], address
    assert [source for source in page.loaded if not source.startswith("/") or source.startswith("//")] == [], address
    return html


def test_no_comment_note_name_or_fact_becomes_markup(
    addresses: list[str], reviewer: User, as_reviewer: Client, viewer_client: Client
) -> None:
    villain = User.objects.get(username="viewer")
    for page in Page.objects.filter(slug="hostile"):
        watch(page, person=reviewer)
        User.objects.filter(pk=villain.pk).update(username="viewer")
        document = current_document(page)
        assert document is not None
        facts = sorted(document.facts())
        villain.username = NAME
        for text, fact in zip([TEXT, *MARKUP, "@reviewer " + TEXT], [*facts, *[""] * 20], strict=False):
            thread = say(page=page, by=villain, body=text, fact=fact)
            say(page=page, by=villain, body=text, thread=thread)
        resolve(thread, by=villain, now=thread.created_at)
        withdraw(thread, by=villain, now=thread.created_at)
        reviewer.username = NAME
        note(page=page, by=reviewer, on=TODAY, body=TEXT, today=TODAY)
        reviewer.username = "reviewer"
    User.objects.filter(pk=villain.pk).update(username=NAME)
    for address in addresses:
        html = check(as_reviewer, f"{address}talk/")
        assert "&lt;script&gt;xss()" in html
        assert "&lt;img src=x onerror=xss()&gt;" in html
        check(as_reviewer, address)
        check(viewer_client, f"{address}talk/")
    for address in ("/watchlist/", "/watchlist/?show=all"):
        assert "&lt;script&gt;xss()" in check(as_reviewer, address)


@pytest.mark.parametrize("text", [*MARKUP, "\x00", "x" * 10_000, "%00", "../../etc", "variants//", "{{ 7|add:7 }}"])
def test_no_address_or_refused_form_becomes_markup(llama: Page, as_editor: Client, text: str) -> None:
    talk = "/models/llama-2/talk/"
    for response in (
        as_editor.get(talk, {"fact": text, "page": text}),
        as_editor.get("/watchlist/", {"show": text}),
        as_editor.post(f"{talk}?page=%22%3E%3Cscript%3E", {"fact": text, "body": text, "after": text}),
        as_editor.post("/models/llama-2/journal/", {"on": text, "body": text, "after": text}),
    ):
        assert response.status_code in (200, 400)
        if response["Content-Type"].startswith("text/html") and "<main" in response.content.decode():
            assert PageReader(response.content.decode()).mistakes == []


def test_a_mention_inside_markup_adds_nothing_but_emphasis(llama: Page, editor: User, viewer: User, viewer_client: Client) -> None:
    bodies = ['[a](https://example.org/ "@viewer>@viewer")', "<b>@viewer", '"@viewer" onmouseover=xss()', "[@viewer](javascript:xss())"]
    for body in bodies:
        say(page=llama, by=editor, body=body)
    html = check(viewer_client, "/models/llama-2/talk/")
    assert "&lt;b&gt;<strong>@viewer</strong>" in html
