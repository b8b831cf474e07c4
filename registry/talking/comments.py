"""Threads of comments on a page or on one of its facts: begin, reply, resolve, reopen, withdraw."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from registry.documents import PageDocument, parse_document
from registry.models import Comment, Mention, Page, Revision
from registry.roles import Role, has_role
from registry.talking.texts import NotPosted, checked_text, mentioned_people


def current_document(page: Page) -> PageDocument | None:
    """Return the page as its newest revision holds it; None for a page that was never recorded."""
    revision = Revision.objects.latest_of(page)
    return parse_document(revision.document) if revision else None


@transaction.atomic
def say(*, page: Page, by: User, body: str, fact: str = "", thread: Comment | None = None, after: int | None = None) -> Comment:
    """Post a comment: a new thread on the page or on one of its facts, or a reply below a thread, and tell whom it names.

    `after` is the newest comment that the author's form knew of: the same text by the same author in the same place since then is the
    same click twice, and the comment that it made is returned. NotPosted says what is wrong with the text or the fact.
    """
    if not has_role(by, Role.VIEWER):
        raise PermissionDenied("Only people with a role may comment.")
    text = checked_text(body)
    # One comment at a time on a page, so that a second click finds what the first one wrote.
    Page.objects.select_for_update().get(pk=page.pk)
    if thread is not None:
        _check_thread(thread, page=page)
    elif fact and not _has_fact(page, fact):
        raise NotPosted("fact", "This page has no such fact: choose one of the list, or the page as a whole.")
    place = {"page": page, "parent": thread, "fact": "" if thread else fact}
    if after is not None:
        posted = Comment.objects.filter(**place, by=by, body=text, withdrawn_at=None, pk__gt=after).first()
        if posted:
            return posted
    people = mentioned_people(text, but=by)
    comment = Comment.objects.create(**place, body=text, by=by, by_name=by.get_username())
    Mention.objects.bulk_create(Mention(comment=comment, person=person) for person in people)
    return comment


def may_resolve(thread: Comment, person: User) -> bool:
    """Whether a person may resolve or reopen a thread: who began it, and editors."""
    return has_role(person, Role.EDITOR) or (thread.by_id == person.pk and has_role(person, Role.VIEWER))


def may_withdraw(comment: Comment, person: User) -> bool:
    """Whether a person may withdraw a comment: its author, and reviewers."""
    return has_role(person, Role.REVIEWER) or (comment.by_id == person.pk and has_role(person, Role.VIEWER))


def resolve(thread: Comment, *, by: User, now: datetime) -> bool:
    """Mark a thread as resolved; tell whether it was open until then."""
    _require(may_resolve(thread, by), "Only who began a thread, and editors, may resolve it.")
    waiting = Comment.objects.filter(pk=thread.pk, parent=None, resolved_at=None)
    return bool(waiting.update(resolved_at=now, resolved_by_name=by.get_username()))


def reopen(thread: Comment, *, by: User) -> bool:
    """Take a thread up again; tell whether it was resolved until then."""
    _require(may_resolve(thread, by), "Only who began a thread, and editors, may reopen it.")
    return bool(Comment.objects.filter(pk=thread.pk).exclude(resolved_at=None).update(resolved_at=None, resolved_by_name=""))


def withdraw(comment: Comment, *, by: User, now: datetime) -> bool:
    """Hide the text of a comment for good; its place and its replies stay. Tell whether it could be read until then."""
    _require(may_withdraw(comment, by), "Only its author, and reviewers, may withdraw a comment.")
    return bool(Comment.objects.filter(pk=comment.pk, withdrawn_at=None).update(withdrawn_at=now, withdrawn_by_name=by.get_username()))


def _require(allowed: bool, otherwise: str) -> None:
    if not allowed:
        raise PermissionDenied(otherwise)


def _check_thread(thread: Comment, *, page: Page) -> None:
    if thread.page_id != page.pk or thread.parent_id is not None:
        raise NotPosted("thread", "A reply belongs to a thread of this page.")
    thread.refresh_from_db(fields=["withdrawn_at"])
    if thread.withdrawn_at is not None:
        raise NotPosted("thread", "This comment was withdrawn and takes no more replies: begin a new thread.")


def _has_fact(page: Page, fact: str) -> bool:
    document = current_document(page)
    return document is not None and fact in document.facts()
