"""What tells two models apart for a decision, and what does not: models of one signature share one decision."""

from dataclasses import replace
from typing import Any

import pytest

from registry.licensing.lineage import Edge, LicensePeriod, Subject
from tests.licensing import facts


def model(license: str, **more: Any) -> Subject:
    return Subject(slug="acme", name="Acme", periods=(LicensePeriod(facts.licenses()[license]),), **more)


def built_on(base: str, relation: str = "finetune") -> Subject:
    edge = Edge(relation=relation, base=facts.variant(base), same_licensor=False)
    return model("mit", lineage="declared", bases=(edge,))


@pytest.mark.parametrize(
    ("subject", "change", "tells_apart"),
    [
        (built_on("llama-3.1-8b"), {"name": "Llama-Acme"}, True),
        (built_on("llama-3.1-8b"), {"name": "Acme-Llama"}, False),
        (built_on("llama-2-7b"), {"name": "Llama-Acme"}, False),
        (model("llama-3.1-community"), {"name": "Llama-Acme"}, False),
        (model("mit"), {"slug": "other"}, False),
        (model("mit"), {"slug": ""}, True),
        (model("mit"), {"release_date": "2025-06"}, False),
        (model("llama-2-community"), {"release_date": "2025-06"}, False),
        (model("hyperclova-x-seed"), {"release_date": "2025-06"}, True),
        (model("hyperclova-x-seed", release_date="2025-06-02"), {"release_date": "2025-06-30"}, False),
        (model("hyperclova-x-seed", release_date="2025-06-30"), {"release_date": "2025-07-01"}, True),
        (model("mit"), {"modalities_in": ("image", "text")}, False),
        (model("llama-3.2-community", modalities_in=("text",)), {"modalities_in": ("image", "text")}, True),
        (model("llama-3.2-community", modalities_in=("text",)), {"modalities_out": ("text",)}, False),
        (model("mit"), {"family": "cosmos"}, False),
        (model("nvidia-open-model-2025-04-28"), {"family": "cosmos"}, True),
        (built_on("llama-2-7b", "distill"), {"family": "llama-2"}, True),
        (built_on("llama-2-7b", "finetune"), {"family": "llama-2"}, False),
    ],
)
def test_a_signature_changes_with_what_a_decision_reads_and_with_nothing_else(subject, change, tells_apart):
    assert (replace(subject, **change).signature() != subject.signature()) is tells_apart
