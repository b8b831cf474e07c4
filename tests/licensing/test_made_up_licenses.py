"""Clauses that no curated license has in this form, but that an editor may enter tomorrow."""

import pytest

from registry.licensing.lineage import Edge, LicensePeriod, Subject, license_subject
from registry.licensing.terms import LicenseFacts, Term
from tests.licensing import facts
from tests.licensing.asking import ask, duties, outcome, use, users
from tests.licensing.made_up import GRANT, ROUTE, THRESHOLD, USERS, license_of, made


def test_a_license_without_a_recorded_grant_is_unknown():
    decision = ask(made({"type": "trademark", "effect": "inform"}), use())
    assert (decision.verdict, decision.worst_case, decision.causes) == ("unknown", "prohibited", ("unidentified_license",))
    assert decision.questions == ()


@pytest.mark.parametrize(
    ("territory", "places", "expected"),
    [
        ("worldwide", ["FR"], ("allowed", "allowed")),
        ("worldwide except EU, KR", ["FR"], ("prohibited", "prohibited")),
        ("worldwide except EU, KR", ["US", "KR"], ("prohibited", "prohibited")),
        ("worldwide except EU, KR", ["US"], ("allowed", "allowed")),
        ("worldwide except EU", None, ("unknown", "prohibited")),
        ("the civilised world", ["US"], ("unknown", "prohibited")),
        ("worldwide except Mars", ["US"], ("unknown", "prohibited")),
    ],
)
def test_a_territory_in_words_is_read_as_far_as_it_can_be(territory, places, expected):
    assert outcome(made({**GRANT, "territory": territory}), use("use", organization={"territories": places})) == expected


@pytest.mark.parametrize(
    ("acts", "plan", "expected"),
    [
        (["use", "finetune"], ["use", "finetune"], "allowed"),
        (["use"], ["finetune"], "prohibited"),
        (["use", "modify"], ["finetune"], "allowed"),
        (["use", "finetune"], ["modify"], "prohibited"),
        (["use"], ["distribute_weights"], "prohibited"),
        (["use"], ["on_device"], "prohibited"),
        (["use"], ["distribute_derivative"], "prohibited"),
        (["use", "distribute"], ["distribute_weights"], "allowed"),
        (["use"], ["host_modified"], "prohibited"),
        (["reproduce"], ["use"], "prohibited"),
    ],
)
def test_what_is_not_granted_and_has_no_route_is_prohibited(acts, plan, expected):
    assert outcome(made({**GRANT, "acts": acts}), use(*plan))[0] == expected


def test_what_is_not_granted_needs_permission_where_the_text_offers_a_route():
    assert outcome(made({**GRANT, "acts": ["use"]}, ROUTE), use("distribute_weights"))[0] == "needs_permission"
    refusing = {"type": "purpose", "effect": "prohibit", "prohibited": ["commercial"], "remedy": "none"}
    assert outcome(made({**GRANT, "acts": ["use"]}, ROUTE, refusing), use("distribute_weights", commercial=False))[0] == "prohibited"


def test_two_grants_that_cover_commerce_and_the_rest_cover_both_unstated():
    halves = ({**GRANT, "purposes": ["noncommercial"]}, {**GRANT, "purposes": ["commercial"]})
    assert outcome(made(*halves), use(commercial=None)) == ("allowed", "allowed")
    narrow = ({**GRANT, "acts": ["use"], "purposes": ["noncommercial"]}, {**GRANT, "acts": ["use"], "purposes": ["commercial"]})
    assert outcome(made(*narrow), use("host_api", commercial=None)) == ("prohibited", "prohibited")
    assert outcome(made(halves[1]), use(commercial=None)) == ("unknown", "prohibited")


@pytest.mark.parametrize(
    ("purpose", "stated", "expected"),
    [
        ("research", "academic", "allowed"),
        ("academic", "education", "allowed"),
        ("academic", "research", "prohibited"),
        ("personal", "personal", "allowed"),
        ("testing", "evaluation", "allowed"),
        ("testing", "proof_of_concept", "allowed"),
        ("evaluation_in_non_production", "production", "prohibited"),
        ("personal_research", "research", "allowed"),
    ],
)
def test_purposes_are_matched_by_what_they_mean(purpose, stated, expected):
    assert outcome(made({**GRANT, "purposes": [purpose]}), use(commercial=False, purpose=stated))[0] == expected


