"""Questions that cannot be read: 400 with a pointer to each mistake, never a guess and never a 500."""

import json
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.api.verdicts.samples import PRODUCT

URL = "/api/v1/verdicts/"
LLAMA_2 = {"variant": "llama-2-70b"}
pytestmark = pytest.mark.usefixtures("catalog")


def organization(**fields: Any) -> dict[str, Any]:
    return {"subject": LLAMA_2, "use": {**PRODUCT, "organization": fields}}


WRONG = [
    (organization(mau={"2023-06": -1}), "/use/organization/mau/2023-06", "negative"),
    (organization(mau={"2023-6": 1}), "/use/organization/mau/2023-6", "invalid_month"),
    (organization(mau={"2023-13": 1}), "/use/organization/mau/2023-13", "invalid_month"),
    (organization(mau={"2023/06": 1}), "/use/organization/mau/2023~106", "invalid_month"),
    (organization(mau={"2023-06": 1.5}), "/use/organization/mau/2023-06", "invalid_type"),
    (organization(mau={"2023-06": "700M"}), "/use/organization/mau/2023-06", "invalid_type"),
    (organization(mau={"2023-06": True}), "/use/organization/mau/2023-06", "invalid_type"),
    (organization(mau={"2023-06": {"min": 5, "max": 4}}), "/use/organization/mau/2023-06", "out_of_order"),
    (organization(mau={"2023-06": {"about": 4}}), "/use/organization/mau/2023-06/about", "unknown_field"),
    (organization(mau=[1]), "/use/organization/mau", "invalid_type"),
    (organization(domicile="XX"), "/use/organization/domicile", "unknown_country"),
    (organization(domicile="UK"), "/use/organization/domicile", "unknown_country"),
    (organization(domicile="us"), "/use/organization/domicile", "unknown_country"),
    (organization(territories=["US", "EEA"]), "/use/organization/territories/1", "unknown_country"),
    (organization(employees=5), "/use/organization/employees", "unknown_field"),
    (organization(revenue_annual_usd=-0.5), "/use/organization/revenue_annual_usd", "negative"),
    (organization(founded="23"), "/use/organization/founded", "invalid_date"),
    ({"subject": LLAMA_2, "use": {"acts": ["fly"]}}, "/use/acts/0", "invalid_choice"),
    ({"subject": LLAMA_2, "use": {"acts": "use"}}, "/use/acts", "invalid_type"),
    ({"subject": LLAMA_2, "use": {"commercial": "yes"}}, "/use/commercial", "invalid_type"),
    ({"subject": LLAMA_2, "use": {"comercial": True}}, "/use/comercial", "unknown_field"),
    ({"subject": LLAMA_2, "use": []}, "/use", "invalid_type"),
    ({"subject": LLAMA_2, "use": None}, "/use", "required"),
    ({"subject": LLAMA_2}, "/use", "required"),
    ({"use": PRODUCT}, "/subject", "required"),
    ({"subject": LLAMA_2, "subjects": [LLAMA_2], "use": PRODUCT}, "/subjects", "ambiguous"),
    ({"subject": None, "use": PRODUCT}, "/subject", "invalid"),
    ({"subject": {"variant": "nope"}, "use": PRODUCT}, "/subject/variant", "not_found"),
    ({"subject": {"variant": ["a"]}, "use": PRODUCT}, "/subject/variant", "invalid"),
    ({"subject": {"model": "llama-2-70b"}, "use": PRODUCT}, "/subject/model", "not_found"),
    ({"subject": {"license": "mit", "lineage": {}}, "use": PRODUCT}, "/subject/lineage", "invalid_choice"),
    ({"subjects": [], "use": PRODUCT}, "/subjects", "invalid"),
    ({"subjects": LLAMA_2, "use": PRODUCT}, "/subjects", "invalid"),
    ({"subjects": [LLAMA_2] * 201, "use": PRODUCT}, "/subjects", "invalid"),
    ({"subjects": [*[LLAMA_2] * 3, {"variant": "nope"}], "use": PRODUCT}, "/subjects/3/variant", "not_found"),
    ({"subjects": [LLAMA_2, {"licence": "mit"}], "use": PRODUCT}, "/subjects/1/licence", "unknown_field"),
    ({"subject": LLAMA_2, "use": PRODUCT, "as_of": "2024-1-15"}, "/as_of", "invalid_date"),
    ({"subject": LLAMA_2, "use": PRODUCT, "as_of": "2024-02-30"}, "/as_of", "invalid_date"),
    ({"subject": LLAMA_2, "use": PRODUCT, "as_of": "2024-W01-1"}, "/as_of", "invalid_date"),
    ({"subject": LLAMA_2, "use": PRODUCT, "as_of": 20240115}, "/as_of", "invalid_date"),
    ({"subject": LLAMA_2, "use": PRODUCT, "asof": None}, "/asof", "unknown_field"),
    ({"subject": {"variant": "a\x00b"}, "use": PRODUCT}, "/subject/variant", "invalid_text"),
    ([LLAMA_2], "", "invalid_type"),
    ("llama-2-70b", "", "invalid_type"),
    (None, "", "invalid_type"),
]


