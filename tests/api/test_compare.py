"""GET /api/v1/compare/."""

import pytest
from rest_framework.test import APIClient

from tests.catalog.comparison.side_by_side import three_releases

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/compare/"


@pytest.fixture(autouse=True)
def _catalog(db: None) -> None:
    three_releases()


def rows_of(answer: dict[str, object]) -> dict[str, dict[str, object]]:
    return {row["name"]: row for section in answer["sections"] for row in section["rows"]}  # type: ignore[attr-defined,index]


def test_columns_rows_and_what_differs(api: APIClient) -> None:
    answer = api.get(ADDRESS, {"m": "llama-1,llama-3"}).json()
    assert [(column["kind"], column["slug"], column["url"]) for column in answer["columns"]] == [
        ("model", "llama-1", "http://testserver/models/llama-1/"), ("model", "llama-3", "http://testserver/models/llama-3/"),
    ]  # fmt: skip
    rows = rows_of(answer)
    assert rows["commercial_use"]["differs"] is True
    assert rows["context_tokens"]["best"] == ["llama-3"]
    assert [cell["amount"] for cell in rows["context_tokens"]["cells"]] == ["2048", "131072"]  # type: ignore[attr-defined]
    assert answer["differing"] == sum(row["differs"] for row in rows.values())


def test_a_clause_comes_with_its_section_source_and_mark(api: APIClient) -> None:
    rows = rows_of(api.get(ADDRESS, {"m": "llama-1,llama-3"}).json())
    silent, asked = rows["first-scale_threshold"]["cells"]  # type: ignore[misc]
    assert silent == {"items": [], "unknown": "Says nothing about it", "amount": None}
    item = asked["items"][0]
    assert (item["section"], item["verification"]) == ("2", "verified")
    assert item["url"] == "http://testserver/licenses/three/#term_users"


def test_a_price_names_its_source_and_date(api: APIClient) -> None:
    item = rows_of(api.get(ADDRESS, {"m": "llama-2,llama-3"}).json())["price-input"]["cells"][0]["items"][0]  # type: ignore[index]
    assert item["words"] == "$2.00"
    assert item["sources"] == [
        {"key": "card", "kind": "web_page", "label": "Model card", "url": "https://example.org/card", "read_on": "2026-11-21"}
    ]


def test_differences_alone_leave_out_what_agrees(api: APIClient) -> None:
    answer = api.get(ADDRESS, {"m": "llama-2,llama-3", "only": "differences"}).json()
    assert all(row["differs"] for row in rows_of(answer).values())
    assert answer["differing"] == len(rows_of(answer))


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("", "/query/m"),
        ("m=llama-2", "/query/m"),
        ("m=llama-2,gpt-9", "/query/m"),
        ("m=llama-2&l=two", "/query/l"),
        ("m=llama-1,llama-2&show=llama-1", "/query/show"),
        ("m=llama-1,llama-2&profile=none", "/query/profile"),
        ("m=llama-1,llama-2&only=all", "/query/only"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_its_place(api: APIClient, query: str, pointer: str) -> None:
    answer = api.get(f"{ADDRESS}?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_an_unchanged_catalog_answers_not_modified(api: APIClient) -> None:
    first = api.get(ADDRESS, {"m": "llama-1,llama-2"})
    again = api.get(ADDRESS, {"m": "llama-1,llama-2"}, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_nothing_is_written_here(api: APIClient) -> None:
    assert api.post(ADDRESS, {}, format="json").status_code in (403, 405)
