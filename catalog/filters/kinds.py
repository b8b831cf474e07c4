"""What a filter can ask: words of a vocabulary, pages by slug, yes or no, numbers, dates, text."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, ClassVar

from django.db.models import Model, Q

from catalog.directory import Directory
from registry.documents.dates import first_day, last_day, precision_of
from registry.models.pages import folded, words_match
from registry.models.vocabulary import Precision

MOST_VALUES = 100
MOST_NAMED = 200
LARGEST_NUMBER = 2**62
_NUMBER = re.compile(r"[0-9]{1,19}")
_FINER = {Precision.YEAR: list(Precision), Precision.MONTH: [Precision.MONTH, Precision.DAY], Precision.DAY: [Precision.DAY]}


class RefusedError(ValueError):
    """A value that a filter does not take; the message says why, `allowed` what it takes, `code` is stable."""

    def __init__(self, message: str, *, allowed: Sequence[str] = (), code: str = "invalid_value") -> None:
        super().__init__(message)
        self.allowed = tuple(allowed)
        self.code = code


@dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter: its name, the JSON Schema of its value, what it means."""

    name: str
    schema: Mapping[str, Any]
    about: str


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One field that can be asked for. Several values, separated by commas, mean any of them; `__not` means none of them.

    `field` is the column, where its name is another; `where` replaces the plain comparison with it.
    """

    name: str
    about: str
    field: str = ""
    where: Callable[[list[Any]], Q] | None = None

    SUFFIXES: ClassVar[tuple[str, ...]] = ("", "__not")

    def parameters(self) -> Iterable[Parameter]:
        """Yield the query parameters of this filter."""
        for suffix in self.SUFFIXES:
            yield Parameter(self.name + suffix, self.schema(), self.about if not suffix else f"None of these: {self.about}")

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the parameter's value."""
        return {"type": "array", "items": self.item(), "minItems": 1, "maxItems": MOST_VALUES}

    def item(self) -> dict[str, Any]:
        """Return the JSON Schema of one of the values."""
        return {"type": "string", "minLength": 1}

    def values(self, text: str, *, directory: Directory) -> list[Any]:
        """Read comma-separated values; RefusedError for one that is empty, unknown or of the wrong form."""
        texts = list(dict.fromkeys(text.split(",")))
        if "" in texts:
            raise RefusedError("there is nothing between two commas, or at an end")
        if len(texts) > MOST_VALUES:
            raise RefusedError(f"at most {MOST_VALUES} values can be given")
        return self.resolved(texts, directory=directory)

    def read(self, text: str, *, given: Mapping[str, str], directory: Directory) -> list[Any]:
        """Read the values in the light of the other parameters, for a filter that depends on one; the same errors as `values`."""
        return self.values(text, directory=directory)

    def resolved(self, texts: list[str], *, directory: Directory) -> list[Any]:
        """Turn the texts into what the column is compared with."""
        return [self.value(text) for text in texts]

    def value(self, text: str) -> Any:
        """Turn one text into what the column is compared with; RefusedError if it is not one."""
        return text

    def condition(self, suffix: str, values: list[Any]) -> Q:
        """Return the condition on the filter's own table, before any negation."""
        if self.where is not None:
            return self.where(values)
        return Q(**{f"{self.field or self.name}__in": values})


@dataclass(frozen=True, kw_only=True)
class Choice(Filter):
    """One of a closed vocabulary."""

    words: tuple[str, ...]

    def item(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.words)}

    def value(self, text: str) -> str:
        if text not in self.words:
            raise RefusedError(f"'{shortened(text)}' is not one of {', '.join(self.words)}{_hint(text, self.words)}", allowed=self.words)
        return text


@dataclass(frozen=True, kw_only=True)
class Flag(Choice):
    """Yes or no. What is not known is neither."""

    words: tuple[str, ...] = ("true", "false")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def resolved(self, texts: list[str], *, directory: Directory) -> list[bool]:
        if len(texts) > 1:
            raise RefusedError("give one value: true or false", allowed=self.words)
        return [self.value(texts[0]) == "true"]


@dataclass(frozen=True, kw_only=True)
class Named(Filter):
    """A page of a small table, by its slug: an organization, a license or a family. Resolved to primary keys."""

    kind: str

    def resolved(self, texts: list[str], *, directory: Directory) -> list[int]:
        keys = directory.keys(self.kind, texts)
        for text in texts:
            if text not in keys:
                known = directory.slugs(self.kind)
                raise RefusedError(f"there is no {self.kind} '{shortened(text)}'{_hint(text, known)}", allowed=_some(text, known))
        return [keys[text] for text in texts]


