"""Which clauses are told, as what, and in which order: those that decide, could, or are expected to and do not."""

from typing import Any

import pytest

from registry.licensing.lineage import Edge, LicensePeriod, Subject, license_subject, own_work
from tests.licensing import facts
from tests.licensing.asking import ask, use, users
from tests.licensing.made_up import GRANT, ROUTE, THRESHOLD, USERS, license_of, made

REGION = {"type": "region", "effect": "prohibit", "regions": ["EU"], "basis": "licensee_domicile", "remedy": "none"}
COPY = {"type": "license_copy", "effect": "oblige", "trigger": ["any_use"]}
NO_COMMERCE = {"type": "purpose", "effect": "prohibit", "prohibited": ["commercial"], "remedy": "none"}
DISPLAY = {**THRESHOLD, "effect": "oblige", "obligation": {"type": "attribution", "text": "Acme"}}
del DISPLAY["remedy"]
FEW, MANY = ({"mau_scope": "licensee_only", "mau": {"2024-06": number}} for number in (100, 101))
POOR, RICH = ({"product_revenue_monthly_usd": number} for number in (100, 101))


def told(subject: Subject, plan: dict[str, Any]) -> list[tuple[str, str]]:
    """(kind, term type) of each reason, in order."""
    return [(reason.kind, reason.term_type) for reason in ask(subject, plan).reasons]


def test_a_refusal_tells_what_refuses_and_not_what_does_not():
    subject = made(GRANT, USERS, REGION, COPY)
    assert told(subject, use(organization=MANY)) == [("fired", "scale_threshold")]
    assert told(subject, use(organization={**FEW, "domicile": "FR"})) == [("fired", "region")]
    both = use(organization={**MANY, "domicile": "FR"})
    assert told(subject, both) == [("fired", "region"), ("fired", "scale_threshold")]


def test_a_permission_tells_its_duties_the_gates_that_stay_shut_and_its_grant():
    assert told(made(GRANT, USERS, REGION, COPY), use(organization=FEW)) == [
        ("fired", "license_copy"),
        ("not_triggered", "scale_threshold"),
        ("not_triggered", "region"),
        ("grants", "grant"),
    ]


def test_an_unknown_verdict_tells_what_could_refuse_and_which_refusals_do_not():
    subject = made(GRANT, USERS, REGION, COPY, DISPLAY)
    assert told(subject, use(organization=POOR)) == [("undetermined", "scale_threshold"), ("not_triggered", "region")]
    assert told(subject, use()) == [("undetermined", "scale_threshold"), ("not_triggered", "region")]


def test_the_size_that_does_not_refuse_is_told_while_the_place_is_open():
    plan = use(organization={**FEW, "domicile": None})
    assert told(made(GRANT, USERS, REGION), plan) == [("undetermined", "region"), ("not_triggered", "scale_threshold")]


def test_an_exemption_from_a_duty_is_not_told_where_permission_is_needed():
    exempt = {**COPY, "exempt_if": ["received_in_integrated_end_user_product"]}
    plan = use("host_api", received="integrated_end_user_product")
    assert told(made(GRANT, exempt, ROUTE), plan) == [("fired", "hosting")]


def test_a_duty_of_size_that_does_not_arise_is_told_where_all_is_allowed():
    assert told(made(GRANT, DISPLAY), use(organization=POOR)) == [("not_triggered", "scale_threshold"), ("grants", "grant")]
    assert told(made(GRANT, DISPLAY), use(organization=RICH)) == [("fired", "scale_threshold"), ("grants", "grant")]


def test_a_duty_that_may_arise_is_told_where_no_refusal_may():
    assert told(made(GRANT, DISPLAY), use()) == [("undetermined", "scale_threshold"), ("grants", "grant")]
    assert told(made(GRANT, USERS, DISPLAY), use()) == [("undetermined", "scale_threshold")]
    assert told(made(GRANT, COPY, DISPLAY), use()) == [("fired", "license_copy"), ("grants", "grant")]


def test_in_a_refusal_only_something_worse_is_told_as_open():
    open_size = made(GRANT, USERS, ROUTE, REGION)
    assert told(open_size, use("host_api")) == [("fired", "hosting")]
    nowhere = {**use("host_api"), "organization": {}}
    assert told(open_size, nowhere) == [("fired", "hosting"), ("undetermined", "region")]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [(MANY, [("exempts", "scale_threshold")]), ({}, [("exempts", "scale_threshold")]), (FEW, [("not_triggered", "scale_threshold")])],
)
def test_an_exemption_is_told_where_its_clause_would_bite_or_might(figures, expected):
    exempting = {**USERS, "exempt_if": ["received_in_integrated_end_user_product"]}
    plan = use(organization=figures, received="integrated_end_user_product")
    assert told(made(GRANT, exempting), plan) == [*expected, ("grants", "grant")]


