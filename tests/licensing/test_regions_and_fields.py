"""Where and for what: regions, fields of use, purposes, hosting, registration, business."""

import pytest

from registry.licensing.countries import COUNTRIES, EEA, EU, EU_MEMBER_STATES
from tests.licensing.asking import ask, cited, duties, outcome, use, users

LLAMA_4 = users("2025-03", 1)
LLAMA_32 = users("2024-08", 1)
HUNYUAN = users("2025-05", 1, scope="licensee_only")


def test_the_union_has_27_member_states_and_the_eea_three_more():
    assert (len(EU_MEMBER_STATES), len(set(COUNTRIES)), EEA - EU) == (27, 249, {"NO", "IS", "LI"})
    assert not EU & {"GB", "CH", "NO", "IS", "LI", "TR", "UA"}
    assert set(COUNTRIES) >= EEA


@pytest.mark.parametrize("country", ["FR", "DE", "IE", "HR", "CY", "RE", "AX"])
def test_a_licensee_in_the_union_has_no_rights_in_multimodal_llama(country):
    for model, figures in (("llama-4-scout", LLAMA_4), ("llama-3.2-90b-vision", LLAMA_32)):
        assert outcome(model, use("use", organization={**figures, "domicile": country})) == ("prohibited", "prohibited")


@pytest.mark.parametrize("country", ["NO", "IS", "LI", "CH", "GB", "US", "KR"])
def test_the_economic_area_and_the_united_kingdom_are_not_the_union(country):
    assert outcome("llama-4-scout", use("use", organization={**LLAMA_4, "domicile": country}))[0] == "allowed_with_obligations"
    assert (
        outcome("hunyuan-large", use("use", organization={"territories": [country], **users("2024-10", 1)}))[0]
        == "allowed_with_obligations"
    )


def test_the_unknown_domicile_of_a_multimodal_licensee_decides_and_is_asked():
    decision = ask("llama-4-scout", use("use", organization={**LLAMA_4, "domicile": None}))
    assert (decision.verdict, decision.worst_case) == ("unknown", "prohibited")
    assert [question.input for question in decision.questions] == ["/organization/domicile"]


def test_text_only_llama_never_asks_for_the_domicile():
    for model, month in (("llama-3.2-3b", "2024-08"), ("llama-3.3-70b", "2024-11")):
        decision = ask(model, use("use", organization={**users(month, 1), "domicile": None}))
        assert (decision.verdict, decision.questions) == ("allowed_with_obligations", ())


def test_a_bare_license_for_multimodal_models_asks_which_model():
    decision = ask({"license": "llama-3.2-community"}, use("use", organization={**LLAMA_32, "domicile": "FR"}))
    assert (decision.verdict, decision.worst_case) == ("unknown", "prohibited")
    assert [question.input for question in decision.questions] == ["/subject/variant"]


def test_end_users_of_a_product_in_the_union_are_exempt():
    in_france = {**LLAMA_4, "domicile": "FR"}
    decision = ask("llama-4-scout", use("use", organization=in_france, received="integrated_end_user_product"))
    assert decision.verdict == "allowed_with_obligations"
    assert ("llama-4-community", "region") in cited(decision, "exempts")


@pytest.mark.parametrize(
    ("model", "territories", "expected"),
    [
        ("hunyuan-a13b", ["KR"], "prohibited"),
        ("hunyuan-a13b", ["US", "GB"], "prohibited"),
        ("hunyuan-a13b", ["DE"], "prohibited"),
        ("hunyuan-a13b", ["NO", "JP"], "allowed_with_obligations"),
        ("hunyuan-large", ["KR", "GB"], "allowed_with_obligations"),
        ("hunyuan-large", ["US", "IT"], "prohibited"),
    ],
)
def test_hunyuan_asks_where_the_model_is_used(model, territories, expected):
    figures = {**HUNYUAN, "mau": {"2025-05": 1, "2024-10": 1}, "territories": territories}
    assert outcome(model, use("host_api", organization=figures)) == (expected, expected)


