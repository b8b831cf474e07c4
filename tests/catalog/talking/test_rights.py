"""Who may do what on talk pages and in journals, each asked over the site."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.models import Comment, JournalNote, Page
from registry.roles import Role
from registry.talking import note, resolve, say
from tests.factories import make_organization

TALK = "/models/llama-2/talk/"
JOURNAL = "/models/llama-2/journal/"
TODAY = date(2026, 11, 21)
Ask = Callable[..., int]


@pytest.fixture
def ask(person: Callable[..., User], signed_in: Callable[[User], Client]) -> Ask:
    """`ask("viewer", address, do="resolve")` posts as somebody in that role, or as `author`, a viewer, and gives the status."""
    people = {role.value: person(role) for role in Role} | {"author": person(Role.VIEWER, username="author")}
    clients = {name: signed_in(user) for name, user in people.items()}

    def post(who: str, address: str, **fields: str) -> int:
        return clients[who].post(address, fields).status_code

    return post


@pytest.fixture
def thread(ask: Ask, llama: Page) -> Comment:
    return say(page=llama, by=User.objects.get(username="author"), body="Which license?")


RIGHTS = [
    ("resolve", "viewer", 403), ("resolve", "author", 302), ("resolve", "editor", 302), ("resolve", "reviewer", 302),
    ("resolve", "administrator", 302), ("reopen", "viewer", 403), ("reopen", "author", 302), ("reopen", "editor", 302),
    ("withdraw", "viewer", 403), ("withdraw", "author", 302), ("withdraw", "editor", 403), ("withdraw", "reviewer", 302),
    ("withdraw", "administrator", 302),
]  # fmt: skip


@pytest.mark.parametrize(("do", "who", "status"), RIGHTS)
def test_who_may_settle_and_withdraw_a_thread(ask: Ask, thread: Comment, do: str, who: str, status: int) -> None:
    if do == "reopen":
        resolve(thread, by=User.objects.get(username="author"), now=thread.created_at)
    before = Comment.objects.values().get(pk=thread.pk)
    assert ask(who, f"{TALK}{thread.pk}/", do=do) == status
    assert (Comment.objects.values().get(pk=thread.pk) != before) == (status == 302)


@pytest.mark.parametrize("who", ["viewer", "editor", "reviewer", "administrator"])
def test_everybody_with_a_role_may_comment(ask: Ask, thread: Comment, who: str) -> None:
    assert ask(who, TALK, body="Hello") == 302
    assert ask(who, TALK, body="Hello", thread=str(thread.pk)) == 302
    assert Comment.objects.filter(by__username=who).count() == 2


def test_nothing_happens_by_a_link(as_editor: Client, llama: Page, editor: User) -> None:
    thread = say(page=llama, by=editor, body="Which license?")
    assert as_editor.get(f"{TALK}{thread.pk}/?do=withdraw")["Location"] == f"{TALK}#comment_{thread.pk}_"
    assert as_editor.get("/models/llama-2/watch/?do=watch").status_code == 405
    assert as_editor.get(f"{JOURNAL}?body=x&on=2026-01-01").status_code == 405
    assert as_editor.get("/watchlist/seen/").status_code == 405
    thread.refresh_from_db()
    assert thread.withdrawn_at is None


def test_what_belongs_to_another_page_is_not_there(ask: Ask, thread: Comment, administrator_note: JournalNote) -> None:
    make_organization("azure")
    for address in ("/partners/azure/talk/", "/models/llama/talk/", "/licenses/llama-2-community/talk/"):
        for do in ("resolve", "withdraw"):
            assert ask("administrator", f"{address}{thread.pk}/", do=do) == 404
        assert ask("administrator", address, body="Hello", thread=str(thread.pk)) == 404
    assert ask("administrator", f"/partners/azure/journal/{administrator_note.pk}/") == 404
    assert ask("administrator", f"{TALK}{thread.pk + 99}/", do="resolve") == 404
    thread.refresh_from_db()
    administrator_note.refresh_from_db()
    assert (thread.resolved_at, thread.withdrawn_at, administrator_note.withdrawn_at) == (None, None, None)
    assert Comment.objects.count() == 1


@pytest.fixture
def administrator_note(llama: Page, ask: Ask) -> JournalNote:
    return note(page=llama, by=User.objects.get(username="administrator"), on=TODAY, body="Asked", today=TODAY)


def test_a_reply_is_neither_a_thread_nor_resolved(ask: Ask, thread: Comment) -> None:
    reply = say(page=thread.page, by=thread.by, body="MIT", thread=thread)
    assert ask("editor", TALK, body="And?", thread=str(reply.pk)) == 404
    assert ask("editor", f"{TALK}{reply.pk}/", do="resolve") == 400
    assert ask("editor", f"{TALK}{reply.pk}/", do="shout") == 400
    assert ask("author", f"{TALK}{reply.pk}/", do="withdraw") == 302


def test_who_was_disabled_or_lost_every_role_does_nothing_more(ask: Ask, thread: Comment) -> None:
    User.objects.get(username="author").groups.clear()
    assert ask("author", f"{TALK}{thread.pk}/", do="withdraw") == 403
    User.objects.filter(username="reviewer").update(is_active=False)
    assert ask("reviewer", f"{TALK}{thread.pk}/", do="withdraw") == 302  # to sign-in
    thread.refresh_from_db()
    assert thread.withdrawn_at is None


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("editor", 302), ("reviewer", 302), ("administrator", 302)])
def test_editors_write_into_the_journal(ask: Ask, llama: Page, who: str, status: int) -> None:
    assert ask(who, JOURNAL, on="2024-01-31", body="Asked the licensor") == status
    assert JournalNote.objects.count() == (status == 302)


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("editor", 403), ("reviewer", 302), ("administrator", 302)])
def test_a_note_is_withdrawn_by_its_author_and_reviewers(
    ask: Ask, llama: Page, administrator_note: JournalNote, who: str, status: int
) -> None:
    address = f"{JOURNAL}{administrator_note.pk}/"
    assert ask(who, address) == status
    assert JournalNote.objects.listed().count() == (status == 403)
    if status == 302:
        assert ask(who, address) == 404


def test_buttons_are_offered_to_those_who_may_press_them(llama: Page, editor: User, as_other: Client, as_editor: Client) -> None:
    say(page=llama, by=editor, body="Which license?")
    note(page=llama, by=editor, on=TODAY, body="Asked", today=TODAY)
    mine, theirs = (client.get(TALK).content.decode() for client in (as_editor, as_other))
    for button in ('value="resolve"', 'value="withdraw"', "Withdraw the note", "Add the note"):
        assert button in mine
        assert button not in theirs
    assert "Post the reply" in theirs
