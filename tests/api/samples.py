"""A small catalog in which every field of every representation says something."""

from typing import Any

from tests import factories
from tests.factories import GRANT, MANY_USERS, NOT_COMMERCIAL, offer_document, variant_document

SOURCES = {
    "card": {"kind": "web_page", "url": "https://example.org/card", "title": "Model card", "read_on": "2026-11-21", "note": "Read whole."},
    "paper": {"kind": "stored_public_file", "archive_id": "12345", "keys": ["table 1"], "upstream": ["https://example.org/paper"]},
    "prices": {"kind": "repository_file", "repo": "example/prices", "path": "list.json", "commit": "abc", "url": "https://example.org/p"},
}


def licenses() -> None:
    """Apache-2.0 (permitted), Llama 2 (conditional, by Meta) and a research license (not permitted) that came before it."""
    factories.make_license("apache-2.0", name="Apache License 2.0", category="permissive", osi_approved=True, hub_ids=["apache-2.0"])
    factories.make_license(
        "llama-1-research", name="Llama 1 research license", category="research_only", license_ref="LicenseRef-llama-1",
        terms=[GRANT, NOT_COMMERCIAL],
    )  # fmt: skip
    factories.make_license(
        "llama-2-community", name="Llama 2 Community License", category="community_with_thresholds",
        license_ref="LicenseRef-llama-2", licensors=["meta"], licensor="Meta Platforms, Inc.", effective_date="2023-07-18",
        osi_approved=False, predecessor="llama-1-research", scancode_key="llama-2", scancode_category="Proprietary Free",
        applies_to=["Llama 2"], version="July 2023", terms=[{**GRANT, "sources": ["card"]}, MANY_USERS], sources=SOURCES,
        versions=[{"version": "1", "verification": "recalled", "change": "The first."}],
    )  # fmt: skip


def llama_2(**fields: Any) -> Any:
    """Save Llama 2 with two variants, three offers and all evidence; fields replace what is there."""
    return factories.make_model("llama-2", **{**llama_2_document(), **fields})


def llama_2_document() -> dict[str, Any]:
    """Return the fields of Llama 2's document."""
    return {
        "name": "Llama 2",
        "summary": "The first that may be used commercially.",
        "aliases": ["LLaMA 2"],
        "release_date": "2023-07",
        "notes": ["A note."],
        "sources": SOURCES,
        "review_due": "2027-01-01",
        "checked_on": "2026-11-20",
        "checked_by": "Registry editors",
        "evidence": {"release_date": {"verification": "verified", "sources": ["card", "paper"], "checked_on": "2026-11-20"}},
        "contradictions": [
            {
                "fact": "variants/llama-2-7b/training_tokens",
                "note": "Card and paper differ.",
                "values": [{"value": "2.0T", "source": "card"}, {"value": "1.9T", "source": "paper"}],
            }
        ],
        "variants": [
            variant_document(
                "llama-2-7b", name="Llama 2 7B", aliases=["L2-7B"], release_date="2023-07-18", params_total=7_000_000_000,
                params_active=7_000_000_000, context_tokens=4096, inputs=["text"], outputs=["text"], knowledge_cutoff="2022-09",
                gated=True, huggingface=["meta-llama/Llama-2-7b"], license="llama-2-community", license_since="2023-07-18",
                declared_license="llama2", training_tokens="2.0T", languages_count=1, category="code", notes=["Small."],
                earlier_licenses=[{"license": "llama-1-research", "valid_from": "2023-07-01", "valid_until": "2023-07-18", "source": "card"}],
                lineage={
                    "status": "declared",
                    "bases": [{"external": {"name": "Teacher", "kind": "closed_model", "terms": "Unknown."}, "relation": "distill", "source": "paper"}],
                },
                benchmarks=[{"benchmark": "MMLU", "metric": "accuracy", "shots": 5, "score": "45.30", "tuning": "base", "source": "card"}],
                evidence={
                    "context_tokens": {"verification": "verified", "sources": ["card"]},
                    "training_tokens": {"verification": "recalled"},
                },
            ),
            variant_document(
                "llama-2-70b", name="Llama 2 70B", params_total=70_000_000_000, inputs=["text"], outputs=["text"],
                license="llama-2-community",
                lineage={"status": "declared", "bases": [{"base": "llama-2-7b", "relation": "continued_pretraining", "same_licensor": True}]},
            ),
        ],
        "offers": [
            offer_document(
                "llama-2-azure", identifier="llama-2", other_identifiers=["llama-2-7b-chat"], role="launch partner",
                announced_on="2023-07-18", available_from="2023-07", retires_on="2026", regions=["eastus"], regions_note="US only.",
                sources=["card", "paper"], note="By request.",
                prices=[
                    {"input_per_million": "0.50", "output_per_million": "1.5", "currency": "USD", "as_of": "2024-01-02", "source": "prices"},
                    {"input_per_million": "700", "currency": "EUR", "as_of_not_before": "2023-07-18", "identifier": "l2", "note": "Old."},
                ],
                evidence={"regions": {"verification": "verified_secondary", "sources": ["card"]}},
            ),
            offer_document("llama-2-aws", partner="aws", channel="platform", service="SageMaker", variants=["llama-2-70b"], sources=["card"]),
            offer_document(
                "llama-2-hub", partner="hugging-face", channel="weights_download", service="Hub", other_variant="Llama 2 34B",
                verification="recalled", status="ended",
            ),
        ],
    }  # fmt: skip


def catalog() -> None:
    """Everything: three licenses, two families, three models (one closed, one without a license), an article."""
    licenses()
    llama_2()
    factories.make_model(
        "mixtral", name="Mixtral", family="mistral", developers=["mistral-ai"], release_date="2023-12-11",
        variants=[
            variant_document(
                "mixtral-8x7b", name="Mixtral 8x7B", release_date="2023-12-11", params_total=46_700_000_000, params_active=12_900_000_000,
                context_tokens=32768, inputs=["text", "image"], outputs=["text"], license="apache-2.0",
            )
        ],
        offers=[
            offer_document("mixtral-azure", channel="platform", service="Azure ML"),
            offer_document("mixtral-aws", partner="aws", channel="managed_api", service="Bedrock"),
        ],
    )  # fmt: skip
    factories.make_model(
        "gpt-4", name="GPT-4", family="gpt", developers=["openai"], release_date="2023", status="deprecated",
        variants=[variant_document("gpt-4", name="GPT-4", open_weights=False, status="deprecated")],
    )  # fmt: skip
    factories.make_article("how-we-choose", summary="How.", sources=SOURCES)
