"""Dates as sources give them: a day, a month or only a year.

The text form is ISO 8601 reduced precision ("2024-07-23", "2024-07", "2024"): the precision is visible in the form, and text sorts
by time within one precision. Rows hold the first day of the period and the precision beside it.
"""

import re
from calendar import monthrange
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year"]

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def precision_of(text: str) -> Precision:
    """Return "day", "month" or "year" for a partial date in its text form."""
    match text.count("-"):
        case 0:
            return "year"
        case 1:
            return "month"
        case _:
            return "day"


def first_day(text: str) -> date:
    """Return the first day of the period; raise ValueError, saying the accepted forms, for anything else."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is not a date: write 2024-07-23, 2024-07 or 2024")
    year, month, day = match.groups(default="1")
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(f"'{text}' is not a date in the calendar: {error}") from error


def last_day(text: str) -> date:
    """Return the last day of the period a partial date names."""
    start = first_day(text)
    match precision_of(text):
        case "day":
            return start
        case "month":
            return start.replace(day=monthrange(start.year, start.month)[1])
        case "year":
            return date(start.year, 12, 31)


def partial_date(day: date | None, *, precision: str) -> str | None:
    """Write a row's date and precision in the text form; None stays None."""
    if day is None:
        return None
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]
