"""Which questions are asked: those that decide alone, else those that decide together, and never the rest."""

from registry.licensing.lineage import Edge, license_subject, own_work
from registry.licensing.use import parse_use, substitute
from tests.licensing import facts
from tests.licensing.asking import ask, use, users
from tests.licensing.made_up import GRANT, made

K3_REST = {"mau_current": 0, "product_revenue_monthly_usd": 0}


def merged(*licenses: str | None) -> object:
    found = [facts.licenses()[slug] if slug else None for slug in licenses]
    return own_work(tuple(Edge(relation="merge", base=license_subject(license)) for license in found))


def inputs(decision: object) -> list[str]:
    return sorted(question.input for question in decision.questions)  # type: ignore[attr-defined]


def test_what_no_answer_can_settle_alone_is_not_asked_beside_what_can():
    decision = ask(merged(None, "kimi-k3-license"), use("host_api", organization=K3_REST))
    assert inputs(decision) == ["/subject/lineage"]
    known = {**K3_REST, "business_types": ["model_as_a_service"]}
    decision = ask(merged(None, "kimi-k3-license"), use("host_api", organization=known))
    assert inputs(decision) == ["/organization/revenue_12m_usd", "/subject/lineage"]


def test_where_no_answer_decides_alone_those_that_decide_together_are_asked():
    plan = use("host_api", organization={**K3_REST, **users("2024-08", 1), "domicile": None})
    decision = ask(merged("llama-3.2-community", "kimi-k3-license"), plan)
    assert decision.verdict == "unknown"
    assert inputs(decision) == [
        "/organization/business_types",
        "/organization/domicile",
        "/organization/revenue_12m_usd",
        "/subject/variant",
    ]


def test_one_input_is_asked_for_once_whatever_waits_for_it():
    plan = use("host_api", organization={**K3_REST, "revenue_12m_usd": 60_000_000})
    decision = ask(merged("kimi-k3-license", "qwen3.8-max-2026"), plan)
    assert inputs(decision) == ["/organization/business_types"]
    question = decision.questions[0]
    assert question.options == ("model_as_a_service", "ai_work_assistant")
    assert question.term_ids == ("kimi-k3-license#scale_threshold-1", "qwen3.8-max-2026#scale_threshold-2")


def test_fields_of_several_clauses_are_asked_together():
    plan = {key: value for key, value in use("use").items() if key != "fields_of_use"}
    (question,) = ask({"license": "ai2-impact"}, plan).questions
    assert (question.text, question.options) == (
        "Is the model used in any of these fields: military, surveillance?",
        ("military", "surveillance"),
    )


def test_a_question_carries_what_a_form_needs():
    (question,) = ask("llama-3.1-8b", use("use")).questions
    assert question.as_dict() == {
        "key": "size:/organization/mau/2024-06:gt:700000000",
        "text": "Monthly active users of all products of licensee plus affiliates in June 2024 (more than 700,000,000?)",
        "input": "/organization/mau/2024-06",
        "term_ids": ["llama-3.1-community#scale_threshold"],
        "options": [],
        "threshold": 700_000_000,
        "month": "2024-06",
        "cause": "missing_input",
    }


def test_an_answer_given_settles_the_question_both_ways():
    plan = parse_use(use("use"))
    (question,) = ask("llama-3.1-8b", plan.as_dict()).questions
    verdicts = [ask("llama-3.1-8b", substitute(plan, answer).as_dict()).verdict for answer in question.answers]
    assert verdicts == ["allowed_with_obligations", "needs_permission"]


