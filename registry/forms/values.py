"""Form fields whose values are a document's values: what people type, and the one form that the record keeps."""

import json
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from registry.documents.dates import first_day
from registry.documents.fields import SLUG
from registry.forms.widgets import area, line

SUFFIXES = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_COUNT = re.compile(r"(\d[\d_, ]*(?:\.\d+)?)\s*([KMBT])?", re.IGNORECASE)


class DocumentValue:
    """A field whose initial value is a document's value: an untouched empty row stays untouched."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            given = self.to_python(data)  # type: ignore[attr-defined]
        except ValidationError:
            return True
        return (given or None) != (initial or None)

    def run_validators(self, value: Any) -> None:
        """Lengths are about text; numbers and lists have been read from one already."""
        if isinstance(value, str):
            super().run_validators(value)  # type: ignore[misc]


class ProseField(DocumentValue, forms.CharField):
    """Text of several lines; browsers send CRLF, the record keeps LF."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 20_000, "widget": area(rows=rows), **kwargs})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n")))


class LineField(DocumentValue, forms.CharField):
    """One line of text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 500, "widget": line(), **kwargs})


class SlugField(LineField):
    """Part of an address; keeps its dots. Left empty, it is made from the name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 120, "widget": line(data_slug_of=kwargs.pop("source", "name")), **kwargs})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not SLUG.fullmatch(text):
            raise ValidationError(f"“{text}” is not a slug: use lower-case letters, digits, dots and hyphens, as in llama-3.1-8b.")
        return text


class PartialDateField(LineField):
    """A day, a month or a year in one field: 2024-07-23, 2024-07 or 2024."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = "As exact as the source: 2024-07-23, 2024-07 or 2024."
        super().__init__(**{"max_length": 10, "help_text": help_text, "widget": line(placeholder="2024-07-23"), **kwargs})

    def clean(self, value: Any) -> str | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            first_day(text)
        except ValueError as error:
            raise ValidationError(f"{str(error)[0].upper()}{str(error)[1:]}.") from None
        return text


class DayField(PartialDateField):
    """A full date."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"help_text": "", "widget": line(type="date"), **kwargs})

    def clean(self, value: Any) -> str | None:
        text = super().clean(value)
        if text and len(text) != 10:
            raise ValidationError(f"“{text}” must be a full date such as 2024-07-23.")
        return text


class CountField(DocumentValue, forms.CharField):
    """A whole number as people write it: 8B, 405B, 1.8T, 70_000_000_000. `suffixes=False` takes digits only."""

    def __init__(self, *, suffixes: bool = True, **kwargs: Any) -> None:
        self.suffixes = suffixes
        super().__init__(**{"required": False, "max_length": 40, "widget": line(), **kwargs})

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        if value in self.empty_values or isinstance(value, int):
            return value or None
        text = str(value).strip()
        if not text:
            return None
        match = _COUNT.fullmatch(text)
        example = "8B, 1.8T or 70_000_000_000" if self.suffixes else "131072 (128K could be 128,000 or 131,072)"
        if match is None or (match[2] and not self.suffixes):
            raise ValidationError(f"“{text}” is not a whole number this field can read: write {example}.")
        amount = Decimal(re.sub(r"[_, ]", "", match[1])) * (SUFFIXES[match[2].upper()] if match[2] else 1)
        if amount != int(amount) or amount <= 0 or amount >= 2**62:
            raise ValidationError(f"“{text}” is not a whole number above zero: write {example}.")
        return int(amount)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            return value
        for suffix in "TBM" if self.suffixes else "":
            amount = Decimal(value) / SUFFIXES[suffix]
            if amount >= 1 and amount == round(amount, 3):
                return f"{amount.normalize():f}{suffix}"
        return f"{value:_}" if value >= 1_000_000 else str(value)


class LinesField(DocumentValue, forms.CharField):
    """A list of short texts, one per line."""

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        help_text = f"{kwargs.pop('help_text', '')} One per line.".strip()
        super().__init__(**{"required": False, "widget": area(rows=rows), "help_text": help_text, **kwargs})

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        return [item.strip() for item in str(value or "").splitlines() if item.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class ParagraphsField(LinesField):
    """A list of longer texts with an empty line between; a line of --- instead where a text has empty lines itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"rows": 3, **kwargs})
        self.help_text = "An empty line between one note and the next."

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        if isinstance(value, list):
            return value
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        marked = re.search(r"^---$", text, re.MULTILINE)
        return [item.strip() for item in re.split(r"^---$" if marked else r"\n\s*\n", text, flags=re.MULTILINE) if item.strip()]

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        if any(re.search(r"\n\s*\n", item) for item in value):
            return "".join(f"{item}\n---\n" for item in value)
        return "\n\n".join(value)


class WordsField(DocumentValue, forms.MultipleChoiceField):
    """Some words of a vocabulary, as checkboxes."""


class FlagField(DocumentValue, forms.NullBooleanField):
    """Yes, no, or not known."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) is not initial


class ScalarField(DocumentValue, forms.CharField):
    """What one source says: a number or true / false as it stands, anything else as text; quotes make a number a text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": line(), "max_length": 20_000, **kwargs})

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        text = value.strip()
        try:
            read = json.loads(text, parse_constant=str)
        except ValueError:
            return text
        return read if isinstance(read, str | int | float | bool) and str(read) not in ("NaN", "Infinity", "-Infinity") else text

    def validate(self, value: Any) -> None:
        if value is None or value == "":
            raise ValidationError(self.error_messages["required"], code="required")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, bool | int | float):
            return json.dumps(value)
        if isinstance(value, str) and self.to_python(value) != value:
            return json.dumps(value, ensure_ascii=False)
        return value


class ParametersField(DocumentValue, forms.CharField):
    """The fields that belong to a term's type, as one JSON object."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 20_000, "widget": area(rows=4, spellcheck="false"), **kwargs})

    def to_python(self, value: Any) -> dict[str, Any]:  # type: ignore[override]
        if isinstance(value, dict):
            return value
        if not str(value or "").strip():
            return {}
        try:
            read = json.loads(value, parse_constant=_refuse_constant)
        except json.JSONDecodeError as error:
            raise ValidationError(f"This is not JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from None
        except (ValueError, RecursionError):
            raise ValidationError("This is not JSON that a term can hold.") from None
        if not isinstance(read, dict):
            raise ValidationError('Write one JSON object, such as {"trigger": ["any_use"]}.')
        return read

    def prepare_value(self, value: Any) -> Any:
        return json.dumps(value, indent=2, ensure_ascii=False) if isinstance(value, dict) and value else value or ""


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
