"""The CI gate over HTTP."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from registry.models import UseProfile
from tests.api.verdicts.samples import with_users
from tests.api.verdicts.test_described import described, schema_of
from tests.factories import make_model, variant_document

__all__ = ["described"]
URL = "/api/v1/checks/"
BOM = {
    "bomFormat": "CycloneDX", "specVersion": "1.6",
    "components": [
        {"type": "machine-learning-model", "name": "deepseek-r1"},
        {"type": "library", "name": "numpy"},
        {"type": "machine-learning-model", "name": "elsewhere", "licenses": [{"license": {"id": "MIT"}}]},
    ],
}  # fmt: skip
pytestmark = pytest.mark.usefixtures("catalog")


def test_each_entry_passes_fails_or_is_unknown(anyone: APIClient, described: dict[str, Any]) -> None:
    body = {"entries": ["deepseek-r1", "llama-1-7b", "nobody/nothing"]}
    schema_of(described, "CheckRequest").validate(body)
    answer = anyone.post(URL, body, format="json")
    report = answer.json()
    assert answer.status_code == 200, answer.content
    assert [(entry["text"], entry["status"], entry["line"]) for entry in report["entries"]] == [
        ("deepseek-r1", "pass", 1), ("llama-1-7b", "fail", 2), ("nobody/nothing", "unknown", 3),
    ]  # fmt: skip
    assert (report["status"], report["passed"], report["use"]["name"]) == ("fail", False, "product")
    schema_of(described, "GateReportRecord").validate(report)


def test_unknown_passes_only_where_it_is_allowed(anyone: APIClient) -> None:
    body = {"entries": ["mystery-7b"]}
    assert anyone.post(URL, body, format="json").json()["passed"] is False
    assert anyone.post(URL, {**body, "allow_unknown": True}, format="json").json()["passed"] is True


def test_use_profile_and_day_are_applied(api: APIClient) -> None:
    use = with_users(800_000_000)
    asked = {"entries": ["llama-2-7b"], "use": use, "as_of": "2024-01-15"}
    report = api.post(URL, asked, format="json").json()
    assert (report["entries"][0]["verdict"], report["decided_for"], report["use"]["name"]) == ("needs_permission", "2024-01-15", "as given")
    UseProfile.objects.create(slug="us", name="Us", use={"organization": use["organization"]})
    report = api.post(URL, {"entries": ["llama-2-7b"], "profile": "us"}, format="json").json()
    assert (report["entries"][0]["verdict"], report["use"]["name"]) == ("needs_permission", "profile us")
    assert report["use"]["use"]["acts"] == ["product_that_uses"]


def test_a_bill_of_materials_is_checked(anyone: APIClient, described: dict[str, Any]) -> None:
    schema_of(described, "CheckRequest").validate({"bom": BOM})
    report = anyone.post(URL, {"bom": BOM}, format="json").json()
    assert [(entry["text"], entry["file"]) for entry in report["entries"]] == [("deepseek-r1", "bom"), ("elsewhere", "bom")]
    assert report["entries"][1]["matched"] is None
    schema_of(described, "GateReportRecord").validate(report)


@pytest.mark.parametrize(("query", "accept"), [("?format=sarif", "*/*"), ("", "application/sarif+json")])
def test_the_report_as_sarif(query: str, accept: str, anyone: APIClient) -> None:
    answer = anyone.post(URL + query, {"entries": ["llama-1-7b"]}, format="json", headers={"Accept": accept})
    assert answer.headers["Content-Type"] == "application/sarif+json"
    (run,) = answer.json()["runs"]
    assert [(result["ruleId"], result["level"]) for result in run["results"]] == [("prohibited", "error")]


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({}, "/entries", "required"),
        ({"entries": ["mit"], "bom": BOM}, "/bom", "ambiguous"),
        ({"entries": []}, "/entries", "invalid"),
        ({"entries": "deepseek-r1"}, "/entries", "invalid"),
        ({"entries": ["a/b"] * 1_001}, "/entries", "invalid"),
        ({"entries": ["deepseek-r1", 7]}, "/entries/1", "invalid"),
        ({"entries": ["deepseek-r1", " "]}, "/entries/1", "invalid"),
        ({"entries": ["a/b\nc/d"]}, "/entries/0", "invalid"),
        ({"entries": ["deepseek-r1", "# a comment"]}, "/entries/1", "invalid"),
        ({"entries": ["-r other.txt"]}, "/entries/0", "invalid"),
        ({"entries": ["deepseek-r1", "a/b>=1"]}, "/entries/1", "invalid"),
        ({"entries": ["a/b ; purpose=fun"]}, "/entries/0", "invalid"),
        ({"bom": []}, "/bom", "invalid_type"),
        ({"bom": {}}, "/bom", "invalid"),
        ({"bom": {**BOM, "specVersion": "1.2"}}, "/bom", "invalid"),
        ({"bom": {**BOM, "components": []}}, "/bom", "invalid"),
        ({"entries": ["deepseek-r1"], "use": {"acts": ["fly"]}}, "/use/acts/0", "invalid_choice"),
        ({"entries": ["deepseek-r1"], "as_of": "today"}, "/as_of", "invalid_date"),
        ({"entries": ["deepseek-r1"], "allow_unknown": "yes"}, "/allow_unknown", "invalid_type"),
        ({"entries": ["deepseek-r1"], "allow": True}, "/allow", "unknown_field"),
    ],
)
def test_a_mistake_is_named_at_its_place(body: Any, pointer: str, code: str, anyone: APIClient) -> None:
    answer = anyone.post(URL, body, format="json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


def test_profiles_are_the_organizations_own(anyone: APIClient) -> None:
    UseProfile.objects.create(slug="us", name="Us", use={})
    assert anyone.post(URL, {"entries": ["deepseek-r1"], "profile": "us"}, format="json").status_code == 401


def test_ten_entries_take_the_queries_of_one(anyone: APIClient, count_queries: Callable[[Callable[[], object]], int]) -> None:
    names = [f"more-{number}-7b" for number in range(10)]
    for name in names:
        make_model(name.removesuffix("-7b"), variants=[variant_document(name, license="mit", lineage={"status": "none"})])
    one = count_queries(lambda: anyone.post(URL, {"entries": names[:1]}, format="json"))
    assert count_queries(lambda: anyone.post(URL, {"entries": names}, format="json")) == one
