"""Reads an intended use as it arrives (JSON) and refuses whatever it does not understand, field by field."""

import math
from collections.abc import Mapping, Sequence

from registry.licensing.amounts import Amount
from registry.licensing.countries import COUNTRIES
from registry.licensing.intended_use import (
    AMOUNT_FIELDS,
    HEAD_COUNTS,
    PLANNED_FIELDS,
    IntendedUse,
    MonthlyAmounts,
    Organization,
    Planned,
)
from registry.licensing.months import is_month, is_partial_date
from registry.licensing.vocabulary import (
    ACTS,
    BUSINESS_TYPES,
    FIELDS_OF_USE,
    MAU_SCOPES,
    PURPOSES,
    RECEIVED,
)

__all__ = [
    "ACTS",
    "AMOUNT_FIELDS",
    "BUSINESS_TYPES",
    "COUNTRIES",
    "FIELDS_OF_USE",
    "MAU_SCOPES",
    "PLANNED_FIELDS",
    "PURPOSES",
    "RECEIVED",
    "IntendedUse",
    "InvalidUse",
    "Organization",
    "Planned",
    "parse_use",
    "substitute",
]

USE_FIELDS = (
    "commercial",
    "acts",
    "fields_of_use",
    "organization",
    "purpose",
    "received",
    "student_imitates_teacher",
    "planned",
)
ORGANIZATION_FIELDS = (
    "domicile",
    "territories",
    "mau",
    "mau_scope",
    "affiliates_mau",
    *AMOUNT_FIELDS,
    "business_types",
    "founded",
)
LARGEST_AMOUNT = 10**15
MOST_ERRORS = 50


class InvalidUse(ValueError):  # noqa: N818
    """A use that cannot be read. `errors` is a list of (JSON pointer into the use, code, what is wrong)."""

    def __init__(self, errors: Sequence[tuple[str, str, str]]) -> None:
        self.errors = list(errors)[:MOST_ERRORS]
        super().__init__("; ".join(f"{pointer}: {detail}" for pointer, _, detail in self.errors))


def parse_use(data: object) -> IntendedUse:
    """The use that `data` (facts/SCHEMA.md, `use`) describes; InvalidUse names every mistake. What is left out or null
    is unknown, and so is an empty list of acts or territories, which says nothing."""
    reader = _Reader()
    use = reader.use(data)
    if reader.errors:
        raise InvalidUse(reader.errors)
    return use


def substitute(use: IntendedUse, changes: Sequence[tuple[str, object]]) -> IntendedUse:
    """The same use with some inputs answered: pairs of a pointer into the use and the plain value it takes."""
    plain = use.as_dict()
    for pointer, value in changes:
        *path, last = pointer.strip("/").split("/")
        place: dict[str, object] = plain
        for name in path:
            inner = place.get(name)
            place[name] = dict(inner) if isinstance(inner, Mapping) else {}
            place = place[name]  # type: ignore[assignment]
        place[last] = value
    return parse_use(plain)


