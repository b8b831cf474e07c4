"""Clauses that apply on a condition: to some uses, to some families, in some places."""

import pytest

from registry.licensing.lineage import LicensePeriod, Subject
from tests.licensing.asking import ask, outcome, use
from tests.licensing.made_up import GRANT, license_of, made

NO_CLOUD = {
    "type": "business_model",
    "effect": "need_permission",
    "business_types": ["cloud_service_provider"],
    "remedy": "separate_license",
}
NOT_COMMERCIAL = {"type": "purpose", "effect": "prohibit", "prohibited": ["commercial"], "remedy": "none"}
CLOUD = {"business_types": ["cloud_service_provider"]}


def test_whether_the_use_is_commercial_is_asked_where_only_a_yes_would_decide():
    """A yes makes the limit bite; a no leaves the verdict to the business, which is not stated either."""
    subject, plan = made(GRANT, NOT_COMMERCIAL, NO_CLOUD), use("use", commercial=None)
    assert outcome(subject, plan) == ("unknown", "prohibited")
    assert outcome(subject, {**plan, "commercial": False})[0] == "unknown"
    assert {question.input for question in ask(subject, plan).questions} == {"/commercial", "/organization/business_types"}


@pytest.mark.parametrize(
    ("wanted", "commercial", "verdict"),
    [
        (True, True, "needs_permission"),
        (True, False, "allowed"),
        (True, None, "unknown"),
        (False, True, "allowed"),
        (False, False, "needs_permission"),
        (False, None, "unknown"),
    ],
)
def test_a_clause_for_one_kind_of_use_leaves_the_other_alone(wanted, commercial, verdict):
    subject = made(GRANT, {**NO_CLOUD, "applies_if": {"commercial": wanted}})
    assert outcome(subject, use("use", commercial=commercial, organization=CLOUD))[0] == verdict


@pytest.mark.parametrize(
    ("family", "verdict"),
    [("cosmos", "prohibited"), ("cosmos-reason", "prohibited"), ("cosmology", "allowed"), ("nemotron", "allowed"), (None, "unknown")],
)
def test_a_clause_for_one_family_is_about_the_family_and_its_branches(family, verdict):
    region = {
        "type": "region",
        "effect": "prohibit",
        "regions": ["KR"],
        "basis": "territory_of_use",
        "applies_to_models": {"family": "cosmos"},
    }
    model = Subject(slug="model", name="Model", family=family, periods=(LicensePeriod(license_of(GRANT, region)),))
    assert outcome(model, use("use", organization={"territories": ["KR"]}))[0] == verdict


@pytest.mark.parametrize(
    ("basis", "tested"),
    [
        ("licensee_domicile", "The test is the licensee's domicile, against KR."),
        ("territory_of_use", "The test is the places where the model is used, against KR."),
    ],
)
def test_a_clause_on_regions_says_which_place_it_looks_at(basis, tested):
    region = {"type": "region", "effect": "prohibit", "regions": ["KR"], "basis": basis}
    decision = ask(made(GRANT, region), use("use", organization={"domicile": "KR", "territories": ["KR"]}))
    assert [reason.summary for reason in decision.reasons if reason.term_type == "region"] == [f"Says so. {tested}"]
