"""Cells of tables: no formula gets in, nothing gets lost."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from catalog.exports import csv_chunks, flat, markdown_chunks, neutral, restored, xlsx_chunks


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("-5", "-5"),
        ("-0.25", "-0.25"),
        ("-5+1", "'-5+1"),
        ("-", "'-"),
        ("--1", "'--1"),
        ("'=1", "''=1"),
        ("'quoted'", "'quoted'"),
        ("a=1", "a=1"),
        ("", ""),
        (" =1", " =1"),
    ],
)
def test_what_a_spreadsheet_would_run_is_neutralised(text: str, cell: str) -> None:
    assert neutral(text) == cell
    assert restored(cell) == text


@given(st.text(alphabet=st.sampled_from("'=+-@\t\ra1. ")))
def test_neutralising_loses_nothing(text: str) -> None:
    assert restored(neutral(text)) == text
    assert neutral(text)[:1] not in tuple("=+@\t\r") or text == ""


def test_nested_values_become_one_cell() -> None:
    assert flat({"slug": "mit", "name": "MIT"}) == "mit"
    assert flat([{"slug": "a"}, {"slug": "b"}]) == "a; b"
    assert flat([]) == ""
    assert flat(None) is None
    assert flat({"verified": 2, "recalled": None}) == "verified: 2"
    assert flat(7) == 7


def test_csv_quotes_commas_quotes_and_line_ends() -> None:
    made = b"".join(csv_chunks(["a", "b"], [['x,"y"', "line\nbreak"], [None, True], [-5, "é"]]))
    assert made == b'a,b\r\n"x,""y""","line\nbreak"\r\n,true\r\n-5,\xc3\xa9\r\n'
    assert list(csv.reader(io.StringIO(made.decode(), newline="")))[1] == ['x,"y"', "line\nbreak"]


def test_markdown_escapes_what_would_break_the_table_or_run() -> None:
    made = b"".join(
        markdown_chunks(["a"], [["x | y"], ["<script>alert(1)</script>"], ["[x](javascript:1)"], ["two\nlines"], [None], [False]])
    )
    assert made.decode().splitlines()[2:] == [
        "| x \\| y |", "| \\<script\\>alert(1)\\</script\\> |", "| \\[x\\](javascript:1) |", "| two lines |", "| unknown |", "| no |",
    ]  # fmt: skip


def test_xlsx_takes_control_characters_and_long_texts() -> None:
    made = b"".join(xlsx_chunks("t", ["a"], [["bell\x07"], ["x" * 40_000], ["=1"]]))
    sheet = load_workbook(io.BytesIO(made)).active
    assert sheet["A2"].value == "bell\ufffd"
    assert len(sheet["A3"].value) == 32_767
    assert sheet["A4"].value == "'=1"


def test_the_same_rows_make_the_same_workbook() -> None:
    one, other = (b"".join(xlsx_chunks("t", ["a"], [[1], ["x"]])) for _ in range(2))
    assert one == other
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(one)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.slow
@pytest.mark.parametrize("write", [csv_chunks, markdown_chunks, lambda header, rows: xlsx_chunks("t", header, rows)])
def test_memory_stays_flat_however_many_rows_there_are(write: object) -> None:
    def rows(count: int) -> Iterator[list[str]]:
        for number in range(count):
            yield [f"row {number}", "x" * 100]

    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in write(["a", "b"], rows(count)):  # type: ignore[operator]
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(20_000) < peak(2_000) + 1_000_000
