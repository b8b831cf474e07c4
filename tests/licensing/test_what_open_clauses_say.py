"""What is told of clauses that stay open, and what a decision rests on."""

import pytest

from registry.licensing.commercial_use import commercial_use
from registry.licensing.lineage import Edge, ExternalAncestor, license_subject, own_work
from registry.licensing.terms import LicenseFacts, Term
from tests.licensing.asking import TODAY, ask, outcome, use
from tests.licensing.made_up import GRANT, USERS, license_of, made

BAN_ON_SALE = {"type": "output_commercial", "effect": "prohibit", "conflicts_with": "§7"}
OWNERSHIP = {"type": "output_ownership", "section": "§7"}


def test_why_a_duty_is_open_is_no_reason_for_an_unknown_verdict():
    """The duty is of a type that no rule reads; the verdict turns on the number of users alone."""
    known = license_of(GRANT, USERS)
    strange = Term("made-up#9", "moon_phase", "oblige", "§9", "Bow to the moon.", "verified")
    subject = license_subject(LicenseFacts("made-up", "Made-up", "Nobody", "verified", "use_restricted", (*known.terms, strange)))
    decision = ask(subject, use())
    assert (decision.verdict, decision.worst_case, decision.causes) == ("unknown", "needs_permission", ("missing_input",))
    assert commercial_use(subject, today=TODAY) == "conditional"


@pytest.mark.parametrize(
    ("effect", "section", "expected"),
    [
        ("permit", "§7", ("unknown", "prohibited")),
        ("inform", "§7", ("prohibited", "prohibited")),
        ("permit", "§8", ("prohibited", "prohibited")),
    ],
)
def test_only_a_permission_in_the_clause_named_contradicts_a_ban(effect, section, expected):
    subject = made(GRANT, BAN_ON_SALE, {**OWNERSHIP, "effect": effect, "section": section, "owner": "licensee"})
    assert outcome(subject, use("sell_outputs")) == expected


@pytest.mark.parametrize(
    ("ambiguity", "said"),
    [({}, "Open: §1 conflicts with §7"), ({"ambiguity": "Sale is banned and free."}, "Open: Sale is banned and free.")],
)
def test_a_conflict_is_told_in_the_words_of_the_record_where_it_has_some(ambiguity, said):
    decision = ask(made(GRANT, {**BAN_ON_SALE, **ambiguity}, {**OWNERSHIP, "effect": "permit"}), use("sell_outputs"))
    assert [reason.summary for reason in decision.reasons if reason.kind == "ambiguous"] == [f"Says so. {said}"]


@pytest.mark.parametrize(
    ("grant", "duty", "weakest"),
    [
        ("verified", "verified", "verified"),
        ("verified", "verified_secondary", "verified_secondary"),
        ("recalled", "verified_secondary", "recalled"),
        ("verified_secondary", "recalled", "recalled"),
    ],
)
def test_a_decision_is_as_certain_as_the_weakest_clause_that_it_rests_on(grant, duty, weakest):
    copy = {"type": "license_copy", "effect": "oblige", "trigger": ["any_use"], "verification": duty}
    decision = ask(made({**GRANT, "verification": grant}, copy), use())
    assert (decision.verdict, decision.verification) == ("allowed_with_obligations", weakest)


def test_a_decision_that_rests_on_no_clause_has_nothing_unconfirmed():
    taught = own_work((Edge(relation="distill", base=ExternalAncestor(name="Secret-7B")),))
    decision = ask(taught, use())
    assert (decision.verdict, decision.verification, decision.rests_on_recalled) == ("allowed", "verified", False)
