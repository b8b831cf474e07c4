"""Three releases of one line, as their licenses changed."""

from tests.factories import GRANT, MANY_USERS, NOT_COMMERCIAL, WEB_PAGE, make_license, make_model, offer_document, variant_document

NAMING = {
    "id": "name", "type": "naming", "effect": "oblige", "section": "1.b", "paraphrase": "Names begin with Llama.", "verification": "verified",
    "prefix": "Llama", "trigger": ["distribute_derivative"],
}  # fmt: skip


def three_releases() -> None:
    """llama-1 for research, llama-2 and llama-3 with a size threshold of their own month; llama-3 with a naming duty."""
    sources = {"card": WEB_PAGE}
    make_license(
        "one", name="License One", license_ref="LicenseRef-one", category="research_only", terms=[GRANT, NOT_COMMERCIAL], sources=sources
    )
    make_license("two", name="License Two", license_ref="LicenseRef-two", category="community_with_thresholds",
                 terms=[GRANT, MANY_USERS], sources=sources, spdx_id="")  # fmt: skip
    later = {**MANY_USERS, "measurement_month": "2024-06"}
    make_license("three", name="License Three", license_ref="LicenseRef-three", category="community_with_thresholds",
                 terms=[GRANT, later, NAMING], sources=sources, predecessor="two")  # fmt: skip
    for number, (license, context) in enumerate([("one", 2_048), ("two", 4_096), ("three", 131_072)], start=1):
        price = {"input_per_million": str(number), "currency": "USD", "as_of": "2026-01-02", "source": "card"}
        offers = [offer_document(f"llama-{number}-azure", prices=[price])] if number > 1 else []
        variant = variant_document(
            f"llama-{number}-7b", license=license, context_tokens=context, lineage={"status": "none"}, params_total=7_000_000_000,
            release_date=f"202{number + 1}-07-18",
        )  # fmt: skip
        make_model(
            f"llama-{number}", name=f"Llama {number}", variants=[variant], offers=offers, sources=sources, aliases=[f"LLaMA v{number}"]
        )
