"""What happens when somebody presses Save: the document is checked as a whole, then published or proposed, or refused with reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from registry import history
from registry.documents import InvalidDocument, PageDocument, Problem, parse_document
from registry.editing.conflicts import conflict_on, document_at, merged
from registry.editing.duplicates import digest, near_duplicates
from registry.editing.refusals import Refused
from registry.editing.rights import may_propose, may_publish
from registry.models import Page, Proposal
from registry.models.vocabulary import State

NO_SOURCE = "A page needs a source to be published: add one with its URL and the day it was read, or save the page as a draft."


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """A document in its plain form with who sends it, why, which revision they saw (0: a new page), and what they have agreed to.

    `propose` asks for review though the author could publish.
    """

    data: Mapping[str, Any]
    by: User
    reason: str
    origin: str
    today: date
    expected: int
    propose: bool = False
    agreed_revision: int | None = None
    agreed_duplicates: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of it: a change (whose revision is None where nothing differed), or a proposal that waits."""

    change: history.Change | None = None
    proposal: Proposal | None = None


def submit(submission: Submission) -> Submitted:
    """Publish or propose the page; raise Refused, having written nothing, where something is wrong or must be agreed to first."""
    if not may_propose(submission.by):
        raise PermissionDenied("Your account has no role yet. Ask an administrator to make you a viewer.")
    try:
        document = parse_document(submission.data, today=submission.today)
        kind: str = document.kind  # type: ignore[attr-defined]
        page = Page.objects.filter(kind=kind, slug=document.slug).first()
        if page and not submission.expected:
            raise InvalidDocument([Problem("/slug", "duplicate_slug", taken(page))], document=document)
        if page is None and submission.expected:
            raise InvalidDocument([Problem("/slug", "read_only", "the address of a page is changed by renaming it, not by editing")])
        require_page_of_its_own(page)
        before = document_at(page, number=submission.expected) if page else {}
        document, expected = reconciled(submission, document, page)
        require_source(document, before=before)
    except InvalidDocument as error:
        raise Refused(problems=error.problems, document=error.document) from None
    if page is not None and document.as_data() == document_at(page, number=page.number):
        return Submitted(change=history.Change(page, None, created=False))
    found = near_duplicates(document, before=before)
    if found and digest(found) != submission.agreed_duplicates:
        raise Refused(duplicates=found, document=document)
    if submission.propose or not may_publish(submission.by, kind=kind, page=page):
        return Submitted(proposal=_proposed(submission, document, page, expected))
    return Submitted(change=_published(submission, document, expected))


def taken(page: Page) -> str:
    """Say that an address is another page's."""
    return f"there is already a page '{page.name}' at this address: edit it, or choose another slug"


def require_page_of_its_own(page: Page | None) -> None:
    """Refuse changes to a page that became part of another: nobody would see them."""
    if page is not None and page.merged_into is not None:
        raise InvalidDocument([Problem("", "merged", f"this page was merged into '{page.merged_into.name}': change that one")])


def reconciled(submission: Submission, document: PageDocument, page: Page | None) -> tuple[PageDocument, int]:
    """Return the document to write and the revision it rests on: others' changes are taken in once they have been seen."""
    current = page.number if page else 0
    if page is None or current == submission.expected:
        return document, submission.expected
    mine = document.as_data()
    if submission.agreed_revision != current:
        raise Refused(conflict=conflict_on(page, expected=submission.expected, mine=mine), document=document)
    base, theirs = document_at(page, number=submission.expected), document_at(page, number=current)
    return parse_document(merged(base, mine, theirs), today=submission.today), current


def require_source(document: PageDocument, *, before: Mapping[str, Any]) -> None:
    """Ask for a source where a page becomes visible to readers."""
    published_before = bool(before) and before.get("state", State.PUBLISHED) == State.PUBLISHED
    if document.state == "published" and not published_before and not document.sources and document.kind != "article":  # type: ignore[attr-defined]
        raise InvalidDocument([Problem("", "uncited", NO_SOURCE)], document=document)


def _published(submission: Submission, document: PageDocument, expected: int) -> history.Change:
    with refusing(document, expected=submission.expected), transaction.atomic():
        return history.save(document, by=submission.by, reason=submission.reason, origin=submission.origin, expected=expected)


class refusing:  # noqa: N801 - reads as a statement: `with refusing(document, ...)`
    """Turns whatever keeps a document from being written into Refused."""

    def __init__(self, document: PageDocument, *, expected: int) -> None:
        self.document = document
        self.expected = expected

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        match error:
            case history.StalePage():
                conflict = conflict_on(error.page, expected=self.expected, mine=self.document.as_data())
                raise Refused(conflict=conflict, document=self.document) from None
            case InvalidDocument():
                problems = error.problems
            case ValidationError():
                problems = [Problem("", "invalid", message) for message in error.messages]
            case IntegrityError():
                problems = [Problem("", "constraint", f"The database refused this page: {error}")]
            case _:
                return
        raise Refused(problems=problems, document=self.document) from None


def _proposed(submission: Submission, document: PageDocument, page: Page | None, expected: int) -> Proposal:
    with refusing(document, expected=submission.expected), transaction.atomic():
        reason = history.checked_reason(submission.reason)
        waiting = Proposal.objects.open().of(submission.by).filter(kind=document.kind, slug=document.slug)  # type: ignore[attr-defined]
        for proposal in waiting.order_by("pk"):
            if proposal.document == document.as_data():
                return proposal
        return Proposal.objects.create(
            page=page, kind=document.kind, slug=document.slug, name=document.name, base_number=expected,  # type: ignore[attr-defined]
            document=document.as_data(), reason=reason, origin=submission.origin, by=submission.by, by_name=submission.by.get_username(),
        )  # fmt: skip
