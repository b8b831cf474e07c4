"""Lists that keep what may be used under a profile of the organization."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from catalog.filters import usable
from catalog.models import Scope
from registry.decisions import save_profile
from registry.licensing.decide import quick_verdict
from registry.licensing.lineage import Subject
from registry.models import ModelVariant, UseProfile
from tests.api.verdicts.samples import offers_of_a_mixed_model
from tests.factories import GRANT, NOT_COMMERCIAL, make_license, make_model, variant_document

pytestmark = pytest.mark.usefixtures("catalog")
SMALL = {"organization": {"domicile": "US", "mau": dict.fromkeys(("2023-06", "2024-06", "2024-11"), 1_000), "mau_scope": "with_affiliates"}}
LARGE = {
    "organization": {"domicile": "US", "mau": dict.fromkeys(("2023-06", "2024-06", "2024-11"), 800_000_000), "mau_scope": "with_affiliates"}
}


@pytest.fixture(autouse=True)
def _profiles(catalog: None) -> Iterator[None]:
    UseProfile.objects.create(slug="small", name="Small", use=SMALL)
    UseProfile.objects.create(slug="large", name="Large", use=LARGE)
    UseProfile.objects.create(slug="silent", name="Silent", use={})
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False):
        yield


def slugs(client: APIClient, name: str, **query: str) -> list[str]:
    answer = client.get(f"/api/v1/{name}/", {"limit": "200", **query})
    assert answer.status_code == 200, answer.content
    found = sorted(record["slug"] for record in answer.json()["results"])
    assert answer.json()["count"] == len(found)
    return found


@pytest.mark.parametrize(
    ("name", "profile", "expected"),
    [
        (
            "variants",
            "small",
            ["deepseek-r1", "deepseek-r1-distill-llama-70b", "llama-2-70b", "llama-2-7b", "llama-3.1-405b", "llama-3.3-70b"],
        ),
        ("variants", "large", ["deepseek-r1"]),
        ("variants", "silent", ["deepseek-r1"]),
        ("models", "small", ["deepseek-r1", "llama-2", "llama-3.1", "llama-3.3"]),
        ("models", "large", ["deepseek-r1"]),
        ("offers", "small", ["llama-2-azure", "r1-azure", "r1-distill-azure"]),
        ("offers", "large", ["r1-azure"]),
        ("licenses", "small", ["llama-2-community", "llama-3.1-community", "llama-3.3-community", "mit"]),
        ("licenses", "large", ["mit"]),
    ],
)
def test_a_list_keeps_what_may_be_used(name: str, profile: str, expected: list[str], api: APIClient) -> None:
    assert slugs(api, name, usable=profile) == expected


def test_the_activity_is_product_unless_another_is_asked(api: APIClient) -> None:
    no_outputs = {
        "id": "outputs", "type": "output_use", "effect": "prohibit", "section": "3", "paraphrase": "No training on outputs.",
        "verification": "verified", "acts": ["train_other_llm_on_outputs"],
    }  # fmt: skip
    make_license("closed-outputs", license_ref="LicenseRef-closed", terms=[GRANT, no_outputs])
    assert "closed-outputs" in slugs(api, "licenses", usable="small")
    assert "closed-outputs" in slugs(api, "licenses", usable="small", usable_for="product")
    assert "closed-outputs" not in slugs(api, "licenses", usable="small", usable_for="train_on_outputs")


def test_usable_meets_other_filters_in_the_same_variant(api: APIClient) -> None:
    assert slugs(api, "models", usable="large", license="mit") == ["deepseek-r1"]
    assert slugs(api, "models", usable="large", license="llama-2-community") == []
    assert slugs(api, "variants", usable="small", license="mit") == ["deepseek-r1", "deepseek-r1-distill-llama-70b"]


def test_an_offer_of_a_whole_model_is_usable_by_any_variant_of_it(api: APIClient) -> None:
    offers_of_a_mixed_model()
    assert {"mixed-whole", "mixed-free"} <= set(slugs(api, "offers", usable="large"))
    assert not {"mixed-bound", "mixed-elsewhere"} & set(slugs(api, "offers", usable="large"))


def test_a_variant_whose_verdict_is_not_stored_is_not_usable(api: APIClient) -> None:
    ModelVariant.objects.filter(slug="deepseek-r1").update(verdict_key="")
    assert slugs(api, "variants", usable="large") == []


def test_what_a_profile_says_of_the_field_counts(api: APIClient) -> None:
    no_military = {
        "id": "field", "type": "field_of_use", "effect": "prohibit", "section": "5", "paraphrase": "Not for the military.",
        "verification": "verified", "fields": ["military"],
    }  # fmt: skip
    make_license("peaceful", license_ref="LicenseRef-peaceful", terms=[GRANT, no_military])
    UseProfile.objects.create(slug="army", name="Army", use={"fields_of_use": ["military"], "acts": ["internal_only"]})
    assert "peaceful" in slugs(api, "licenses", usable="small")
    assert "peaceful" not in slugs(api, "licenses", usable="army")


def test_a_fact_a_profile_and_a_day_that_change_change_the_list(api: APIClient, editor: User) -> None:
    assert "mit" in slugs(api, "licenses", usable="small")
    make_license("mit", terms=[GRANT, NOT_COMMERCIAL])
    assert "mit" not in slugs(api, "licenses", usable="small")
    assert "deepseek-r1" not in slugs(api, "variants", usable="small")
    assert "llama-2-7b" in slugs(api, "variants", usable="small")
    profile = UseProfile.objects.get(slug="small")
    save_profile(profile, name="Small", slug="small", description="", use=LARGE, by=editor, expected=1)
    assert "llama-2-7b" not in slugs(api, "variants", usable="small")
    earlier = [{"license": "llama-1-research", "valid_from": "2024-01-01", "valid_until": "2026-11-21"}]
    make_license("apache-2.0")
    dated = variant_document(
        "yi-34b", license="apache-2.0", license_since="2026-11-22", earlier_licenses=earlier, lineage={"status": "none"}
    )
    make_model("yi", variants=[dated])
    assert "yi-34b" not in slugs(api, "variants", usable="large")
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        assert "yi-34b" in slugs(api, "variants", usable="large")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("usable=nope", "/query/usable"), ("usable=", "/query/usable"), ("usable=small&usable=large", "/query/usable"),
        ("usable_for=product", "/query/usable_for"), ("usable=small&usable_for=fly", "/query/usable_for"),
        ("usable__not=small", "/query/usable__not"), ("usable=small,large", "/query/usable"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["variants", "models", "offers", "licenses"])
def test_a_mistaken_question_is_refused_and_named(name: str, query: str, pointer: str, api: APIClient) -> None:
    answer = api.get(f"/api/v1/{name}/?{query}")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize("name", ["families", "organizations", "articles"])
def test_lists_without_licenses_do_not_take_it(name: str, api: APIClient) -> None:
    assert api.get(f"/api/v1/{name}/?usable=small").json()["errors"][0]["code"] == "unknown_parameter"


@pytest.mark.parametrize("query", ["?usable=small", "?usable=small&format=csv", "?usable=nope"])
def test_profiles_are_for_the_organizations_own_people(
    query: str, anyone: APIClient, api: APIClient, person: Callable[..., User], api_as: Callable[..., APIClient]
) -> None:
    api.get(f"/api/v1/variants/{query}")
    refused = anyone.get(f"/api/v1/variants/{query}")
    assert (refused.status_code, refused.headers["Content-Type"]) == (401, "application/problem+json")
    assert "profile" in refused.json()["detail"]
    assert api_as(person(None), scope=Scope.READ).get(f"/api/v1/variants/{query}").status_code == 403


def test_after_a_write_only_what_is_new_is_decided(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    decided: list[str] = []

    def noted(*, subject: Subject, **asked: Any) -> tuple[str, str]:
        decided.append(subject.slug)
        return quick_verdict(subject=subject, **asked)

    monkeypatch.setattr(usable, "_decided", {})
    monkeypatch.setattr(usable, "quick_verdict", noted)
    scratch: dict[str, Any] = {"status": "none"}
    assert "deepseek-r1" in slugs(api, "variants", usable="small")
    assert "deepseek-r1" in decided
    decided.clear()
    make_model("like-r1", variants=[variant_document("like-r1", license="mit", lineage=scratch)])
    assert {"deepseek-r1", "like-r1"} <= set(slugs(api, "variants", usable="small"))
    assert decided == []
    make_license("new", terms=[GRANT, NOT_COMMERCIAL])
    make_model("unlike", variants=[variant_document("unlike", license="new", lineage=scratch)])
    assert "unlike" not in slugs(api, "variants", usable="small")
    assert decided == ["unlike"]


def test_verdicts_are_kept_for_a_few_uses_only(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usable, "_decided", {})
    monkeypatch.setattr(usable, "MOST_DECIDED", 2)
    for activity in ("product", "hosted_api", "train_on_outputs"):
        slugs(api, "variants", usable="small", usable_for=activity)
    assert len(usable._decided) == 2


def test_the_pages_for_people_do_not_filter_by_profile_unseen(anyone: APIClient) -> None:
    assert anyone.get("/models/?usable=small").status_code == 400


def test_the_number_of_queries_does_not_grow_with_the_catalog(api: APIClient, count_queries: Callable[[Callable[[], object]], int]) -> None:
    first = count_queries(lambda: api.get("/api/v1/variants/?usable=small"))
    for number in range(10):
        make_license(f"more-{number}")
        lineage: dict[str, Any] = {"status": "none"}
        make_model(f"more-{number}", variants=[variant_document(f"more-{number}-7b", license=f"more-{number}", lineage=lineage)])
    assert count_queries(lambda: api.get("/api/v1/variants/?usable=small")) <= first + 1
    plain = count_queries(lambda: api.get("/api/v1/variants/?limit=3"))
    assert count_queries(lambda: api.get("/api/v1/variants/?usable=small&limit=3")) <= plain + 1
