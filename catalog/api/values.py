"""Values of rows as JSON says them. What is not known is null, never an empty text and never zero."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from registry.documents.dates import partial_date

DISCLAIMER = (
    "This is not legal advice: a reading of the license terms by rules, with the sources named. Have a lawyer look before you rely on it."
)


def text(value: str) -> str | None:
    """Return the text, or None for an empty one."""
    return value or None


def iso(day: date | None) -> str | None:
    """Return a date as ISO 8601."""
    return day.isoformat() if day else None


def moment(at: datetime) -> str:
    """Return a point in time as RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def exact(number: Decimal | None) -> str | None:
    """Return an exact number as text: JSON's own numbers are not exact."""
    return None if number is None else f"{number.normalize():f}"


def partial(row: Mapping[str, Any], name: str) -> str | None:
    """Return a date as exactly as the column beside it says it is known."""
    return partial_date(row[name], precision=row[f"{name}_precision"])
