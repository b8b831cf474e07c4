"""How ancestors' licenses reach a model, outputs, time, and what is not identified."""

from dataclasses import replace
from datetime import date

import pytest

from registry.licensing.lineage import Edge, ExternalAncestor, LicensePeriod, Subject, license_subject, own_work
from tests.licensing import facts
from tests.licensing.asking import ask, cited, duties, outcome, use, users

OBLIGED = ("allowed_with_obligations", "allowed_with_obligations")
LLAMA_MONTHS = {"mau": {"2023-06": 1, "2024-06": 1, "2024-11": 1}, "mau_scope": "with_affiliates"}


def child(*edges: Edge, label: str | None = "mit", **more: object) -> Subject:
    license = facts.licenses()[label] if label else None
    return Subject(slug="acme", name="Acme", periods=(LicensePeriod(license),), lineage="declared", bases=edges, **more)  # type: ignore[arg-type]


def on(base: str, relation: str = "finetune", *, same_licensor: bool | None = False) -> Edge:
    return Edge(relation=relation, base=facts.variant(base), same_licensor=same_licensor)


@pytest.mark.parametrize(
    "relation", ["finetune", "adapter", "quantize", "merge", "prune_and_distill", "continued_pretraining", "post_training", "adapter_added"]
)
def test_with_the_weights_flows_the_whole_license_of_the_base(relation):
    subject = child(on("llama-2-7b", relation))
    decision = ask(subject, use("host_api", organization=users("2023-06", 700_000_001)))
    assert (decision.verdict, cited(decision, "need_permission")) == ("needs_permission", {("llama-2-community", "scale_threshold")})
    assert [step.slug for step in decision.reasons[0].via] == ["llama-2-7b"]


@pytest.mark.parametrize("relation", ["distill", "output_training"])
def test_with_outputs_alone_no_threshold_flows(relation):
    subject = child(on("llama-2-7b", relation))
    assert outcome(subject, use("host_api", organization=users("2023-06", 700_000_001))) == ("allowed", "allowed")


def test_each_ancestor_keeps_its_own_month():
    subject = child(on("deepseek-r1-distill-llama-70b"), on("llama-2-7b", "merge"))
    grown = {"mau": {"2023-06": 1, "2024-11": 900_000_000}, "mau_scope": "with_affiliates"}
    decision = ask(subject, use("host_api", organization=grown))
    assert [reason.license for reason in decision.reasons if reason.kind == "fired"] == ["llama-3.3-community"]
    assert [step.slug for step in decision.reasons[0].via] == ["deepseek-r1-distill-llama-70b", "llama-3.3-70b"]


def test_every_parent_of_a_merge_counts():
    merge = {"lineage": [{"license": "apache-2.0", "relation": "merge"}, {"license": "cc-by-nc-4.0", "relation": "merge"}]}
    assert outcome(merge, use("product_that_uses")) == ("prohibited", "prohibited")
    assert outcome(merge, use("use", commercial=False)) == ("allowed", "allowed")
    assert cited(ask(merge, use("product_that_uses")), "prohibit") == {("cc-by-nc-4.0", "purpose")}


def test_the_same_licensor_relicenses_its_own_base():
    assert outcome("deepseek-r1", use("host_api", fields_of_use=["military"])) == ("allowed", "allowed")
    assert outcome("deepseek-v3", use("host_api", fields_of_use=["military"]))[0] == "prohibited"
    assert outcome(child(on("llama-1-7b", same_licensor=True)), use("product_that_uses")) == ("allowed", "allowed")
    assert outcome(child(on("llama-1-7b", same_licensor=None)), use("product_that_uses"))[0] == "prohibited"


def test_the_same_licensor_cannot_relicense_what_others_hold_in_its_base():
    second = child(on("llama-3.3-nemotron-super-49b", same_licensor=True))
    decision = ask(second, use("host_api", organization=users("2024-11", 900_000_000)))
    assert cited(decision, "need_permission") == {("llama-3.3-community", "scale_threshold")}


