"""A comparison as a file, and on paper."""

import csv
import io
import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from openpyxl import load_workbook
from rest_framework.test import APIClient

from catalog.models import Opens, SavedView
from registry.roles import Role
from tests.catalog.comparison.side_by_side import three_releases
from tests.factories import make_license, make_model, variant_document

ADDRESS = "/api/v1/compare/"
DAY = "2026-11-21"
HEADER = [
    "section", "fact", "differs", "best", "Llama 2", "Llama 2: clauses and sources", "Llama 3", "Llama 3: clauses and sources", "as of",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _catalog(db: None, frozen_time: object) -> None:
    three_releases()


def table(api: APIClient, query: str = "m=llama-2&m=llama-3") -> list[list[str]]:
    answer = api.get(f"{ADDRESS}?{query}&format=csv")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode(), newline="")))


def facts(rows: list[list[Any]]) -> dict[str, list[Any]]:
    return {row[1]: row for row in rows[1:]}


def test_a_fact_stands_in_a_row_with_its_unit_once_and_the_day(api: APIClient) -> None:
    rows = table(api)
    assert rows[0] == HEADER
    assert {row[-1] for row in rows[1:]} == {DAY}
    assert facts(rows)["Context window (tokens)"][2:5] == ["yes", "Llama 3", "4096"]
    assert facts(rows)["Weights published"][2] == "no"


def test_each_column_says_on_what_it_rests(api: APIClient) -> None:
    found = facts(table(api))
    assert found["Size threshold"][5] == "2; verified in the primary text; citation needed"
    price = found["Lowest list price, input (USD per million tokens)"]
    assert price[4:6] == ["2", "Microsoft, Azure AI Foundry; as of 2 January 2026; verified in the primary text; https://example.org/card"]
    assert found["Context window (tokens)"][5] == "citation needed"


def test_the_unknown_is_the_word(api: APIClient) -> None:
    found = facts(table(api, "m=llama-1&m=llama-2"))
    assert found["Size threshold"][4:6] == ["Says nothing about it", "nothing to cite"]
    assert found["Lowest list price, input (USD per million tokens)"][4] == "No price is known"


def test_numbers_are_numbers_and_the_day_is_a_day_in_a_workbook(api: APIClient) -> None:
    book = load_workbook(io.BytesIO(api.get(f"{ADDRESS}?m=llama-2&m=llama-3&format=xlsx").content))
    assert book.sheetnames == ["comparison", "About"]
    rows = [[cell.value for cell in row] for row in book["comparison"].iter_rows()]
    assert rows[0] == HEADER
    assert facts(rows)["Context window (tokens)"][4] == 4096
    assert facts(rows)["Lowest list price, input (USD per million tokens)"][4] == 2
    assert rows[1][-1].date().isoformat() == DAY
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(max_row=5)}
    assert about["Filters"] == "m=llama-2, m=llama-3"
    assert about["Address"] == "http://testserver/compare/?m=llama-2&m=llama-3"


