"""The journal of a page: dated remarks of editors on what happened around it."""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction

from registry.models import JournalNote, Page
from registry.roles import Role, has_role
from registry.talking.texts import NotPosted, checked_text


def may_note(person: User) -> bool:
    """Whether a person may write into journals."""
    return has_role(person, Role.EDITOR)


def may_withdraw_note(entry: JournalNote, person: User) -> bool:
    """Whether a person may withdraw a note: its author, while an editor, and reviewers."""
    return has_role(person, Role.REVIEWER) or (entry.by_id == person.pk and may_note(person))


@transaction.atomic
def note(*, page: Page, by: User, on: date, body: str, today: date, after: int | None = None) -> JournalNote:
    """Add a note on a day up to today. The same note of the author since `after`, the newest that the form knew of, is one click twice."""
    if not may_note(by):
        raise PermissionDenied("Only editors may write into the journal.")
    text = checked_text(body)
    if on > today:
        raise NotPosted("on", f"The journal holds what has happened: give a day up to today, {today}.")
    Page.objects.select_for_update().get(pk=page.pk)
    if after is not None:
        posted = JournalNote.objects.filter(page=page, by=by, on=on, body=text, withdrawn_at=None, pk__gt=after).first()
        if posted:
            return posted
    return JournalNote.objects.create(page=page, on=on, body=text, by=by, by_name=by.get_username())


def withdraw_note(entry: JournalNote, *, by: User, now: datetime) -> bool:
    """Take a note off the journal; tell whether it stood there until then."""
    if not may_withdraw_note(entry, by):
        raise PermissionDenied("Only its author, and reviewers, may withdraw a note.")
    return bool(JournalNote.objects.filter(pk=entry.pk, withdrawn_at=None).update(withdrawn_at=now))
