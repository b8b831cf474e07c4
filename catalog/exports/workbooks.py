"""Tables as Excel workbooks: the rows on one sheet, what there is to know of them on another."""

import re
import tempfile
import zipfile
from collections.abc import Collection, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Font
from openpyxl.writer.excel import ExcelWriter

from catalog.exports.about import RESTORING, About
from catalog.exports.cells import Row, neutral

# A worksheet has 1,048,576 rows, and the first is the header.
MOST_ROWS = 1_048_575
_LONGEST_CELL = 32_767
_LARGEST_EXACT = 10**15
_CHUNK = 64 * 1024
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What Excel takes for an escaped character (ECMA-376, ST_Xstring).
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
# Before it, Excel counts a day that never was.
_FIRST_DAY = date(1900, 3, 1)
# The same rows make the same bytes whenever they are written: an ETag promises that.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def workbook_file(header: list[str], rows: Iterable[Row], *, about: About, dates: Collection[str] = ()) -> IO[bytes]:
    """Return a finished workbook, read from its beginning; it lies on disk and vanishes when it is closed.

    Numbers are numbers, texts are texts and never formulas; what the columns named in `dates` know to the day is a date.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(about.title)
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, name) for name in header])
    days = [name in dates for name in header]
    for row in rows:
        sheet.append([_cell(sheet, value, dated=dated) for value, dated in zip(row, days, strict=True)])
    _write_about(workbook.create_sheet("About"), about)
    workbook.properties.created = workbook.properties.modified = datetime(*_NO_TIME)  # noqa: DTZ001 - a workbook's times have no zone
    file = cast("IO[bytes]", _DiskFile())
    with _TimelessZip(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        ExcelWriter(workbook, archive).write_data()
    file.seek(0)
    return file


def _write_about(sheet: Any, about: About) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 28, 80, 24
    for label, text in [*about.lines(), ("Texts", RESTORING), ("Times", "in UTC")]:
        sheet.append([_bold(sheet, label), _cell(sheet, text, dated=label == "As of")])
    sheet.append([])
    sheet.append([_bold(sheet, label) for label in ("Column", "What it holds", "Unit")])
    for column in about.columns:
        sheet.append([_cell(sheet, text, dated=False) for text in (column.name, column.about, column.unit)])


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any, *, dated: bool) -> Any:
    if type(value) is int and abs(value) >= _LARGEST_EXACT:
        return str(value)
    if not isinstance(value, str):
        return value
    if dated and (day := _day_in(value)) is not None:
        return day
    text = _LOOKS_ESCAPED.sub("_x005F_", neutral(_NOT_IN_XML.sub("\ufffd", value))[:_LONGEST_CELL])
    if text in ERROR_CODES:
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"
        return cell
    return text


def _day_in(text: str) -> date | None:
    if _MOMENT.fullmatch(text):
        return datetime.fromisoformat(text.removesuffix("Z"))
    if _DAY.fullmatch(text) and (day := date.fromisoformat(text)) >= _FIRST_DAY:
        return day
    return None


class _DiskFile:
    """A file on disk that has no name. An answer may never be read, so that it is closed at the latest when nothing holds it any more."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed below

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> "_DiskFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __del__(self) -> None:
        self._file.close()


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