def test_a_name_cannot_become_a_formula(api: APIClient) -> None:
    make_license("odd", name="=cmd|' /C calc'!A0", license_ref="LicenseRef-odd")
    make_model("odd", name="@odd", variants=[variant_document("odd-1", license="odd", lineage={"status": "none"})])
    rows = table(api, "m=odd&m=llama-2")
    assert rows[0][4] == "'@odd"
    assert facts(rows)["Own license"][4] == "'=cmd|' /C calc'!A0"
    sheet = load_workbook(io.BytesIO(api.get(f"{ADDRESS}?m=odd&m=llama-2&format=xlsx").content))["comparison"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def test_json_lines_have_a_record_for_each_row_with_cells_by_column(api: APIClient) -> None:
    answer = api.get(f"{ADDRESS}?m=llama-2&m=llama-3&format=jsonl")
    records = {record["name"]: record for record in map(json.loads, answer.content.splitlines())}
    assert records["context_tokens"]["cells"]["llama-3"]["amount"] == "131072"
    assert records["context_tokens"]["best"] == ["llama-3"]
    assert records["context_tokens"]["as_of"] == DAY


def test_markdown_says_of_when_it_is_and_that_it_is_no_advice(api: APIClient) -> None:
    text = api.get(f"{ADDRESS}?m=llama-2&m=llama-3&format=md").content.decode()
    assert text.startswith("# Comparison\n\n- As of: 20")
    assert "Information, not legal advice." in text
    assert "| What people ask first | Size threshold | yes | none named | More than 700,000,000 monthly active users in June 2023" in text


def test_a_file_is_named_by_its_day_and_answers_not_modified(api: APIClient) -> None:
    first = api.get(f"{ADDRESS}?m=llama-2&m=llama-3&format=csv")
    assert first["Content-Disposition"] == f'attachment; filename="comparison-{DAY}.csv"'
    again = api.get(f"{ADDRESS}?m=llama-2&m=llama-3&format=csv", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    other = api.get(f"{ADDRESS}?m=llama-2&m=llama-3&format=jsonl", headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


def test_differences_alone_are_taken_away_where_they_are_asked_for(api: APIClient) -> None:
    assert {row[2] for row in table(api, "m=llama-2&m=llama-3&only=differences")[1:]} == {"yes"}


def test_the_page_leads_to_the_same_file(reader: Client) -> None:
    answer = reader.get("/compare/?m=llama-2&m=llama-3&format=csv")
    assert (answer.status_code, answer["Location"]) == (302, "/api/v1/compare/?m=llama-2&m=llama-3&format=csv")
    page = reader.get("/compare/?m=llama-2&m=llama-3").content.decode()
    for form in ("csv", "xlsx", "jsonl", "md"):
        assert f'href="/api/v1/compare/?m=llama-2&amp;m=llama-3&amp;format={form}"' in page


def test_a_form_that_there_is_not_is_named(reader: Client, api: APIClient) -> None:
    answer = reader.get("/compare/?m=llama-2&m=llama-3&format=pdf")
    assert answer.status_code == 400
    assert "is taken away as csv, xlsx, jsonl, md" in answer.content.decode()
    assert api.get(f"{ADDRESS}?m=llama-2&m=llama-3&format=pdf").json()["errors"][0]["pointer"] == "/query/format"


def test_on_paper_each_source_is_a_footnote(reader: Client) -> None:
    page = reader.get("/compare/?m=llama-2&m=llama-3").content.decode()
    notes = page[page.index('class="print-only footnotes"') :]
    assert "<li>Model card, https://example.org/card, read on 21 November 2026</li>" in notes
    assert '<sup class="print-only">1</sup>' in page


def test_a_saved_comparison_is_compared_by_its_slug(api: APIClient, viewer: User, editor: User) -> None:
    SavedView.objects.create(slug="line", name="Line", opens=Opens.COMPARISON, query="m=llama-2&m=llama-3", owner=viewer)
    SavedView.objects.create(slug="theirs", name="Theirs", opens=Opens.COMPARISON, query="m=llama-1&m=llama-3", owner=editor)
    answer = api.get(f"{ADDRESS}?saved=line")
    assert [column["slug"] for column in answer.json()["columns"]] == ["llama-2", "llama-3"]
    assert api.get(f"{ADDRESS}?saved=line&format=csv").content.decode().startswith("section,fact")
    for wrong, pointer in (
        ("saved=theirs", "saved"),
        ("saved=nope", "saved"),
        ("saved=line&m=llama-1", "m"),
        ("saved=line&saved=b", "saved"),
    ):
        refused = api.get(f"{ADDRESS}?{wrong}")
        assert refused.status_code == 400
        assert [error["pointer"] for error in refused.json()["errors"]] == [f"/query/{pointer}"]


def test_what_somebody_saved_for_themselves_reaches_nobody_by_its_etag(api: APIClient, api_as: Any, viewer: User, person: Any) -> None:
    view = SavedView.objects.create(slug="line", name="Line", opens=Opens.COMPARISON, query="m=llama-2&m=llama-3", owner=viewer)
    tag = api.get(f"{ADDRESS}?saved=line")["ETag"]
    assert api.get(f"{ADDRESS}?saved=line", headers={"If-None-Match": tag}).status_code == 304
    other = api_as(person(Role.VIEWER, username="other"))
    assert other.get(f"{ADDRESS}?saved=line", headers={"If-None-Match": tag}).status_code == 400
    SavedView.objects.filter(pk=view.pk).update(query="m=llama-1&m=llama-3", number=2)
    changed = api.get(f"{ADDRESS}?saved=line", headers={"If-None-Match": tag})
    assert [column["slug"] for column in changed.json()["columns"]] == ["llama-1", "llama-3"]
