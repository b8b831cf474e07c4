"""Saying that the facts of a page still hold."""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from registry.editing.conflicts import document_at
from registry.editing.rights import may_publish
from registry.editing.submitting import Submission, Submitted, submit
from registry.models import Page

REASON = "Checked: the facts still hold"
GOOD_FOR = timedelta(days=180)


def confirm(page: Page, *, by: User, today: date, origin: str) -> Submitted:
    """Record that somebody compared the facts with their sources today; the next review is due in 180 days, or later where it was
    planned later. PermissionDenied for whoever may not publish the page: nobody else vouches for it."""
    if not may_publish(by, kind=page.kind, page=page):
        raise PermissionDenied("Confirming this page needs somebody who may publish changes to it.")
    due = max(today + GOOD_FOR, page.review_due or today)
    checked = {"checked_on": today.isoformat(), "checked_by": by.get_username(), "review_due": due.isoformat()}
    data = document_at(page, number=page.number) | checked
    return submit(Submission(data=data, by=by, reason=REASON, origin=origin, today=today, expected=page.number))
