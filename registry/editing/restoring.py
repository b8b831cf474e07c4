"""Bringing back what a page said before, as a new revision."""

from datetime import date

from django.contrib.auth.models import User

from registry.documents import Problem
from registry.editing.conflicts import document_at
from registry.editing.refusals import Refused
from registry.editing.submitting import Submission, Submitted, submit
from registry.models import Page


def restore(
    page: Page, *, number: int, by: User, reason: str, origin: str, today: date, expected: int, propose: bool = False,
    agreed_duplicates: str = "",
) -> Submitted:  # fmt: skip
    """Make the page say again what it said at revision `number`; it keeps today's address. Refused where that cannot be written now.

    `expected` is the current revision that the person saw: any other is a conflict. A revision that rests on what was removed elsewhere
    since, such as a license that is no longer there, is refused with the place named.
    """
    data = document_at(page, number=number)
    if not data:
        raise Refused(problems=[Problem("", "not_found", f"this page has no revision {number}")])
    submission = Submission(
        data=data | {"slug": page.slug}, by=by, reason=reason, origin=origin, today=today, expected=expected, propose=propose,
        agreed_duplicates=agreed_duplicates,
    )  # fmt: skip
    return submit(submission)
