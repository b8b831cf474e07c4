"""An entry is found by repository, purl, slug, former slug, name or alias; what may mean several models is unknown."""

from collections.abc import Callable

import pytest
from django.db import transaction

from registry import history
from registry.gate.report import GateReport
from registry.gate.resolve import same_name
from registry.models import AIModel
from tests.factories import make_model, model_document, save, variant_document

Check = Callable[..., GateReport]


@pytest.mark.parametrize(
    ("line", "slug", "by"),
    [
        ("meta-llama/Llama-2-7b-hf", "llama-2-7b", "repository"),
        ("META-LLAMA/llama-2-7b-HF@main", "llama-2-7b", "repository"),
        ("pkg:huggingface/meta-llama/llama-2-70b-hf", "llama-2-70b", "repository"),
        ("llama-2-7b", "llama-2-7b", "slug"),
        ("LLAMA-2-7B", "llama-2-7b", "slug"),
        ("llama-2", "llama-2", "slug"),
        ("Llama 2 7B", "llama-2-7b", "name"),
        ("llama_2  7b", "llama-2-7b", "name"),
        ("Llama II", "llama-2", "name"),
        ("hub/Mixed", "mixed-7b", "name"),
    ],
)
def test_a_name_is_found_however_it_is_written(check: Check, line: str, slug: str, by: str) -> None:
    (result,) = check(line).results
    assert result.matched is not None
    assert (result.matched.slug, result.matched_by) == (slug, by)


@pytest.mark.parametrize(
    "line", ["meta/llama-llama-2-7b-hf", "evil/Llama-2-7b-hf", "pkg:huggingface/llama-2-7b", "pkg:huggingface/acme/llama-2"]
)
def test_a_repository_that_is_not_recorded_is_never_taken_for_a_similar_one(check: Check, line: str) -> None:
    (result,) = check(line).results
    assert (result.matched, result.status, result.decision.worst_case) == (None, "unknown", "prohibited")


def test_a_sign_that_tells_models_apart_is_kept_and_the_near_one_is_offered(check: Check) -> None:
    (result,) = check("Command R+").results
    assert result.matched is None
    assert [row.slug for row in result.candidates] == ["command-r"]
    assert result.notes == ("Not in the catalog, so nothing is known of its license. Did you mean command-r (Command R)?",)


def test_names_are_compared_without_case_accents_and_separators() -> None:
    assert same_name("Lláma-3.1_8B (Base)") == same_name("llama 3.1 8b base")
    assert same_name("Llama 3.1 8B") != same_name("Llama 3 1.8B")
    assert same_name("Command R+") != same_name("Command R")


def test_a_name_with_two_meanings_is_unknown_and_both_are_named(check: Check) -> None:
    (result,) = check("Twin").results
    assert (result.status, result.decision.verdict, result.matched) == ("unknown", "unknown", None)
    assert [(row.kind, row.slug) for row in result.candidates] == [("variant", "mixed-7b"), ("variant", "open-1b")]
    assert result.notes == ("The name may mean several entries of the catalog: mixed-7b (Mixed 7B), open-1b (Open 1B). Name one of them.",)


def test_a_repository_that_two_variants_share_is_unknown(check: Check) -> None:
    make_model("copy", variants=[variant_document("copy-1b", license="mit", lineage={"status": "none"}, huggingface=["ACME/open"])])
    (result,) = check("acme/open").results
    assert result.status == "unknown"
    assert [row.slug for row in result.candidates] == ["copy-1b", "open-1b"]


def test_a_variant_and_another_models_name_together_are_unknown(check: Check) -> None:
    make_model("other", name="Mixed 7B", variants=[])
    (result,) = check("mixed 7b").results
    assert [(row.kind, row.slug) for row in result.candidates] == [("model", "other"), ("variant", "mixed-7b")]


def test_a_name_may_hold_a_slash_beside_spaces(check: Check) -> None:
    make_model("phi", variants=[variant_document("phi-mini", name="Phi mini (4K/128K)", license="mit")])
    (result,) = check("phi-mini (4K/128K)").results
    assert result.matched is not None
    assert result.matched.slug == "phi-mini"


def test_a_variant_that_is_called_like_its_own_model_is_meant_itself(check: Check) -> None:
    one = variant_document("solo-v1", name="Solo", license="mit", lineage={"status": "none"})
    make_model("solo-release", name="Solo", variants=[one, variant_document("solo-xl", license="research")])
    (result,) = check("Solo").results
    assert result.matched is not None
    assert (result.matched.kind, result.matched.slug, result.status) == ("variant", "solo-v1", "pass")


def test_a_former_slug_leads_to_todays_model(check: Check) -> None:
    with transaction.atomic():
        model = AIModel.objects.get(slug="mixed")
        model.slug = "blended"
        model.save()
        history.record(model.page_ptr, by=None, reason="Renamed", origin="admin")
    (result,) = check("mixed").results
    assert result.matched is not None
    assert (result.matched.slug, result.matched_by) == ("blended", "former_slug")
    assert result.notes == ("The model is now called blended.",)


def test_a_withdrawn_page_is_not_in_the_catalog(check: Check) -> None:
    save(
        {
            **model_document("open", variants=[variant_document("open-1b", license="showing", huggingface=["acme/open"])]),
            "state": "withdrawn",
        }
    )
    assert [result.matched for result in check("acme/open", "open-1b", "open").results] == [None, None, None]
