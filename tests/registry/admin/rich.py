"""A model and a license in which every field of a document says something, so that a form that drops one is found."""

from typing import Any

from registry.models import AIModel, License
from tests.factories import GRANT, MANY_USERS, WEB_PAGE, make_license, make_model, make_organization

Data = dict[str, Any]

EVIDENCE: Data = {
    "verification": "recalled", "sources": ["card", "paper"], "checked_on": "2026-01-02", "checked_by": "Ada", "note": "Twice.",
}  # fmt: skip
COMMON: Data = {
    "state": "draft",
    "aliases": ["Llama Two", "L2"],
    "summary": "First line.\n\nSecond paragraph.",
    "notes": ["One.\nStill one.", "Two."],
    "contradictions": [
        {"fact": "summary", "note": "They differ.", "values": [{"value": "2023", "source": "card"}, {"value": 2024}, {"value": True}]}
    ],
    "sources": {
        "card": {**WEB_PAGE, "note": "Read twice.", "upstream": ["https://example.org/a"]},
        "paper": {
            "kind": "package_data", "title": "Data", "repo": "owner/repo", "path": "a/b.json", "commit": "abc", "package": "pkg 1.0",
            "homepage": "https://example.org", "keys": ["one", "two"], "read_on": "2026-01-01",
        },
        "archived": {"kind": "stored_public_file", "archive_id": "a-1"},
    },
    "review_due": "2026-12-31",
    "checked_on": "2026-01-01",
    "checked_by": "Ada",
}  # fmt: skip
VARIANT: Data = {
    "slug": "llama-2-70b",
    "name": "Llama 2 70B",
    "aliases": ["L2-70B"],
    "status": "deprecated",
    "release_date": "2023-07",
    "open_weights": True,
    "category": "code",
    "params_total": 68_976_648_192,
    "params_active": 13_000_000_000,
    "context_tokens": 4096,
    "inputs": ["image", "text"],
    "outputs": ["text"],
    "knowledge_cutoff": "2022",
    "languages_count": 27,
    "training_tokens": "2T+",
    "huggingface": ["meta-llama/Llama-2-70b", "meta-llama/Llama-2-70b-hf"],
    "gated": False,
    "license": "apache-2.0",
    "license_since": "2024-01-01",
    "declared_license": "llama2",
    "earlier_licenses": [
        {"license": "older", "valid_from": "2023-07-18", "valid_until": "2023-09-01", "source": "card"},
        {"label": "A text of its own", "valid_from": "2023-09-01", "valid_until": "2024-01-01"},
    ],
    "lineage": {
        "status": "declared",
        "bases": [
            {"base": "llama-2-7b", "relation": "merge", "same_licensor": True, "source": "card"},
            {
                "external": {
                    "name": "GPT-4", "kind": "closed_model", "terms": "No training.", "verification": "recalled", "note": "By its paper.",
                },
                "relation": "distill",
            },
        ],
    },
    "benchmarks": [
        {"benchmark": "MMLU", "metric": "acc", "shots": 5, "score": "68.9", "tuning": "base", "harness": "own", "source": "card"},
        {"benchmark": "HumanEval", "shots": 0, "score": "29.9"},
    ],
    "notes": ["Big."],
    "evidence": {"license": EVIDENCE, "record": {"sources": ["card"]}},
}  # fmt: skip
OFFER: Data = {
    "slug": "azure-llama-2",
    "partner": "microsoft",
    "variants": ["llama-2-70b", "llama-2-7b"],
    "channel": "managed_api",
    "service": "Azure AI Foundry",
    "identifier": "Llama-2-70b-chat",
    "other_identifiers": ["a", "b"],
    "role": "launch partner",
    "status": "ended",
    "announced_on": "2023-07",
    "available_from": "2023-07-18",
    "retires_on": "2025",
    "regions": ["eastus2", "westus3"],
    "regions_note": "Others on request.",
    "prices": [
        {
            "input_per_million": "1.54", "output_per_million": "1.77", "currency": "EUR", "as_of": "2024-01-02", "identifier": "chat",
            "source": "card", "note": "List price.",
        },
        {"input_per_million": "0", "currency": "USD", "as_of_not_before": "2024-02-01"},
    ],
    "verification": "verified_secondary",
    "sources": ["card", "paper"],
    "evidence": {"regions": EVIDENCE},
    "note": "Seen in the price list.",
}  # fmt: skip


def rich_model() -> AIModel:
    """Save the model: two variants, two offers, every field filled in."""
    make_license()
    make_license("older", license_ref="LicenseRef-older")
    make_organization("microsoft", roles=["hosting_partner", "developer"])
    small = {"slug": "llama-2-7b", "name": "Llama 2 7B", "open_weights": False, "lineage": {"status": "not_declared"}}
    other = {
        "slug": "b",
        "partner": "microsoft",
        "channel": "on_device",
        "service": "S",
        "verification": "verified",
        "other_variant": "13B",
    }
    return make_model(
        "llama-2",
        developers=["microsoft", "meta"],
        status="deprecated",
        release_date="2023-07-18",
        variants=[VARIANT, small],
        offers=[OFFER, other],
        evidence={"release_date": EVIDENCE},
        **COMMON,
    )


def rich_license() -> License:
    """Save the license: terms of two types, every field filled in."""
    make_license("older", license_ref="LicenseRef-older")
    make_organization("meta", roles=["licensor"])
    return make_license(
        "llama-2-community",
        terms=[{**GRANT, "sources": ["card", "paper"]}, MANY_USERS],
        license_ref="LicenseRef-llama-2",
        version="2.0",
        scancode_key="llama-license-2023",
        scancode_category="Proprietary Free",
        hub_ids=["llama2"],
        licensor="Meta Platforms",
        licensors=["meta"],
        effective_date="2023-07",
        osi_approved=False,
        category="community_with_thresholds",
        applies_to=["Llama 2"],
        predecessor="older",
        versions=[{"version": "1", "verification": "recalled"}, {"version": "2", "verification": "verified", "change": "Clearer."}],
        evidence={"category": EVIDENCE},
        **COMMON,
    )
