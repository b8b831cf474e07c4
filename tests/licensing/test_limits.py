"""Edges that only one figure, one code or one clause lies on."""

from datetime import date
from typing import Any

import pytest

from registry.licensing.decide import decide
from registry.licensing.lineage import Edge, ExternalAncestor, LicensePeriod, Subject, license_subject
from registry.licensing.terms import LicenseFacts, parse_term
from registry.licensing.use import InvalidUse, parse_use

TODAY = date(2026, 11, 21)
GRANT: dict[str, Any] = {
    "id": "grant", "type": "grant", "effect": "permit", "section": "1", "paraphrase": "Use it.", "verification": "verified",
    "acts": ["use", "reproduce", "modify", "distribute", "host", "finetune"], "purposes": ["any"],
}  # fmt: skip
PRODUCT = parse_use({"commercial": True, "acts": ["product_that_uses"], "fields_of_use": []})


def license_with(**grant: Any) -> LicenseFacts:
    return LicenseFacts(
        slug="plain",
        name="Plain",
        licensor="Somebody",
        verification="verified",
        category="permissive",
        terms=(parse_term({**GRANT, **grant}),),
    )


def mistakes(use: dict[str, Any]) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidUse) as refused:
        parse_use(use)
    return refused.value.errors


def test_at_most_fifty_mistakes_are_named() -> None:
    assert len(mistakes({"acts": ["fly"] * 60})) == 50


def test_the_largest_amount_is_a_thousand_million_million() -> None:
    assert parse_use({"organization": {"mau_current": 1_000_000_000_000_000}}).organization is not None
    assert [code for _, code, _ in mistakes({"organization": {"mau_current": 1_000_000_000_000_001}})] == ["too_large"]


def test_only_who_writes_uk_is_told_of_gb() -> None:
    (uk,), (elsewhere,) = mistakes({"organization": {"domicile": "UK"}}), mistakes({"organization": {"domicile": "XX"}})
    assert "GB" in uk[2]
    assert "GB" not in elsewhere[2]


@pytest.mark.parametrize(("same_licensor", "verdict"), [(True, "allowed"), (False, "unknown"), (None, "unknown")])
def test_an_ancestor_outside_the_catalog_matters_unless_the_same_licensor_made_it(same_licensor: bool | None, verdict: str) -> None:
    outside = ExternalAncestor(name="never released", kind="unreleased_model")
    edge = Edge(relation="continued_pretraining", same_licensor=same_licensor, base=outside)
    subject = Subject(slug="child", periods=(LicensePeriod(license_with()),), lineage="declared", bases=(edge,))
    assert decide(subject=subject, use=PRODUCT, today=TODAY).verdict == verdict


def test_a_territory_with_a_place_that_is_no_region_decides_nothing() -> None:
    decision = decide(subject=license_subject(license_with(territory="worldwide except EU, Atlantis")), use=PRODUCT, today=TODAY)
    assert decision.verdict == "unknown"
    assert decision.causes == ("conflicting_or_ambiguous",)


def test_what_only_a_favourable_finding_would_settle_is_asked_too() -> None:
    """Whether the clause applies and what it measures are both open: learning that it is not exceeded settles the verdict alone."""
    threshold = {
        "id": "users", "type": "scale_threshold", "effect": "need_permission", "section": "2", "paraphrase": "Above it, ask.",
        "verification": "verified", "metric": "monthly_active_users", "operator": "gt", "value": 1_000_000,
        "measurement": "calendar_month_before_release_date", "basis": "all_products_and_services", "includes_affiliates": True,
        "applies_if": {"commercial": True}, "remedy": "separate_license",
    }  # fmt: skip
    plain = license_with()
    limited = LicenseFacts(
        slug="limited", name="Limited", licensor="Somebody", verification="verified", category="community_with_thresholds",
        terms=(*plain.terms, parse_term(threshold)),
    )  # fmt: skip
    use = parse_use({"acts": ["product_that_uses"], "fields_of_use": []})
    decision = decide(subject=license_subject(limited), use=use, today=TODAY)
    assert decision.verdict == "unknown"
    assert {question.input for question in decision.questions} == {"/commercial", "/subject/variant"}


def test_a_grant_for_non_commercial_use_alone_leaves_an_unstated_use_unknown() -> None:
    subject = license_subject(license_with(purposes=["noncommercial"]))
    unstated = parse_use({"acts": ["use", "internal_only"], "fields_of_use": []})
    assert decide(subject=subject, use=unstated, today=TODAY).verdict == "unknown"
    assert (
        decide(subject=subject, use=parse_use({"commercial": False, "acts": ["use"], "fields_of_use": []}), today=TODAY).verdict
        == "allowed"
    )
