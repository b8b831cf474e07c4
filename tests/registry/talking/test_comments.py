"""Threads of comments: what may be said where, and who may settle and withdraw it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from registry.models import Comment, Page
from registry.roles import Role
from registry.talking import NotPosted, reopen, resolve, say, withdraw
from tests.factories import make_license, make_model, make_organization

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def llama(db: None) -> Page:
    return Page.objects.get(pk=make_model("llama-2").pk)


@pytest.fixture
def other(person) -> User:
    return person(Role.VIEWER, username="other")


def newest() -> int:
    return Comment.objects.latest("pk").pk if Comment.objects.exists() else 0


def test_a_viewer_begins_a_thread_on_a_fact_of_the_page(llama: Page, viewer: User) -> None:
    comment = say(page=llama, by=viewer, body="  Which license?\r\nThe card says none. ", fact="variants/llama-2-7b/license")
    assert (comment.fact, comment.by_name, comment.parent) == ("variants/llama-2-7b/license", "viewer", None)
    assert comment.body == "Which license?\nThe card says none."


@pytest.mark.parametrize("fact", ["variants/llama-3-8b/license", "license", "variants/llama-2-7b/", "x" * 600])
def test_a_fact_that_the_page_does_not_have_is_refused(llama: Page, viewer: User, fact: str) -> None:
    with pytest.raises(NotPosted, match="no such fact") as refused:
        say(page=llama, by=viewer, body="Hm", fact=fact)
    assert refused.value.field == "fact"
    assert not Comment.objects.exists()


def test_a_clause_of_a_license_is_a_fact_too(viewer: User) -> None:
    assert say(page=make_license(), by=viewer, body="Is this all?", fact="terms/grant").fact == "terms/grant"


@pytest.mark.parametrize(("body", "says"), [(" \n ", "Write something"), ("x" * 5001, "this one has 5,001"), ("a\x00b", "NUL")])
def test_a_text_that_cannot_be_posted_says_why(llama: Page, viewer: User, body: str, says: str) -> None:
    with pytest.raises(NotPosted, match=says) as refused:
        say(page=llama, by=viewer, body=body)
    assert refused.value.field == "body"


def test_the_longest_text_is_posted(llama: Page, viewer: User) -> None:
    assert len(say(page=llama, by=viewer, body="x" * 5000).body) == 5000


def test_a_reply_stands_below_its_thread_and_nowhere_else(llama: Page, viewer: User, other: User) -> None:
    thread = say(page=llama, by=viewer, body="Which license?", fact="name")
    reply = say(page=llama, by=other, body="MIT", thread=thread, fact="name")
    assert (reply.parent, reply.fact) == (thread, "")
    for wrong in (reply, say(page=make_organization("azure"), by=viewer, body="Elsewhere")):
        with pytest.raises(NotPosted, match="thread of this page"):
            say(page=llama, by=viewer, body="And?", thread=wrong)


def test_a_withdrawn_thread_takes_no_reply(llama: Page, viewer: User) -> None:
    thread = say(page=llama, by=viewer, body="Which license?")
    withdraw(thread, by=viewer, now=NOW)
    with pytest.raises(NotPosted, match="begin a new thread"):
        say(page=llama, by=viewer, body="And?", thread=thread)


def test_the_same_click_twice_posts_once(llama: Page, viewer: User, other: User) -> None:
    say(page=llama, by=viewer, body="+1")
    seen = newest()
    first = say(page=llama, by=viewer, body="+1", after=seen)
    assert say(page=llama, by=viewer, body="+1 ", after=seen) == first
    assert first.pk > seen
    assert say(page=llama, by=other, body="+1", after=seen) != first
    assert say(page=llama, by=viewer, body="+1", after=newest()) != first
    assert say(page=llama, by=viewer, body="+1", fact="name", after=seen) != first
    assert Comment.objects.count() == 5


def test_a_text_that_was_withdrawn_can_be_posted_again_from_the_same_form(llama: Page, viewer: User) -> None:
    first = say(page=llama, by=viewer, body="+1", after=0)
    withdraw(first, by=viewer, now=NOW)
    assert say(page=llama, by=viewer, body="+1", after=0) != first


def test_people_without_a_role_and_disabled_people_say_nothing(llama: Page, viewer: User, person) -> None:
    viewer.is_active = False
    for silent in (person(None), viewer):
        with pytest.raises(PermissionDenied):
            say(page=llama, by=silent, body="Hello")


def test_its_author_and_editors_resolve_a_thread(llama: Page, viewer: User, other: User, editor: User) -> None:
    thread = say(page=llama, by=viewer, body="Which license?")
    for settle in (lambda: resolve(thread, by=other, now=NOW), lambda: reopen(thread, by=other)):
        with pytest.raises(PermissionDenied):
            settle()
    assert resolve(thread, by=viewer, now=NOW)
    assert not resolve(thread, by=editor, now=NOW)
    thread.refresh_from_db()
    assert (thread.resolved_at, thread.resolved_by_name) == (NOW, "viewer")
    assert reopen(thread, by=editor)
    assert not reopen(thread, by=editor)
    assert list(Comment.objects.unresolved()) == [thread]


def test_a_reply_is_not_resolved(llama: Page, viewer: User) -> None:
    reply = say(page=llama, by=viewer, body="MIT", thread=say(page=llama, by=viewer, body="Which license?"))
    assert not resolve(reply, by=viewer, now=NOW)


def test_its_author_and_reviewers_withdraw_a_comment(llama: Page, viewer: User, editor: User, reviewer: User) -> None:
    one, two = (say(page=llama, by=viewer, body=text) for text in ("One", "Two"))
    with pytest.raises(PermissionDenied):
        withdraw(one, by=editor, now=NOW)
    assert withdraw(one, by=viewer, now=NOW)
    assert withdraw(two, by=reviewer, now=NOW)
    assert not withdraw(two, by=viewer, now=NOW)
    assert list(Comment.objects.order_by("pk").values_list("withdrawn_by_name", flat=True)) == ["viewer", "reviewer"]


def test_threads_come_open_first_and_then_by_when_they_were_resolved(llama: Page, editor: User) -> None:
    old, early, late, new = (say(page=llama, by=editor, body=text) for text in ("Old", "Early", "Late", "New"))
    resolve(early, by=editor, now=NOW)
    resolve(late, by=editor, now=NOW.replace(hour=13))
    assert list(Comment.objects.threads()) == [new, old, late, early]
