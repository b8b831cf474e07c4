"""Saving in the admin: the common way of submitting a page, its refusals brought back to the forms they are about."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html

from registry import editing
from registry.admin.assembling import Draft
from registry.documents import Problem
from registry.editing import Submission, Submitted
from registry.editing.duplicates import Duplicate
from registry.models import Page


class Refused(Exception):  # noqa: N818 - what happened, not a fault
    """The page was not saved. Everything typed is shown again, with what is wrong, or with what must be confirmed."""

    def __init__(self, draft: Draft, *, why: editing.Refused | None = None) -> None:
        super().__init__("the page was not saved")
        self.refusals = draft.refusals
        self.conflict = why.conflict if why else None
        self.duplicates = [(duplicate, edit_url(duplicate)) for duplicate in why.duplicates] if why else []
        self.agreement = why.agreement if why else ""


def submit(draft: Draft, submission: Submission) -> Submitted:
    """Write or propose the page of a draft; raise Refused, having written nothing, where something is wrong or must be confirmed."""
    if draft.refusals:
        raise Refused(draft)
    try:
        with transaction.atomic():
            return editing.submit(submission)
    except editing.Refused as why:
        draft.refuse_all(_linked(why.problems, kind=str(submission.data.get("kind")), slug=str(submission.data.get("slug"))))
        raise Refused(draft, why=why) from None


def edit_url(found: Duplicate) -> str:
    """Return where the admin edits the page."""
    table = {"model": "aimodel", "family": "modelfamily"}.get(found.kind, found.kind)
    return reverse(f"admin:registry_{table}_change", args=[found.page_id])


def _linked(problems: Iterable[Problem], *, kind: str, slug: str) -> Iterable[Problem]:
    """Lead from an address that is taken to the page that has it."""
    for problem in problems:
        is_taken = (problem.pointer, problem.code) == ("/slug", "duplicate_slug")
        page = Page.objects.filter(kind=kind, slug=slug).first() if is_taken else None
        if page is None:
            yield problem
            continue
        url = edit_url(Duplicate("", "", page.kind, page.slug, page.pk))
        words = 'There is already a page “{}” at this address: <a href="{}">edit it</a> or choose another slug.'
        yield Problem(problem.pointer, problem.code, format_html(words, page.name, url))
