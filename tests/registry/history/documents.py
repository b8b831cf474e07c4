"""One rich document of each kind: every field that a page can have is given, so that a column that is forgotten is noticed."""

from typing import Any

Data = dict[str, Any]

SOURCES: Data = {
    "card": {
        "kind": "web_page",
        "title": "Model card",
        "url": "https://example.org/card",
        "keys": ["license", "context"],
        "upstream": ["https://example.org/raw"],
        "read_on": "2026-11-20",
        "note": "Read in full.",
    },
    "copy": {"kind": "stored_public_file", "archive_id": "a1b2", "title": "Archived copy"},
    "list": {
        "kind": "package_data",
        "package": "prices 1.2.3",
        "homepage": "https://example.org/prices",
        "repo": "example/prices",
        "path": "a.json",
        "commit": "0123abc",
    },
}
SHARED: Data = {
    "aliases": ["Second name", "Tercer nombre é"],
    "summary": "First sentence.\n\nSecond *paragraph*.",
    "notes": ["One note", "Zwei: Notiz"],
    "sources": SOURCES,
    "review_due": "2027-01-31",
    "checked_on": "2026-11-20",
    "checked_by": "R. Reader",
}
EVIDENCE: Data = {
    "verification": "verified_secondary",
    "sources": ["card", "copy"],
    "checked_on": "2026-11-19",
    "checked_by": "A. Second",
    "note": "Seen twice.",
}
CONTRADICTIONS: list[Data] = [
    {
        "fact": "name",
        "note": "They differ.",
        "values": [{"value": "Alpha", "source": "card"}, {"value": 7, "source": "list"}, {"value": 7.5}, {"value": True}],
    }
]