def test_the_answers_to_a_question_of_place_lie_inside_and_outside_the_region():
    plan = parse_use(use("use", organization={**users("2025-03", 1), "domicile": None}))
    (question,) = ask("llama-4-scout", plan.as_dict()).questions
    verdicts = [ask("llama-4-scout", substitute(plan, answer).as_dict()).verdict for answer in question.answers]
    assert verdicts == ["prohibited", "allowed_with_obligations"]
    plan = parse_use(use("use", organization={"territories": None, **users("2024-10", 1)}))
    (question,) = ask("hunyuan-large", plan.as_dict()).questions
    verdicts = [ask("hunyuan-large", substitute(plan, answer).as_dict()).verdict for answer in question.answers]
    assert verdicts == ["prohibited", "allowed_with_obligations"]


def test_finding_the_license_changes_the_answer_both_ways():
    plan = use("product_that_uses")
    (question,) = ask({"license": None}, plan).questions
    assert (question.input, question.cause) == ("/subject/license", "unidentified_license")
    assert [ask({"license": slug}, plan).verdict for slug in ("mit", "llama-1-research")] == ["allowed", "prohibited"]


def test_a_refusal_that_could_be_worse_says_so_and_asks():
    plan = {key: value for key, value in use("use").items() if key != "fields_of_use"}
    decision = ask({"license": "baichuan-7b", "lineage": "unknown"}, plan)
    assert (decision.verdict, decision.worst_case, inputs(decision)) == ("needs_permission", "prohibited", ["/subject/lineage"])
    assert [reason.license for reason in decision.reasons if reason.kind == "undetermined"] == ["undeclared"]


def test_a_settled_verdict_asks_nothing():
    assert ask("llama-1-7b", use("product_that_uses")).questions == ()
    assert ask("qwen3-8b", {}).verdict == "allowed"


def test_unstated_acts_are_asked_for_where_they_decide():
    plan = {key: value for key, value in use().items() if key != "acts"}
    decision = ask("qwen3-8b", plan)
    assert (decision.verdict, decision.worst_case, inputs(decision)) == ("allowed", "allowed_with_obligations", ["/acts"])
    decision = ask("falcon-180b", plan)
    assert (decision.verdict, decision.worst_case, inputs(decision)) == ("unknown", "needs_permission", ["/acts"])


def test_a_decision_in_plain_form_holds_what_the_interface_promises():
    plain = ask("deepseek-r1-distill-llama-70b", use("host_api", organization=users("2024-11", 900_000_000))).as_dict()
    assert (plain["verdict"], plain["worst_case"], plain["obligations"], plain["questions"]) == (
        "needs_permission",
        "needs_permission",
        [],
        [],
    )
    assert "not legal advice" in str(plain["disclaimer"])
    assert plain["decided_for"] == "2026-11-21"
    reasons = plain["reasons"]
    assert isinstance(reasons, list)
    assert reasons[0] == {
        "license": "llama-3.3-community",
        "term_type": "scale_threshold",
        "section": "§2",
        "effect": "need_permission",
        "kind": "fired",
        "summary": reasons[0]["summary"],
        "verification": "verified",
        "term_id": "llama-3.3-community#scale_threshold",
        "via": [{"slug": "llama-3.3-70b", "name": "Llama 3.3 70B Instruct", "relation": "finetune"}],
        "causes": [],
    }
    assert "900,000,000; the clause catches more than 700,000,000." in reasons[0]["summary"]


def test_a_question_names_only_the_clauses_that_its_answer_could_decide():
    """A copy of the license is owed whatever the use is: whether a notice is owed too changes no verdict, the ban on commerce does."""
    copy = {"type": "license_copy", "effect": "oblige", "trigger": ["any_use"]}
    notice = {"type": "notice_file", "effect": "oblige", "trigger": ["commercial_use"]}
    ban = {"type": "purpose", "effect": "prohibit", "prohibited": ["commercial"], "remedy": "none"}
    (question,) = ask(made(GRANT, copy, notice, ban), use("use", commercial=None)).questions
    assert (question.input, question.term_ids) == ("/commercial", ("made-up#3",))
    (question,) = ask(made(GRANT, notice, ban), use("use", commercial=None)).questions
    assert (question.input, question.term_ids) == ("/commercial", ("made-up#2", "made-up#1"))