def test_domicile_in_the_union_does_not_answer_for_the_territory_of_use():
    figures = {**HUNYUAN, "domicile": "FR", "territories": None}
    decision = ask("hunyuan-a13b", use("host_api", organization=figures))
    assert (decision.verdict, decision.worst_case) == ("unknown", "prohibited")
    assert [question.input for question in decision.questions] == ["/organization/territories"]


@pytest.mark.parametrize(
    ("model", "field", "expected"),
    [
        ("bloom-176b", "medical_advice", "prohibited"),
        ("bloom-176b", "medical_advice_as_substitute", "prohibited"),
        ("starcoder2-15b", "medical_advice", "allowed"),
        ("starcoder2-15b", "medical_advice_as_substitute", "prohibited"),
        ("deepseek-v3", "military", "prohibited"),
        ("deepseek-r1", "military", "allowed"),
        ("gemma-3-27b", "military", "allowed_with_obligations"),
        ("gemma-3-27b", "sexual_content", "prohibited"),
        ("llama-1-7b", "biometric", "prohibited"),
        ("sdxl-1.0", "law_enforcement_automated", "prohibited"),
    ],
)
def test_fields_of_use_are_excluded_by_their_own_codes(model, field, expected):
    plan = use("use", "internal_only", commercial=False, fields_of_use=[field], purpose="research")
    assert outcome(model, plan)[0] == expected


def test_unstated_fields_leave_a_restricted_license_open_and_a_free_one_alone():
    plan = {key: value for key, value in use("use").items() if key != "fields_of_use"}
    decision = ask("deepseek-v3", plan)
    assert (decision.verdict, decision.worst_case, decision.causes) == ("unknown", "prohibited", ("missing_input",))
    assert [question.input for question in decision.questions] == ["/fields_of_use"]
    assert outcome("qwen3-8b", plan) == ("allowed", "allowed")


def test_a_policy_whose_fields_are_not_recorded_leaves_outputs_open():
    assert outcome("falcon-2-11b", use("use", fields_of_use=["military"])) == ("unknown", "prohibited")
    assert outcome("falcon-2-11b", use("use")) == ("allowed_with_obligations", "allowed_with_obligations")
    plan = {key: value for key, value in use("use").items() if key != "fields_of_use"}
    assert [question.input for question in ask("falcon-2-11b", plan).questions] == ["/fields_of_use"]


def test_circumventing_a_safety_limit_is_refused_where_the_text_says_so():
    plan = use("use", "circumvent_guardrail", organization={**users("2024-11", 1)})
    decision = ask("llama-3.3-nemotron-super-49b", plan)
    assert decision.verdict == "prohibited"
    assert cited(decision, "terminate") == {("nvidia-open-model-2025-04-28", "guardrail")}
    assert ("llama-3.3-community", "field_of_use") in cited(decision, "prohibit")
    assert outcome("qwen3-8b", plan) == ("allowed", "allowed")


@pytest.mark.parametrize(
    ("model", "commercial", "purpose", "expected"),
    [
        ("llama-1-65b", False, "research", "allowed_with_obligations"),
        ("llama-1-65b", False, "personal", "prohibited"),
        ("llama-1-65b", True, "research", "prohibited"),
        ("orca-2-13b", True, None, "prohibited"),
        ("qwen-1.8b", False, "evaluation", "allowed"),
        ("qwen2.5-3b", False, "research", "allowed"),
        ("qwen2.5-3b", False, "personal", "needs_permission"),
        ("exaone-3.5-32b", False, "research", "allowed"),
        ("command-r-v01", False, None, "allowed"),
        ("command-r-v01", True, None, "prohibited"),
        ("mobileclip2-s0", False, "research", "allowed"),
        ("mobileclip2-s0", True, None, "prohibited"),
        ("codestral-22b", False, "testing", "allowed"),
        ("codestral-22b", True, None, "needs_permission"),
        ("mistral-large-2-2407", False, "research", "allowed"),
        ("mistral-large-2-2407", False, "proof_of_concept", "needs_permission"),
        ("mistral-large-2-2407", False, "internal_business_use", "needs_permission"),
        ("flux.1-dev", False, "evaluation", "allowed_with_obligations"),
        ("flux.1-dev", True, None, "needs_permission"),
        ("baichuan2-13b", True, None, "needs_permission"),
        ("baichuan2-13b", False, "research", "allowed"),
    ],
)
def test_research_and_noncommercial_licenses(model, commercial, purpose, expected):
    figures = users("2023-06", 1, dau_current=1, business_types=[])
    assert outcome(model, use(commercial=commercial, purpose=purpose, organization=figures))[0] == expected