@dataclass(frozen=True, kw_only=True)
class Slugs(Filter):
    """A row of a large table, by its slug."""

    table: type[Model]
    noun: str

    def resolved(self, texts: list[str], *, directory: Directory) -> list[str]:
        known = set(self.table.objects.filter(slug__in=texts).values_list("slug", flat=True))  # type: ignore[attr-defined]
        for text in texts:
            if text not in known:
                raise RefusedError(f"there is no {self.noun} '{shortened(text)}'; the slugs are listed at the resource {self.noun}s")
        return texts


@dataclass(frozen=True, kw_only=True)
class Code(Filter):
    """A code of a known form, such as a country or a currency."""

    pattern: str
    example: str

    def item(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern}$", "examples": [self.example]}

    def value(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text, re.ASCII):
            raise RefusedError(f"'{shortened(text)}' has the wrong form: write it as {self.example}", allowed=(self.example,))
        return text


@dataclass(frozen=True, kw_only=True)
class Number(Filter):
    """A whole number, or a range of them. What is not known lies in no range."""

    SUFFIXES: ClassVar[tuple[str, ...]] = ("", "__gte", "__lte", "__not")

    def parameters(self) -> Iterable[Parameter]:
        meanings = {"": "", "__gte": "At least: ", "__lte": "At most: ", "__not": "None of these: "}
        for suffix, meaning in meanings.items():
            schema = self.item() if suffix in ("__gte", "__lte") else self.schema()
            yield Parameter(self.name + suffix, schema, meaning + self.about)

    def item(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER}

    def value(self, text: str) -> int:
        if not _NUMBER.fullmatch(text):
            raise RefusedError(f"'{shortened(text)}' is not a whole number: write 70000000000, not 70B or 7e10")
        number = int(text)
        if number > LARGEST_NUMBER:
            raise RefusedError(f"'{shortened(text)}' is out of range: at most {LARGEST_NUMBER}", code="out_of_range")
        return number

    def condition(self, suffix: str, values: list[Any]) -> Q:
        if suffix in ("__gte", "__lte"):
            return Q(**{f"{self.field or self.name}{suffix}": values[0]})
        return super().condition(suffix, values)


@dataclass(frozen=True, kw_only=True)
class Dates(Number):
    """A day, a month or a year, or a range of them.

    Equal means: known to lie in that day, month or year. In a range a date that is known only to the month or the year counts as its
    first day, as it does in the order of lists.
    """

    def item(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "examples": ["2024-07-23", "2024-07", "2024"]}

    def value(self, text: str) -> Any:
        try:
            if not text.isascii():
                raise ValueError(text)
            first_day(text)
            last_day(text)
        except (ValueError, OverflowError) as error:
            raise RefusedError(f"'{shortened(text)}' is not a date of the calendar: write 2024-07-23, 2024-07 or 2024") from error
        return text

    def condition(self, suffix: str, values: list[Any]) -> Q:
        column = self.field or self.name
        if suffix == "__gte":
            return Q(**{f"{column}__gte": first_day(values[0])})
        if suffix == "__lte":
            return Q(**{f"{column}__lte": last_day(values[0])})
        condition = Q(pk__in=[])
        for text in values:
            known_to = [str(precision) for precision in _FINER[Precision(precision_of(text))]]
            period = {f"{column}__gte": first_day(text), f"{column}__lte": last_day(text), f"{column}_precision__in": known_to}
            condition |= Q(**period)
        return condition


@dataclass(frozen=True, kw_only=True)
class Words(Filter):
    """Text: every word has to occur in a name, an alias or an identifier, in any order; case and accents do not matter."""

    SUFFIXES: ClassVar[tuple[str, ...]] = ("",)
    LONGEST: ClassVar[int] = 200

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.LONGEST}

    def values(self, text: str, *, directory: Directory) -> list[str]:
        if len(text) > self.LONGEST:
            raise RefusedError(f"at most {self.LONGEST} characters can be searched for")
        if not folded(text):
            raise RefusedError("there is no letter and no digit to search for")
        return [text]

    def condition(self, suffix: str, values: list[Any]) -> Q:
        return words_match(values[0])


def shortened(text: str) -> str:
    """Return a text as a message repeats it: not too long, and without characters that could disturb where it is shown."""
    plain = "".join(character if character.isprintable() else "\ufffd" for character in text)
    return plain if len(plain) <= 80 else f"{plain[:80]}…"


def _hint(text: str, known: Iterable[str]) -> str:
    near = get_close_matches(text, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _some(text: str, known: list[str]) -> list[str]:
    """All of a short list, the most similar of a long one."""
    return known if len(known) <= MOST_NAMED else get_close_matches(text, known, n=20, cutoff=0.3)
