"""What holds for every subject and every use, on generated cases."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from registry.licensing.decide import VERDICTS, Decision, quick_verdict
from registry.licensing.findings import findings, span
from registry.licensing.lineage import Subject, license_subject, own_work
from registry.licensing.terms import LicenseFacts, Term
from registry.licensing.use import BUSINESS_TYPES, FIELDS_OF_USE, PURPOSES, parse_use, substitute
from registry.licensing.vocabulary import ACTS
from tests.licensing import facts
from tests.licensing.asking import TODAY, ask
from tests.licensing.generated import (
    FIGURES,
    MONTHS,
    PLACES,
    REAL_LICENSES,
    full_uses,
    less_known,
    nearly_full_uses,
    subjects,
    uses,
    weight_edges,
)

TERMS = {term.id: term for license in facts.licenses().values() for term in license.terms}
RESTRICTIVE = [term for term in TERMS.values() if term.effect in ("oblige", "need_permission", "prohibit", "terminate")]


def interval(decision: Decision) -> tuple[int, int]:
    return VERDICTS.index(decision.verdict), VERDICTS.index(decision.worst_case)


def spanned(subject: Subject, plan: dict[str, Any]) -> tuple[int, int]:
    return span(findings(subject=subject, use=parse_use(plan), day=TODAY))


def with_terms(license: LicenseFacts, *terms: Term) -> LicenseFacts:
    return replace(license, terms=terms)


@given(st.data(), subjects(), full_uses())
def test_more_knowledge_never_widens_the_interval(data, subject, full):
    less = data.draw(less_known(full))
    fired, possible = spanned(subject, less)
    more_fired, more_possible = spanned(subject, full)
    assert fired <= more_fired <= more_possible <= possible
    known, unknown = interval(ask(subject, full)), interval(ask(subject, less))
    assert known[1] - known[0] <= unknown[1] - unknown[0]
    assert known[1] <= unknown[1]


@given(subjects(), uses(), weight_edges())
def test_another_ancestor_never_makes_a_verdict_milder(subject, plan, edge):
    longer = replace(subject, bases=(*subject.bases, edge), lineage="declared" if subject.lineage == "none" else subject.lineage)
    before, after = interval(ask(subject, plan)), interval(ask(longer, plan))
    assert before[0] <= after[0]
    assert before[1] <= after[1]


@given(st.sampled_from(REAL_LICENSES), st.sampled_from(RESTRICTIVE), uses())
def test_another_restrictive_term_never_makes_a_verdict_milder(slug, term, plan):
    license = facts.licenses()[slug]
    stricter = with_terms(license, *license.terms, replace(term, id=f"added:{term.id}"))
    before, after = (interval(ask(license_subject(one), plan)) for one in (license, stricter))
    assert before[0] <= after[0]
    assert before[1] <= after[1]


@given(st.data(), st.sampled_from(REAL_LICENSES), uses())
def test_the_order_of_terms_and_of_bases_does_not_matter(data, slug, plan):
    license = facts.licenses()[slug]
    shuffled = with_terms(license, *data.draw(st.permutations(license.terms)))
    decisions = [ask(license_subject(one), plan) for one in (license, shuffled)]
    seen = [
        (
            interval(decision),
            set(decision.reasons),
            {(duty.type, duty.text, frozenset(duty.demands)) for duty in decision.obligations},
            {question.input for question in decision.questions},
            decision.causes,
        )
        for decision in decisions
    ]
    assert seen[0] == seen[1]


@given(st.data(), st.lists(weight_edges(), min_size=2, max_size=3), uses())
def test_the_order_of_parents_does_not_matter(data, edges, plan):
    first, second = (own_work(tuple(order)) for order in (edges, data.draw(st.permutations(edges))))
    assert interval(ask(first, plan)) == interval(ask(second, plan))


@given(subjects(), nearly_full_uses())
def test_a_question_that_is_asked_can_change_the_verdict(subject, plan):
    decision = ask(subject, plan)
    changing = [
        question
        for question in decision.questions
        if any(ask(subject, substitute(parse_use(plan), answer).as_dict()).verdict != decision.verdict for answer in question.answers)
    ]
    in_use = [question for question in decision.questions if not question.input.startswith("/subject/")]
    # Where no answer alone decides, those are asked that decide together.
    assert changing == in_use or not changing


GROUPS = {
    "commercial": [("/commercial", True), ("/commercial", False)],
    "fields_of_use": [("/fields_of_use", []), *(("/fields_of_use", [field]) for field in FIELDS_OF_USE)],
    "purpose": [("/purpose", purpose) for purpose in PURPOSES],
    "acts": [("/acts", [act]) for act in ACTS if act != "sell_outputs"],
    "student_imitates_teacher": [("/student_imitates_teacher", True), ("/student_imitates_teacher", False)],
    "domicile": [("/organization/domicile", place) for place in PLACES],
    "territories": [("/organization/territories", [place]) for place in PLACES],
    "business_types": [("/organization/business_types", []), *(("/organization/business_types", [word]) for word in BUSINESS_TYPES)],
    "mau": [(f"/organization/mau/{month}", number) for month in MONTHS for number in FIGURES[::3]],
    "revenue": [(f"/organization/{name}", number) for name in ("revenue_annual_usd", "revenue_12m_usd") for number in FIGURES[::2]],
}


def group_of(pointer: str) -> str:
    if "mau" in pointer:
        return "mau"
    return "revenue" if "revenue" in pointer else pointer.rsplit("/", maxsplit=1)[-1]


def is_stated(plan: dict[str, Any], group: str) -> bool:
    organization = plan["organization"]
    return group in plan or group in organization or any(group_of(f"/{name}") == group for name in organization)


@given(subjects(), nearly_full_uses())
def test_a_question_that_is_not_asked_cannot_change_the_verdict(subject, plan):
    decision = ask(subject, plan)
    asked = {group_of(question.input) for question in decision.questions}
    for group, answers in GROUPS.items():
        if group in asked or is_stated(plan, group):
            continue
        for answer in answers:
            answered = substitute(parse_use(plan), (answer,))
            assert quick_verdict(subject=subject, use=answered, today=TODAY)[0] == decision.verdict, (group, answer)


@given(subjects(), uses())
def test_every_binding_reason_names_a_term_that_exists_or_a_license_that_is_missing(subject, plan):
    for reason in ask(subject, plan).reasons:
        if reason.term_id is None:
            assert reason.license in ("unidentified", "undeclared", "no-license") or reason.kind == "silent"
        else:
            term = TERMS[reason.term_id]
            assert (reason.term_type, reason.section, reason.verification) == (term.type, term.section, term.verification)
            assert reason.term_id.startswith(f"{reason.license}#")


@given(subjects(), uses())
def test_a_decision_is_consistent_with_itself(subject, plan):
    decision = ask(subject, plan)
    verdict, worst = interval(decision)
    assert verdict <= worst
    assert (decision.verdict, decision.worst_case) == quick_verdict(subject=subject, use=parse_use(plan), today=TODAY)
    assert bool(decision.causes) == (decision.verdict == "unknown")
    assert any(reason.is_binding for reason in decision.reasons) or decision.verdict in ("allowed", "allowed_with_obligations")
    assert bool(decision.obligations) == (decision.verdict == "allowed_with_obligations")
    if verdict == worst:
        assert decision.questions == ()


@given(subjects(), uses(), st.data())
def test_equal_signatures_give_equal_decisions(subject, plan, data):
    changes = {
        "slug": st.sampled_from(["derived", "other"]),
        "name": st.sampled_from(["Acme", "Llama-X", "EXAONE-X"]),
        "family": st.sampled_from([None, "llama-2", "cosmos", "acme"]),
        "release_date": st.sampled_from([None, "2025", "2025-06", "2025-06-20", "2025-07-01"]),
        "modalities_in": st.sampled_from([(), ("text",), ("image", "text")]),
        "declared_license": st.sampled_from([None, "mit"]),
        "lineage": st.sampled_from(["none", "not_declared"]),
    }
    name = data.draw(st.sampled_from(sorted(changes)))
    other = replace(subject, **{name: data.draw(changes[name])})
    if other.signature() == subject.signature():
        assert ask(other, plan) == ask(subject, plan)


@given(uses())
def test_catalog_models_of_one_signature_share_one_decision(plan):
    decided: dict[object, Decision] = {}
    for slug in facts.variants():
        subject = facts.variant(slug)
        decision = ask(subject, plan)
        assert decided.setdefault(subject.signature(), decision) == decision


def test_few_signatures_stand_for_many_models():
    assert len({facts.variant(slug).signature() for slug in facts.variants()}) < len(facts.variants()) * 0.6
