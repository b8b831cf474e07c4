"""The journal on the talk page and on the page itself, and the ways that lead from a page to its talk page."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.models import JournalNote, Page
from registry.talking import note, say, withdraw
from tests.catalog.conftest import words_of

PAGE = "/models/llama-2/"
TALK = "/models/llama-2/talk/"
JOURNAL = "/models/llama-2/journal/"


def html_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.usefixtures("frozen_time")
def test_a_note_is_of_today_unless_its_author_says_otherwise(llama: Page, as_editor: Client) -> None:
    assert 'name="on" value="2026-11-21"' in html_of(as_editor, TALK)
    assert 'max="2026-11-21"' in html_of(as_editor, TALK)
    answer = as_editor.post(JOURNAL, {"on": "2024-01-31", "body": "Asked **them**"}, follow=True)
    assert answer.redirect_chain == [(f"{TALK}#journal_", 302)]
    assert "31 January 2024 editor Asked them" in words_of(answer.content.decode())
    assert "The journal has your note." in answer.content.decode()


@pytest.mark.usefixtures("frozen_time")
@pytest.mark.parametrize(
    ("on", "says"), [("2026-11-22", "give a day up to today, 2026-11-21"), ("soon", "Enter a valid date"), ("", "This field is required")]
)
def test_a_day_that_cannot_be_is_refused_and_the_text_kept(llama: Page, as_editor: Client, on: str, says: str) -> None:
    response = as_editor.post(JOURNAL, {"on": on, "body": "They answered"})
    assert response.status_code == 400
    assert says in response.content.decode()
    assert "They answered</textarea>" in response.content.decode()
    assert not JournalNote.objects.exists()


def test_a_second_click_notes_nothing_more(llama: Page, as_editor: Client) -> None:
    for _ in range(2):
        as_editor.post(JOURNAL, {"on": "2024-01-31", "body": "Asked", "after": "0"})
    assert JournalNote.objects.count() == 1


def test_a_withdrawn_note_is_gone(llama: Page, editor: User, as_editor: Client) -> None:
    as_editor.post(JOURNAL, {"on": "2024-01-31", "body": "A slip"})
    answer = as_editor.post(f"{JOURNAL}{JournalNote.objects.get().pk}/", follow=True)
    assert "The note is withdrawn." in answer.content.decode()
    assert "A slip" not in answer.content.decode()
    assert "The journal is empty." in answer.content.decode()


def test_the_page_itself_shows_the_newest_notes_to_own_people_only(
    llama: Page, editor: User, viewer_client: Client, public_read: None
) -> None:
    for day in range(1, 7):
        note(
            page=llama, by=editor, on=llama.created_at.date().replace(day=1, month=day), body=f"Note {day}.", today=llama.created_at.date()
        )
    html = html_of(viewer_client, PAGE)
    assert "Note 6." in html
    assert "Note 2." in html
    assert "Note 1." not in html
    assert f'<a href="{TALK}#journal_">The whole journal</a>' in html
    assert "Note 6." not in html_of(Client(), PAGE)


def test_each_cited_fact_leads_own_people_to_its_threads(llama: Page, viewer_client: Client, public_read: None) -> None:
    link = f'href="{TALK}?fact=variants%2Fllama-2-7b%2Flicense" aria-label="Discuss Llama 2 7B: license">discuss</a>'
    assert link in html_of(viewer_client, PAGE)
    assert "discuss" not in html_of(Client(), PAGE)
    html = html_of(viewer_client, f"{TALK}?fact=variants%2Fllama-2-7b%2Flicense")
    assert "Only threads on <strong>Llama 2 7B: license</strong> are shown." in html


def test_the_page_says_how_many_threads_are_open(llama: Page, viewer: User, viewer_client: Client, text_of: Callable[..., str]) -> None:
    one, _ = (say(page=llama, by=viewer, body=text) for text in ("One", "Two"))
    assert "Talk 2 open" in words_of(html_of(viewer_client, PAGE))
    withdraw(one, by=viewer, now=one.created_at)
    assert "Talk 1 open" in words_of(html_of(viewer_client, PAGE))
    assert "Talk" not in text_of(PAGE)
