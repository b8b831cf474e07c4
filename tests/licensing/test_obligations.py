"""One duty of several clauses: who asks for it, what brings it about, how sure that is, and what it says."""

from typing import Any

import pytest

from registry.licensing.lineage import Edge, Subject, license_subject, own_work
from registry.licensing.obligations import Obligation
from tests.licensing.asking import ask, use
from tests.licensing.made_up import GRANT, THRESHOLD, license_of, made

COPY = {"type": "license_copy", "effect": "oblige", "trigger": ["host_api"]}
DISPLAY = {**THRESHOLD, "effect": "oblige", "obligation": {"type": "attribution", "text": "Acme", "placement": "user_interface"}}
del DISPLAY["remedy"]
RICH = {"product_revenue_monthly_usd": 101}


def merged(*terms: dict[str, Any]) -> Subject:
    """A merge of one base under GRANT and each of these."""
    licenses = [license_of(GRANT, term, slug=f"license-{place}") for place, term in enumerate(terms)]
    return own_work(tuple(Edge(relation="merge", base=license_subject(license)) for license in licenses))


def only_duty(subject: Subject, plan: dict[str, Any]) -> Obligation:
    (duty,) = ask(subject, plan).obligations
    return duty


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("clear", "clear", "clear"),
        ("clear", "ambiguous", "clear"),
        ("likely", "clear", "clear"),
        ("ambiguous", "ambiguous", "ambiguous"),
        ("ambiguous", "likely", "likely"),
        ("likely", "ambiguous", "likely"),
    ],
)
def test_a_duty_is_as_sure_as_the_surest_that_brings_it_about(first, second, together):
    def doubted(word: str, *acts: str) -> dict[str, Any]:
        return {} if word == "clear" else dict.fromkeys(acts, word)

    by_clause = [{**COPY, "trigger_confidence": doubted(word, "host_api")} for word in (first, second)]
    assert only_duty(merged(*by_clause), use("host_api")).confidence == together
    by_act = {**doubted(first, "distribute_weights"), **doubted(second, "host_api")}
    clause = {**COPY, "trigger": ["distribute_weights", "host_api"], "trigger_confidence": by_act}
    assert only_duty(made(GRANT, clause), use("host_api", "distribute_weights")).confidence == together


def test_a_duty_names_each_act_that_brings_it_about_once():
    wide = {**COPY, "trigger": ["host_api", "distribute_weights", "modify"]}
    duty = only_duty(merged(COPY, wide), use("host_api", "distribute_weights"))
    assert duty.triggers == ("host_api", "distribute_weights")
    assert [demand.license for demand in duty.demands] == ["license-0", "license-1"]


def test_the_same_clause_by_the_same_way_asks_once():
    edge = Edge(relation="merge", base=license_subject(license_of(GRANT, COPY)))
    assert len(only_duty(own_work((edge, edge)), use("host_api")).demands) == 1
    other = Edge(relation="finetune", base=edge.base)
    assert len(only_duty(own_work((edge, other)), use("host_api")).demands) == 2


def test_hosting_brings_a_duty_about_where_it_is_distribution():
    definition = {"type": "distribution_definition", "effect": "inform", "hosting_is_distribution": True}
    clause = {**COPY, "trigger": ["distribute_weights"]}
    assert only_duty(made(GRANT, definition, clause), use("host_api")).triggers == ("host_api",)
    assert only_duty(made(GRANT, definition, clause), use("distribute_weights")).triggers == ("distribute_weights",)


@pytest.mark.parametrize(("condition", "triggers"), [({}, ()), ({"applies_if": {"commercial": True}}, ("commercial_use",))])
def test_a_duty_of_size_is_brought_about_by_commerce_where_its_clause_says_so(condition, triggers):
    duty = only_duty(made(GRANT, {**DISPLAY, **condition}), use(organization=RICH))
    assert (duty.type, duty.text, duty.hint, duty.placement) == ("attribution", "Acme", "Acme", "user_interface")
    assert (duty.triggers, duty.confidence) == (triggers, "clear")


@pytest.mark.parametrize("first", [True, False])
def test_a_place_for_the_display_is_kept_whichever_clause_names_it(first):
    somewhere = {"type": "attribution", "effect": "oblige", "text": "Acme", "trigger": ["any_use"]}
    duty = only_duty(merged(*((DISPLAY, somewhere) if first else (somewhere, DISPLAY))), use(organization=RICH))
    assert (duty.text, duty.placement, len(duty.demands)) == ("Acme", "user_interface", 2)


@pytest.mark.parametrize("first", [True, False])
def test_an_address_is_kept_whichever_clause_gives_it(first):
    register = {"type": "registration", "effect": "oblige", "trigger": ["any_use"]}
    addressed = {**register, "url": "https://example.org/register"}
    duty = only_duty(merged(*((addressed, register) if first else (register, addressed))), use())
    assert (duty.url, len(duty.demands)) == ("https://example.org/register", 2)


@pytest.mark.parametrize(
    ("clause", "text", "hint"),
    [
        ({"type": "naming", "prefix": "Acme", "text": "Begin with Acme"}, "Acme", "Acme"),
        ({"type": "attribution", "text": "Built on Acme"}, "Built on Acme", "Built on Acme"),
        ({"type": "aup", "policy": "acme-aup"}, None, "acme-aup"),
        ({"type": "flow_down", "what": "use_restrictions"}, None, "use_restrictions"),
        ({"type": "share_alike", "reach": "derivative"}, None, "derivative"),
        ({"type": "license_copy"}, None, None),
    ],
)
def test_a_duty_is_told_by_the_words_it_prescribes_or_else_by_what_it_is_about(clause, text, hint):
    duty = only_duty(made(GRANT, {"effect": "oblige", "trigger": ["any_use"], **clause}), use())
    assert (duty.text, duty.hint) == (text, hint)
