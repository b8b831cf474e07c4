"""Formats: JSON by default, tables on request, by `format` or by the Accept header."""

import csv
import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook
from rest_framework.test import APIClient

from catalog import exports
from catalog.api.asks import Ask
from catalog.api.resources import RESOURCES, cells, load
from catalog.directory import current_edition, directory_of
from registry.models import CatalogRevision, ModelVariant, Revision
from tests import factories

MODELS = "/api/v1/models/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def table_of(markdown: bytes) -> list[str]:
    lines = markdown.decode().splitlines()
    return lines[lines.index("", 2) + 1 :]


def rows(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(answer).decode())))


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/*", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        ("text/csv", "text/csv; charset=utf-8; header=present"),
        ("text/csv;q=0.1, application/json", "application/json"),
        ("text/markdown", "text/markdown; charset=utf-8"),
        ("application/jsonl", "application/jsonl"),
        ("application/json;q=0.2, text/markdown;q=0.3", "text/markdown; charset=utf-8"),
        (XLSX, XLSX),
        ("text/csv;q=0, */*", "application/json"),
    ],
)
def test_the_accept_header_decides_the_form(accept: str | None, expected: str, anyone: APIClient, catalog: None) -> None:
    headers = {} if accept is None else {"Accept": accept}
    answer = anyone.get(f"{MODELS}?limit=1", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == expected
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("accept", ["application/xml", "text/html", "image/*", "application/json;q=0", "nonsense"])
def test_a_form_that_is_not_offered_is_406_and_says_what_is(accept: str, anyone: APIClient, catalog: None) -> None:
    answer = anyone.get(MODELS, headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.headers["Content-Type"] == "application/problem+json"
    for form in ("application/json", "text/csv", XLSX, "application/jsonl", "text/markdown"):
        assert form in answer.json()["detail"]


def test_format_beats_the_accept_header(anyone: APIClient, catalog: None) -> None:
    answer = anyone.get(f"{MODELS}?format=csv", headers={"Accept": "application/json"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert anyone.get(f"{MODELS}?format=json", headers={"Accept": "application/xml"}).status_code == 200


def test_a_record_is_json_only(anyone: APIClient, catalog: None) -> None:
    assert anyone.get(f"{MODELS}llama-2/?format=json").status_code == 200
    assert anyone.get(f"{MODELS}llama-2/?format=csv").status_code == 400
    assert anyone.get(f"{MODELS}llama-2/", headers={"Accept": "text/csv"}).status_code == 406


def test_a_table_is_the_whole_filtered_result_in_its_order(anyone: APIClient) -> None:
    factories.make_model("many", variants=[factories.variant_document(f"many-{n:03}", name=f"Many {n:03}") for n in range(55)])
    found = rows(anyone.get("/api/v1/variants/?format=csv&ordering=-name&q=many"))
    assert [row["slug"] for row in found] == [f"many-{n:03}" for n in reversed(range(55))]


def test_limit_cuts_a_table_off(anyone: APIClient, catalog: None) -> None:
    assert len(rows(anyone.get(f"{MODELS}?format=csv&limit=2"))) == 2


@pytest.mark.parametrize("parameter", ["cursor=x", "count=true", "count=false", "expand=license"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "md"])
def test_a_table_has_no_pages_and_no_expansions(form: str, parameter: str, anyone: APIClient, catalog: None) -> None:
    assert anyone.get(f"{MODELS}?format={form}&{parameter}").status_code == 400


def test_a_table_takes_the_same_filters_and_fields_as_the_list(anyone: APIClient, catalog: None) -> None:
    answer = anyone.get(f"{MODELS}?format=csv&commercial_use=permitted&fields=slug,commercial_use")
    assert content(answer).decode() == "slug,commercial_use\r\nmixtral,permitted\r\n"
    assert anyone.get(f"{MODELS}?format=csv&comercial_use=x").status_code == 400


def test_csv_writes_pages_by_slug_and_the_unknown_as_nothing(anyone: APIClient, catalog: None) -> None:
    llama = rows(anyone.get("/api/v1/variants/?format=csv&q=llama-2-7b"))[0]
    expected = {
        "slug": "llama-2-7b", "license": "llama-2-community", "model": "llama-2", "developers": "meta", "open_weights": "true",
        "params_total": "7000000000", "offers": "microsoft: managed_api", "huggingface": "meta-llama/Llama-2-7b",
    }  # fmt: skip
    assert {name: llama[name] for name in expected} == expected
    gpt = rows(anyone.get("/api/v1/variants/?format=csv&q=gpt"))[0]
    assert gpt["license"] == gpt["params_total"] == gpt["release_date"] == ""
    offer = rows(anyone.get("/api/v1/offers/?format=csv&model=llama-2&ordering=slug"))[1]
    assert offer["prices"] == "0.5 / 1.5 USD (2024-01-02); 700 / ? EUR"
    assert offer["sources"] == "https://example.org/card; archived copy 12345"


@pytest.mark.parametrize("name", ["families", "models", "variants", "licenses", "organizations", "offers", "articles"])
def test_every_list_comes_as_every_table(name: str, anyone: APIClient, catalog: None) -> None:
    results = anyone.get(f"/api/v1/{name}/").json()["results"]
    table = rows(anyone.get(f"/api/v1/{name}/?format=csv"))
    assert [row["slug"] for row in table] == [record["slug"] for record in results]
    assert list(table[0]) == list(results[0])
    sheet = load_workbook(io.BytesIO(content(anyone.get(f"/api/v1/{name}/?format=xlsx"))))[name]
    assert [cell.value for cell in sheet[1]] == list(results[0])
    assert sheet.max_row == len(results) + 1
    lines = content(anyone.get(f"/api/v1/{name}/?format=jsonl")).decode().splitlines()
    assert [json.loads(line) for line in lines] == results
    markdown = table_of(content(anyone.get(f"/api/v1/{name}/?format=md")))
    assert markdown[0].count(" | ") == len(results[0]) - 1
    assert markdown[1] == "|" + " --- |" * len(results[0])


def test_xlsx_keeps_numbers_and_yes_or_no(anyone: APIClient, catalog: None) -> None:
    book = load_workbook(
        io.BytesIO(content(anyone.get("/api/v1/variants/?format=xlsx&q=llama-2-7b&fields=slug,open_weights,params_total")))
    )
    assert book.sheetnames == ["variants", "About"]
    assert [[cell.value for cell in row] for row in book["variants"]] == [
        ["slug", "open_weights", "params_total"], ["llama-2-7b", True, 7_000_000_000],
    ]  # fmt: skip


def test_markdown_says_unknown_and_that_it_is_no_advice(anyone: APIClient, catalog: None) -> None:
    made = content(anyone.get("/api/v1/variants/?format=md&q=gpt&fields=slug,params_total,commercial_use"))
    assert table_of(made) == ["| slug | params\\_total | commercial\\_use |", "| --- | --- | --- |", "| gpt-4 | unknown | unknown |"]
    head = made.decode().splitlines()
    assert head[0] == "# Variants"
    assert "- Filters: q=gpt" in head
    assert "- Address: <http://testserver/api/v1/variants/?format=md&q=gpt&fields=slug%2Cparams_total%2Ccommercial_use>" in head
    assert any(line.startswith("- Note: Information, not legal advice.") for line in head)


def test_json_lines_take_filters_and_fields(anyone: APIClient, catalog: None) -> None:
    answer = anyone.get(f"{MODELS}?format=jsonl&commercial_use=permitted&fields=commercial_use,slug")
    assert content(answer) == b'{"slug":"mixtral","commercial_use":"permitted"}\n'


def test_a_name_cannot_become_a_formula(anyone: APIClient, catalog: None) -> None:
    factories.make_organization("evil", name='=HYPERLINK("http://evil.example","x")', aliases=["+1", "@x"])
    assert rows(anyone.get("/api/v1/organizations/?format=csv&q=evil&fields=name"))[0]["name"] == '\'=HYPERLINK("http://evil.example","x")'
    sheet = load_workbook(io.BytesIO(content(anyone.get("/api/v1/organizations/?format=xlsx&q=evil&fields=name"))))["organizations"]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value == '\'=HYPERLINK("http://evil.example","x")'


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl", "md"])
def test_the_file_is_named_by_what_and_when_and_has_an_etag(form: str, anyone: APIClient, catalog: None) -> None:
    answer = anyone.get(f"{MODELS}?format={form}")
    day = Revision.objects.latest("created_at").created_at.date().isoformat()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="models-{day}.{form}"'
    first = content(answer)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = anyone.get(f"{MODELS}?format={form}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert content(anyone.get(f"{MODELS}?format={form}")) == first
    head = anyone.head(f"{MODELS}?format={form}")
    assert head.status_code == 200
    assert head.content == b""
    for name in ("ETag", "Content-Disposition", "X-Catalog-Revision", "Link"):
        assert head.headers[name] == answer.headers[name]


def test_headers_say_of_which_state_a_table_is_and_where_its_pages_are(anyone: APIClient, catalog: None) -> None:
    answer = anyone.get(f"{MODELS}?format=csv&commercial_use=permitted&ordering=-name&limit=3")
    assert answer.headers["X-Catalog-Revision"] == str(CatalogRevision.current())
    assert answer.headers["Content-Disposition"].endswith('-filtered.csv"')
    pages, described = answer.headers["Link"].split(", ")
    assert (
        pages
        == '<http://testserver/api/v1/models/?commercial_use=permitted&ordering=-name&format=json>; rel="alternate"; type="application/json"'
    )
    assert described == '<http://testserver/api/v1/openapi.json>; rel="describedby"'
    assert len(anyone.get(pages[1 : pages.index(">")]).json()["results"]) == 1


def test_a_worksheet_that_would_be_too_long_is_refused(anyone: APIClient, catalog: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    answer = anyone.get(f"{MODELS}?format=xlsx")
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "/query/format"
    assert error["code"] == "too_many_rows"
    assert error["allowed"] == ["csv", "jsonl"]
    assert len(content(anyone.get(f"{MODELS}?format=xlsx&limit=2"))) > 1000
    assert anyone.get(f"{MODELS}?format=csv").status_code == 200


def test_rows_of_variants_say_what_their_records_say(anyone: APIClient, catalog: None) -> None:
    resource = RESOURCES["variants"]
    records = anyone.get("/api/v1/variants/").json()["results"]
    expected = [
        {name: cells.offers(value) if name == "offers" else exports.flat(value) for name, value in record.items()} for record in records
    ]
    keys = list(ModelVariant.objects.published().order_by("name", "pk").values_list("pk", flat=True))
    ask = Ask("http://testserver", directory_of(current_edition()), load)
    found = [dict(zip(resource.fields, row, strict=True)) for row in resource.rows(keys, resource.fields, ask)]
    assert len(found) == len(expected) > 3
    assert found == expected
