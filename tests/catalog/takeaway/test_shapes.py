"""What a file looks like stays the same, so that whoever reads it by program can go on: header, units and the day, written out here."""

import csv
import io

import pytest
from openpyxl import load_workbook
from rest_framework.test import APIClient

from tests.catalog.comparison.side_by_side import three_releases

pytestmark = pytest.mark.django_db
VARIANTS = ["slug", "name", "context_tokens", "params_total", "release_date", "license"]


@pytest.fixture(autouse=True)
def _catalog(db: None, frozen_time: object) -> None:
    three_releases()


def test_the_first_lines_of_a_list_as_csv(api: APIClient) -> None:
    answer = api.get("/api/v1/variants/", {"format": "csv", "fields": ",".join(VARIANTS), "ordering": "name"})
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines == [
        "slug,name,release_date,params_total,context_tokens,license",
        "llama-1-7b,Llama 1 7B,2022-07-18,7000000000,2048,one",
        "llama-2-7b,Llama 2 7B,2023-07-18,7000000000,4096,two",
        "llama-3-7b,Llama 3 7B,2024-07-18,7000000000,131072,three",
    ]
    assert answer["Content-Disposition"] == 'attachment; filename="variants-2026-11-21.csv"'


def test_the_sheet_about_a_list_has_the_day_and_the_units(api: APIClient) -> None:
    answer = api.get("/api/v1/variants/", {"format": "xlsx", "fields": ",".join(VARIANTS)})
    about = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))["About"]  # type: ignore[attr-defined]
    rows = [[cell.value for cell in row] for row in about.iter_rows()]
    said = {row[0]: row[1] for row in rows[:7]}
    assert list(said) == ["As of", "Catalog revision", "Filters", "Address", "Note", "Texts", "Times"]
    assert said["As of"].date().isoformat() == "2026-11-21"
    head = next(number for number, row in enumerate(rows) if row[0] == "Column")
    assert rows[head] == ["Column", "What it holds", "Unit"]
    units = {row[0]: row[2] for row in rows[head + 1 :]}
    assert (units["params_total"], units["context_tokens"], units["release_date"]) == ("parameters", "tokens", "day, month or year")


def test_the_first_lines_of_a_list_as_markdown(api: APIClient) -> None:
    answer = api.get("/api/v1/variants/", {"format": "md", "fields": "slug,context_tokens", "ordering": "name"})
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[:3] == ["# Variants", "", "- As of: 2026-11-21"]
    assert lines[-5:] == [
        "| slug | context\\_tokens |", "| --- | --- |", "| llama-1-7b | 2048 |", "| llama-2-7b | 4096 |", "| llama-3-7b | 131072 |",
    ]  # fmt: skip


def test_the_first_lines_of_a_comparison_as_csv(api: APIClient) -> None:
    rows = list(
        csv.reader(io.StringIO(api.get("/api/v1/compare/", {"m": "llama-1,llama-2", "format": "csv"}).content.decode(), newline=""))
    )
    assert rows[0] == [
        "section", "fact", "differs", "best", "Llama 1", "Llama 1: clauses and sources", "Llama 2", "Llama 2: clauses and sources", "as of",
    ]  # fmt: skip
    facts = {row[1]: row for row in rows}
    assert facts["Commercial use"] == [
        "What people ask first", "Commercial use", "yes", "none named", "Not permitted", "License One, 2; verified in the primary text; citation needed",
        "Depends on who you are", "License Two, 2; verified in the primary text; citation needed", "2026-11-21",
    ]  # fmt: skip
    assert facts["Context window (tokens)"] == [
        "The release", "Context window (tokens)", "yes", "Llama 2", "2048", "citation needed", "4096", "citation needed", "2026-11-21",
    ]  # fmt: skip
