"""Tables for spreadsheets and texts: CSV, XLSX and Markdown, written row by row so that memory stays flat."""

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import ExcelWriter

Row = Sequence[Any]

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")
_SUSPICIOUS = frozenset("'=+-@\t\r")
_PLAIN = frozenset((str, int, bool, type(None)))
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~#&])")
_ROWS_AT_ONCE = 500
_LONGEST_CELL = 32_767
_CHUNK = 64 * 1024
# The same rows make the same bytes whenever they are written: an ETag promises that.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe goes before = + - @ tab and CR. Numbers stay as they are."""
    if text[:1] not in _SUSPICIOUS or not _FORMULA.match(text) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def restored(text: str) -> str:
    """Undo what neutral() did."""
    return text[1:] if _QUOTED_FORMULA.match(text) else text


def flat(value: Any) -> Any:
    """Return a value of a record as one cell: pages by slug, lists with semicolons, what is not known as None."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, list):
        return "; ".join([part if type(part) is str else str(flat(part)) for part in value]) if value else ""
    if isinstance(value, Mapping):
        named = value.get("slug") or value.get("id")
        return named or "; ".join(f"{name}: {flat(part)}" for name, part in value.items() if part is not None)
    return str(value)


def csv_chunks(header: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a CSV file (RFC 4180, UTF-8). What is not known is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([_csv_cell(value) for value in row])
        if number % _ROWS_AT_ONCE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _csv_cell(value: Any) -> Any:
    if type(value) is str:
        return neutral(value) if value[:1] in _SUSPICIOUS else value
    return str(value).lower() if isinstance(value, bool) else value


def markdown_chunks(header: Row, rows: Iterable[Row], *, note: str = "") -> Iterator[bytes]:
    """Yield a Markdown table, with a note below it. What is not known says so."""
    yield f"| {' | '.join(map(_markdown_cell, header))} |\n|{' --- |' * len(header)}\n".encode()
    for row in rows:
        yield f"| {' | '.join(map(_markdown_cell, row))} |\n".encode()
    if note:
        yield f"\n{note}\n".encode()


def _markdown_cell(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _MARKDOWN.sub(r"\\\1", " ".join(str(value).split()))


def xlsx_chunks(title: str, header: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield an Excel workbook of one sheet. It is put together in a temporary file on disk."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    sheet.append(list(header))
    for row in rows:
        sheet.append([_xlsx_cell(value) for value in row])
    workbook.properties.created = workbook.properties.modified = datetime(*_NO_TIME)  # noqa: DTZ001 - a workbook's times have no zone
    with tempfile.TemporaryFile() as file:
        with _TimelessZip(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            ExcelWriter(workbook, archive).write_data()
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _xlsx_cell(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return neutral(ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))[:_LONGEST_CELL]


class _TimelessZip(zipfile.ZipFile):
    """An archive whose entries carry no time of writing."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, compress_type: int | None = None, compresslevel: int | None = None) -> None:
        """Write an entry from memory."""
        super().writestr(_entry(zinfo_or_arcname), data, compress_type, compresslevel)

    def write(self, filename: Any, arcname: Any = None, compress_type: int | None = None, compresslevel: int | None = None) -> None:
        """Write an entry from a file, in pieces."""
        with Path(filename).open("rb") as source, self.open(_entry(arcname or filename), "w", force_zip64=True) as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)


def _entry(name: Any) -> zipfile.ZipInfo:
    entry = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(str(name))
    entry.date_time, entry.compress_type = _NO_TIME, zipfile.ZIP_DEFLATED
    return entry
