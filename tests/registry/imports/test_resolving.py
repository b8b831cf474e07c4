"""Whom and what the records of other catalogs mean."""

from typing import Any

import pytest

from registry.imports.resolving import Match, Variants, organizations, served, without_edition
from registry.models import ModelVariant, Organization
from tests.factories import make_model, make_organization, offer_document, variant_document
from tests.registry.imports.claims import claim

pytestmark = pytest.mark.django_db
QUERIES = 1 + 4 + 2 + 1  # repositories; by repository, offer, name and what people said; which variants those are; slugs of candidates


@pytest.fixture(autouse=True)
def _catalog(db: None) -> None:
    hub = ["meta-llama/Llama-2-7b", "meta-llama/Llama-2-7b-chat-hf"]
    variants = [
        variant_document("llama-2-7b", name="Llama 2 7B", huggingface=hub, aliases=["Llama Two Small"]),
        variant_document("llama-2-70b", name="Llama 2 70B"),
    ]
    offers = [offer_document("llama-2-azure", identifier="Llama-2-70b-v3:0", variants=["llama-2-70b"])]
    make_model("llama-2", variants=variants, offers=offers)


def match(key: str, *, name: str = "", partner: str = "") -> Match:
    host = Organization.objects.get(slug=partner).pk if partner else None
    return Variants.of_catalog().match([(claim(key, name=name), host)])[0]


def slug_of(found: Match) -> str:
    return ModelVariant.objects.get(pk=found.variant).slug if found.variant else ""


@pytest.mark.parametrize(
    ("key", "name", "how"),
    [
        ("host/meta-llama/llama-2-7b", "", "id"),
        ("host/meta-llama/Llama-2-7b:free", "", "id"),
        ("host/accounts/x/models/llama-2-7b-chat-hf", "", "id"),
        ("host/llama_two_small", "", "alias"),
        ("host/some-number", "Llama 2 7B", "name"),
    ],
)
def test_an_identifier_an_alias_or_a_name_tells_the_variant(key: str, name: str, how: str) -> None:
    found = match(key, name=name)
    assert (slug_of(found), str(found.matched), found.candidates) == ("llama-2-7b", how, ())


def test_the_identifier_that_an_offer_has_at_the_host_counts_at_that_host_only() -> None:
    assert slug_of(match("azure/Llama-2-70b-v3:0", partner="microsoft")) == "llama-2-70b"
    assert match("elsewhere/Llama-2-70b-v3:0").variant is None


@pytest.mark.parametrize("key", ["host/llama-2-70b-fp8", "host/Llama-2-70B-Instruct-Turbo"])
def test_another_edition_is_asked_and_not_guessed(key: str) -> None:
    assert match(key) == Match(None, "doubtful", ("llama-2-70b",))


def test_a_name_that_two_variants_go_by_is_asked_and_not_guessed() -> None:
    make_model("llama-3", variants=[variant_document("llama-3-8b", aliases=["Llama Two Small"])])
    assert match("host/llama-two-small") == Match(None, "doubtful", ("llama-2-7b", "llama-3-8b"))


def test_the_name_of_a_model_means_its_only_variant_and_none_of_several() -> None:
    make_model("grok-1", variants=[variant_document("grok-1-314b")])
    assert slug_of(match("host/grok-1")) == "grok-1-314b"
    assert match("host/llama-2") == Match(None, "nothing", ())


def test_what_nothing_here_goes_by_is_left_open() -> None:
    assert match("host/zebra-9b") == Match(None, "nothing", ())


def test_a_withdrawn_model_is_not_meant() -> None:
    make_model("gone", variants=[variant_document("gone-7b", huggingface=["x/Gone-7b"])], state="withdrawn")
    assert match("host/x/gone-7b").variant is None


def test_hosts_are_found_by_code_or_name_where_one_goes_by_it() -> None:
    azure = make_organization("microsoft", name="Microsoft", aliases=["Azure"])
    make_organization("acme-one", name="Acme One", aliases=["Acme"])
    make_organization("acme-two", name="Acme Two", aliases=["Acme"])
    found = organizations({"azure": "Whatever", "ms": "Microsoft", "acme": "", "nobody": "Nobody"})
    assert {code: pk for code, (pk, _) in found.items()} == {"azure": azure.pk, "ms": azure.pk}


def test_many_records_take_as_many_queries_as_few(django_assert_num_queries: Any) -> None:
    kinds = ("x/llama-2-70b-fp8", "llama-two-small", "llama-2", "zebra-9b")
    for number in (1, 10):
        records = [(claim(f"host-{place}/{kind}"), None) for kind in kinds for place in range(number)]
        with django_assert_num_queries(QUERIES):
            Variants.of_catalog().match(records)


@pytest.mark.parametrize(
    ("identifier", "plain"),
    [("x/llama:free", "x/llama"), ("llama-maas", "llama"), ("llama@001", "llama"), ("llama-free", "llama-free")],
)
def test_how_a_model_is_served_is_no_part_of_its_name(identifier: str, plain: str) -> None:
    assert served(identifier) == plain


def test_all_marks_of_an_edition_go() -> None:
    assert without_edition("x/Llama-2-70b-Instruct-FP8-Turbo") == "Llama-2-70b"
