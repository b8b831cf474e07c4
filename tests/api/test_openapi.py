"""The OpenAPI description: valid, complete, and exactly what is answered."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from catalog.api.resources import RESOURCES
from catalog.api.schema import components

LISTS = ["families", "models", "variants", "licenses", "organizations", "offers", "articles"]


@lru_cache(maxsize=1)
def strict_components() -> Any:
    """The declared schemas, with no field allowed that is not declared."""
    return _strict(dict(components()))


def _strict(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: _strict(value) for key, value in schema.items()}
    return {**strict, "additionalProperties": False} if "properties" in schema else strict


def check(body: Any, name: str) -> None:
    """Fail with the first places where a body differs from its declared schema."""
    root = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": strict_components()}}
    errors = [f"{list(error.absolute_path)}: {error.message[:300]}" for error in Draft202012Validator(root).iter_errors(body)]
    assert not errors, errors[:3]


@pytest.fixture
def description(anyone: APIClient) -> Any:
    answer = anyone.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def test_the_description_is_valid_and_made_without_a_warning(tmp_path: Path) -> None:
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi.yaml"))
    assert (tmp_path / "openapi.yaml").read_text().startswith("openapi: 3.1.0")


PATHS = {"/api/v1/"} | {f"/api/v1/{name}/" for name in LISTS} | {f"/api/v1/{name}/{{slug}}/" for name in LISTS}


def test_every_address_is_described(description: Any) -> None:
    assert set(description["paths"]) >= PATHS
    assert description["openapi"] == "3.1.0"


def test_every_operation_describes_its_refusals(description: Any) -> None:
    for path in PATHS:
        expected = (
            {"200", "304", "400", "401", "403", "406", "429", "503"}
            | ({"404"} if "{" in path else set())
            | ({"301"} if "{slug}" in path else set())
        )
        responses = description["paths"][path]["get"]["responses"]
        assert set(responses) == expected, path
        for status in expected - {"200", "301", "304"}:
            assert list(responses[status]["content"]) == ["application/problem+json"]


def test_every_parameter_that_is_taken_is_described_and_no_other(description: Any) -> None:
    for name, resource in RESOURCES.items():
        described = {
            parameter["name"] for parameter in description["paths"][f"/api/v1/{name}/"]["get"]["parameters"] if parameter["in"] == "query"
        }
        taken = {*resource.filters.names(), "ordering", "limit", "cursor", "count", "fields", "format"}
        assert described == taken | ({"expand"} if resource.relations else set()) | ({"view"} if name == "variants" else set())


def test_vocabularies_are_listed(description: Any) -> None:
    parameters = {each["name"]: each for each in description["paths"]["/api/v1/models/"]["get"]["parameters"]}
    assert parameters["commercial_use"]["schema"]["items"]["enum"] == ["permitted", "conditional", "unknown", "not_permitted"]
    assert parameters["commercial_use"]["explode"] is False
    assert parameters["format"]["schema"]["enum"] == ["json", "csv", "xlsx", "jsonl", "md"]
    assert "offers.partner" in parameters["expand"]["schema"]["items"]["enum"]


def test_reading_without_a_token_is_described_only_where_it_is_open(
    description: Any, client: Any, viewer: Any, api_as: Any, settings: Any
) -> None:
    assert {} in description["paths"]["/api/v1/models/"]["get"]["security"]
    settings.PUBLIC_READ = False
    closed = api_as(viewer).get("/api/v1/openapi.json").json()
    assert {} not in closed["paths"]["/api/v1/models/"]["get"]["security"]
    assert set(closed["components"]["securitySchemes"]) == {"ApiToken", "cookieAuth"}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_exactly_as_declared(name: str, anyone: APIClient, catalog: None) -> None:
    record = RESOURCES[name].record.__name__
    body = anyone.get(f"/api/v1/{name}/").json()
    check(body, record.replace("Record", "List"))
    for result in body["results"]:
        check(result, record)
        assert list(result) == RESOURCES[name].fields or set(result) == set(RESOURCES[name].fields)


@pytest.mark.parametrize("name", LISTS)
def test_every_record_is_exactly_as_declared(name: str, anyone: APIClient, catalog: None) -> None:
    for result in anyone.get(f"/api/v1/{name}/").json()["results"]:
        body = anyone.get(f"/api/v1/{name}/{result['slug']}/").json()
        check(body, RESOURCES[name].detail.__name__)
        assert set(body) == set(RESOURCES[name].detail_fields)


@pytest.mark.parametrize("name", [name for name in LISTS if RESOURCES[name].relations])
def test_every_expansion_is_as_declared(name: str, anyone: APIClient, catalog: None) -> None:
    for path in RESOURCES[name].paths():
        for result in anyone.get(f"/api/v1/{name}/?expand={path}").json()["results"]:
            check(result, RESOURCES[name].record.__name__)
            body = anyone.get(f"/api/v1/{name}/{result['slug']}/?expand={path}").json()
            check(body, RESOURCES[name].detail.__name__)


def test_chosen_fields_are_as_declared(anyone: APIClient, catalog: None) -> None:
    for name in LISTS:
        record = RESOURCES[name].record.__name__
        body = anyone.get(f"/api/v1/{name}/?fields=slug").json()
        check(body, record.replace("Record", "List"))
        check(body["results"][0], f"{record}Selection")


def test_a_problem_is_as_declared(anyone: APIClient, catalog: None) -> None:
    check(anyone.get("/api/v1/models/?comercial_use=x&limit=0").json(), "Problem")
    check(anyone.get("/api/v1/models/nobody/").json(), "Problem")


def test_the_declared_words_are_those_of_the_record(anyone: APIClient) -> None:
    from registry.models.vocabulary import (
        Channel,
        CommercialUse,
        LicenseCategory,
        LineageStatus,
        Mark,
        Modality,
        OfferStatus,
        Precision,
        Relation,
        Role,
        SourceKind,
        Status,
        VariantCategory,
    )  # fmt: skip

    found: list[set[str]] = []

    def collect(schema: Any) -> None:
        if isinstance(schema, dict):
            if "enum" in schema:
                found.append(set(schema["enum"]))
            for value in schema.values():
                collect(value)
        elif isinstance(schema, list):
            for value in schema:
                collect(value)

    collect(components())
    for vocabulary in (
        Channel, CommercialUse, LicenseCategory, LineageStatus, Mark, Modality, OfferStatus, Precision, Relation, Role, SourceKind, Status,
        VariantCategory,
    ):  # fmt: skip
        assert set(filter(None, vocabulary.values)) in found, vocabulary.__name__


def test_the_page_loads_nothing_from_elsewhere_and_nothing_inline(anyone: APIClient) -> None:
    answer = anyone.get("/api/v1/docs/")
    page = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "http" not in page.replace("http-equiv", "")
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page
    assert "/api/v1/openapi.json" in page
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "docs.js", "docs.css"):
        assert name in page
    assert finders.find("drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js")
    assert finders.find("catalog/api/docs.js")


def test_the_page_is_html_only(anyone: APIClient) -> None:
    assert anyone.get("/api/v1/docs/", headers={"Accept": "text/html,*/*;q=0.8"}).status_code == 200
    assert anyone.get("/api/v1/docs/", headers={"Accept": "application/json"}).status_code == 406
