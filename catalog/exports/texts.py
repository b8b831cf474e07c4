"""Tables as text: CSV, JSON Lines and Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from catalog.exports.about import About
from catalog.exports.cells import SUSPICIOUS, Row, neutral

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#&])")
_ROWS_AT_ONCE = 500
_QUOTE = '"'
_QUOTED = (_QUOTE, ",", "\r", "\n")


def csv_chunks(header: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a CSV file (RFC 4180, UTF-8): the header, then the rows and nothing else. What is not known is an empty cell."""
    yield _utf8(_csv_lines([header]))
    for batch in _batches(rows):
        yield _utf8(_csv_lines(batch))


def _csv_lines(batch: Sequence[Row]) -> str:
    columns = map(_csv_column, zip(*batch, strict=True))
    return "\r\n".join([*map(",".join, zip(*columns, strict=True)), ""])


def _csv_column(values: Sequence[Any]) -> Sequence[str]:
    """A column as CSV writes it. Most columns need no quotes and no apostrophes, which is found out without looking at each cell."""
    kinds = set(map(type, values))
    if kinds == {str}:
        texts: Sequence[str] = values
    elif bool in kinds:
        return ["" if value is None else str(value).lower() if type(value) is bool else _csv_cell(str(value)) for value in values]
    else:
        texts = ["" if value is None else str(value) for value in values]
    if str not in kinds:
        return texts
    everything = "\x00".join(["", *set(texts)])
    if any(f"\x00{sign}" in everything for sign in SUSPICIOUS) or any(sign in everything for sign in _QUOTED):
        return list(map(_csv_cell, texts))
    return texts


def _csv_cell(text: str) -> str:
    text = neutral(text)
    return f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if any(sign in text for sign in _QUOTED) else text


def jsonl_chunks(records: Iterable[Any], *, encode: Callable[[Any], bytes]) -> Iterator[bytes]:
    """Yield JSON Lines: one record per line, as `encode` writes it."""
    for batch in _batches(records):
        yield b"".join(encode(record) + b"\n" for record in batch)


def markdown_chunks(header: Row, rows: Iterable[Row], *, about: About | None = None) -> Iterator[bytes]:
    """Yield a Markdown table, below what is to be said of it. What is not known says so."""
    if about is not None:
        said = [f"- {label}: {f'<{text}>' if label == 'Address' else _markdown_cell(text)}" for label, text in about.lines()]
        yield _utf8("\n".join([f"# {_markdown_cell(about.title.capitalize())}", "", *said, "", ""]))
    yield _utf8(f"| {' | '.join(map(_markdown_cell, header))} |\n|{' --- |' * len(header)}\n")
    for batch in _batches(rows):
        yield _utf8("".join([f"| {' | '.join(map(_markdown_cell, row))} |\n" for row in batch]))


def _markdown_cell(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _MARKDOWN.sub(r"\\\1", " ".join(str(value).split()))


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(rows)
    while batch := list(islice(rest, _ROWS_AT_ONCE)):
        yield batch


def _utf8(text: str) -> bytes:
    """Half a surrogate pair, which JSON can bring in, has no UTF-8 form: a question mark stands for it."""
    return text.encode("utf-8", "replace")
