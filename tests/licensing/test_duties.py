"""What must be done, and whether a plan as described does it."""

import pytest

from tests.licensing.asking import ask, duties, outcome, use, users

LLAMA_31 = users("2024-06", 1)
LLAMA_DISTRIBUTION = {"license_copy", "notice_file", "aup", "attribution"}


def test_hosting_is_distribution_only_where_the_license_says_so():
    assert duties(ask("bloom-176b", use("host_api"))) == {"flow_down", "license_copy", "retain_notices", "update_duty"}
    assert duties(ask("qwen3-8b", use("host_api"))) == set()
    assert duties(ask("qwen3-8b", use("distribute_weights"))) == {"license_copy"}


def test_a_term_can_except_hosting_from_distribution():
    assert "notice_file" not in duties(ask("gemma-3-27b", use("host_api")))
    assert "notice_file" in duties(ask("gemma-3-27b", use("distribute_weights")))


def test_passing_on_what_one_has_changed_passes_on_a_derivative():
    assert "state_changes" in duties(ask("bloom-176b", use("finetune", "distribute_weights")))
    assert "state_changes" not in duties(ask("bloom-176b", use("distribute_weights")))
    assert "naming" in duties(ask("llama-3.1-8b", use("modify", "host_api", organization=LLAMA_31)))
    assert "naming" not in duties(ask("llama-3.1-8b", use("host_api", organization=LLAMA_31)))


def test_an_app_with_the_weights_on_the_device_distributes_them():
    assert duties(ask("llama-3.1-8b", use("on_device", organization=LLAMA_31))) == LLAMA_DISTRIBUTION


def test_a_product_that_contains_a_model_uses_it():
    assert "attribution" in duties(ask("llama-3-8b", use("product_that_contains", organization=users("2024-03", 1))))
    assert "attribution" in duties(ask("llama-3-8b", use("product_that_uses", organization=users("2024-03", 1))))
    assert "attribution" not in duties(ask("llama-3.1-8b", use("product_that_uses", organization=LLAMA_31)))


def test_network_copyleft_bites_on_a_modified_service():
    agpl = {"license": "agpl-3.0"}
    assert duties(ask(agpl, use("host_modified"))) == {"network_source"}
    assert duties(ask(agpl, use("modify", "host_api"))) == {"network_source"}
    assert outcome(agpl, use("host_api")) == ("allowed", "allowed")
    assert duties(ask(agpl, use("distribute_derivative"))) == {"share_alike", "license_copy"}


def test_llama_2_has_neither_naming_nor_display_duty():
    plan = use("finetune", "distribute_derivative", organization=users("2023-06", 1))
    assert duties(ask("llama-2-7b", plan)) == {"license_copy", "notice_file", "aup"}


def test_a_fine_tune_for_oneself_needs_no_name():
    assert duties(ask("llama-3.1-8b", use("finetune", "internal_only", organization=LLAMA_31))) == {"aup"}
    assert "naming" in duties(ask("exaone-3.5-32b", use("finetune", commercial=False, purpose="research")))


def test_a_display_duty_for_one_family_leaves_others_alone():
    plan = use("product_that_uses", organization=users("2024-11", 1))
    assert "attribution" not in duties(ask("llama-3.3-nemotron-super-49b", plan))
    pending = ask({"license": "nvidia-open-model-2025-04-28"}, plan).pending_obligations
    assert [duty.text for duty in pending] == ["Built on NVIDIA Cosmos"]


def test_an_encouraged_display_is_no_duty():
    figures = users("2024-10", 1)
    assert "attribution" not in duties(ask("hunyuan-large", use("distribute_weights", organization=figures)))


def test_a_doubtful_trigger_is_a_duty_and_says_so():
    decision = ask("llama-3.1-8b", use("host_api", organization=LLAMA_31))
    assert {duty.type: duty.confidence for duty in decision.obligations} == {
        "license_copy": "ambiguous",
        "attribution": "ambiguous",
        "aup": "clear",
    }
    clear = ask("llama-3.1-8b", use("host_api", "distribute_weights", organization=LLAMA_31))
    assert {duty.confidence for duty in clear.obligations} == {"clear"}


def test_the_same_duty_of_two_licenses_is_one_entry_that_cites_both():
    decision = ask("deepseek-r1-distill-llama-8b", use("distribute_weights", organization=LLAMA_31))
    copies = [duty for duty in decision.obligations if duty.type == "license_copy"]
    assert [duty.licenses for duty in copies] == [("mit", "llama-3.1-community")]
    assert [demand.section for demand in copies[0].demands] == ["¶2", "§1.b.i(A)"]


