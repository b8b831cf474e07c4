"""Withdrawing pages takes the place of deleting them."""

from collections.abc import Sequence
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from registry.editing.submitting import Submission, Submitted, submit
from registry.history import documents_of
from registry.models import Page
from registry.models.vocabulary import State


@transaction.atomic
def withdraw(pages: Sequence[Page], *, by: User, reason: str, origin: str, today: date) -> list[Submitted]:
    """Withdraw all the pages or none, each with a revision of its own, or with a proposal where it needs review.

    Those that are withdrawn already stay as they are and are left out of the answer. Refused as in `submit`.
    """
    numbers = {(page.kind, page.slug): page.number for page in pages}
    documents = documents_of(Page.objects.filter(pk__in=[page.pk for page in pages]))
    done = []
    for document in list(documents):
        if document.state == State.WITHDRAWN.value:
            continue
        data = document.as_data() | {"state": State.WITHDRAWN.value}
        seen = numbers[data["kind"], data["slug"]]
        done.append(submit(Submission(data=data, by=by, reason=reason, origin=origin, today=today, expected=seen)))
    return done