class _Reader:
    """Collects the mistakes of one reading."""

    def __init__(self) -> None:
        self.errors: list[tuple[str, str, str]] = []

    def refuse(self, pointer: str, code: str, detail: str) -> None:
        self.errors.append((pointer, code, detail))

    def use(self, data: object) -> IntendedUse:
        entries = self.entries("", data, USE_FIELDS)
        return IntendedUse(
            commercial=self.flag("/commercial", entries.get("commercial")),
            acts=self.words("/acts", entries.get("acts"), ACTS) or None,
            fields_of_use=self.words("/fields_of_use", entries.get("fields_of_use"), FIELDS_OF_USE),
            organization=self.organization(entries.get("organization")),
            purpose=self.word("/purpose", entries.get("purpose"), PURPOSES),
            received=self.word("/received", entries.get("received"), RECEIVED),
            student_imitates_teacher=self.flag("/student_imitates_teacher", entries.get("student_imitates_teacher")),
            planned=self.planned(entries.get("planned")),
        )

    def organization(self, data: object) -> Organization:
        at = "/organization"
        entries = self.entries(at, {} if data is None else data, ORGANIZATION_FIELDS)
        amounts = {name: self.amount(f"{at}/{name}", entries.get(name), whole=name in HEAD_COUNTS) for name in AMOUNT_FIELDS}
        return Organization(
            domicile=self.country(f"{at}/domicile", entries.get("domicile")),
            territories=self.countries(f"{at}/territories", entries.get("territories")) or None,
            mau=self.months(f"{at}/mau", entries.get("mau")),
            mau_scope=self.word(f"{at}/mau_scope", entries.get("mau_scope"), MAU_SCOPES),
            affiliates_mau=self.months(f"{at}/affiliates_mau", entries.get("affiliates_mau")),
            business_types=self.words(f"{at}/business_types", entries.get("business_types"), BUSINESS_TYPES),
            founded=self.partial_date(f"{at}/founded", entries.get("founded")),
            **amounts,
        )

    def planned(self, data: object) -> Planned | None:
        if data is None:
            return None
        entries = self.entries("/planned", data, PLANNED_FIELDS)
        return Planned(
            stated=frozenset(entries),
            model_name=self.text("/planned/model_name", entries.get("model_name")),
            display_text=self.text("/planned/display_text", entries.get("display_text")),
            notice_file=self.flag("/planned/notice_file", entries.get("notice_file")),
            license_copy=self.flag("/planned/license_copy", entries.get("license_copy")),
            declared_license=self.text("/planned/declared_license", entries.get("declared_license")),
        )

    def entries(self, pointer: str, data: object, allowed: tuple[str, ...]) -> Mapping[str, object]:
        if not isinstance(data, Mapping):
            self.refuse(pointer, "invalid_type", "must be an object")
            return {}
        known: dict[str, object] = {}
        for key, value in data.items():
            if key in allowed:
                known[key] = value
            else:
                name = str(key).replace("~", "~0").replace("/", "~1")
                self.refuse(f"{pointer}/{name}", "unknown_field", f"is not known; allowed: {', '.join(allowed)}")
        return known

    def flag(self, pointer: str, value: object) -> bool | None:
        if value is None or isinstance(value, bool):
            return value
        self.refuse(pointer, "invalid_type", "must be true, false or null")
        return None

    def text(self, pointer: str, value: object) -> str | None:
        if value is None or isinstance(value, str):
            return value
        self.refuse(pointer, "invalid_type", "must be a text or null")
        return None

    def word(self, pointer: str, value: object, allowed: tuple[str, ...]) -> str | None:
        if value is None or (isinstance(value, str) and value in allowed):
            return value
        self.refuse(pointer, "invalid_choice", f"must be one of: {', '.join(allowed)}")
        return None

    def words(self, pointer: str, value: object, allowed: tuple[str, ...]) -> tuple[str, ...] | None:
        if value is None:
            return None
        if not isinstance(value, (list, tuple)):
            self.refuse(pointer, "invalid_type", "must be a list")
            return None
        found = [self.word(f"{pointer}/{index}", word, allowed) for index, word in enumerate(value)]
        for index, word in enumerate(value):
            if word is None:
                self.refuse(f"{pointer}/{index}", "invalid_choice", "must not be null")
        return tuple(sorted({word for word in found if word is not None}))

    def country(self, pointer: str, value: object) -> str | None:
        if value is None or (isinstance(value, str) and value in COUNTRIES):
            return value
        hint = "; the United Kingdom is GB" if value == "UK" else ""
        self.refuse(pointer, "unknown_country", f"must be a country code of ISO 3166-1 alpha-2, as in US, DE, KR{hint}")
        return None

    def countries(self, pointer: str, value: object) -> tuple[str, ...] | None:
        if value is None:
            return None
        if not isinstance(value, (list, tuple)):
            self.refuse(pointer, "invalid_type", "must be a list of country codes")
            return None
        found = [self.country(f"{pointer}/{index}", "" if code is None else code) for index, code in enumerate(value)]
        return tuple(sorted({code for code in found if code is not None}))

    def months(self, pointer: str, value: object) -> MonthlyAmounts:
        if value is None:
            return ()
        if not isinstance(value, Mapping):
            self.refuse(pointer, "invalid_type", 'must be an object of months, as in {"2024-06": 1000000}')
            return ()
        found: dict[str, Amount] = {}
        for month, number in value.items():
            name = str(month).replace("~", "~0").replace("/", "~1")
            if not isinstance(month, str) or not is_month(month):
                self.refuse(f"{pointer}/{name}", "invalid_month", "must be a month in the form YYYY-MM, as in 2023-06")
                continue
            amount = self.amount(f"{pointer}/{name}", number, whole=True)
            if amount is not None:
                found[month] = amount
        return tuple(sorted(found.items()))

    def amount(self, pointer: str, value: object, *, whole: bool) -> Amount | None:
        if value is None:
            return None
        if not isinstance(value, Mapping):
            number = self.number(pointer, value, whole=whole)
            return None if number is None else Amount(number, number)
        bounds = self.entries(pointer, value, ("min", "max"))
        low, high = (
            None if bounds.get(name) is None else self.number(f"{pointer}/{name}", bounds[name], whole=whole) for name in ("min", "max")
        )
        if low is not None and high is not None and low > high:
            self.refuse(pointer, "out_of_order", "min must not be greater than max")
            return None
        return Amount(0 if low is None else low, high)

    def number(self, pointer: str, value: object, *, whole: bool) -> float | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self.refuse(pointer, "invalid_type", "must be a number, or an object with min and max")
        elif isinstance(value, float) and not math.isfinite(value):
            self.refuse(pointer, "not_finite", "must be a finite number")
        elif value < 0:
            self.refuse(pointer, "negative", "must not be negative")
        elif value > LARGEST_AMOUNT:
            self.refuse(pointer, "too_large", f"must not be greater than {LARGEST_AMOUNT}")
        elif whole and value != int(value):
            self.refuse(pointer, "invalid_type", "must be a whole number")
        else:
            return int(value) if value == int(value) else value
        return None

    def partial_date(self, pointer: str, value: object) -> str | None:
        if value is None or (isinstance(value, str) and is_partial_date(value)):
            return value
        self.refuse(pointer, "invalid_date", "must be a date in the form YYYY-MM-DD, YYYY-MM or YYYY")
        return None
