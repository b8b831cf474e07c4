"""One value of a document as it is shown: words, a link, prose, a list, a table, or facts below it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from catalog.presentation.countries import country_name
from catalog.presentation.documents.labels import ADDRESSES, DATES, PROSE, WRITTEN, label_of, word_of
from catalog.presentation.documents.names import Names, refers
from catalog.presentation.figures import day_in_words, whole
from registry.documents.dates import first_day, precision_of

_ONE_LINE = 80
_WORD = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")


@dataclass(frozen=True, slots=True)
class Value:
    """A value; `form` says which of the others is given. An unknown value is `nothing`, which pages say in words."""

    form: Literal["nothing", "words", "prose", "list", "table", "facts"]
    words: str = ""
    href: str = ""
    outside: bool = False
    items: tuple["Value", ...] = ()
    table: "Table | None" = None
    facts: tuple["Fact", ...] = ()
    mark: Literal["", "removed", "added"] = ""

    @property
    def in_one_line(self) -> bool:
        """Whether a list is short enough to be read as one line."""
        return all(item.form == "words" for item in self.items) and sum(len(item.words) for item in self.items) <= _ONE_LINE


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and what it is called."""

    label: str
    value: Value


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; in a comparison it may have come or gone."""

    cells: tuple[Value, ...]
    mark: Literal["", "removed", "added"] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Several things of one kind side by side."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    compared: bool = False


NOTHING = Value("nothing")


def value_of(field: str, data: Any, *, names: Names, sources: Mapping[str, str]) -> Value:
    """Return what a field of a document says. `sources` are the titles of the page's sources by key."""
    match data:
        case None | "" | []:
            return NOTHING
        case bool():
            return Value("words", "Yes" if data else "No")
        case int():
            return Value("words", whole(data) or "")
        case str():
            return _text(field, data, names=names, sources=sources)
        case Mapping():
            return Value("facts", facts=facts_of(data, names=names, sources=sources))
        case Sequence() if all(isinstance(item, Mapping) for item in data):
            return Value("table", table=table_of(data, names=names, sources=sources))
        case Sequence():
            return Value("list", items=tuple(value_of(field, item, names=names, sources=sources) for item in data))
    return Value("words", str(data))


def facts_of(data: Mapping[str, Any], *, names: Names, sources: Mapping[str, str], leave_out: Sequence[str] = ()) -> tuple[Fact, ...]:
    """Return what a part of a document says, field by field."""
    return tuple(
        Fact(label_of(name), value_of(name, value, names=names, sources=sources)) for name, value in data.items() if name not in leave_out
    )


def table_of(items: Sequence[Mapping[str, Any]], *, names: Names, sources: Mapping[str, str]) -> Table:
    """Return things of one kind as rows; a column for each field that one of them has."""
    fields = columns_of(items)
    return Table(tuple(map(label_of, fields)), tuple(Row(cells_of(item, fields, names=names, sources=sources)) for item in items))


def columns_of(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the fields of several things, in the order in which they first occur."""
    return list(dict.fromkeys(field for item in items for field in item))


def cells_of(item: Mapping[str, Any], fields: Sequence[str], *, names: Names, sources: Mapping[str, str]) -> tuple[Value, ...]:
    """Return the cells of one row."""
    return tuple(value_of(field, item.get(field), names=names, sources=sources) for field in fields)


def titles_of(*documents: Mapping[str, Any]) -> dict[str, str]:
    """Return how the sources of documents are called in a list: by title, else by address, else by key."""
    titles: dict[str, str] = {}
    for document in documents:
        for key, source in (document.get("sources") or {}).items():
            titles[key] = str(source.get("title") or source.get("url") or key) if isinstance(source, Mapping) else key
    return titles


def _text(field: str, text: str, *, names: Names, sources: Mapping[str, str]) -> Value:
    if field in PROSE:
        return Value("prose", text)
    if refers(field):
        name, href = names.found(field, text)
        return Value("words", name, href)
    if field in ("sources", "source"):
        return Value("words", sources.get(text, text))
    if field in ADDRESSES and text.startswith(("https://", "http://")):
        return Value("words", text, text, outside=True)
    if field == "country":
        return Value("words", country_name(text))
    if field in DATES:
        return Value("words", date_words(text))
    words = word_of(field, text)
    return Value("words", text.replace("_", " ") if field not in WRITTEN and _WORD.fullmatch(words) else words)


def date_words(text: str) -> str:
    """Return a partial date in words, and anything else as it stands."""
    try:
        return day_in_words(first_day(text), precision=precision_of(text)) or text
    except ValueError:
        return text
