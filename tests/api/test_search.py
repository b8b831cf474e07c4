"""`GET /api/v1/search/`: words in, pages and variants out."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from catalog.api.search import search_components
from tests.factories import make_article, make_license, make_model, variant_document

PLACE = "http://testserver"


@pytest.fixture
def few(db: None) -> None:
    make_license("mit", name="MIT License", summary="Any use of a zebra.")
    make_model("zebra", name="Zebra", summary="A line.", variants=[variant_document("zebra-7b", name="Zebra 7B")])


def ask(client: APIClient, query: str, *, status: int = 200) -> Any:
    answer = client.get(f"/api/v1/search/?{query}")
    assert answer.status_code == status, answer.content
    body = answer.json()
    if status == 200:
        root = {"$ref": "#/components/schemas/SearchAnswer", "components": {"schemas": dict(search_components())}}
        assert [error.message for error in Draft202012Validator(root).iter_errors(body)] == []
    return body


@pytest.mark.usefixtures("few")
def test_results_name_what_they_are_and_where(anyone: APIClient) -> None:
    body = ask(anyone, "q=zebra")
    assert body == {
        "results": [
            {
                "kind": "model", "slug": "zebra", "name": "Zebra", "page": None, "url": f"{PLACE}/api/v1/models/zebra/",
                "html_url": f"{PLACE}/models/zebra/", "rank": 1, "match": "name", "excerpt": "A line.",
            },
            {
                "kind": "variant", "slug": "zebra-7b", "name": "Zebra 7B", "page": "zebra", "url": f"{PLACE}/api/v1/variants/zebra-7b/",
                "html_url": f"{PLACE}/models/zebra/#zebra-7b", "rank": 2, "match": "name_begins", "excerpt": None,
            },
            {
                "kind": "license", "slug": "mit", "name": "MIT License", "page": None, "url": f"{PLACE}/api/v1/licenses/mit/",
                "html_url": f"{PLACE}/licenses/mit/", "rank": 3, "match": "text",
                "excerpt": "Any use of a zebra. · Section 1: Use, change and share, for any purpose.",
            },
        ],
        "count": 3,
        "capped": False,
        "kinds": {"model": 1, "variant": 1, "license": 1},
        "suggestions": [],
    }  # fmt: skip
    for result in body["results"]:
        assert anyone.get(result["url"]).status_code == 200


@pytest.mark.usefixtures("few")
def test_kinds_and_a_limit_narrow_it(anyone: APIClient) -> None:
    body = ask(anyone, "q=zebra&kind=license,variant&limit=1")
    assert [result["slug"] for result in body["results"]] == ["zebra-7b"]
    assert body["count"] == 2
    assert body["kinds"] == {"model": 1, "variant": 1, "license": 1}


@pytest.mark.usefixtures("few")
def test_with_nothing_found_the_nearest_names_are_suggested(anyone: APIClient) -> None:
    body = ask(anyone, "q=zebbra")
    assert body["results"] == []
    assert body["count"] == 0
    assert [(each["kind"], each["slug"]) for each in body["suggestions"]] == [("model", "zebra"), ("variant", "zebra-7b")]


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("", "/query/q", "required"),
        ("q=", "/query/q", "empty"),
        ("q=a&q=b", "/query/q", "repeated"),
        ("q=a%00", "/query/q", "invalid_value"),
        ("q=" + "x" * 201, "/query/q", "invalid_value"),
        ("q=a&kind=poem", "/query/kind", "invalid_value"),
        ("q=a&limit=0", "/query/limit", "invalid_value"),
        ("q=a&limit=101", "/query/limit", "invalid_value"),
        ("q=a&limit=many", "/query/limit", "invalid_value"),
        ("q=a&sort=name", "/query/sort", "unknown_parameter"),
    ],
)
def test_what_is_not_understood_is_named(anyone: APIClient, query: str, pointer: str, code: str) -> None:
    body = ask(anyone, query, status=400)
    assert [(error["pointer"], error["code"]) for error in body["errors"]] == [(pointer, code)]


@pytest.mark.parametrize("text", ["%22", "*", "-", "%F0%9F%98%80", "%D7%A9", "NEAR(", "'"])
def test_odd_words_are_answered(anyone: APIClient, text: str) -> None:
    ask(anyone, f"q={text}")


def test_drafts_and_withdrawn_pages_are_not_found(anyone: APIClient) -> None:
    make_article("a", name="Zebra", state="draft")
    make_article("b", name="Zebra", state="withdrawn")
    assert ask(anyone, "q=zebra")["count"] == 0


@pytest.mark.usefixtures("few")
def test_the_same_answer_is_not_sent_twice_until_something_is_written(anyone: APIClient) -> None:
    first = anyone.get("/api/v1/search/?q=zebra")
    etag = first["ETag"]
    assert anyone.get("/api/v1/search/?q=zebra", HTTP_IF_NONE_MATCH=etag).status_code == 304
    make_article("a", name="Zebra")
    again = anyone.get("/api/v1/search/?q=zebra", HTTP_IF_NONE_MATCH=etag)
    assert again.status_code == 200
    assert again.json()["count"] == 4


@pytest.mark.parametrize("count", [1, 10])
def test_the_number_of_queries_does_not_grow(anyone: APIClient, count: int) -> None:
    """The edition, the words, the entries with their pages."""
    for number in range(count):
        make_model(f"zebra-{number}", name=f"Zebra {number}")
    with CaptureQueriesContext(connection) as asked:
        ask(anyone, "q=zebra")
    assert len(asked) == 3


def test_a_closed_catalog_is_searched_by_its_people_alone(db: None, client: Any, viewer: Any, api_as: Any) -> None:
    assert client.get("/api/v1/search/?q=zebra").status_code == 401
    assert api_as(viewer).get("/api/v1/search/?q=zebra").status_code == 200


def test_it_is_described_and_named_at_the_root(anyone: APIClient) -> None:
    assert anyone.get("/api/v1/").json()["search"] == f"{PLACE}/api/v1/search/"
    described = anyone.get("/api/v1/openapi.json").json()["paths"]["/api/v1/search/"]["get"]
    assert [parameter["name"] for parameter in described["parameters"] if parameter["in"] == "query"] == ["q", "kind", "limit", "format"]
    assert set(described["responses"]) == {"200", "304", "400", "401", "403", "406", "429", "503"}