def test_a_looser_label_is_reported_as_drift_and_covers_only_its_own_part():
    decision = ask("openhermes-13b", use("host_api", organization=LLAMA_MONTHS))
    assert [(reason.license, reason.effect) for reason in decision.reasons if reason.kind == "license_drift"] == [("mit", "permit")]
    assert duties(decision) == {"aup", "license_copy"}
    assert not [reason for reason in ask("deepseek-r1-distill-qwen-7b", use()).reasons if reason.kind == "license_drift"]
    nemotron = ask("llama-3.3-nemotron-super-49b", use(organization=LLAMA_MONTHS))
    assert not [reason for reason in nemotron.reasons if reason.kind == "license_drift"]


def test_what_is_done_with_a_child_is_done_with_a_derivative():
    decision = ask("deepseek-r1-distill-llama-8b", use("host_api", organization=LLAMA_MONTHS))
    assert "naming" in duties(decision)
    assert duties(ask("deepseek-r1-distill-qwen-7b", use("distribute_weights"))) == {
        "license_copy",
        "notice_file",
        "retain_notices",
        "state_changes",
    }


def test_an_undeclared_base_under_a_permissive_label_is_never_allowed():
    decision = ask({"license": "apache-2.0", "lineage": "unknown"}, use())
    assert (decision.verdict, decision.worst_case, decision.causes) == ("unknown", "prohibited", ("undeclared_lineage",))
    assert [question.input for question in decision.questions] == ["/subject/lineage"]
    assert outcome({"license": "llama-1-research", "lineage": "unknown"}, use())[0] == "prohibited"
    assert outcome({"license": "baichuan-7b", "lineage": "unknown"}, use()) == ("needs_permission", "prohibited")


def test_an_ancestor_with_an_undeclared_base_leaves_its_children_open():
    base = replace(facts.variant("qwen3-8b"), lineage="not_declared")
    decision = ask(child(Edge(relation="finetune", base=base)), use())
    assert (decision.verdict, decision.causes) == ("unknown", ("undeclared_lineage",))


def test_no_license_established_needs_permission_and_none_identified_is_unknown():
    decision = ask({"license": "no-license"}, use(commercial=False))
    assert (decision.verdict, decision.worst_case) == ("needs_permission", "needs_permission")
    assert cited(decision, "need_permission") == {("no-license", "grant")}
    decision = ask({"license": None}, use(commercial=False))
    assert (decision.verdict, decision.worst_case, decision.causes) == ("unknown", "prohibited", ("unidentified_license",))


def test_both_kinds_of_ignorance_are_told_apart_and_asked_apart():
    decision = ask({"license": None, "lineage": "unknown"}, use())
    assert decision.causes == ("unidentified_license", "undeclared_lineage")
    assert [question.input for question in decision.questions] == ["/subject/license", "/subject/lineage"]


def test_an_ancestor_without_an_identified_license_leaves_the_child_open():
    decision = ask(own_work((Edge(relation="merge", base=license_subject(None)),)), use())
    assert (decision.verdict, decision.worst_case, decision.causes) == ("unknown", "prohibited", ("unidentified_license",))
    outside = Edge(relation="finetune", base=ExternalAncestor(name="Secret-7B"))
    assert ask(child(outside), use()).verdict == "unknown"


def test_a_closed_model_is_unknown_because_its_contract_is_not_recorded():
    decision = ask("gpt-4", use())
    assert (decision.verdict, decision.worst_case, decision.causes) == ("unknown", "prohibited", ("unidentified_license",))
    assert "contract" in decision.questions[0].text


def test_a_closed_or_external_teacher_is_a_risk_for_the_title_and_no_prohibition():
    decision = ask("openhermes-13b", use("host_api", organization=LLAMA_MONTHS))
    assert [step.slug for reason in decision.reasons if reason.kind == "title_risk" for step in reason.via] == ["gpt-4"]
    alpaca = ask("alpaca-7b", use(commercial=False, purpose="research"))
    assert alpaca.verdict == "allowed_with_obligations"
    assert any("competing models" in reason.summary for reason in alpaca.reasons if reason.kind == "title_risk")


def test_a_teacher_with_an_unidentified_open_license_leaves_the_student_open():
    teacher = Subject(slug="teacher", name="Teacher", open_weights=True)
    assert ask(child(Edge(relation="output_training", base=teacher)), use()).verdict == "unknown"


