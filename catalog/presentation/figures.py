"""Numbers, dates, money and labels as readers see them. What is not known is None here; the pages say so in words."""

from datetime import date
from decimal import Decimal

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SCALES = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K"))
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "CN¥"}


def parameters(count: int | None) -> str | None:
    """Return a parameter count in the field's short form: 7_610_000_000 is "7.61B", 1_040_000_000_000 is "1.04T"."""
    if count is None:
        return None
    for size, letter in _SCALES:
        # From 999.995 on, two decimal places round up to 1,000 of the smaller unit, which is 1 of this one.
        if count * 200_000 >= size * 199_999:
            return f"{bare(round(Decimal(count) / size, 2))}{letter}"
    return str(count)


def whole(number: int | None) -> str | None:
    """Return a whole number with its thousands apart: 131072 is "131,072"."""
    return None if number is None else f"{number:,}"


def bare(number: Decimal | None) -> str | None:
    """Return a number without trailing zeros: 45.3000 is "45.3", 700 stays "700"."""
    return None if number is None else f"{number.normalize():f}"


def day_in_words(day: date | None, *, precision: str = "day") -> str | None:
    """Return a date as exactly as it is known: "18 July 2023", "July 2023" or "2023"."""
    if day is None:
        return None
    if precision == "year":
        return str(day.year)
    month = f"{_MONTHS[day.month - 1]} {day.year}"
    return month if precision == "month" else f"{day.day} {month}"


def month_in_words(text: str) -> str:
    """Return "2023-06" as "June 2023", and anything that is not a month as it stands."""
    year, _, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and 1 <= int(month) <= 12:
        return f"{_MONTHS[int(month) - 1]} {year}"
    return text


def money(amount: Decimal | None, *, currency: str) -> str | None:
    """Return an exact amount with at least two decimal places: "$0.75", "€0.0375", "SEK 1.20"."""
    if amount is None:
        return None
    text = f"{amount.normalize():f}"
    whole_part, _, rest = text.partition(".")
    figure = f"{int(whole_part):,}.{rest.ljust(2, '0')}"
    return f"{_SYMBOLS[currency]}{figure}" if currency in _SYMBOLS else f"{currency} {figure}"


def sentence_case(label: str) -> str:
    """Return a label with capitals only at its beginning and in names and abbreviations: "Research Only" is "Research only"."""
    first, *rest = label.split(" ")
    return " ".join([first, *(word.lower() if word.istitle() and word.isalpha() else word for word in rest)])


def listed(names: list[str], *, last: str = "and") -> str:
    """Return names as a sentence lists them: "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"