@pytest.mark.parametrize(
    ("limit", "plan", "expected"),
    [
        ("production", use("product_that_uses", commercial=False, purpose="research"), "prohibited"),
        ("production", use(commercial=False, purpose="internal_business_use"), "prohibited"),
        ("production", use(commercial=False, purpose="proof_of_concept"), "allowed"),
        ("production", use(commercial=False), "unknown"),
        ("internal_business_use", use("internal_only", purpose="research"), "prohibited"),
        ("internal_business_use", use("use", purpose="research"), "allowed"),
        ("product_development", use("product_that_contains", purpose="research"), "prohibited"),
        ("product_development", use("use", purpose="product_development"), "prohibited"),
        ("product_development", use("use", purpose="research"), "allowed"),
        ("end_user_facing", use("host_api", commercial=False), "prohibited"),
        ("end_user_facing", use("distribute_weights", commercial=False), "allowed"),
        ("hosting", use("host_modified", commercial=False), "prohibited"),
        ("hosting", use("use", commercial=False), "allowed"),
        ("hosting_by_commercial_entity", use("host_api"), "prohibited"),
        ("hosting_by_commercial_entity", use("host_api", commercial=False), "unknown"),
        (
            "hosting_by_commercial_entity",
            use("host_api", commercial=False, organization={"business_types": ["image_generation"]}),
            "prohibited",
        ),
        ("hosting_by_commercial_entity", use("use"), "allowed"),
        ("distribution_by_commercial_entity", use("on_device"), "prohibited"),
        ("distribution_by_commercial_entity", use("host_api"), "allowed"),
        ("proof_of_concept_for_revenue", use("use", purpose="proof_of_concept_for_revenue"), "prohibited"),
        ("proof_of_concept_for_revenue", use("use", purpose="evaluation"), "allowed"),
    ],
)
def test_each_limit_of_purpose_bites_where_it_should(limit, plan, expected):
    term = {"type": "purpose", "effect": "prohibit", "prohibited": [limit], "remedy": "none"}
    assert outcome(made(GRANT, term), plan)[0] == expected


def test_a_type_that_no_rule_reads_is_never_allowed():
    strange = Term("made-up#9", "moon_phase", "prohibit", "§9", "Only at full moon.", "verified")
    license = license_of(GRANT)
    subject = license_subject(LicenseFacts(license.slug, license.name, "", "verified", "use_restricted", (*license.terms, strange)))
    decision = ask(subject, use())
    assert (decision.verdict, decision.worst_case, decision.causes) == ("unknown", "prohibited", ("conflicting_or_ambiguous",))


def test_a_revenue_that_nobody_can_state_stays_unknown():
    subject = made(GRANT, {**THRESHOLD, "period": "preceding_calendar_year"})
    decision = ask(subject, use(organization={"revenue_annual_usd": 1, "product_revenue_monthly_usd": 1}))
    assert (decision.verdict, decision.worst_case, decision.questions) == ("unknown", "needs_permission", ())


def test_a_product_earns_no_more_than_its_company():
    subject = made(GRANT, THRESHOLD)
    assert outcome(subject, use(organization={"revenue_monthly_usd": 100}))[0] == "allowed"
    assert outcome(subject, use(organization={"revenue_monthly_usd": 101}))[0] == "unknown"
    assert outcome(subject, use(organization={"revenue_monthly_usd": 900, "product_revenue_monthly_usd": 101}))[0] == "needs_permission"


def test_where_the_text_is_silent_on_affiliates_both_readings_have_to_agree():
    subject = made(GRANT, {**USERS, "includes_affiliates": None})
    group = {**users("2024-06", 60, scope="licensee_only"), "affiliates_mau": {"2024-06": 41}}
    assert outcome(subject, use(organization=group)) == ("unknown", "needs_permission")
    assert outcome(subject, use(organization={**group, "affiliates_mau": {"2024-06": 40}}))[0] == "allowed"
    assert outcome(subject, use(organization={**group, "mau": {"2024-06": 101}}))[0] == "needs_permission"


def test_where_hosting_is_distribution_a_ban_on_redistribution_reaches_it():
    ban = {"type": "redistribution", "effect": "prohibit", "acts": ["distribute_weights"]}
    definition = {"type": "distribution_definition", "effect": "inform", "hosting_is_distribution": True}
    assert outcome(made(GRANT, ban), use("host_api"))[0] == "allowed"
    assert outcome(made(GRANT, ban, definition), use("host_api"))[0] == "prohibited"


@pytest.mark.parametrize(
    ("act", "expected"), [("train_other_llm_on_outputs", "prohibited"), ("sell_outputs", "prohibited"), ("use", "allowed")]
)
def test_a_ban_on_any_use_of_outputs_bans_selling_and_training(act, expected):
    ban = {"type": "output_use", "effect": "prohibit", "acts": ["any_output_use"]}
    assert outcome(made(GRANT, ban), use(act))[0] == expected


def test_a_ban_on_competing_models_is_undetermined_for_other_kinds():
    competing = {"type": "output_use", "effect": "prohibit", "acts": ["train_competing_model_on_outputs"], "model_scope": "text_to_image"}
    assert outcome(made(GRANT, competing), use("train_other_llm_on_outputs"))[0] == "allowed"
    assert outcome(made(GRANT, competing), use("train_foundation_model_on_outputs")) == ("unknown", "prohibited")
    assert outcome(made(GRANT, {**competing, "model_scope": "competitive_model"}), use("train_other_llm_on_outputs"))[0] == "unknown"


def test_a_clause_on_selling_outputs_that_nothing_contradicts_is_plain():
    ban = {"type": "output_commercial", "effect": "prohibit", "conflicts_with": "§7"}
    assert outcome(made(GRANT, ban), use("sell_outputs")) == ("prohibited", "prohibited")
    assert outcome(made(GRANT, ban), use("use")) == ("allowed", "allowed")


