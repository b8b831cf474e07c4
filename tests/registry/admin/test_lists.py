"""Lists that answer questions, at a cost that does not grow; and the first page."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from registry.models import AIModel, ImportRun, Page
from tests.factories import (
    GRANT,
    NOT_COMMERCIAL,
    WEB_PAGE,
    make_article,
    make_family,
    make_license,
    make_model,
    make_organization,
    offer_document,
    variant_document,
)  # fmt: skip

pytestmark = pytest.mark.django_db

TABLES = [
    "aimodel", "modelfamily", "organization", "license", "article", "modelvariant", "hostingoffer", "source", "revision", "importrun",
]  # fmt: skip
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def a_model(number: int, **fields: Any) -> AIModel:
    """Save a model with a variant, an offer, a price, a source and a citation of its own."""
    name = f"m{number}"
    price = {"input_per_million": "1", "currency": "USD", "source": "card"}
    offer = offer_document(f"{name}-offer", variants=[f"{name}-v"], sources=["card"], prices=[price], partner=f"partner{number}")
    lineage = {
        "status": "declared",
        "bases": [{"external": {"name": "X", "kind": "closed_model"}, "relation": "distill", "source": "card"}],
    }
    variant = variant_document(f"{name}-v", license="apache-2.0", huggingface=[f"o/{name}"], lineage=lineage)
    cited = {"evidence": {"name": {"sources": ["card"], "verification": "verified"}}, "sources": {"card": WEB_PAGE}}
    disagree = [{"fact": "name", "values": [{"value": 1, "source": "card"}, {"value": 2}]}]
    return make_model(
        name,
        family=f"f{number}",
        developers=[f"dev{number}"],
        variants=[variant],
        offers=[offer],
        contradictions=disagree,
        **cited,
        **fields,
    )


@pytest.mark.parametrize("table", TABLES)
def test_a_list_costs_as_many_queries_for_ten_rows_as_for_one(
    at_admin: Client, count_queries: Callable[[Callable[[], object]], int], table: str
) -> None:
    def fill(numbers: range) -> None:
        for number in numbers:
            a_model(number)
            make_article(f"a{number}")
            make_license(f"l{number}")
            ImportRun.objects.create(source=f"s{number}", digest="d")

    make_license()
    fill(range(1))
    at_admin.get(f"/admin/registry/{table}/")
    one = count_queries(lambda: at_admin.get(f"/admin/registry/{table}/"))
    fill(range(1, 10))
    assert count_queries(lambda: at_admin.get(f"/admin/registry/{table}/")) == one
    assert one <= 11


def test_the_form_of_a_model_costs_as_many_queries_for_ten_of_everything_as_for_one(
    at_admin: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    def model(name: str, size: int) -> AIModel:
        for number in range(size):
            make_organization(f"{name}-p{number}")
            make_license(f"{name}-l{number}")
        variants = [
            variant_document(f"{name}-v{n}", license=f"{name}-l{n}", huggingface=[f"o/{name}-{n}"], license_since="2024-01-01",
                             earlier_licenses=[{"label": "x", "valid_from": "2023-01-01", "valid_until": "2024-01-01", "source": f"s{n}"}],
                             benchmarks=[{"benchmark": "b", "score": "1", "source": f"s{n}"}])
            for n in range(size)
        ]  # fmt: skip
        prices = [{"input_per_million": "1", "currency": "USD", "source": "s0"}]
        offers = [
            offer_document(f"{name}-o{n}", partner=f"{name}-p{n}", variants=[f"{name}-v{n}"], sources=[f"s{n}"], prices=prices)
            for n in range(size)
        ]
        sources = {f"s{n}": {**WEB_PAGE, "url": f"https://example.org/{name}/{n}"} for n in range(size)}
        evidence = {fact: {"sources": ["s0"]} for fact in ("name", "family", "developers", "status", "summary")[: max(1, size // 2)]}
        disagree = [{"fact": "name", "values": [{"value": n, "source": f"s{n}"}, {"value": "x"}]} for n in range(size)]
        return make_model(name, variants=variants, offers=offers, sources=sources, evidence=evidence, contradictions=disagree)

    small, big = model("small", 1), model("big", 10)
    url = "/admin/registry/aimodel/{}/change/"
    at_admin.get(url.format(small.pk))
    one = count_queries(lambda: at_admin.get(url.format(small.pk)))
    assert count_queries(lambda: at_admin.get(url.format(big.pk))) == one
    assert one <= 40


def test_the_form_of_a_license_costs_as_many_queries_for_ten_terms_as_for_one(
    at_admin: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    def license(name: str, size: int) -> Page:
        terms = [{**GRANT, "id": f"{name}#{n}", "sources": [f"s{n}"]} for n in range(size)]
        sources = {f"s{n}": {**WEB_PAGE, "url": f"https://example.org/{name}/{n}"} for n in range(size)}
        for n in range(size):
            make_organization(f"{name}-{n}")
        return make_license(name, terms=terms, sources=sources, licensors=[f"{name}-{n}" for n in range(size)])

    small, big = license("small", 1), license("big", 10)
    url = "/admin/registry/license/{}/change/"
    at_admin.get(url.format(small.pk))
    one = count_queries(lambda: at_admin.get(url.format(small.pk)))
    assert count_queries(lambda: at_admin.get(url.format(big.pk))) == one
    assert one <= 25


def listed(client: Client, table: str, **answers: str) -> list[str]:
    """Return what the list shows under these filters, by slug or name."""
    response = client.get(f"/admin/registry/{table}/", answers)
    assert response.status_code == 200
    return sorted(getattr(row, "slug", "") for row in response.context["cl"].result_list)


@pytest.fixture
def some_models() -> None:
    make_license("mit", terms=[GRANT], category="permissive")
    make_license("strict", terms=[GRANT, NOT_COMMERCIAL], category="noncommercial", license_ref="LicenseRef-strict")
    root = {"lineage": {"status": "none"}}
    free = variant_document("free-1", license="mit", gated=True, **root)
    make_model("free", family="f", developers=["a"], variants=[free], offers=[offer_document("o", partner="aws")], sources={"card": WEB_PAGE},
               review_due="2026-11-20", evidence={"name": {"verification": "verified"}})  # fmt: skip
    make_model("bound", family="g", developers=["b"], status="deprecated", variants=[variant_document("bound-1", license="strict", **root)],
               sources={"card": WEB_PAGE}, review_due="2026-11-21", evidence={"name": {"verification": "recalled"}},
               contradictions=[{"fact": "name", "values": [{"value": 1}, {"value": 2}]}])  # fmt: skip
    make_model("orphan", family="g", developers=["b"], variants=[variant_document("orphan-1", lineage={"status": "not_declared"})])


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"commercial_use": "permitted"}, ["free"]),
        ({"commercial_use": "not_permitted"}, ["bound"]),
        ({"license_category": "noncommercial"}, ["bound"]),
        ({"partner": "aws"}, ["free"]),
        ({"developer": "b"}, ["bound", "orphan"]),
        ({"family": "g", "status": "deprecated"}, ["bound"]),
        ({"care": "overdue"}, ["free"]),
        ({"care": "uncited"}, ["orphan"]),
        ({"care": "unconfirmed"}, ["bound"]),
        ({"care": "contradicted"}, ["bound"]),
        ({"care": "no_license"}, ["orphan"]),
        ({"care": "lineage_not_declared"}, ["orphan"]),
        ({"care": "gated"}, ["free"]),
        ({"q": "ORPH"}, ["orphan"]),
        ({"q": "free 1"}, ["free"]),
        ({"q": "no such thing"}, []),
    ],
)
def test_the_list_of_models_answers_questions(
    at_admin: Client, some_models: None, frozen_time: time_machine.Traveller, answers: dict[str, str], found: list[str]
) -> None:
    assert listed(at_admin, "aimodel", **answers) == found


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"license_category": "permissive"}, ["free-1"]),
        ({"partner": "aws"}, ["free-1"]),
        ({"care": "no_license"}, ["orphan-1"]),
        ({"care": "gated"}, ["free-1"]),
    ],
)
def test_the_list_of_variants_answers_questions(at_admin: Client, some_models: None, answers: dict[str, str], found: list[str]) -> None:
    assert listed(at_admin, "modelvariant", **answers) == found


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("query", ["q=%00", "q=%22%27%25_", "care=%27", "p=-1", "p=abc", "o=9.9", "nonsense__x=1", "q=" + "a" * 3000])
def test_a_list_that_is_asked_nonsense_does_not_break(at_admin: Client, table: str, query: str) -> None:
    assert at_admin.get(f"/admin/registry/{table}/?{query}").status_code in (200, 302, 400)


def test_a_variant_and_an_offer_lead_to_the_page_they_are_edited_on(at_admin: Client) -> None:
    make_license()
    model = a_model(1)
    variant, offer = model.variants.get(), model.offers.get()
    to = f"/admin/registry/aimodel/{model.pk}/change/"
    assert at_admin.get(f"/admin/registry/modelvariant/{variant.pk}/change/")["Location"] == f"{to}#variants-group"
    assert at_admin.get(f"/admin/registry/hostingoffer/{offer.pk}/change/")["Location"] == f"{to}#offers-group"


def test_the_first_page_counts_what_needs_care_and_leads_to_it(
    at_admin: Client, some_models: None, frozen_time: time_machine.Traveller
) -> None:
    answer = at_admin.get("/admin/")
    for label in ("Review is overdue", "No source at all", "A fact is unconfirmed", "Sources disagree", "A variant without a license"):
        links = {concern.table: (concern.count, concern.url) for concern in answer.context["concerns"][label]}
        count, url = links["models"]
        assert count == 1, label
        assert len(at_admin.get(url).context["cl"].result_list) == 1, label
        assert url.replace("&", "&amp;") in answer.content.decode()


def test_hostile_names_are_shown_as_text(at_admin: Client) -> None:
    make_organization("evil", name=HOSTILE, summary=HOSTILE, aliases=[HOSTILE])
    make_family("evil", name=HOSTILE, developers=["evil"])
    make_license("evil", name=HOSTILE, licensor=HOSTILE)
    variant = variant_document("evil-1", name=HOSTILE, aliases=[HOSTILE], license="evil", declared_license=HOSTILE)
    offer = offer_document("evil-o", service=HOSTILE, identifier=HOSTILE, partner="evil")
    source = {"card": {**WEB_PAGE, "title": HOSTILE, "note": HOSTILE}}
    model = make_model("evil", name=HOSTILE, family="evil", developers=["evil"], variants=[variant], offers=[offer], sources=source)
    make_article("evil", name=HOSTILE, body=HOSTILE)
    addresses = [
        "/admin/", *(f"/admin/registry/{table}/" for table in TABLES), f"/admin/registry/aimodel/{model.pk}/change/",
        f"/admin/registry/aimodel/{model.pk}/withdraw/", f"/admin/registry/revision/{model.revisions.get().pk}/change/",
    ]  # fmt: skip
    for address in addresses:
        page = at_admin.get(address).content.decode()
        assert "<script>alert(1)" not in page, address
        assert "<img src=x" not in page, address