def test_training_against_the_terms_of_a_teacher_is_a_title_risk_outside_its_family():
    risky = ask(child(on("llama-2-7b", "output_training")), use())
    assert [(reason.license, reason.term_type) for reason in risky.reasons if reason.kind == "title_risk"] == [
        ("llama-2-community", "output_use")
    ]
    family = child(on("llama-2-7b", "output_training"), on("llama-2-13b"), family="acme")
    kinds = {reason.term_type for reason in ask(family, use(organization=LLAMA_MONTHS)).reasons if reason.kind == "title_risk"}
    assert kinds == set()
    permitted = ask(child(on("qwen2.5-72b", "output_training")), use())
    assert not [reason for reason in permitted.reasons if reason.kind == "title_risk"]


def test_a_name_against_the_rule_of_an_ancestor_is_a_title_risk():
    risks = [reason for reason in ask("hermes-3-llama-3.1-405b", use(organization=LLAMA_MONTHS)).reasons if reason.kind == "title_risk"]
    assert [(risk.term_type, [step.slug for step in risk.via]) for risk in risks] == [("naming", ["llama-3.1-405b"])]
    named = ask("llama-3.1-nemotron-51b", use(organization=LLAMA_MONTHS))
    assert not [reason for reason in named.reasons if reason.kind == "title_risk"]


def test_a_license_that_counts_imitations_as_derivatives_reaches_a_distilled_model():
    plan = use("use", fields_of_use=["sexual_content"])
    assert outcome(child(on("gemma-2-27b", "distill")), plan)[0] == "prohibited"
    assert outcome(child(on("gemma-2-27b", "output_training")), plan) == ("unknown", "prohibited")
    assert outcome(child(on("llama-3.1-8b", "distill")), use("use", fields_of_use=["military"]))[0] == "allowed"
    malware = use("use", fields_of_use=["malware"])
    assert outcome(child(on("starcoder2-15b", "output_training")), malware)[0] == "prohibited"


def test_the_weights_ancestors_of_a_teacher_reach_through_its_outputs_and_its_own_teachers_do_not():
    teacher = child(on("gemma-2-27b"), on("bloom-176b", "distill"))
    student = child(Edge(relation="distill", base=teacher))
    assert outcome(student, use("use", fields_of_use=["sexual_content"]))[0] == "prohibited"
    assert outcome(student, use("use", fields_of_use=["medical_advice"]))[0] == "allowed_with_obligations"


@pytest.mark.parametrize(
    ("model", "act", "expected"),
    [
        ("llama-2-70b", "train_other_llm_on_outputs", ("prohibited", "prohibited")),
        ("llama-2-70b", "train_foundation_model_on_outputs", ("unknown", "prohibited")),
        ("llama-3.1-8b", "train_other_llm_on_outputs", OBLIGED),
        ("llama-3.1-8b", "train_foundation_model_on_outputs", OBLIGED),
        ("grok-2", "train_foundation_model_on_outputs", ("prohibited", "prohibited")),
        ("stable-diffusion-3.5-large", "train_foundation_model_on_outputs", ("prohibited", "prohibited")),
        ("hunyuan-a13b", "train_foundation_model_on_outputs", ("prohibited", "prohibited")),
        ("hunyuan-a13b", "distribute_output_trained_model", ("prohibited", "prohibited")),
        ("hunyuan-large", "distribute_output_trained_model", ("unknown", "prohibited")),
        ("qwen2.5-72b", "train_other_llm_on_outputs", ("allowed", "allowed")),
        ("qwen3-8b", "train_other_llm_on_outputs", ("allowed", "allowed")),
    ],
)
def test_training_on_outputs_is_decided_by_acts_and_kind_of_model(model, act, expected):
    months = dict.fromkeys(("2023-06", "2024-06", "2024-10", "2025-05"), 1)
    figures = {"mau": months, "mau_scope": "with_affiliates", "mau_current": 1, "revenue_annual_usd": 1}
    assert outcome(model, use("use", act, organization=figures)) == expected


