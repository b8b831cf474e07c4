"""Cells of tables: no formula gets in, nothing gets lost."""

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from catalog.exports import (
    About,
    ColumnNote,
    csv_chunks,
    flat,
    jsonl_chunks,
    markdown_chunks,
    neutral,
    restored,
    workbook_file,
)


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


def test_markdown_says_above_the_table_what_it_is() -> None:
    about = About(title="models", as_of=date(2026, 11, 20), revision=7, filters=[("q", "a|b")], address="https://x.example/?q=a%7Cb")
    made = b"".join(markdown_chunks(["a"], [["1"]], about=about)).decode().splitlines()
    assert made == [
        "# Models", "", "- As of: 2026-11-20", "- Catalog revision: 7", "- Filters: q=a\\|b", "- Address: <https://x.example/?q=a%7Cb>",
        "- Note: Information, not legal advice. Where each fact was read stands on the page in the registry.", "",
        "| a |", "| --- |", "| 1 |",
    ]  # fmt: skip


def test_half_a_character_spoils_no_table() -> None:
    assert b"".join(csv_chunks(["a"], [["x\ud800y"]])) == b"a\r\nx?y\r\n"
    assert b"".join(markdown_chunks(["a"], [["x\ud800y"]])).decode().splitlines()[2] == "| x?y |"
    assert first_column([["x\ud800y"]]) == ["x\ufffdy"]


def test_json_lines_are_one_record_per_line() -> None:
    assert b"".join(jsonl_chunks([1, "a"], encode=lambda value: repr(value).encode())) == b"1\n'a'\n"


ABOUT = About(title="t", as_of=date(2026, 11, 20), revision=7, filters=[], address="https://x.example/")


def finished(header: list[str], rows: Iterable[list[object]]) -> bytes:
    with workbook_file(header, rows, about=ABOUT) as file:
        return file.read()


def first_column(rows: list[list[object]], *, dates: tuple[str, ...] = ()) -> list[object]:
    with workbook_file(["a"], rows, about=ABOUT, dates=dates) as file:
        return [row[0].value for row in load_workbook(file)["t"].iter_rows(min_row=2)]


def test_xlsx_takes_control_characters_and_long_texts() -> None:
    bell, long, formula = first_column([["bell\x07"], ["x" * 40_000], ["=1"]])
    assert bell == "bell\ufffd"
    assert len(str(long)) == 32_767
    assert formula == "'=1"


def test_xlsx_cells_have_the_type_of_their_value() -> None:
    values = ["#N/A", "0012", "_x0041_", "=1+1", 7, 2**60, True, None, "2026-11-20"]
    with workbook_file(["a"], [[value] for value in values], about=ABOUT) as file:
        cells = [row[0] for row in load_workbook(file)["t"].iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells] == ["s", "s", "s", "s", "n", "s", "b", "n", "s"]
    assert [cell.value for cell in cells] == ["#N/A", "0012", "_x005F_x0041_", "'=1+1", 7, "1152921504606846976", True, None, "2026-11-20"]


def test_xlsx_dates_are_dates_where_the_day_is_known() -> None:
    known = ["2026-11-20", "2026-11", "2026", "1900-02-28", None, "2026-11-20T08:00:01Z"]
    assert first_column([[day] for day in known], dates=("a",)) == [
        datetime.fromisoformat("2026-11-20"), "2026-11", "2026", "1900-02-28", None, datetime.fromisoformat("2026-11-20T08:00:01"),
    ]  # fmt: skip


def test_xlsx_has_a_frozen_header_and_a_sheet_about_itself() -> None:
    columns = [ColumnNote("context_tokens", "=how long", "tokens")]
    about = replace(ABOUT, filters=[("q", "=cmd")], columns=columns)
    with workbook_file(["a"], [], about=about) as file:
        book = load_workbook(file)
    assert book.sheetnames == ["t", "About"]
    assert book["t"].freeze_panes == "A2"
    said = {row[0]: row[1:] for row in book["About"].iter_rows(values_only=True)}
    assert said["As of"][0] == datetime.fromisoformat("2026-11-20")
    assert said["Filters"][0] == "q==cmd"
    assert said["Address"][0] == "https://x.example/"
    assert said["context_tokens"] == ("'=how long", "tokens")


def test_the_same_rows_make_the_same_workbook() -> None:
    one, other = (finished(["a"], [[1], ["x"]]) for _ in range(2))
    assert one == other
    assert {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(one)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.slow
@pytest.mark.parametrize("write", [csv_chunks, markdown_chunks, lambda header, rows: [finished(header, rows)]])
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