def test_a_policy_that_may_change_is_given_with_its_address():
    decision = ask("llama-3.1-8b", use(organization=LLAMA_31))
    assert [(duty.hint, duty.url) for duty in decision.obligations] == [("llama-3.1-aup", "https://www.llama.com/llama3_1/use-policy")]


def test_an_exempted_recipient_need_not_pass_the_license_on():
    figures = users("2024-10", 1)
    plan = use("host_api", organization=figures, received="integrated_end_user_product")
    assert "license_copy" not in duties(ask("hunyuan-large", plan))


def test_a_refused_or_open_use_has_no_obligations_list():
    assert ask("llama-2-7b", use("distribute_weights", organization=users("2023-06", 10**9))).obligations == ()
    opened = ask("llama-2-7b", use("distribute_weights"))
    assert opened.obligations == ()
    assert {duty.type for duty in opened.pending_obligations} == {"license_copy", "notice_file", "aup"}


FULL = {"model_name": "Llama-Acme-8B", "display_text": "Built with Llama", "notice_file": True, "license_copy": True}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "compliant_as_described"),
        ({"declared_license": "llama-3.1-community"}, "compliant_as_described"),
        ({"display_text": "Acme Chat. built  with LLAMA, and more"}, "compliant_as_described"),
        ({"model_name": "Acme-Llama-8B"}, "breach_as_described"),
        ({"model_name": "llama-acme"}, "breach_as_described"),
        ({"model_name": None}, "undetermined"),
        ({"display_text": None}, "breach_as_described"),
        ({"display_text": "Powered by Llama"}, "breach_as_described"),
        ({"notice_file": False}, "breach_as_described"),
        ({"notice_file": None}, "undetermined"),
        ({"license_copy": False}, "breach_as_described"),
        ({"declared_license": "MIT"}, "breach_as_described"),
        ({"declared_license": "Apache 2.0"}, "breach_as_described"),
        ({"declared_license": "acme-license"}, "undetermined"),
    ],
)
def test_a_plan_is_held_against_each_duty(change, expected):
    plan = use("finetune", "distribute_derivative", organization=LLAMA_31, planned={**FULL, **change})
    decision = ask("llama-3.1-8b", plan)
    assert (decision.verdict, decision.compliance) == ("allowed_with_obligations", expected)


def test_a_plan_that_is_silent_on_a_duty_is_undetermined():
    plan = use("finetune", "distribute_derivative", organization=LLAMA_31, planned={"model_name": "Llama-Acme"})
    assert ask("llama-3.1-8b", plan).compliance == "undetermined"


def test_the_three_breaches_of_a_careless_plan_are_named():
    careless = {"model_name": "Acme-8B", "display_text": None, "notice_file": False, "license_copy": True}
    plan = use("finetune", "distribute_derivative", organization=LLAMA_31, planned=careless)
    made = ask("llama-3.1-8b", plan).compliance_checks
    assert {check.duty: check.status for check in made} == {
        "naming": "breached",
        "attribution": "breached",
        "notice_file": "breached",
        "license_copy": "met",
    }


def test_a_name_in_the_spelling_of_repositories_keeps_a_prefix_with_a_space():
    plan = use("finetune", "distribute_derivative", organization=users("2024-03", 1), planned={"model_name": "Llama-3-Acme"})
    made = ask("llama-3-8b", plan).compliance_checks
    assert {check.duty: check.status for check in made}["naming"] == "met"


def test_either_wording_satisfies_a_choice_of_displays():
    shown = {"display_text": "Improved using Qwen"}
    plan = use("finetune", "distribute_derivative", organization={"mau_current": 1}, planned=shown)
    made = ask("qwen2.5-72b", plan).compliance_checks
    assert {check.duty: check.status for check in made}["attribution"] == "met"


def test_a_blank_in_a_prescribed_sentence_is_filled_in_by_the_user():
    shown = {"display_text": "AcmeLM is built using Falcon LLM technology from the Technology Innovation Institute"}
    made = ask("falcon-2-11b", use("finetune", "distribute_derivative", planned=shown)).compliance_checks
    assert {check.duty: check.status for check in made}["attribution"] == "met"


def test_a_label_matters_only_for_what_is_passed_on():
    assert ask("llama-3.1-8b", use(organization=LLAMA_31, planned={"declared_license": "mit"})).compliance == "compliant_as_described"
    assert ask("qwen3-8b", use("distribute_derivative", planned={**FULL, "declared_license": "mit"})).compliance == "compliant_as_described"


def test_a_refused_plan_is_not_judged_and_no_plan_is_not_applicable():
    plan = use("distribute_derivative", organization=users("2024-06", 10**9), planned={"model_name": "Acme"})
    assert ask("llama-3.1-8b", plan).compliance == "n/a"
    assert ask("llama-3.1-8b", use("distribute_derivative", organization=LLAMA_31)).compliance == "n/a"
