"""Pressing a button under a form: trying a change out, publishing or proposing it, and pressing twice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from registry import history
from registry.documents import InvalidDocument, PageDocument, parse_document
from registry.editing import Refused, Submission, Submitted, may_publish, submit
from registry.editing.conflicts import document_at
from registry.models import Page, Proposal

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the author has ticked: the others' revision they saw, the likenesses they saw."""

    revision: int | None = None
    duplicates: str = ""


def agreed_in(data: Mapping[str, str]) -> Agreed:
    """Return what was ticked in a form."""
    number = data.get("agreed_revision", "")
    revision = int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else None
    return Agreed(revision, data.get("agreed_duplicates", "")[:64])


def try_out(submission: Submission) -> None:
    """Raise Refused where a change could not be saved as it stands; write nothing either way."""
    with transaction.atomic():
        submit(replace(submission, reason=submission.reason.strip() or "Trying it out"))
        transaction.set_rollback(True)


def send(submission: Submission) -> Submitted:
    """Publish or propose. What was sent already, by pressing twice or going back, is not sent again: the answer is what came of it."""
    known = _proposed_already(submission)
    if known is not None:
        return Submitted(proposal=known)
    try:
        return submit(submission)
    except Refused as refused:
        page = _page_that_says(refused.document)
        if page is None:
            raise
        return Submitted(change=history.Change(page, None, created=False))


def _page_that_says(document: PageDocument | None) -> Page | None:
    """Return the page that says exactly this today."""
    if document is None:
        return None
    data = document.as_data()
    page = Page.objects.filter(kind=data["kind"], slug=data["slug"]).first()
    return page if page is not None and document_at(page, number=page.number) == data else None


def _proposed_already(submission: Submission) -> Proposal | None:
    data = submission.data
    page = Page.objects.filter(kind=data.get("kind", ""), slug=data.get("slug", "")).first()
    if not submission.propose and may_publish(submission.by, kind=str(data.get("kind")), page=page):
        return None
    waiting = Proposal.objects.open().of(submission.by).filter(kind=data.get("kind", ""), slug=data.get("slug", ""))
    return next((row for row in waiting.filter(base_number=submission.expected).order_by("pk") if _same(row.document, data)), None)


def _same(document: Data, data: Data) -> bool:
    try:
        return bool(parse_document(data).as_data() == document)
    except InvalidDocument:
        return False
