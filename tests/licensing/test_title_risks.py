"""Breaches upstream: who may have named or trained a model against a license, and who may not have."""

from typing import Any

import pytest

from registry.licensing.lineage import Edge, ExternalAncestor, LicensePeriod, Subject, license_subject, own_work
from registry.licensing.terms import LicenseFacts
from tests.licensing import facts
from tests.licensing.asking import ask, use
from tests.licensing.made_up import GRANT, license_of

BAN = {"type": "output_use", "effect": "prohibit", "acts": ["train_other_llm_on_outputs"]}


def model(license: LicenseFacts | None, *edges: Edge, slug: str = "acme", name: str = "Acme", family: str | None = None) -> Subject:
    lineage = "declared" if edges else "none"
    return Subject(slug=slug, name=name, family=family, periods=(LicensePeriod(license),), lineage=lineage, bases=edges)


def teacher(*terms: dict[str, Any]) -> Subject:
    return model(license_of(GRANT, *terms), slug="teacher", name="Teacher")


def student(relation: str, base: Subject | ExternalAncestor, *, same_licensor: bool | None = False, **more: Any) -> Subject:
    return model(facts.licenses()["mit"], Edge(relation=relation, base=base, same_licensor=same_licensor), **more)


def risks(subject: Subject) -> list[tuple[str, list[str]]]:
    """(what is at risk: a type of term, or the license that is not known; the names on the way up)."""
    found = [reason for reason in ask(subject, use()).reasons if reason.kind == "title_risk"]
    return [(reason.term_type if reason.term_id else reason.license, [step.name for step in reason.via]) for reason in found]


def test_only_training_on_outputs_breaches_a_ban_on_it():
    assert risks(student("distill", teacher(BAN))) == [("output_use", ["Teacher"])]
    assert risks(student("output_training", teacher(BAN), same_licensor=None)) == [("output_use", ["Teacher"])]
    assert risks(student("finetune", teacher(BAN))) == []
    assert risks(student("finetune", teacher(BAN), same_licensor=True)) == []


def test_a_licensor_breaches_no_ban_of_its_own():
    assert risks(student("distill", teacher(BAN), same_licensor=True)) == []


def test_a_permission_to_train_is_no_ban():
    assert risks(student("distill", teacher({**BAN, "effect": "permit"}))) == []


def test_a_breach_of_those_whose_weights_are_inside_counts_and_that_of_a_teacher_does_not():
    middle = student("distill", teacher(BAN), slug="middle", name="Middle")
    assert risks(student("finetune", middle)) == [("output_use", ["Middle", "Teacher"])]
    assert risks(student("distill", middle)) == []


@pytest.mark.parametrize("kind", ["external", "without a license"])
def test_the_terms_of_a_teacher_that_are_not_recorded_are_a_risk(kind):
    base = ExternalAncestor(name="Teacher") if kind == "external" else model(None, slug="teacher", name="Teacher")
    assert risks(student("distill", base)) == [("unidentified", ["Teacher"])]
    assert risks(student("distill", base, same_licensor=True)) == []


def test_what_is_known_of_the_terms_of_an_external_teacher_is_told():
    told = {}
    for terms in ("", "No competing models."):
        decision = ask(student("distill", ExternalAncestor(name="Teacher", terms=terms)), use())
        told[terms] = [reason.summary for reason in decision.reasons if reason.kind == "title_risk"]
    assert told == {
        "": ["Trained on outputs of Teacher. Its terms are not recorded."],
        "No competing models.": ["Trained on outputs of Teacher. No competing models."],
    }


@pytest.mark.parametrize(
    ("family", "expected"),
    [("llama", []), ("llama-3", []), ("llamas", ["output_use"]), ("acme", ["output_use"]), (None, ["output_use"])],
)
def test_a_student_of_the_excepted_family_breaches_nothing(family, expected):
    base = teacher({**BAN, "except_family": "llama"})
    assert [what for what, _ in risks(student("distill", base, family=family))] == expected


@pytest.mark.parametrize("relation", ["finetune", "distill"])
def test_a_student_belongs_to_the_family_whose_weights_it_holds(relation):
    kin = model(facts.licenses()["mit"], slug="kin", name="Kin", family="llama")
    taught = Edge(relation="distill", base=teacher({**BAN, "except_family": "llama"}), same_licensor=False)
    subject = model(facts.licenses()["mit"], taught, Edge(relation=relation, base=kin, same_licensor=False))
    assert risks(subject) == ([] if relation == "finetune" else [("output_use", ["Teacher"])])


def test_a_student_under_the_license_of_its_teacher_belongs_to_its_family():
    base = teacher({**BAN, "except_family": "llama"})
    edge = Edge(relation="distill", base=base, same_licensor=False)
    assert risks(model(base.periods[0].license, edge)) == []


@pytest.mark.parametrize(
    ("trigger", "relation", "expected"),
    [
        ("distribute_derivative", "finetune", ["naming"]),
        ("distribute_derivative", "distill", []),
        ("distribute_output_trained_model", "finetune", []),
        ("distribute_output_trained_model", "distill", ["naming"]),
    ],
)
def test_a_rule_for_names_binds_those_whom_its_trigger_means(trigger, relation, expected):
    naming = {"type": "naming", "effect": "oblige", "prefix": "Teacher", "trigger": [trigger]}
    base = teacher(naming)
    assert [what for what, _ in risks(student(relation, base))] == expected
    assert risks(student(relation, base, name="Teacher-Acme")) == []
    assert risks(student(relation, base, same_licensor=True)) == []


def test_only_a_published_name_can_break_a_rule_for_names():
    naming = {"type": "naming", "effect": "oblige", "prefix": "Teacher", "trigger": ["distribute_derivative"]}
    edge = Edge(relation="finetune", base=license_subject(license_of(GRANT, naming)), same_licensor=False)
    assert risks(own_work((edge,))) == []
    assert [what for what, _ in risks(model(license_of(GRANT, naming)))] == []
