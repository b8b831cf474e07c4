"""Workbooks in a spreadsheet program of its own: LibreOffice reads numbers as numbers, days as days, and no text as a formula."""

import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from rest_framework.test import APIClient

from tests.catalog.comparison.side_by_side import three_releases
from tests.factories import make_license, make_model, variant_document

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine: install the package libreoffice-calc-nogui"),
]
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FORMULA = "=cmd|' /C calc'!A0"

# LibreOffice holds yes and no of a workbook as these.
_YES_OR_NO = {"of:=TRUE()": ("boolean", "true"), "of:=FALSE()": ("boolean", "false")}

# The type that LibreOffice gives a cell, and its value.
Cell = tuple[str, str]


@pytest.fixture(autouse=True)
def _catalog(db: None, frozen_time: object) -> None:
    three_releases()
    make_license("odd", name=FORMULA, license_ref="LicenseRef-odd")
    odd = variant_document("odd-1", name=FORMULA, license="odd", context_tokens=512, release_date="2024", lineage={"status": "none"})
    make_model("odd", name="Odd", variants=[odd])


def opened(content: bytes, folder: Path) -> list[list[Cell]]:
    """The first sheet of a workbook as LibreOffice understands it."""
    assert SOFFICE is not None
    (folder / "book.xlsx").write_bytes(content)
    command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "fods", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "book.xlsx")], check=True, capture_output=True, timeout=180)
    sheet = ElementTree.parse(folder / "book.fods").getroot().find(f".//{_TABLE}table")  # noqa: S314 - LibreOffice wrote it
    assert sheet is not None
    return [_cells(row) for row in sheet.iter(f"{_TABLE}table-row")]


def _cells(row: ElementTree.Element) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.iter(f"{_TABLE}table-cell"):
        formula = cell.get(f"{_TABLE}formula")
        assert formula is None or formula in _YES_OR_NO
        kind = cell.get(f"{_OFFICE}value-type", "empty")
        text = "\n".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p"))
        value = cell.get(f"{_OFFICE}date-value") or cell.get(f"{_OFFICE}value") or text
        cells += [_YES_OR_NO.get(formula or "", (kind, value))] * min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), 50)
    return cells


def records(rows: list[list[Cell]], *, by: str) -> dict[str, dict[str, Cell]]:
    header = [value for _, value in rows[0]]
    listed = [dict(zip(header, row, strict=False)) for row in rows[1:] if len(row) >= len(header)]
    return {record[by][1]: record for record in listed}


def test_a_list_opens_with_the_right_types(api: APIClient, tmp_path: Path) -> None:
    answer: Any = api.get(
        "/api/v1/variants/", {"format": "xlsx", "fields": "slug,name,context_tokens,params_total,release_date,open_weights"}
    )
    found = records(opened(b"".join(answer.streaming_content), tmp_path), by="slug")
    assert found["llama-2-7b"]["context_tokens"] == ("float", "4096")
    assert found["llama-2-7b"]["params_total"] == ("float", "7000000000")
    assert found["llama-2-7b"]["release_date"][0] == "date"
    assert found["llama-2-7b"]["release_date"][1].startswith("2023-07-18")
    assert found["llama-2-7b"]["open_weights"] == ("boolean", "true")
    assert found["odd-1"]["name"] == ("string", f"'{FORMULA}")
    assert found["odd-1"]["release_date"] == ("string", "2024")
    assert found["odd-1"]["params_total"][0] == "empty"


def test_a_comparison_opens_with_the_right_types(api: APIClient, tmp_path: Path) -> None:
    answer = api.get("/api/v1/compare/", {"m": "llama-2,odd", "format": "xlsx"})
    found = records(opened(answer.content, tmp_path), by="fact")
    assert found["Context window (tokens)"]["Llama 2"] == ("float", "4096")
    assert found["Context window (tokens)"]["Odd"] == ("float", "512")
    assert found["Context window (tokens)"]["differs"] == ("string", "yes")
    assert found["Lowest list price, input (USD per million tokens)"]["Llama 2"] == ("float", "2")
    assert found["Lowest list price, input (USD per million tokens)"]["Odd"] == ("string", "No price is known")
    assert found["Own license"]["Odd"] == ("string", f"'{FORMULA}")
    assert found["Own license"]["as of"][0] == "date"
    assert found["Own license"]["as of"][1].startswith("2026-11-21")
