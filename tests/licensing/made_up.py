"""Licenses of a few terms each, for clauses that no curated license has in that form."""

from typing import Any

from registry.licensing.lineage import Subject, license_subject
from registry.licensing.terms import LicenseFacts, parse_term

GRANT = {"type": "grant", "effect": "permit", "acts": ["use", "reproduce", "modify", "distribute", "host", "finetune"], "purposes": ["any"]}
THRESHOLD = {
    "type": "scale_threshold",
    "effect": "need_permission",
    "metric": "revenue",
    "operator": "gt",
    "value": 100,
    "currency": "USD",
    "period": "monthly",
    "measurement": "continuous",
    "includes_affiliates": False,
    "basis": "the_product_or_service",
    "remedy": "separate_license",
}
USERS = {
    **{key: value for key, value in THRESHOLD.items() if key not in ("currency", "period")},
    "metric": "monthly_active_users",
    "measurement": "calendar_month_before_release_date",
    "measurement_month": "2024-06",
    "basis": "all_products_and_services",
}
ROUTE = {"type": "hosting", "effect": "need_permission", "remedy": "separate_license"}


def license_of(*terms: dict[str, Any], slug: str = "made-up", category: str = "use_restricted") -> LicenseFacts:
    """A license of these terms, each in §1 unless it says otherwise."""
    common = {"section": "§1", "paraphrase": "Says so.", "verification": "verified"}
    parsed = tuple(parse_term({"id": f"{slug}#{place}", **common, **term}) for place, term in enumerate(terms))
    return LicenseFacts(slug, "Made-up License", "Nobody", "verified", category, parsed)


def made(*terms: dict[str, Any]) -> Subject:
    """The bare license as a subject."""
    return license_subject(license_of(*terms))