def test_a_ban_that_excepts_no_family_makes_every_student_a_risk():
    ban = {"type": "output_use", "effect": "prohibit", "acts": ["train_other_llm_on_outputs"], "except_family": None}
    teacher = Subject(slug="teacher", name="Teacher", periods=(LicensePeriod(license_of(GRANT, ban)),))
    student = Subject(
        slug="student",
        name="Student",
        family="teacher",
        periods=(LicensePeriod(facts.licenses()["mit"]),),
        lineage="declared",
        bases=(Edge(relation="distill", base=teacher, same_licensor=False),),
    )
    risks = [reason for reason in ask(student, use()).reasons if reason.kind == "title_risk"]
    assert [risk.term_id for risk in risks] == ["made-up#1"]


def test_a_credit_without_prescribed_words_has_to_be_read_by_a_person():
    planned = {"display_text": "By Alice, CC-BY", "license_copy": True, "notice_file": True}
    decision = ask({"license": "cc-by-4.0"}, use("distribute_weights", planned=planned))
    assert (duties(decision), decision.compliance) == ({"attribution"}, "undetermined")
    assert [check.as_dict()["status"] for check in decision.compliance_checks] == ["undetermined"]


def test_share_alike_is_broken_by_a_permissive_label():
    planned = {"declared_license": "mit", "license_copy": True}
    assert ask({"license": "agpl-3.0"}, use("distribute_derivative", planned=planned)).compliance == "breach_as_described"
    planned = {"declared_license": "agpl-3.0", "license_copy": True}
    assert ask({"license": "agpl-3.0"}, use("distribute_derivative", planned=planned)).compliance == "compliant_as_described"


def test_an_exemption_from_a_duty_is_not_told_in_a_refusal():
    duty = {"type": "license_copy", "effect": "oblige", "trigger": ["any_use"], "exempt_if": ["received_in_integrated_end_user_product"]}
    refusal = {"type": "purpose", "effect": "prohibit", "prohibited": ["commercial"], "remedy": "none"}
    plan = use(received="integrated_end_user_product")
    assert [reason.kind for reason in ask(made(GRANT, duty, refusal), plan).reasons] == ["fired"]
    assert "exempts" in [reason.kind for reason in ask(made(GRANT, duty), plan).reasons]


def test_a_nonprofit_exemption_cannot_be_told_from_the_facts():
    rich = {"revenue_annual_usd": 20_000_000}
    assert outcome("lfm2-1.2b", use("use", purpose="research", organization=rich)) == ("unknown", "needs_permission")
    assert outcome("lfm2-1.2b", use("use", purpose="production", organization=rich))[0] == "needs_permission"
    assert outcome("lfm2-1.2b", use("use", commercial=False, organization=rich))[0] == "allowed"


def test_an_obligation_in_plain_form_cites_each_license():
    decision = ask("llama-2-7b", use(organization=users("2023-06", 1)))
    assert [duty.as_dict() for duty in decision.obligations] == [
        {
            "type": "aup",
            "hint": "llama-2-aup",
            "text": None,
            "summary": decision.obligations[0].summary,
            "licenses": ["llama-2-community"],
            "demands": [
                {
                    "license": "llama-2-community",
                    "section": "§1.b.iv",
                    "term_id": "llama-2-community#aup",
                    "verification": "verified",
                    "via": [],
                }
            ],
            "triggers": ["any_use"],
            "confidence": "clear",
            "url": "https://ai.meta.com/llama/use-policy",
            "placement": None,
        }
    ]


@pytest.mark.parametrize("reaches", [["distill"], ["output_trained_model_to_imitate"], ["output_trained_model"]])
def test_each_word_for_a_student_reaches_a_distilled_model(reaches):
    definition = {"type": "derivative_definition", "effect": "inform", "reaches": reaches}
    ban = {"type": "field_of_use", "effect": "prohibit", "fields": ["military"]}
    teacher = Subject(slug="teacher", name="Teacher", periods=(LicensePeriod(license_of(GRANT, definition, ban)),))
    edge = Edge(relation="distill", base=teacher, same_licensor=False)
    student = Subject(slug="student", periods=(LicensePeriod(facts.licenses()["mit"]),), lineage="declared", bases=(edge,))
    assert outcome(student, use(fields_of_use=["military"]))[0] == "prohibited"


def test_a_use_outside_the_grant_is_told_once_and_exempts_nobody():
    decision = ask(made({**GRANT, "acts": ["use"]}), use("distribute_weights"))
    assert [(reason.kind, reason.term_type, reason.effect) for reason in decision.reasons] == [("fired", "grant", "prohibit")]


def test_a_conflict_is_told_as_one_even_while_the_plan_is_not_stated():
    plan = {key: value for key, value in use(commercial=False, purpose="research").items() if key != "acts"}
    decision = ask("flux.1-dev", plan)
    assert "output_commercial" in {reason.term_type for reason in decision.reasons if reason.effect == "ambiguous"}
