"""A small catalog with the licenses that people ask about first, and questions to it."""

from typing import Any

from tests.factories import GRANT, MANY_USERS, NOT_COMMERCIAL, make_license, make_model, offer_document, variant_document

CARD = {"kind": "web_page", "url": "https://example.org/llama-2", "title": "Llama 2 license", "read_on": "2026-11-21"}
ARCHIVED = {"kind": "stored_public_file", "archive_id": "777"}
NAMING = {
    "id": "name", "type": "naming", "effect": "oblige", "section": "1.b.i", "paraphrase": "Its name begins with Llama.",
    "verification": "recalled", "prefix": "Llama", "trigger": ["distribute_derivative", "distribute_output_trained_model"],
}  # fmt: skip
POLICY = {
    "id": "policy", "type": "aup", "effect": "oblige", "section": "1.b.iv", "paraphrase": "Keep to the acceptable use policy.",
    "verification": "verified", "policy": "Llama 2 Acceptable Use Policy", "mutable_url": "https://example.org/use-policy", "trigger": ["any_use"],
}  # fmt: skip
PRODUCT = {"commercial": True, "acts": ["product_that_uses"], "fields_of_use": []}
HOST = {"commercial": True, "acts": ["host_api"], "fields_of_use": []}


def with_users(number: Any, *, month: str = "2023-06", **use: Any) -> dict[str, Any]:
    """A commercial product by an organization with so many users in a month, its affiliates' included."""
    return {**PRODUCT, "organization": {"domicile": "US", "mau": {month: number}, "mau_scope": "with_affiliates"}, **use}


def catalog() -> None:
    """Llama 1 (research), Llama 2 (700M in June 2023), Llama 3.1 and 3.3, an MIT label over Llama 3.3, and a model without a license."""
    make_license("mit")
    make_license("llama-1-research", license_ref="LicenseRef-llama-1", category="research_only", terms=[GRANT, NOT_COMMERCIAL])
    make_license(
        "llama-2-community", license_ref="LicenseRef-llama-2", category="community_with_thresholds",
        sources={"card": CARD, "archived": ARCHIVED},
        terms=[{**GRANT, "sources": ["archived"]}, {**MANY_USERS, "sources": ["archived", "card"]}, POLICY],
    )  # fmt: skip
    make_license(
        "llama-3.1-community", license_ref="LicenseRef-llama-3.1", category="community_with_thresholds",
        terms=[GRANT, {**MANY_USERS, "measurement_month": "2024-06"}, NAMING],
    )  # fmt: skip
    make_license(
        "llama-3.3-community", license_ref="LicenseRef-llama-3.3", category="community_with_thresholds",
        terms=[GRANT, {**MANY_USERS, "measurement_month": "2024-11"}],
    )  # fmt: skip
    scratch = {"status": "none"}
    make_model("llama-1", variants=[variant_document("llama-1-7b", license="llama-1-research", lineage=scratch)])
    make_model(
        "llama-2",
        variants=[
            variant_document("llama-2-7b", license="llama-2-community", lineage=scratch),
            variant_document("llama-2-70b", license="llama-2-community", lineage=scratch),
        ],
        offers=[offer_document("llama-2-azure")],
    )
    make_model("llama-3.1", variants=[variant_document("llama-3.1-405b", license="llama-3.1-community", lineage=scratch)])
    make_model("llama-3.3", variants=[variant_document("llama-3.3-70b", license="llama-3.3-community", lineage=scratch)])
    bases = {"status": "declared", "bases": [{"base": "llama-3.3-70b", "relation": "finetune"}]}
    make_model(
        "deepseek-r1", family="deepseek", developers=["deepseek"],
        variants=[
            variant_document("deepseek-r1", license="mit", lineage=scratch),
            variant_document("deepseek-r1-distill-llama-70b", license="mit", declared_license="mit", lineage=bases),
        ],
        offers=[
            offer_document("r1-azure", variants=["deepseek-r1"]),
            offer_document("r1-distill-azure", variants=["deepseek-r1-distill-llama-70b"]),
        ],
    )  # fmt: skip
    make_model("mystery", family="mystery", developers=["nobody"], variants=[variant_document("mystery-7b")])


def offers_of_a_mixed_model() -> None:
    """A model with a free and a bound variant, offered as a whole, by variant, and in a size that has no row here."""
    scratch = {"status": "none"}
    make_model(
        "mixed",
        variants=[
            variant_document("mixed-7b", license="mit", lineage=scratch),
            variant_document("mixed-70b", license="llama-2-community", lineage=scratch),
        ],
        offers=[
            offer_document("mixed-whole"),
            offer_document("mixed-free", partner="aws", variants=["mixed-7b"]),
            offer_document("mixed-bound", partner="aws", service="Other", variants=["mixed-70b"]),
            offer_document("mixed-elsewhere", partner="aws", service="Third", other_variant="Mixed 13B"),
        ],
    )
