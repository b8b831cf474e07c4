"""Clauses that decide nothing but that whoever does the act wants to know: told to them, and to nobody else."""

from typing import Any

import pytest

from registry.licensing.lineage import Edge, LicensePeriod, Subject
from tests.licensing import facts
from tests.licensing.asking import ask, use
from tests.licensing.made_up import GRANT, license_of, made

TRAINING = {"type": "output_use", "effect": "permit", "acts": ["train_other_llm_on_outputs"]}
HOSTING = {"type": "hosting", "effect": "permit", "covers": ["host_api"]}
STUDENTS = {"type": "derivative_definition", "effect": "inform", "reaches": ["output_trained_model"]}
NO_COMMERCE = {"type": "purpose", "effect": "prohibit", "prohibited": ["commercial"], "remedy": "none"}


def owned(what: str, owner: str, effect: str = "inform") -> dict[str, Any]:
    return {"type": f"{what}_ownership", "effect": effect, "owner": owner}


@pytest.mark.parametrize(
    ("term", "acts", "is_told"),
    [
        (TRAINING, ["train_other_llm_on_outputs"], True),
        (TRAINING, ["train_foundation_model_on_outputs"], True),
        (TRAINING, ["use"], False),
        ({**TRAINING, "effect": "prohibit"}, ["use"], False),
        (HOSTING, ["host_api"], True),
        (HOSTING, ["host_modified"], True),
        (HOSTING, ["train_other_llm_on_outputs"], False),
        ({"type": "own_terms", "effect": "permit"}, ["train_other_llm_on_outputs", "host_api"], False),
        ({"type": "patent_grant", "effect": "permit", "granted": True}, ["host_api"], False),
        (owned("output", "licensor"), ["use"], True),
        (owned("output", "licensor", "permit"), ["use"], True),
        (owned("output", "licensee"), ["sell_outputs"], False),
        (owned("output", "licensee", "permit"), ["sell_outputs"], True),
        (owned("output", "licensee", "permit"), ["use"], False),
        (owned("derivative", "licensee"), ["distribute_derivative"], True),
        (owned("derivative", "licensee"), ["modify"], False),
        (owned("derivative", "licensor"), ["modify"], True),
        (owned("derivative", "licensor"), ["finetune"], True),
        (owned("derivative", "licensor"), ["use"], False),
        (STUDENTS, ["distribute_output_trained_model"], True),
        (STUDENTS, ["use"], False),
        ({**STUDENTS, "reaches": ["finetune"]}, ["distribute_output_trained_model"], False),
    ],
)
def test_a_clause_is_told_to_those_whom_it_concerns(term, acts, is_told):
    reasons = ask(made(GRANT, term), use(*acts)).reasons
    informs = [(reason.term_type, reason.effect) for reason in reasons if reason.kind == "informs"]
    assert informs == ([(term["type"], term["effect"])] if is_told else [])


def test_of_what_informs_only_the_licensors_outputs_and_those_for_sale_are_told_in_a_refusal():
    terms = (TRAINING, HOSTING, STUDENTS, owned("derivative", "licensor"), NO_COMMERCE)
    acts = ("train_other_llm_on_outputs", "host_api", "distribute_output_trained_model", "modify")
    assert [reason.kind for reason in ask(made(GRANT, *terms), use(*acts)).reasons] == ["fired"]
    kinds = [(reason.kind, reason.term_type) for reason in ask(made(GRANT, NO_COMMERCE, owned("output", "licensor")), use()).reasons]
    assert kinds == [("fired", "purpose"), ("informs", "output_ownership")]


def test_a_clause_that_conflicts_with_another_is_told_as_ambiguous():
    term = {**owned("output", "licensor"), "conflicts_with": "§7"}
    effects = [reason.effect for reason in ask(made(GRANT, term), use()).reasons if reason.kind == "informs"]
    assert effects == ["ambiguous"]


def taught(*terms: dict[str, Any], relation: str = "distill") -> Subject:
    teacher = Subject(slug="teacher", name="Teacher", periods=(LicensePeriod(license_of(GRANT, *terms)),))
    edge = Edge(relation=relation, base=teacher, same_licensor=False)
    return Subject(slug="acme", periods=(LicensePeriod(facts.licenses()["mit"]),), lineage="declared", bases=(edge,))


def test_the_definition_that_makes_a_student_a_derivative_is_told_to_the_student():
    reasons = ask(taught(STUDENTS), use()).reasons
    assert [(reason.license, reason.term_type) for reason in reasons if reason.kind == "informs"] == [("made-up", "derivative_definition")]
    assert not [reason for reason in ask(taught(STUDENTS, relation="finetune"), use()).reasons if reason.kind == "informs"]


def test_a_license_that_does_not_reach_a_student_tells_it_nothing():
    assert not [reason for reason in ask(taught(owned("output", "licensor")), use()).reasons if reason.kind == "informs"]


@pytest.mark.parametrize("act", ["train_other_llm_on_outputs", "train_foundation_model_on_outputs", "sell_outputs", "use"])
def test_silence_about_outputs_is_told_to_those_who_do_something_with_them(act):
    silent = [reason.license for reason in ask(made(GRANT), use(act)).reasons if reason.kind == "silent"]
    assert silent == ([] if act == "use" else ["made-up"])


@pytest.mark.parametrize("term", [TRAINING, {"type": "output_commercial", "effect": "prohibit"}, owned("output", "licensee"), NO_COMMERCE])
def test_a_license_that_speaks_of_outputs_or_refuses_is_not_called_silent(term):
    assert "silent" not in {reason.kind for reason in ask(made(GRANT, term), use("train_other_llm_on_outputs")).reasons}
