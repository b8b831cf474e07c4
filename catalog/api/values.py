"""Values of rows as JSON says them. What is not known is null, never an empty text and never zero."""

from datetime import UTC, datetime
from decimal import Decimal

DISCLAIMER = (
    "This is not legal advice: a reading of the license terms by rules, with the sources named. Have a lawyer look before you rely on it."
)


_LENGTHS = {"year": 4, "month": 7}


def text(value: str) -> str | None:
    """Return the text, or None for an empty one."""
    return value or None


def moment(at: datetime) -> str:
    """Return a point in time as RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def exact(number: Decimal | None) -> str | None:
    """Return an exact number as text: JSON's own numbers are not exact."""
    return None if number is None else f"{number.normalize():f}"


def partial(day: str | None, precision: str) -> str | None:
    """Return an ISO date as exactly as it is known."""
    return day and day[: _LENGTHS.get(precision, 10)]
