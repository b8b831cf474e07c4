"""Calendar months as "YYYY-MM" and partial dates as "YYYY", "YYYY-MM" or "YYYY-MM-DD"."""

import re
from datetime import date

_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
_PARTIAL = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?")
_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def is_month(text: str) -> bool:
    """Whether the text is one calendar month in the form YYYY-MM."""
    return _MONTH.fullmatch(text) is not None


def is_partial_date(text: str) -> bool:
    """Whether the text is a year, a month or a day that exists."""
    if _PARTIAL.fullmatch(text) is None:
        return False
    try:
        first_day(text)
    except ValueError:
        return False
    return True


def first_day(partial: str) -> date:
    """The earliest day that a partial date can mean."""
    return date.fromisoformat(partial + "-01-01"[len(partial) - len("YYYY") :])


def month_before(partial: str | None) -> str | None:
    """The calendar month before a day or month; None where the date is unknown or no more precise than a year."""
    if partial is None or len(partial) < len("YYYY-MM"):
        return None
    year, month = int(partial[:4]), int(partial[5:7])
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}"


def begins_after(partial: str, *, month: str) -> bool:
    """Whether a partial date lies wholly after a calendar month, whatever day it means."""
    return first_day(partial).isoformat()[:7] > month


def in_words(month: str) -> str:
    """ "June 2024" for "2024-06"."""
    return f"{_NAMES[int(month[5:]) - 1]} {month[:4]}"