def test_an_exemption_from_size_is_cited_by_the_clause_that_grants_it_and_no_other_is():
    exempt = {"exempt_if": ["received_in_integrated_end_user_product"]}
    relief = {"type": "downstream_exemption", "effect": "inform"}
    in_france = use(organization={**MANY, "domicile": "FR"}, received="integrated_end_user_product")
    subject = made(GRANT, {**USERS, **exempt}, {**REGION, **exempt}, relief)
    assert told(subject, in_france) == [("exempts", "downstream_exemption"), ("exempts", "region"), ("grants", "grant")]
    refused = made(GRANT, {**USERS, **exempt}, NO_COMMERCE)
    assert told(refused, in_france) == [("fired", "purpose"), ("exempts", "scale_threshold")]


def test_what_a_clause_refuses_the_limits_of_the_grant_do_not_repeat():
    narrow = {**GRANT, "acts": ["use"]}
    assert told(made(narrow, ROUTE), use("host_api")) == [("fired", "hosting")]
    graver = use("host_api", commercial=False)
    assert told(made(narrow, ROUTE, NO_COMMERCE), graver) == [("fired", "grant"), ("fired", "hosting")]
    licenses = (license_of(narrow, slug="narrow"), license_of(GRANT, {**ROUTE, "effect": "prohibit", "remedy": "none"}, slug="wide"))
    merge = own_work(tuple(Edge(relation="merge", base=license_subject(license)) for license in licenses))
    assert sorted(told(merge, use("host_api"))) == [("fired", "grant"), ("fired", "hosting")]


@pytest.mark.parametrize(("routes", "effect"), [([ROUTE], "need_permission"), ([], "prohibit")])
def test_a_use_outside_the_grant_has_the_effect_that_the_license_leaves(routes, effect):
    (reason,) = ask(made({**GRANT, "acts": ["use"]}, *routes), use("distribute_weights")).reasons
    assert (reason.term_type, reason.effect) == ("grant", effect)


def labelled(
    own: str, relation: str = "finetune", *terms: dict[str, Any], category: str = "use_restricted", drift: bool = False
) -> Subject:
    base = Subject(slug="base", name="Base", periods=(LicensePeriod(license_of(GRANT, *terms, category=category)),))
    edge = Edge(relation=relation, base=base, same_licensor=False)
    periods = (LicensePeriod(facts.licenses()[own]),)
    return Subject(slug="acme", name="Acme", periods=periods, lineage="declared", bases=(edge,), license_drift=drift)


@pytest.mark.parametrize(
    ("subject", "drifts"),
    [
        (labelled("mit"), True),
        (labelled("mit", category="permissive"), False),
        (labelled("mit", category="permissive", drift=True), True),
        (labelled("mit", "distill"), False),
        (labelled("llama-2-community"), False),
        (labelled("llama-2-community", drift=True), False),
        (labelled("mit", "finetune", NO_COMMERCE), True),
    ],
)
def test_a_label_drifts_where_the_weights_come_under_something_stricter(subject, drifts):
    reasons = ask(subject, use(organization=users("2023-06", 1))).reasons
    assert [reason.license for reason in reasons if reason.kind == "license_drift"] == (["mit"] if drifts else [])


def test_a_drifted_label_carries_nothing_and_the_grant_of_the_base_does():
    assert told(labelled("mit"), use()) == [("license_drift", "grant"), ("grants", "grant")]
    assert told(labelled("mit", "finetune", NO_COMMERCE), use()) == [("fired", "purpose"), ("license_drift", "grant")]


@pytest.mark.parametrize("effect", ["need_permission", "prohibit"])
def test_a_label_that_refuses_itself_is_told_for_that_and_not_as_drift(effect):
    refusal = {**ROUTE, "effect": effect, "remedy": "separate_license" if effect == "need_permission" else "none"}
    own = LicensePeriod(license_of(GRANT, refusal, slug="own", category="permissive"))
    base = Subject(slug="base", name="Base", periods=(LicensePeriod(license_of(GRANT)),))
    edge = Edge(relation="finetune", base=base, same_licensor=False)
    subject = Subject(slug="acme", name="Acme", periods=(own,), lineage="declared", bases=(edge,))
    assert told(subject, use("host_api")) == [("fired", "hosting")]


def test_a_grant_that_covers_the_use_is_not_told_as_one_that_may_not():
    summaries = [reason.summary for subject in (made(GRANT), labelled("mit")) for reason in ask(subject, use()).reasons]
    assert len(summaries) == 3
    assert not [summary for summary in summaries if "outside of what is granted" in summary]


def test_the_same_clause_is_told_once_by_the_shortest_way():
    far = Subject(slug="far", name="Far", periods=(LicensePeriod(license_of(GRANT, NO_COMMERCE)),))
    near = Subject(
        slug="near",
        name="Near",
        periods=far.periods,
        lineage="declared",
        bases=(Edge(relation="finetune", base=far, same_licensor=False),),
    )
    edge = Edge(relation="merge", base=near, same_licensor=False)
    (reason,) = ask(own_work((edge,)), use()).reasons
    assert [step.slug for step in reason.via] == ["near"]
