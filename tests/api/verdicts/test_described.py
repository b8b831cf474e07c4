"""The OpenAPI description says exactly what the addresses take and answer."""

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from tests.api.verdicts.samples import PRODUCT, with_users
from tests.api.verdicts.test_wrong_questions import WRONG


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    """The whole description."""
    return SchemaGenerator().get_schema(public=True)


def schema_of(described: dict[str, Any], name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": described["components"]})


QUESTIONS = [
    {"subject": {"variant": "llama-2-70b"}, "use": PRODUCT},
    {"subject": {"variant": "llama-2-70b"}, "use": with_users({"max": 5}), "as_of": None},
    {"subject": {"model": "deepseek-r1"}, "use": with_users(900_000_000, month="2024-11"), "as_of": "2024-12-01"},
    {"subject": {"license": None}, "use": {"planned": {"display_text": None}}},
    {"subject": {"license": "mit", "lineage": "unknown"}, "use": {}},
    {"subjects": [{"lineage": [{"license": "mit", "relation": "merge", "same_licensor": True}]}, {"license": "mit"}], "use": PRODUCT},
]


def test_the_description_is_valid(described: dict[str, Any]) -> None:
    validate_schema(described)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.usefixtures("catalog")
def test_questions_and_answers_are_as_described(question: dict[str, Any], described: dict[str, Any], anyone: APIClient) -> None:
    schema_of(described, "VerdictRequest").validate(question)
    answer = anyone.post("/api/v1/verdicts/", question, format="json")
    assert answer.status_code == 200
    schema_of(described, "VerdictRecord" if "subject" in question else "VerdictList").validate(answer.json())


NEEDS_THE_RECORD = ("not_found", "out_of_order", "invalid_date", "invalid_text")


@pytest.mark.parametrize("body", [body for body, _, code in WRONG if code not in NEEDS_THE_RECORD])
def test_what_is_refused_for_its_form_is_not_described(body: Any, described: dict[str, Any]) -> None:
    assert not schema_of(described, "VerdictRequest").is_valid(body)