@pytest.mark.parametrize(("body", "pointer", "code"), WRONG)
def test_a_mistake_is_named_at_its_place(body: Any, pointer: str, code: str, anyone: APIClient) -> None:
    answer = anyone.generic("POST", URL, json.dumps(body), content_type="application/json")
    assert answer.status_code == 400, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == 400
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in problem["errors"]]
    assert all(error["detail"] for error in problem["errors"])


def test_all_mistakes_are_told_at_once(anyone: APIClient) -> None:
    body = {"subject": {"variant": "nope"}, "use": {"acts": ["fly"]}, "as_of": "soon", "extra": 1}
    problem = anyone.post(URL, body, format="json").json()
    assert [error["pointer"] for error in problem["errors"]] == ["/extra", "/use/acts/0", "/as_of", "/subject/variant"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ('{"subject": {"variant": "llama-2-70b"}, "use": {"organization": {"revenue_annual_usd": NaN}}}', 400),
        ('{"subject": {"variant": "llama-2-70b"}, "use": {"organization": {"revenue_annual_usd": 1e999}}}', 400),
        ('{"subject": {"variant": "llama-2-70b"}, "subject": {"variant": "llama-1-7b"}, "use": {}}', 400),
        ('{"subject": {"variant": "llama-2-70b", "variant": "llama-1-7b"}, "use": {}}', 400),
        ('{"subject": {"variant": "\\ud800"}, "use": {}}', 400),
        ('{"\\ud800": 1}', 400),
        ("[" * 10_000 + "]" * 10_000, 400),
        ('{"subject": ' + '{"a":' * 500 + "1" + "}" * 500 + "}", 400),
        ("{", 400),
        ("", 400),
        ("\ufeff{}", 400),
        ('{"subject": {"license": "mit"}, "use": {"organization": {"mau_current": ' + "9" * 5_000 + "}}}", 400),
    ],
)
def test_json_that_means_harm_is_refused(text: str, status: int, anyone: APIClient) -> None:
    answer = anyone.generic("POST", URL, text.encode(), content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "application/json; charset=bz2_codec"])
def test_another_content_type_is_refused(content_type: str, anyone: APIClient) -> None:
    assert anyone.generic("POST", URL, b'{"subject": {"license": null}, "use": {}}', content_type=content_type).status_code == 415


def test_a_body_that_is_too_large_is_refused(anyone: APIClient, settings: Any) -> None:
    settings.MAX_BODY_BYTES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = anyone.generic("POST", URL, b" " * 1_001, content_type="application/json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize(("query", "status"), [("?format=xml", 400), ("?nonsense=1", 400), ("?format=json", 200)])
def test_the_query_takes_nothing_but_the_format(query: str, status: int, anyone: APIClient) -> None:
    assert anyone.post(URL + query, {"subject": LLAMA_2, "use": PRODUCT}, format="json").status_code == status


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_other_methods_are_not_allowed(method: str, api: APIClient) -> None:
    assert getattr(api, method)(URL).status_code in (403, 405)


def test_another_form_of_answer_is_not_acceptable(anyone: APIClient) -> None:
    assert anyone.post(URL, {"subject": LLAMA_2, "use": PRODUCT}, format="json", headers={"Accept": "text/csv"}).status_code == 406


def test_an_unknown_profile_is_named(api: APIClient) -> None:
    problem = api.post(URL, {"subject": LLAMA_2, "use": {}, "profile": "nope"}, format="json").json()
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [("/profile", "not_found")]
