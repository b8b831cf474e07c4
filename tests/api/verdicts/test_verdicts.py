"""Verdicts over the API: the questions people come with, answered with clause and source."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from registry.models import CatalogRevision, UseProfile
from tests.api.verdicts.samples import HOST, PRODUCT, with_users
from tests.factories import make_model, variant_document

URL = "/api/v1/verdicts/"
pytestmark = pytest.mark.usefixtures("catalog")


@pytest.fixture
def ask(anyone: APIClient) -> Callable[..., dict[str, Any]]:
    """A function that asks and returns the answer."""

    def asked(subject: Any, use: Any = PRODUCT, **more: Any) -> dict[str, Any]:
        answer = anyone.post(URL, {"subject": subject, "use": use, **more}, format="json")
        assert answer.status_code == 200, answer.content
        return answer.json()

    return asked


LLAMA_2 = {"variant": "llama-2-70b"}


@pytest.mark.parametrize(
    ("subject", "use", "verdict"),
    [
        (LLAMA_2, with_users(750_000_000), "needs_permission"),
        (LLAMA_2, with_users(700_000_001), "needs_permission"),
        (LLAMA_2, with_users(700_000_000), "allowed_with_obligations"),
        (LLAMA_2, with_users({"max": 5_000_000}), "allowed_with_obligations"),
        ({"variant": "llama-1-7b"}, PRODUCT, "prohibited"),
        ({"variant": "deepseek-r1-distill-llama-70b"}, with_users(900_000_000, month="2024-11"), "needs_permission"),
        ({"variant": "deepseek-r1"}, with_users(900_000_000, month="2024-11"), "allowed"),
        ({"variant": "mystery-7b"}, PRODUCT, "unknown"),
        ({"license": None}, PRODUCT, "unknown"),
        ({"lineage": [{"license": "llama-2-community", "relation": "finetune"}]}, with_users(750_000_000), "needs_permission"),
    ],
)
def test_the_seeds_of_the_idea(subject: Any, use: Any, verdict: str, ask: Callable[..., dict[str, Any]]) -> None:
    assert ask(subject, use)["verdict"] == verdict


def test_growing_past_the_threshold_later_changes_nothing(ask: Callable[..., dict[str, Any]]) -> None:
    organization = {"domicile": "US", "mau": {"2023-06": 1_000, "2024-06": 800_000_000}, "mau_scope": "with_affiliates"}
    assert ask(LLAMA_2, {**PRODUCT, "organization": organization})["verdict"] == "allowed_with_obligations"


def test_an_answer_names_clause_source_revisions_and_disclaimer(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask(LLAMA_2, with_users(750_000_000))
    (reason,) = [reason for reason in answer["reasons"] if reason["kind"] == "fired"]
    source, summary = reason.pop("source"), reason.pop("summary")
    assert summary.startswith("Above 700 million monthly users a license must be asked for.")
    assert reason == {
        "license": "llama-2-community", "term_id": "users", "term_type": "scale_threshold", "section": "2", "effect": "need_permission",
        "kind": "fired", "verification": "verified", "via": [], "causes": [],
    }  # fmt: skip
    assert (source["label"], source["url"]) == ("Llama 2 license", "https://example.org/llama-2")
    assert answer["revisions"] == {"license/llama-2-community": 1, "model/llama-2": 1}
    assert answer["revision"] == CatalogRevision.current()
    assert answer["disclaimer"] == "Information about license texts, not legal advice."
    assert answer["subject"] == {
        "kind": "variant", "slug": "llama-2-70b", "name": "Llama 2 70B", "url": "http://testserver/api/v1/variants/llama-2-70b/",
    }  # fmt: skip
    assert answer["variants"] == []


def test_an_archived_copy_is_named_without_a_link(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask(LLAMA_2, with_users(1_000))
    (grant,) = [reason for reason in answer["reasons"] if reason["term_id"] == "grant"]
    assert (grant["source"]["label"], grant["source"]["url"]) == ("archived copy 777", None)


def test_a_clause_without_its_own_source_cites_that_of_the_license(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask(LLAMA_2, with_users(1_000))
    (policy,) = [reason for reason in answer["reasons"] if reason["term_id"] == "policy"]
    assert policy["source"]["url"] == "https://example.org/llama-2"
    (duty,) = answer["obligations"]
    assert (duty["type"], duty["licenses"]) == ("aup", ["llama-2-community"])


def test_a_license_without_any_source_has_none(ask: Callable[..., dict[str, Any]]) -> None:
    assert {reason["source"] for reason in ask({"license": "mit"})["reasons"]} == {None}


def test_the_way_through_the_lineage_is_told(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask({"variant": "deepseek-r1-distill-llama-70b"}, {**with_users(900_000_000, month="2024-11"), "acts": HOST["acts"]})
    by_license = {reason["license"]: reason for reason in answer["reasons"]}
    assert [step["relation"] for step in by_license["llama-3.3-community"]["via"]] == ["finetune"]
    assert by_license["mit"]["kind"] == "license_drift"


def test_outputs_for_a_published_model_bring_the_naming_duty_and_a_mark(ask: Callable[..., dict[str, Any]]) -> None:
    use = with_users(1_000, month="2024-06", acts=["use", "train_other_llm_on_outputs", "distribute_output_trained_model"])
    answer = ask({"variant": "llama-3.1-405b"}, {**use, "planned": {"model_name": "Acme-8B"}})
    assert answer["verdict"] == "allowed_with_obligations"
    assert [(duty["type"], duty["text"]) for duty in answer["obligations"]] == [("naming", "Llama")]
    assert answer["compliance"] == "breach_as_described"
    assert (answer["verification"], answer["rests_on_recalled"]) == ("recalled", True)


def test_no_license_is_unknown_with_the_worst_case_and_never_allowed(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask({"variant": "mystery-7b"})
    assert (answer["verdict"], answer["worst_case"]) == ("unknown", "prohibited")
    assert "unidentified_license" in answer["causes"]


def test_what_decides_is_asked_with_a_pointer_to_the_input(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask(LLAMA_2, PRODUCT)
    assert answer["verdict"] == "unknown"
    assert [(question["input"], question["threshold"]) for question in answer["questions"]] == [("/organization/mau/2023-06", 700_000_000)]


def test_a_model_answers_for_each_variant_and_in_sum(ask: Callable[..., dict[str, Any]]) -> None:
    answer = ask({"model": "deepseek-r1"}, with_users(900_000_000, month="2024-11"))
    assert answer["verdict"] == "needs_permission"
    assert [(variant["slug"], variant["verdict"]) for variant in answer["variants"]] == [
        ("deepseek-r1", "allowed"), ("deepseek-r1-distill-llama-70b", "needs_permission"),
    ]  # fmt: skip


def test_as_of_picks_the_license_of_that_day(ask: Callable[..., dict[str, Any]]) -> None:
    earlier = [{"license": "llama-1-research", "valid_from": "2023-11-01", "valid_until": "2024-05-01"}]
    variant = variant_document("yi-34b", license="mit", license_since="2024-05-02", earlier_licenses=earlier, lineage={"status": "none"})
    make_model("yi", variants=[variant])
    now, then = ask({"variant": "yi-34b"}), ask({"variant": "yi-34b"}, as_of="2024-01-15")
    assert (now["verdict"], then["verdict"], then["decided_for"]) == ("allowed", "prohibited", "2024-01-15")
    assert ask({"variant": "yi-34b"}, as_of=None)["verdict"] == "allowed"


def test_several_subjects_answer_in_their_order(anyone: APIClient) -> None:
    subjects = [{"license": "mit"}, {"variant": "llama-1-7b"}, {"model": "deepseek-r1"}, {"license": "mit"}]
    body = anyone.post(URL, {"subjects": subjects, "use": PRODUCT}, format="json").json()
    assert [(each["subject"]["kind"], each["verdict"]) for each in body["results"]] == [
        ("license", "allowed"), ("variant", "prohibited"), ("model", "unknown"), ("license", "allowed"),
    ]  # fmt: skip
    assert body["results"][1]["revisions"] == {"license/llama-1-research": 1, "model/llama-1": 1}
    assert (body["revision"], body["disclaimer"]) == (CatalogRevision.current(), "Information about license texts, not legal advice.")


def test_ten_subjects_take_the_queries_of_one(anyone: APIClient, count_queries: Callable[[Callable[[], object]], int]) -> None:
    for number in range(10):
        make_model(f"more-{number}", variants=[variant_document(f"more-{number}-7b", license="mit", lineage={"status": "none"})])
    subjects = [{"variant": f"more-{number}-7b"} for number in range(10)]
    numbers = [
        count_queries(lambda asked=asked: anyone.post(URL, {"subjects": asked, "use": PRODUCT}, format="json"))
        for asked in (subjects[:1], subjects)
    ]
    assert numbers[0] == numbers[1] <= 12


def test_a_profile_answers_beneath_the_use(api: APIClient) -> None:
    figures = {"organization": {"domicile": "US", "mau": {"2023-06": 750_000_000}, "mau_scope": "with_affiliates"}}
    UseProfile.objects.create(slug="us", name="Us", use={**PRODUCT, **figures})
    asked = {"subject": LLAMA_2, "profile": "us"}
    assert api.post(URL, asked, format="json").json()["verdict"] == "needs_permission"
    occasion = {"organization": {"mau": {"2023-06": 5}}}
    assert api.post(URL, {**asked, "use": occasion}, format="json").json()["verdict"] == "allowed_with_obligations"


def test_a_profile_is_the_organizations_own(anyone: APIClient) -> None:
    UseProfile.objects.create(slug="us", name="Us", use=PRODUCT)
    answer = anyone.post(URL, {"subject": LLAMA_2, "profile": "us"}, format="json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")


def test_a_question_stores_nothing_and_is_kept_nowhere(anyone: APIClient) -> None:
    before = CatalogRevision.current()
    answer = anyone.post(URL, {"subject": LLAMA_2, "use": PRODUCT}, format="json")
    assert CatalogRevision.current() == before
    assert answer.headers["Cache-Control"] == "no-store"