ORGANIZATION: Data = {
    "kind": "organization",
    "slug": "acme",
    "name": "Acme",
    "state": "draft",
    **SHARED,
    "roles": ["developer", "hosting_partner", "licensor", "hardware_vendor"],
    "country": "NO",
    "website": "https://acme.example/",
    "evidence": {"country": EVIDENCE, "record": {"verification": "recalled"}},
    "contradictions": CONTRADICTIONS,
}
FAMILY: Data = {
    "kind": "family",
    "slug": "acme-line",
    "name": "Acme Line",
    **SHARED,
    "developers": ["other", "acme"],
    "evidence": {"developers": EVIDENCE},
    "contradictions": CONTRADICTIONS,
}
EARLIER_LICENSE: Data = {
    "kind": "license",
    "slug": "acme-0.9",
    "name": "Acme License 0.9",
    "category": "research_only",
    "license_ref": "LicenseRef-acme-0.9",
}
LICENSE: Data = {
    "kind": "license",
    "slug": "acme-1.0",
    "name": "Acme License 1.0",
    **SHARED,
    "version": "1.0",
    "license_ref": "LicenseRef-acme-1.0",
    "scancode_key": "acme",
    "scancode_category": "Proprietary Free",
    "hub_ids": ["acme", "acme-license"],
    "licensor": "Acme, Inc.",
    "licensors": ["acme", "other"],
    "effective_date": "2024-07",
    "osi_approved": False,
    "category": "community_with_thresholds",
    "applies_to": ["Acme 1", "Acme 2"],
    "predecessor": "acme-0.9",
    "versions": [{"version": "1.0", "verification": "verified", "change": "First."}, {"version": "1.1", "verification": "recalled"}],
    "terms": [
        {
            "id": "acme#threshold",
            "type": "scale_threshold",
            "effect": "need_permission",
            "section": "§2",
            "paraphrase": "Many users need a license.",
            "verification": "verified",
            "sources": ["card", "list"],
            "metric": "monthly_active_users",
            "operator": "gt",
            "value": 700_000_000,
            "measurement": "calendar_month_before_release_date",
            "measurement_month": "2024-06",
            "basis": "all_products_and_services",
            "includes_affiliates": True,
            "applies_if": {},
            "exempt_if": ["received_in_integrated_end_user_product"],
            "remedy": "separate_license",
        },
        {
            "id": "acme#grant",
            "type": "grant",
            "effect": "permit",
            "section": "§1",
            "paraphrase": "Use it.",
            "verification": "recalled",
            "acts": ["use", "modify"],
            "purposes": ["any"],
            "revocable": None,
            "sublicensable": False,
        },
    ],
    "evidence": {"effective_date": EVIDENCE, "record": {"verification": "verified"}},
    "contradictions": [{"fact": "terms/acme#grant", "values": [{"value": "a"}, {"value": "b", "source": "copy"}]}],
}
BASE_MODEL: Data = {
    "kind": "model",
    "slug": "acme-0",
    "name": "Acme 0",
    "family": "acme-line",
    "developers": ["acme"],
    "variants": [{"slug": "acme-0-1b", "name": "Acme 0 1B", "open_weights": True}],
}
VARIANT: Data = {
    "slug": "acme-1-70b",
    "name": "Acme 1 70B",
    "aliases": ["Acme seventy"],
    "status": "deprecated",
    "release_date": "2024-07-23",
    "open_weights": True,
    "category": "code",
    "params_total": 70_600_000_000,
    "params_active": 12_000_000_000,
    "context_tokens": 131_072,
    "inputs": ["text", "image"],
    "outputs": ["text"],
    "knowledge_cutoff": "2023-12",
    "languages_count": 8,
    "training_tokens": "15T+",
    "huggingface": ["acme/Acme-1-70B", "acme/Acme-1-70B-Instruct"],
    "gated": True,
    "license": "acme-1.0",
    "license_since": "2024-08-01",
    "declared_license": "acme",
    "earlier_licenses": [
        {"license": "acme-0.9", "valid_from": "2024-01-01", "valid_until": "2024-03-01", "source": "card"},
        {"label": "Acme beta terms", "valid_from": "2024-03-01", "valid_until": "2024-08-01"},
    ],
    "lineage": {
        "status": "declared",
        "bases": [
            {"base": "acme-0-1b", "relation": "finetune", "same_licensor": True, "source": "card"},
            {
                "external": {
                    "name": "Closed teacher",
                    "kind": "closed_model",
                    "terms": "Contract.",
                    "verification": "recalled",
                    "note": "Said in a talk.",
                },
                "relation": "distill",
            },
        ],
    },
    "benchmarks": [
        {
            "benchmark": "MMLU",
            "metric": "accuracy",
            "shots": 5,
            "score": "86.1",
            "tuning": "instruct",
            "harness": "lm-eval",
            "source": "card",
        },
        {"benchmark": "Other", "score": "-3.25"},
    ],
    "notes": ["A note"],
    "evidence": {"params_total": EVIDENCE, "record": {"verification": "verified"}},
}
OFFER: Data = {
    "slug": "acme-1-azure",
    "partner": "other",
    "variants": ["acme-1-8b", "acme-1-70b"],
    "channel": "managed_api",
    "service": "Foundry",
    "identifier": "acme.1-70b",
    "other_identifiers": ["acme.1-8b"],
    "role": "launch partner",
    "status": "ended",
    "announced_on": "2024",
    "available_from": "2024-07",
    "retires_on": "2026-05-30",
    "regions": ["eu-north-1", "us"],
    "regions_note": "More to come.",
    "prices": [
        {
            "input_per_million": "0.000001",
            "output_per_million": "700",
            "currency": "EUR",
            "as_of": "2024-08-01",
            "identifier": "acme.1-70b",
            "source": "list",
            "note": "List price.",
        },
        {"output_per_million": "999999999.999999", "currency": "USD", "as_of_not_before": "2024-09-01"},
    ],
    "verification": "verified",
    "sources": ["card", "copy"],
    "evidence": {"identifier": EVIDENCE},
    "note": "Seen on the price page.",
}
MODEL: Data = {
    "kind": "model",
    "slug": "acme-1",
    "name": "Acme 1",
    "state": "withdrawn",
    **SHARED,
    "family": "acme-line",
    "developers": ["other", "acme"],
    "status": "announced",
    "release_date": "2024",
    "variants": [VARIANT, {"slug": "acme-1-8b", "name": "Acme 1 8B", "open_weights": False, "lineage": {"status": "not_declared"}}],
    "offers": [
        OFFER,
        {
            "slug": "acme-1-aa",
            "partner": "acme",
            "channel": "platform",
            "service": "Acme",
            "verification": "recalled",
            "other_variant": "Acme 1 3B",
        },
    ],
    "evidence": {"release_date": EVIDENCE},
    "contradictions": [{"fact": "variants/acme-1-70b/release_date", "values": [{"value": "2024-07-23"}, {"value": "2024-07-24"}]}],
}
ARTICLE: Data = {
    "kind": "article",
    "slug": "about",
    "name": "About",
    **SHARED,
    "body": "# About\n\nText with `code`.\n",
    "evidence": {"body": EVIDENCE},
    "contradictions": [{"fact": "body", "values": [{"value": "a"}, {"value": "b"}]}],
}
OTHER: Data = {"kind": "organization", "slug": "other", "name": "Other"}

ALL: tuple[Data, ...] = (ORGANIZATION, OTHER, FAMILY, EARLIER_LICENSE, LICENSE, BASE_MODEL, MODEL, ARTICLE)
