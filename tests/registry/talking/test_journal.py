"""The journal: dated remarks of editors, up to today."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from registry.models import JournalNote, Page
from registry.roles import Role
from registry.talking import NotPosted, note, withdraw_note
from tests.factories import make_article

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def llama(db: None) -> Page:
    return make_article()


def test_an_editor_notes_what_happened_the_latest_day_first(llama: Page, editor: User) -> None:
    old = note(page=llama, by=editor, on=date(2024, 1, 31), body="Asked the licensor", today=TODAY)
    new = note(page=llama, by=editor, on=TODAY, body="They answered", today=TODAY)
    assert list(JournalNote.objects.listed()) == [new, old]
    assert (old.by_name, old.on) == ("editor", date(2024, 1, 31))


def test_tomorrow_has_not_happened(llama: Page, editor: User) -> None:
    with pytest.raises(NotPosted, match="up to today, 2026-11-21") as refused:
        note(page=llama, by=editor, on=TODAY + timedelta(days=1), body="They will answer", today=TODAY)
    assert refused.value.field == "on"


def test_viewers_do_not_write_into_the_journal(llama: Page, viewer: User) -> None:
    with pytest.raises(PermissionDenied):
        note(page=llama, by=viewer, on=TODAY, body="Hello", today=TODAY)


def test_the_same_click_twice_notes_once(llama: Page, editor: User) -> None:
    first = note(page=llama, by=editor, on=TODAY, body="Asked", today=TODAY, after=0)
    assert note(page=llama, by=editor, on=TODAY, body="Asked", today=TODAY, after=0) == first
    assert note(page=llama, by=editor, on=TODAY - timedelta(days=1), body="Asked", today=TODAY, after=0) != first
    assert note(page=llama, by=editor, on=TODAY, body="Asked", today=TODAY, after=first.pk) != first


def test_its_author_and_reviewers_withdraw_a_note(llama: Page, editor: User, reviewer: User, person) -> None:
    one, two = (note(page=llama, by=editor, on=TODAY, body=text, today=TODAY) for text in ("One", "Two"))
    with pytest.raises(PermissionDenied):
        withdraw_note(one, by=person(Role.EDITOR, username="other"), now=NOW)
    assert withdraw_note(one, by=editor, now=NOW)
    assert not withdraw_note(one, by=editor, now=NOW)
    assert withdraw_note(two, by=reviewer, now=NOW)
    assert not JournalNote.objects.listed().exists()


def test_a_former_editor_no_longer_changes_the_journal(llama: Page, editor: User) -> None:
    entry = note(page=llama, by=editor, on=TODAY, body="Asked", today=TODAY)
    editor.groups.clear()
    with pytest.raises(PermissionDenied):
        withdraw_note(entry, by=User.objects.get(pk=editor.pk), now=NOW)