def test_unstated_commerce_under_a_noncommercial_license_decides_and_is_asked():
    decision = ask("command-r-v01", use(commercial=None))
    assert (decision.verdict, decision.worst_case) == ("unknown", "prohibited")
    assert [question.input for question in decision.questions] == ["/commercial"]


def test_an_unstated_purpose_under_a_research_license_decides_and_is_asked():
    decision = ask("llama-1-7b", use("use", commercial=False))
    assert (decision.verdict, [question.input for question in decision.questions]) == ("unknown", ["/purpose"])


@pytest.mark.parametrize(
    ("model", "purpose", "expected", "clause"),
    [
        ("llama-1-7b", "research", "prohibited", "grant"),
        ("mistral-large-2-2407", "research", "needs_permission", "grant"),
        ("codestral-22b", "testing", "needs_permission", "purpose"),
        ("flux.1-dev", "evaluation", "needs_permission", "purpose"),
        ("falcon-180b", None, "needs_permission", "hosting"),
    ],
)
def test_a_grant_without_hosting_does_not_cover_an_api(model, purpose, expected, clause):
    decision = ask(model, use("host_api", commercial=False, purpose=purpose))
    assert decision.verdict == expected
    assert {reason.term_type for reason in decision.reasons if reason.kind == "fired"} == {clause}


def test_falcon_180b_is_free_for_products_and_internal_use():
    assert outcome("falcon-180b", use())[0] == "allowed_with_obligations"
    assert outcome("falcon-180b", use("product_that_uses"))[0] == "allowed_with_obligations"


def test_registration_may_be_a_duty_or_an_approval():
    assert duties(ask({"license": "glm-4-9b"}, use("product_that_uses"))) == {"registration"}
    assert outcome({"license": "baichuan-7b"}, use("product_that_uses"))[0] == "needs_permission"
    assert outcome({"license": "glm-4-9b"}, use("use", commercial=False)) == ("allowed", "allowed")


def test_a_competitor_or_a_service_may_need_permission_whatever_its_size():
    assert (
        outcome({"license": "qwen-community-2026"}, use("use", organization={"business_types": ["model_as_a_service"]}))[0]
        == "needs_permission"
    )
    assert outcome({"license": "qwen-community-2026"}, use("use", organization={"business_types": []}))[0] == "allowed"
    decision = ask({"license": "qwen-community-2026"}, use("use"))
    assert (decision.verdict, [question.input for question in decision.questions]) == ("unknown", ["/organization/business_types"])


def test_verbatim_redistribution_may_be_refused_while_derivatives_may_pass():
    assert outcome({"license": "ai2-impact"}, use("distribute_weights"))[0] == "prohibited"
    assert outcome({"license": "ai2-impact"}, use("on_device"))[0] == "prohibited"
    assert duties(ask({"license": "ai2-impact"}, use("distribute_derivative"))) == {"flow_down", "reporting"}
    assert outcome({"license": "ai2-impact"}, use()) == ("allowed", "allowed")


def test_commercial_use_of_the_first_falcon_needs_an_agreement_on_royalties():
    assert outcome({"license": "tii-falcon-llm-1.0"}, use())[0] == "needs_permission"
    assert outcome({"license": "tii-falcon-llm-1.0"}, use(commercial=False)) == ("allowed", "allowed")