def test_a_student_that_imitates_is_a_derivative_and_one_that_does_not_is_not():
    acts = ("use", "train_other_llm_on_outputs", "distribute_output_trained_model")
    assert "license_copy" in duties(ask("gemma-3-27b", use(*acts, student_imitates_teacher=True)))
    assert duties(ask("gemma-3-27b", use(*acts, student_imitates_teacher=False))) == {"flow_down", "aup"}
    opened = ask("gemma-3-27b", use(*acts))
    assert {duty.type for duty in opened.pending_obligations} == {"license_copy", "notice_file", "state_changes"}


def test_selling_outputs_of_flux_is_contested_on_the_text():
    decision = ask("flux.1-dev", use("use", "internal_only", "sell_outputs"))
    assert (decision.verdict, decision.worst_case, decision.causes) == ("unknown", "prohibited", ("conflicting_or_ambiguous",))
    assert cited(decision, "ambiguous") == {("flux-1-dev-nc-1.1.1", "output_commercial"), ("flux-1-dev-nc-1.1.1", "output_ownership")}
    assert decision.questions == ()
    assert outcome("flux.1-dev", use("product_that_uses", "sell_outputs")) == ("needs_permission", "prohibited")
    assert outcome("command-r-v01", use("use", "sell_outputs", commercial=None))[0] == "prohibited"
    assert outcome("exaone-3.5-32b", use("use", "sell_outputs"))[0] == "needs_permission"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (None, "allowed"),
        ("2024-05-30", "allowed"),
        ("2024-05-29", "needs_permission"),
        ("2023-11-23", "needs_permission"),
        ("2023-11-22", "unknown"),
        ("2023-01-01", "unknown"),
    ],
)
def test_the_license_of_yi_depends_on_the_day(as_of, expected):
    assert ask("yi-34b", use("product_that_uses"), as_of=as_of).verdict == expected


def test_today_is_the_day_unless_another_is_asked_for():
    plan = use("product_that_uses")
    assert ask("yi-34b", plan, today=date(2024, 5, 29)).verdict == "needs_permission"
    assert ask("yi-34b", plan, today=date(2024, 5, 29), as_of="2024-06-01").verdict == "allowed"


def test_of_two_grants_that_run_the_newer_may_be_taken():
    strict, free = facts.licenses()["cc-by-nc-4.0"], facts.licenses()["mit"]
    subject = Subject(slug="x", periods=(LicensePeriod(free, "2024-05"), LicensePeriod(strict, "2023", "2024-06")))
    assert ask(subject, use(), as_of="2024-05-01").verdict == "allowed"
    assert ask(subject, use(), as_of="2024-04-30").verdict == "prohibited"


def test_a_period_ends_with_the_last_day_that_its_partial_date_can_mean():
    free = facts.licenses()["mit"]
    subject = Subject(slug="x", periods=(LicensePeriod(free, None, "2024-06"),))
    assert ask(subject, use(), as_of="2024-06-30").verdict == "allowed"
    assert ask(subject, use(), as_of="2024-07-01").verdict == "unknown"


def test_a_description_by_lineage_needs_a_base():
    with pytest.raises(ValueError, match="at least one base"):
        own_work(())


def test_outputs_owned_by_the_licensor_are_told():
    decision = ask("exaone-3.5-32b", use("use", commercial=False, purpose="research"))
    assert ("exaone-1.1-nc", "output_ownership") in cited(decision, "inform")


def test_silence_about_outputs_is_told_as_silence_and_not_as_permission():
    decision = ask("qwen3-8b", use("use", "train_other_llm_on_outputs"))
    assert decision.verdict == "allowed"
    assert [(reason.license, reason.effect) for reason in decision.reasons if reason.kind == "silent"] == [("apache-2.0", "inform")]
    permitted = ask("llama-3.1-8b", use("use", "train_other_llm_on_outputs", organization=LLAMA_MONTHS))
    assert ("llama-3.1-community", "output_use") in cited(permitted, "permit")
    for loud in (permitted, ask("qwen3-8b", use("use")), ask("bge-m3", use("host_api"))):
        assert not [reason for reason in loud.reasons if reason.kind == "silent"]
