"""Typed terms: what the engine accepts, and how it refuses the rest."""

import pytest

from registry.licensing.terms import TERM_TYPES, InvalidTerm, parse_term, term_as_dict
from tests.licensing import facts

PURPOSE = {
    "id": "x#purpose",
    "type": "purpose",
    "effect": "prohibit",
    "section": "§1",
    "paraphrase": "No commerce.",
    "verification": "verified",
    "prohibited": ["commercial"],
    "remedy": "none",
}
REVENUE = {
    **PURPOSE,
    "type": "scale_threshold",
    "effect": "need_permission",
    "metric": "revenue",
    "operator": "gt",
    "value": 5,
    "currency": "USD",
    "period": "annual",
    "measurement": "continuous",
    "includes_affiliates": None,
    "basis": "entity_total",
    "remedy": "separate_license",
}
del REVENUE["prohibited"]


def refused(data: dict[str, object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidTerm) as caught:
        parse_term(data)
    return caught.value.errors


def test_every_curated_term_is_understood_and_comes_back_as_it_was():
    terms = [term for license in facts.licenses().values() for term in license.terms]
    assert (len(facts.licenses()), len(terms)) == (71, 585)
    assert {term.type for term in terms} <= set(TERM_TYPES)
    for term in terms:
        assert parse_term(term_as_dict(term)) == term


def test_a_term_comes_back_in_plain_lists_and_cannot_be_changed():
    term = parse_term(PURPOSE)
    assert term_as_dict(term) == PURPOSE
    assert term.words("prohibited") == ("commercial",)
    with pytest.raises(TypeError):
        term.params["prohibited"] = ()  # type: ignore[index]


def test_equal_terms_are_one_in_a_set():
    assert len({parse_term(PURPOSE), parse_term(dict(PURPOSE)), parse_term({**PURPOSE, "section": "§2"})}) == 2


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"type": "vibes"}, "type", "scale_threshold"),
        ({"type": 5}, "type", "text"),
        ({"effect": "permit"}, "effect", "prohibit, need_permission"),
        ({"verification": "sure"}, "verification", "verified_secondary"),
        ({"section": ""}, "section", "not empty"),
        ({"id": None}, "id", "not empty"),
        ({"mood": "good"}, "mood", "allowed: prohibited, covers_outputs, remedy"),
        ({"prohibited": ["commerce"]}, "prohibited.0", "commercial, production"),
        ({"prohibited": [5]}, "prohibited.0", "commercial, production"),
        ({"prohibited": []}, "prohibited", "empty"),
        ({"prohibited": "commercial"}, "prohibited", "list"),
        ({"prohibited": None}, "prohibited", "null"),
        ({"prohibited": ["commercial", "commercial"]}, "prohibited", "twice"),
        ({"covers_outputs": "yes"}, "covers_outputs", "true or false"),
        ({"covers_outputs": 1}, "covers_outputs", "true or false"),
        ({"remedy": "money"}, "remedy", "separate_license, licensor_review, none"),
        ({"remedy": "separate_license"}, "remedy", "need_permission"),
        ({"remedy": None}, "remedy", "null"),
    ],
)
def test_what_a_purpose_term_may_not_say(change, field, says):
    errors = dict(refused({**PURPOSE, **change}))
    assert says in errors[field]


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"value": -1}, "value", "whole number"),
        ({"value": True}, "value", "whole number"),
        ({"value": 5.0}, "value", "whole number"),
        ({"value": None}, "value", "null"),
        ({"operator": "lt"}, "operator", "gt, gte"),
        ({"includes_affiliates": "no"}, "includes_affiliates", "true or false or null"),
        ({"applies_if": {"commercial": "yes"}}, "applies_if.commercial", "true or false"),
        ({"applies_if": {"size": True}}, "applies_if.size", "allowed: commercial"),
        ({"applies_if": []}, "applies_if", "record"),
        ({"obligation": {"type": "attribution"}}, "obligation.text", "required"),
        ({"remedy": "none"}, "remedy", "separate_license"),
        ({"silence": " "}, "silence", "not empty"),
        ({"silence": 5}, "silence", "not empty"),
    ],
)
def test_what_a_threshold_may_not_say(change, field, says):
    errors = dict(refused({**REVENUE, **change}))
    assert says in errors[field]


def test_zero_is_a_value_and_null_an_answer_where_the_text_is_silent():
    assert parse_term({**REVENUE, "value": 0, "includes_affiliates": None}).params["value"] == 0


@pytest.mark.parametrize("field", ["id", "type", "effect", "section", "paraphrase", "verification", "prohibited"])
def test_a_required_field_that_is_missing_is_named(field):
    assert field in dict(refused({key: value for key, value in PURPOSE.items() if key != field}))


@pytest.mark.parametrize(
    "field", ["currency", "period", "metric", "operator", "value", "measurement", "includes_affiliates", "basis", "remedy"]
)
def test_a_threshold_needs_all_that_its_rule_reads(field):
    assert field in dict(refused({key: value for key, value in REVENUE.items() if key != field}))


def test_every_mistake_is_named_at_once():
    assert {field for field, _ in refused({**PURPOSE, "effect": "permit", "mood": 1, "prohibited": ["x", "y"]})} == {
        "effect",
        "mood",
        "prohibited.0",
        "prohibited.1",
    }


def test_an_attribution_that_obliges_says_when():
    term = {**{key: PURPOSE[key] for key in ("id", "section", "paraphrase", "verification")}, "type": "attribution"}
    assert "trigger" in dict(refused({**term, "effect": "oblige"}))
    assert "trigger" in dict(refused({**term, "effect": "oblige", "trigger": []}))
    assert parse_term({**term, "effect": "inform"}).words("trigger") == ()


def test_a_revocable_grant_may_depend_on_a_condition():
    grant = {**{key: PURPOSE[key] for key in ("id", "section", "paraphrase", "verification")}, "type": "grant", "effect": "permit"}
    grant |= {"acts": ["use"], "purposes": ["any"]}
    assert parse_term({**grant, "revocable": "conditional"}).params["revocable"] == "conditional"
    assert parse_term({**grant, "revocable": None}).params["revocable"] is None
    assert "conditional" in dict(refused({**grant, "revocable": "never"}))["revocable"]
