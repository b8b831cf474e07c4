"""What happens when somebody presses Save: the document is checked as a whole, then written with its reason, or refused with reasons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import format_html

from registry import history
from registry.admin.assembling import Draft
from registry.admin.conflicts import Conflict, conflict_on, document_at, merged
from registry.admin.duplicates import Duplicate, digest, near_duplicates
from registry.documents import InvalidDocument, PageDocument, Problem, parse_document
from registry.models import Page
from registry.models.vocabulary import State

NO_SOURCE = "A page needs a source to be published: add one with its URL and the day it was read, or save the page as a draft."


class Refused(Exception):  # noqa: N818 - what happened, not a fault
    """The page was not saved. Everything typed is shown again, with what is wrong, or with what must be confirmed."""

    def __init__(self, draft: Draft, *, conflict: Conflict | None = None, duplicates: Iterable[Duplicate] = ()) -> None:
        super().__init__("the page was not saved")
        self.refusals = draft.refusals
        self.conflict = conflict
        self.duplicates = list(duplicates)
        self.agreement = digest(self.duplicates)


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """A draft with who sends it, why, which revision they saw, and what they have confirmed."""

    draft: Draft
    by: AbstractBaseUser
    reason: str
    today: date
    expected: int
    agreed_revision: int | None = None
    agreed_duplicates: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)


def submit(submission: Submission) -> history.Change:
    """Write the page; raise Refused, having written nothing, where something is wrong or must be confirmed first."""
    draft = submission.draft
    if draft.refusals:
        raise Refused(draft)
    try:
        document = parse_document(draft.data, today=submission.today)
        page = Page.objects.filter(kind=document.kind, slug=document.slug).first()  # type: ignore[attr-defined]
        if page and not submission.expected:
            raise InvalidDocument([Problem("/slug", "duplicate_slug", _taken(page))])
        document, expected = _reconciled(submission, document, page)
        _check(document, before=submission.before)
    except InvalidDocument as error:
        draft.refuse_all(error.problems)
        raise Refused(draft) from None
    found = near_duplicates(document, before=submission.before)
    if found and digest(found) != submission.agreed_duplicates:
        raise Refused(draft, duplicates=found)
    return _write(submission, document, expected)


def _reconciled(submission: Submission, document: PageDocument, page: Page | None) -> tuple[PageDocument, int]:
    """Return the document to write and the revision it rests on: others' changes are taken in once they have been seen."""
    current = page.number if page else 0
    if page is None or current == submission.expected:
        return document, submission.expected
    mine = document.as_data()
    if submission.agreed_revision != current:
        raise Refused(submission.draft, conflict=conflict_on(page, expected=submission.expected, mine=mine))
    base, theirs = document_at(page, number=submission.expected), document_at(page, number=current)
    return parse_document(merged(base, mine, theirs), today=submission.today), current


def _check(document: PageDocument, *, before: Mapping[str, Any]) -> None:
    """Ask for a source where a page becomes visible to readers."""
    published_before = bool(before) and before.get("state", State.PUBLISHED) == State.PUBLISHED
    if document.state == "published" and not published_before and not document.sources and document.kind != "article":  # type: ignore[attr-defined]
        raise InvalidDocument([Problem("", "uncited", NO_SOURCE)])


def _write(submission: Submission, document: PageDocument, expected: int) -> history.Change:
    draft = submission.draft
    try:
        with transaction.atomic():
            return history.save(document, by=submission.by, reason=submission.reason, origin="admin", expected=expected)
    except history.StalePage as error:
        conflict = conflict_on(error.page, expected=submission.expected, mine=document.as_data())
        raise Refused(draft, conflict=conflict) from None
    except InvalidDocument as error:
        draft.refuse_all(error.problems)
    except ValidationError as error:
        draft.refuse_all(Problem("", "invalid", message) for message in error.messages)
    except IntegrityError as error:
        draft.refuse_all([Problem("", "constraint", f"The database refused this page: {error}")])
    raise Refused(draft)


def _taken(page: Page) -> str:
    table = {"model": "aimodel", "family": "modelfamily"}.get(page.kind, page.kind)
    url = reverse(f"admin:registry_{table}_change", args=[page.pk])
    return format_html('There is already a page “{}” at this address: <a href="{}">edit it</a> or choose another slug.', page.name, url)
