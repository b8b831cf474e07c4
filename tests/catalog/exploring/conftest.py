"""A small catalog whose counts are told in the tests by hand."""

import pytest

from tests.factories import (
    NOT_COMMERCIAL,
    WEB_PAGE,
    make_family,
    make_license,
    make_model,
    make_organization,
    offer_document,
    variant_document,
)


@pytest.fixture
def four_variants(db: None) -> None:
    """Alpha 7B and 70B (Apache 2.0, Meta), Beta (non-commercial, Mistral), Gamma (closed, by both, nothing known)."""
    make_license("apache-2.0")
    make_license("research", terms=[NOT_COMMERCIAL], category="noncommercial", license_ref="LicenseRef-research")
    make_organization("mistral")
    make_family("mixtral", developers=["mistral"])
    make_model(
        "alpha",
        sources={"card": WEB_PAGE},
        variants=[
            variant_document(
                "alpha-7b", name="Alpha 7B", license="apache-2.0", params_total=7_000_000_000, context_tokens=8192,
                release_date="2024-05-01", inputs=["text"], outputs=["text"], lineage={"status": "none"},
                evidence={
                    "params_total": {"verification": "recalled"},
                    "context_tokens": {"verification": "verified", "sources": ["card"]},
                },
            ),
            variant_document(
                "alpha-70b", name="Alpha 70B", license="apache-2.0", params_total=70_000_000_000, context_tokens=131072,
                release_date="2024", inputs=["text"], outputs=["text"], lineage={"status": "none"},
            ),
        ],
        offers=[
            offer_document("alpha-azure"),
            offer_document(
                "alpha-databricks", partner="databricks", channel="platform", service="Serving", variants=["alpha-7b"],
                prices=[
                    {"input_per_million": "0.5", "currency": "USD", "as_of": "2026-01-01"},
                    {"input_per_million": "0.2", "output_per_million": "0.9", "currency": "USD", "as_of": "2026-06-01"},
                ],
            ),
        ],
    )  # fmt: skip
    make_model(
        "beta", family="mixtral", developers=["mistral"],
        variants=[
            variant_document(
                "beta-8x7b", name="Beta 8x7B", license="research", params_total=46_700_000_000, release_date="2023-12-11",
                inputs=["image", "text"], outputs=["text"],
            )
        ],
        offers=[offer_document("beta-databricks", partner="databricks", channel="on_device", service="Kit")],
    )  # fmt: skip
    make_model("gamma", developers=["meta", "mistral"], variants=[variant_document("gamma-x", name="Gamma X", open_weights=False)])
