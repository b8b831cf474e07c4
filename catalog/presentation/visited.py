"""What came of visiting a web address, in words."""

from datetime import date

from catalog.presentation.figures import day_in_words
from registry.models import AddressCheck
from registry.models.addresses import Outcome

_ANSWERED = {404: "404: nothing is there", 410: "410: it was taken away for good"}


def answer_words(check: AddressCheck) -> str:
    """Return what a visit found as a clause, such as "404: nothing is there" or "could not be reached"."""
    words = check.get_outcome_display()
    if check.outcome in (Outcome.MOVED, Outcome.OK):
        return words
    if check.status:
        return _ANSWERED.get(check.status) or f"{check.status}: {words}"
    return check.detail or words


def dead_words(check: AddressCheck) -> str:
    """Return what readers of a source are told of its dead address."""
    on = day_in_words(check.checked_at.date())
    if check.outcome == Outcome.GONE:
        return f"This address did not answer with a page on {on} ({answer_words(check)})."
    return f"This address did not answer on {on} ({answer_words(check)}), and it has failed since {day_in_words(failing_since(check))}."


def failing_since(check: AddressCheck) -> date | None:
    """Return the day of the first failure of those in a row; None where the last visit was no failure."""
    return check.failing_since.date() if check.failing_since and check.is_failing else None
