"""A table of one's own as CSV: a row is a record, and a column is what its heading, or a mapping, says."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args

from registry.documents.variants import Modality, Relation
from registry.imports.records import CatalogRecord, ClaimedPrice, RejectedRecord, UnreadableCatalog
from registry.imports.sources.fields import Fields, key_problems, rejected
from registry.imports.sources.json_text import LONGEST_NUMBER, MOST_VALUES, written
from registry.imports.sources.opening import Received, text_of

MOST_ROWS = 200_000
# How a cell is read, by the field that its column holds. Several values stand in one cell with semicolons between.
_PRICES = (
    "input_per_million", "output_per_million", "cache_read_per_million", "cache_write_per_million", "reasoning_per_million",
    "input_audio_per_million", "output_audio_per_million",
)  # fmt: skip
_NUMBERS = ("context_tokens", "languages_count", *_PRICES)
_LISTS = ("inputs", "outputs", "huggingface", "bases", "regions")
_FLAGS = ("open_weights", "gated")
_TEXTS = (
    "key", "host", "host_name", "identifier", "edition", "name", "release_date", "knowledge_cutoff", "license", "relation", "retires_on",
    "status", "currency",
)  # fmt: skip
FIELDS = (*_TEXTS, *_NUMBERS, *_LISTS, *_FLAGS)
_WORDS = {"yes": True, "true": True, "no": False, "false": False}
_WHOLE = re.compile(rf"-?[0-9]{{1,{LONGEST_NUMBER}}}")
_EXACT = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_STATUS = ("listed", "ended")


def headings(received: Received) -> list[str]:
    """Return the headings of the columns, for a person to map; UnreadableCatalog where a column has none or shares it with another."""
    return _table(received)[0]


def read(received: Received, *, columns: Mapping[str, str] | None = None) -> Iterator[CatalogRecord | RejectedRecord]:
    """Yield a record for each row; UnreadableCatalog before the first one.

    `columns` says which field, one of FIELDS, a heading stands for; without it a heading is the name of its field. What is in other
    columns is kept with the record. A row is known by its key, else by host and identifier.
    """
    heads, rows = _table(received)
    fields = {head: head for head in heads if head in FIELDS} if columns is None else dict(columns)
    for head, field in fields.items():
        if head not in heads or field not in FIELDS:
            there = f"the columns are {', '.join(heads)}, the fields {', '.join(FIELDS)}"
            raise UnreadableCatalog(f"the column '{head}' cannot hold '{field}': {there}")
    if "identifier" not in fields.values() or len(set(fields.values())) < len(fields):
        raise UnreadableCatalog("one column, and no second one, must be the identifier: the model's name at the host or on the hub")
    said = [_Row(line, dict(zip(heads, cells, strict=False)), fields, more=any(cells[len(heads) :])) for line, cells in rows]
    keys = Counter(row.key for row in said)
    return (_record(row, among=keys[row.key]) for row in said)


class _Row:
    """What a row says: cells by heading, values by field, and under what key. An empty cell says nothing."""

    def __init__(self, line: int, cells: Mapping[str, str], fields: Mapping[str, str], *, more: bool) -> None:
        self.line = line
        self.more = more
        self.cells = {head: cell for head, cell in cells.items() if cell}
        self.values = {field: _value(field, self.cells[head]) for head, field in fields.items() if head in self.cells}
        self.other = {head: cell for head, cell in self.cells.items() if head not in fields}
        self.heads = {field: head for head, field in fields.items()}
        names = [self.values[name] for name in ("host", "identifier", "edition") if name in self.values]
        self.key = str(self.values.get("key") or "/".join(names))


def _table(received: Received) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the headings, and each row that is not blank with its line."""
    text = text_of(received)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    if text.count(delimiter) > MOST_VALUES:
        raise UnreadableCatalog(f"the table has more than {MOST_VALUES:,} cells: divide it")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, [cell.strip() for cell in cells]))
            if len(rows) > MOST_ROWS:
                raise UnreadableCatalog(f"the table has more than {MOST_ROWS:,} rows: divide it")
    except csv.Error as error:
        raise UnreadableCatalog(f"line {reader.line_num:,} is not CSV: {error}") from error
    if len(rows) < 2:
        raise UnreadableCatalog("the table has no rows: it needs headings, and a row for each record")
    _, heads = rows.pop(0)
    if "" in heads or len(set(heads)) < len(heads):
        raise UnreadableCatalog("each column needs a heading of its own in the first row: name those that are empty or alike")
    return heads, rows


def _value(field: str, cell: str) -> Any:
    if field in _LISTS:
        return [item.strip() for item in cell.split(";") if item.strip()]
    if field in _FLAGS:
        return _WORDS.get(cell.casefold(), cell)
    if field in _NUMBERS and _WHOLE.fullmatch(cell):
        return int(cell)
    return Decimal(cell) if field in _NUMBERS and _EXACT.fullmatch(cell) else cell


def _record(row: _Row, *, among: int) -> CatalogRecord | RejectedRecord:
    received, reasons = written(row.cells)
    reasons += key_problems(row.key)
    if among > 1:
        reasons.append(f"line {row.line}: {among} rows have this key, so nobody can say which one holds")
    if row.more:
        reasons.append(f"line {row.line}: it has more cells than there are headings")
    fields = Fields({name: value for name, value in row.values.items() if name != "key"}, reasons=reasons)
    names = {name: fields.text(name, longest=200) for name in ("host", "host_name", "identifier", "edition", "name")}
    if not names["identifier"]:
        reasons.append(f"line {row.line}: it has no identifier")
    facts, prices = _facts(fields), _prices(fields)
    if reasons:
        return rejected(row.key, reasons=reasons, received=received)
    other = row.other | {row.heads[name]: value for name, value in fields.left().items()}
    return CatalogRecord(key=row.key, **names, facts=facts, prices=prices, other=other, received=received)  # type: ignore[arg-type]


def _facts(fields: Fields) -> dict[str, Any]:
    relation = fields.word("relation", get_args(Relation))
    facts = {
        "release_date": fields.partial_date("release_date"),
        "knowledge_cutoff": fields.partial_date("knowledge_cutoff"),
        "context_tokens": fields.tokens("context_tokens"),
        "languages_count": fields.tokens("languages_count"),
        "inputs": fields.words("inputs", get_args(Modality)),
        "outputs": fields.words("outputs", get_args(Modality)),
        "open_weights": fields.flag("open_weights"),
        "gated": fields.flag("gated"),
        "huggingface": fields.texts("huggingface"),
        "license": fields.text("license") or None,
        "bases": [{"name": name, "relation": relation} for name in fields.texts("bases")],
        "retires_on": fields.partial_date("retires_on"),
        "regions": fields.texts("regions"),
        "status": fields.word("status", _STATUS),
    }
    return {name: value for name, value in facts.items() if value not in (None, [])}


def _prices(fields: Fields) -> tuple[ClaimedPrice, ...]:
    amounts = {name: fields.price(name, tokens=1_000_000) for name in _PRICES}
    if all(amount is None for amount in amounts.values()):
        return ()
    currency = fields.text("currency")
    if not _CURRENCY.fullmatch(currency):
        fields.reasons.append("currency: a price needs the three capital letters of its currency, such as USD")
    return (ClaimedPrice(currency=currency, **amounts),)  # type: ignore[arg-type]
