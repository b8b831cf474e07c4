"""Recorded decisions over the API: who may record, what is frozen, and how a decision stands today."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from catalog.models import Scope
from registry.models import RecordedDecision, UseProfile
from tests.api.verdicts.samples import PRODUCT
from tests.api.verdicts.test_described import described, schema_of
from tests.factories import GRANT, NOT_COMMERCIAL, make_license, make_model, variant_document

__all__ = ["described"]
URL = "/api/v1/decisions/"
NEW = {
    "subject": {"variant": "deepseek-r1"}, "use": PRODUCT, "outcome": "approved", "product": "Chat", "reason": "MIT text",
}  # fmt: skip
pytestmark = [pytest.mark.usefixtures("catalog"), pytest.mark.usefixtures("frozen_time")]


@pytest.fixture
def decider(reviewer: User, api_as: Callable[..., APIClient]) -> APIClient:
    """A reviewer with a token for writing."""
    return api_as(reviewer, scope=Scope.WRITE)


def record(decider: APIClient, **changes: Any) -> Any:
    answer = decider.post(URL, {**NEW, **changes}, format="json")
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_decision_freezes_verdict_inputs_and_revisions(decider: APIClient, described: dict[str, Any]) -> None:
    answer = decider.post(URL, {**NEW, "valid_until": "2027-01-01"}, format="json")
    made = answer.json()
    assert (answer.status_code, answer.headers["Location"]) == (201, "http://testserver/api/v1/decisions/1/")
    assert (made["number"], made["verdict"], made["decided_by"], made["use"]) == (1, "allowed", "reviewer", PRODUCT)
    assert made["revisions"] == {"license/mit": 1, "model/deepseek-r1": 1}
    assert made["subject"]["url"] == "http://testserver/api/v1/variants/deepseek-r1/"
    assert (made["expired"], made["drifted"], made["in_force"], made["changed"], made["new_verdict"]) == (False, False, True, [], "allowed")
    schema_of(described, "RecordedDecisionDetail").validate(made)
    read = decider.get(f"{URL}1/")
    assert read.json() == made
    assert decider.get(f"{URL}1/", headers={"If-None-Match": read.headers["ETag"]}).status_code == 304


def test_a_changed_fact_is_told_with_the_new_verdict(decider: APIClient, described: dict[str, Any]) -> None:
    record(decider)
    make_license("mit", terms=[GRANT, NOT_COMMERCIAL])
    now = decider.get(f"{URL}1/").json()
    assert (now["verdict"], now["drifted"], now["new_verdict"]) == ("allowed", True, "prohibited")
    (page,) = now["changed"]
    assert (page["kind"], page["slug"], page["then"], page["now"]) == ("license", "mit", 1, 2)
    assert [(fact["path"], fact["kind"]) for fact in page["facts"]] == [("terms/non-commercial", "added")]
    schema_of(described, "RecordedDecisionDetail").validate(now)


def test_a_decision_on_a_page_that_was_withdrawn_can_still_be_read(decider: APIClient) -> None:
    record(decider)
    scratch = {"status": "none"}
    make_model(
        "deepseek-r1", family="deepseek", developers=["deepseek"], state="withdrawn",
        variants=[
            variant_document("deepseek-r1", license="mit", lineage=scratch),
            variant_document("deepseek-r1-distill-llama-70b", license="mit", lineage=scratch),
        ],
    )  # fmt: skip
    now = decider.get(f"{URL}1/").json()
    assert (now["verdict"], now["drifted"], now["new_verdict"]) == ("allowed", True, "unknown")
    assert [each["number"] for each in decider.get(f"{URL}?drifted=true").json()["results"]] == [1]


def test_the_list_is_filtered(decider: APIClient, described: dict[str, Any]) -> None:
    record(decider, valid_until="2026-11-21")
    record(decider, subject={"license": "mit"}, outcome="rejected")
    record(decider, subject={"model": "llama-1"}, outcome="approved_with_conditions", conditions="Research only.")
    record(decider, subject={"license": "mit"}, replaces=2)

    def numbers(query: str) -> list[int]:
        body = decider.get(f"{URL}?{query}").json()
        schema_of(described, "RecordedDecisionList").validate(body)
        assert body["count"] == len(body["results"])
        return [each["number"] for each in body["results"]]

    assert numbers("") == [4, 3, 2, 1]
    assert numbers("outcome=rejected") == [2]
    assert numbers("in_force=true") == [4, 3, 1]
    assert numbers("in_force=false") == [2]
    assert numbers("expired=true") == []
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        assert numbers("expired=true") == [1]
        assert numbers("expired=false") == [4, 3, 2]
    assert numbers("drifted=true") == []
    make_license("mit", terms=[GRANT, NOT_COMMERCIAL])
    assert numbers("drifted=true") == [4, 2, 1]
    assert numbers("drifted=false&in_force=true") == [3]


def test_pages_follow_each_other(decider: APIClient) -> None:
    for _ in range(3):
        record(decider)
    first = decider.get(f"{URL}?limit=2").json()
    assert ([each["number"] for each in first["results"]], first["count"]) == ([3, 2], 3)
    second = decider.get(first["next"]).json()
    assert ([each["number"] for each in second["results"]], second["next"]) == ([1], None)


def test_a_decision_is_replaced_once(decider: APIClient) -> None:
    record(decider)
    assert record(decider, replaces=1)["replaces"] == 1
    assert decider.get(f"{URL}1/").json()["replaced_by"] == 2
    answer = decider.post(URL, {**NEW, "replaces": 1}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "already_replaced")
    assert RecordedDecision.objects.count() == 2


def test_a_profile_is_laid_under_and_named(decider: APIClient) -> None:
    UseProfile.objects.create(slug="us", name="Us", use={"organization": {"domicile": "US"}})
    made = record(decider, profile="us")
    assert (made["profile"], made["use"]) == ("us", {**PRODUCT, "organization": {"domicile": "US"}})


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"outcome": "maybe"}, "/outcome", "invalid_choice"),
        ({"outcome": None}, "/outcome", "invalid_choice"),
        ({"outcome": 5}, "/outcome", "invalid_type"),
        ({"product": " "}, "/product", "required"),
        ({"product": "p" * 201}, "/product", "too_long"),
        ({"reason": None}, "/reason", "required"),
        ({"outcome": "approved_with_conditions"}, "/conditions", "required"),
        ({"valid_until": "2026-11-20"}, "/valid_until", "in_the_past"),
        ({"valid_until": "soon"}, "/valid_until", "invalid_date"),
        ({"subject": {"license": None}}, "/subject", "invalid"),
        ({"subject": {"variant": "nope"}}, "/subject/variant", "not_found"),
        ({"subject": {"lineage": [{"license": "mit", "relation": "merge"}]}}, "/subject", "invalid"),
        ({"use": {"acts": ["fly"]}}, "/use/acts/0", "invalid_choice"),
        ({"use": None}, "/use", "required"),
        ({"replaces": 99}, "/replaces", "not_found"),
        ({"replaces": True}, "/replaces", "invalid_type"),
        ({"profile": "nope"}, "/profile", "not_found"),
        ({"verdict": "allowed"}, "/verdict", "unknown_field"),
        ({"number": 7}, "/number", "unknown_field"),
        ({"reason": "a\x00b"}, "/reason", "invalid_text"),
    ],
)
def test_a_mistake_is_named_and_nothing_recorded(changes: Any, pointer: str, code: str, decider: APIClient) -> None:
    answer = decider.post(URL, {**NEW, **changes}, format="json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
    assert not RecordedDecision.objects.exists()


@pytest.mark.parametrize(
    "query", ["outcome=maybe", "expired=yes", "drifted=1", "in_force=", "limit=0", "limit=201", "cursor=x", "nonsense=1", "format=csv"]
)
def test_a_mistaken_filter_is_refused(query: str, api: APIClient) -> None:
    answer = api.get(f"{URL}?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_who_may(decider: APIClient, anyone: APIClient, api: APIClient, editor: User, api_as: Callable[..., APIClient]) -> None:
    record(decider)
    assert [anyone.get(url).status_code for url in (URL, f"{URL}1/", f"{URL}99/")] == [401, 401, 401]
    assert [api.get(url).status_code for url in (URL, f"{URL}1/")] == [200, 200]
    assert api_as(editor, scope=Scope.WRITE).post(URL, NEW, format="json").status_code == 403
    assert api_as(User.objects.get(username="reviewer")).post(URL, NEW, format="json").status_code == 403
    assert [api.get(f"{URL}{number}/").status_code for number in ("99", "0", "-1", "x", "9" * 30, "%D9%A1")] == [404] * 6
    assert decider.delete(f"{URL}1/").status_code in (403, 405)


def test_ten_decisions_take_the_queries_of_one(decider: APIClient, count_queries: Callable[[Callable[[], object]], int]) -> None:
    record(decider)
    one = count_queries(lambda: decider.get(URL))
    for _ in range(9):
        record(decider)
    assert count_queries(lambda: decider.get(URL)) == one
