"""The one-word status, derived from decide() for a named standard use."""

from datetime import date

import pytest

from registry.licensing.commercial_use import commercial_use, severest
from registry.licensing.lineage import LicensePeriod, Subject, license_subject
from registry.licensing.standard_uses import STANDARD_USES
from tests.licensing import facts
from tests.licensing.asking import TODAY, ask


@pytest.mark.parametrize(
    ("license", "expected"),
    [
        ("apache-2.0", "permitted"),
        ("kimi-k2-modified-mit", "permitted"),
        ("gemma-terms", "permitted"),
        ("falcon-180b-tii-1.0", "permitted"),
        ("glm-4-9b", "permitted"),
        ("llama-2-community", "conditional"),
        ("llama-3.1-community", "conditional"),
        ("llama-3.2-community", "conditional"),
        ("hunyuan-large-community", "conditional"),
        ("hyperclova-x-seed", "conditional"),
        ("bilibili-model-2025", "conditional"),
        ("stability-community-2024", "conditional"),
        ("mistral-modified-mit-20m", "conditional"),
        ("llama-1-research", "not_permitted"),
        ("cc-by-nc-4.0", "not_permitted"),
        ("qwen-research-2024", "not_permitted"),
        ("yi-community-2.1", "not_permitted"),
        ("baichuan2-community", "not_permitted"),
        ("tii-falcon-llm-1.0", "not_permitted"),
        ("no-license", "not_permitted"),
    ],
)
def test_the_status_of_a_license(license, expected):
    assert commercial_use(license_subject(facts.licenses()[license]), today=TODAY) == expected


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("llama-1-65b", "not_permitted"),
        ("llama-2-70b", "conditional"),
        ("llama-3.1-405b", "conditional"),
        ("vicuna-13b-v1.1", "not_permitted"),
        ("colqwen2.5-v0.2", "not_permitted"),
        ("deepseek-r1-distill-llama-8b", "conditional"),
        ("deepseek-r1-distill-qwen-7b", "permitted"),
        ("openhermes-13b", "conditional"),
        ("qwen2.5-3b", "not_permitted"),
        ("qwen2.5-7b", "permitted"),
        ("gpt-4", "unknown"),
        ("claude-sonnet-4", "unknown"),
    ],
)
def test_the_status_of_a_model(model, expected):
    assert commercial_use(facts.variant(model), today=TODAY) == expected


def test_the_status_follows_the_license_of_the_day():
    assert commercial_use(facts.variant("yi-34b"), today=date(2024, 1, 15)) == "not_permitted"
    assert commercial_use(facts.variant("yi-34b"), today=TODAY) == "permitted"


def test_no_license_found_and_an_undeclared_base_are_unknown():
    assert commercial_use(license_subject(None), today=TODAY) == "unknown"
    assert commercial_use(license_subject(facts.licenses()["mit"], lineage="not_declared"), today=TODAY) == "unknown"
    both = Subject(periods=(LicensePeriod(facts.licenses()["llama-2-community"]),), lineage="not_declared")
    assert commercial_use(both, today=TODAY) == "unknown"


def test_a_refusal_outweighs_an_unknown_and_that_a_condition():
    assert severest(["permitted", "conditional"]) == "conditional"
    assert severest(["conditional", "unknown", "permitted"]) == "unknown"
    assert severest(["not_permitted", "unknown"]) == "not_permitted"
    assert severest([]) == "unknown"


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("qwen3-8b", ["allowed", "allowed", "allowed", "allowed_with_obligations", "allowed"]),
        ("falcon-180b", ["allowed_with_obligations"] * 2 + ["needs_permission"] + ["allowed_with_obligations"] * 2),
        ("llama-1-7b", ["prohibited"] * 5),
        ("llama-2-7b", ["unknown"] * 4 + ["prohibited"]),
    ],
)
def test_the_matrix_of_standard_uses(model, expected):
    names = ["internal_use", "product", "hosted_api", "finetune_and_redistribute", "train_on_outputs"]
    assert list(STANDARD_USES) == names
    assert [ask(model, STANDARD_USES[name].as_dict()).verdict for name in names] == expected
