"""Lineages in which one ancestor stands in many lines: each is told once, however many lines there are."""

from datetime import date

import pytest

from registry.licensing.lineage import Edge, ExternalAncestor, LicensePeriod, Subject, ancestors, reaching_licenses, undeclared
from registry.licensing.title_risk import title_risks
from tests.licensing import facts
from tests.licensing.asking import ask, use

TODAY = date(2026, 11, 1)
STEPS = 12  # 4,096 lines


def merged(name: str, *bases: Subject) -> Subject:
    edges = tuple(Edge(relation="merge", base=base, same_licensor=False) for base in bases)
    return Subject(slug=name, name=name, periods=(LicensePeriod(facts.licenses()["mit"]),), lineage="declared", bases=edges)


def ladder(*bottom: Subject) -> Subject:
    """A model on STEPS pairs of models, each merged from both of the pair below."""
    pair = bottom
    for step in range(STEPS):
        pair = (merged(f"a-{step}", *pair), merged(f"b-{step}", *pair))
    return merged("top", *pair)


def test_a_license_is_told_once_for_each_ancestor():
    reaching = list(reaching_licenses(ladder(facts.variant("llama-2-7b")), on=TODAY))
    assert len(reaching) == 1 + 2 * STEPS + 1
    assert [r.carrier.slug for r in reaching if r.license and r.license.slug == "llama-2-community"] == ["llama-2-7b"]


def test_an_ancestor_by_two_relations_is_told_for_each():
    base = facts.variant("llama-2-7b")
    both = (Edge(relation="merge", base=base, same_licensor=False), Edge(relation="finetune", base=base, same_licensor=False))
    subject = Subject(slug="top", name="Top", lineage="declared", bases=both)
    assert [r.via[-1].relation for r in reaching_licenses(subject, on=TODAY) if r.via] == ["merge", "finetune"]


@pytest.mark.parametrize("turn", [1, -1])
def test_an_ancestor_relicensed_in_one_line_still_binds_through_the_other(turn):
    base = facts.variant("llama-2-7b")
    edges = (Edge(relation="finetune", base=base, same_licensor=True), Edge(relation="finetune", base=base, same_licensor=False))
    subject = Subject(slug="top", name="Top", lineage="declared", bases=edges[::turn])
    assert [r.carrier.slug for r in reaching_licenses(subject, on=TODAY) if r.via] == ["llama-2-7b"]


@pytest.mark.parametrize("turn", [1, -1])
def test_an_ancestor_reached_by_outputs_and_by_weights_is_told_for_both_with_all_above_it(turn):
    middle = merged("middle", facts.variant("llama-2-7b"))
    edges = (Edge(relation="distill", base=middle, same_licensor=False), Edge(relation="merge", base=middle, same_licensor=False))
    subject = Subject(slug="top", name="Top", lineage="declared", bases=edges[::turn])
    told = [(r.carrier.slug, r.outputs_by) for r in reaching_licenses(subject, on=TODAY) if r.via]
    assert sorted(told, key=str) == [("llama-2-7b", "distill"), ("llama-2-7b", None), ("middle", "distill"), ("middle", None)]


def test_each_ancestor_is_counted_once_and_those_by_outputs_can_be_left_out():
    taught = Subject(
        slug="taught", name="Taught", lineage="declared",
        bases=(Edge(relation="distill", base=facts.variant("llama-2-70b")), Edge(relation="merge", base=facts.variant("llama-2-7b"))),
    )  # fmt: skip
    top = ladder(taught)
    pairs = {f"{side}-{step}" for side in "ab" for step in range(STEPS)}
    found = [ancestor.slug for ancestor in ancestors(top)]
    assert len(found) == len(set(found))
    assert set(found) == pairs | {"taught", "llama-2-70b", "llama-2-7b"}
    assert {ancestor.slug for ancestor in ancestors(top, by_weights=True)} == pairs | {"taught", "llama-2-7b"}


def test_one_undeclared_base_is_one_question():
    loose = Subject(slug="loose", name="Loose", periods=(LicensePeriod(facts.licenses()["mit"]),), lineage="not_declared")
    assert [path[-1].slug for path in undeclared(ladder(loose))] == ["loose"]
    assert ask(ladder(loose), use()).verdict == "unknown"


def test_one_training_against_terms_is_one_risk():
    teacher = ExternalAncestor(name="Closed Teacher", terms="Forbids competing models.")
    student = Subject(
        slug="student", name="Student", periods=(LicensePeriod(facts.licenses()["mit"]),), lineage="declared",
        bases=(Edge(relation="distill", base=teacher, same_licensor=False),),
    )  # fmt: skip
    assert [risk.via[-1].name for risk in title_risks(ladder(student), on=TODAY)] == ["Closed Teacher"]
