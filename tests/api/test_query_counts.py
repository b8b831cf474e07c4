"""Each list and each record costs a constant number of queries, however many rows there are."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from catalog import directory
from catalog.api import freshness
from catalog.api.resources import RESOURCES
from tests import factories
from tests.api import samples
from tests.factories import offer_document, variant_document

# Every list: the edition, the keys of the page, the count, the rows. Then one per relation, and one for the names behind it.
LISTS = {
    "families": 4 + 2,  # developers and their names
    "models": 4 + 7,  # variants, names of licenses, of families, developers and their names, offers and the names of partners
    "variants": 4 + 7,  # repositories, developers and their names, offers and the names of partners, names of families, of licenses
    "licenses": 4 + 4,  # licensors and their names, terms, names of predecessors
    "organizations": 4,
    "offers": 4 + 5,  # prices, citations and their sources, covered variants, names of partners
    "articles": 4,
}
# Every record: the edition, the key, the row. Evidence is four: sources, citations, what these cite, contested values.
RECORDS = {
    "families": 3 + 4 + 4,  # evidence; standing, developers and their names, releases
    # evidence; standing, variants, names of licenses, repositories, bases, earlier licenses and their names, results, names of families,
    # developers and their names, offers, prices, citations, covered variants, names of partners
    "models": 3 + 4 + 16,
    "variants": 3 + 4 + 14,  # as a model, without standing and variants
    "licenses": 3 + 4 + 9,  # evidence; standing, licensors and their names, predecessor, successors, terms, citations, sources, versions
    "organizations": 3 + 4 + 1,
    "offers": 3 + 4 + 6,  # evidence; its model, prices, citations and their sources, covered variants, name of the partner
    "articles": 3 + 4 + 2,  # evidence; standing, text
}
EXPAND = {
    "families": "developers",
    "models": "family.developers,developers,license.terms,licenses.licensors,variants.license,offers.partner",
    "variants": "model.family,family.developers,developers,license.terms,offers.partner",
    "licenses": "licensors,predecessor.terms,terms",
    "offers": "model.license,variants.license,partner",
}


@pytest.fixture
def one_of_each(db: None, public_read: None) -> None:
    """One record with everything that can hang on it."""
    samples.licenses()
    factories.make_license("oldest", license_ref="LicenseRef-oldest", licensors=["meta"])
    cited = [{**factories.GRANT, "sources": ["card"]}]
    older = {"license_ref": "LicenseRef-llama-1", "licensors": ["meta"], "predecessor": "oldest", "sources": samples.SOURCES}
    factories.make_license("llama-1-research", terms=cited, **older)
    samples.llama_2()
    factories.make_article("how-we-choose", sources=samples.SOURCES)


def nine_more() -> None:
    """Nine more of each, with as much hanging on them."""
    for n in range(9):
        factories.make_organization(f"org-{n}", roles=["hosting_partner"])
        factories.make_license(
            f"license-{n}", license_ref=f"LicenseRef-{n}", licensors=["meta", f"org-{n}"], predecessor="llama-2-community",
            terms=[{**factories.GRANT, "sources": ["card"]}], sources=samples.SOURCES,
        )  # fmt: skip
        factories.make_family(f"family-{n}", developers=["meta", f"org-{n}"])
        variants = [
            variant_document(
                f"more-{n}-{m}", license=f"license-{n}", license_since="2024-01-01", huggingface=[f"more/{n}-{m}"],
                earlier_licenses=[{"license": "apache-2.0", "valid_from": "2023-01-01", "valid_until": "2024-01-01", "source": "card"}],
                lineage={"status": "declared", "bases": [{"base": "llama-2-7b", "relation": "finetune", "source": "paper"}]},
                benchmarks=[{"benchmark": "MMLU", "score": "1", "source": "card"}],
                evidence={"license": {"verification": "verified", "sources": ["card"]}},
            )
            for m in range(3)
        ]  # fmt: skip
        price = {"input_per_million": "1", "currency": "USD", "source": "prices"}
        offers = [
            offer_document(f"more-{n}-whole", partner=f"org-{n}", sources=["card"], prices=[price, price]),
            offer_document(f"more-{n}-one", partner="microsoft", variants=[f"more-{n}-0", f"more-{n}-1"], sources=["card"], prices=[price]),
        ]
        factories.make_model(
            f"more-{n}", family=f"family-{n}", developers=["meta", f"org-{n}"], variants=variants, offers=offers, sources=samples.SOURCES,
            evidence={"name": {"verification": "verified", "sources": ["card"]}},
        )  # fmt: skip
        factories.make_article(f"article-{n}", sources=samples.SOURCES)


@pytest.fixture
def cost(count_queries: Callable[[Callable[[], object]], int], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], int]:
    """A function that says what an address costs a process that has kept nothing."""

    def of(url: str) -> int:
        def ask() -> None:
            answer: Any = Client().get(url)
            assert answer.status_code == 200, answer.content

        monkeypatch.setattr(freshness, "_kept", None)
        monkeypatch.setattr(directory, "_kept", None)
        return count_queries(ask)

    return of


def test_lists_cost_the_same_with_one_row_and_with_ten(one_of_each: None, cost: Callable[[str], int]) -> None:
    urls = {name: f"/api/v1/{name}/" for name in RESOURCES}
    before = {name: cost(url) for name, url in urls.items()}
    nine_more()
    assert before == LISTS
    assert {name: cost(url) for name, url in urls.items()} == before


def test_records_cost_the_same_with_one_row_below_and_with_ten(one_of_each: None, cost: Callable[[str], int]) -> None:
    slugs = {
        "families": "llama", "models": "llama-2", "variants": "llama-2-7b", "licenses": "llama-2-community", "organizations": "meta",
        "offers": "llama-2-azure", "articles": "how-we-choose",
    }  # fmt: skip
    urls = {name: f"/api/v1/{name}/{slug}/" for name, slug in slugs.items()}
    before = {name: cost(url) for name, url in urls.items()}
    more = [variant_document(f"extra-{n}", license="apache-2.0", huggingface=[f"a/{n}"]) for n in range(9)]
    offers = [offer_document(f"extra-{n}", partner="aws", variants=[f"extra-{n}"], sources=["card"]) for n in range(9)]
    whole = samples.llama_2_document()
    samples.llama_2(variants=[*whole["variants"], *more], offers=[*whole["offers"], *offers])
    assert before == RECORDS
    assert {name: cost(url) for name, url in urls.items()} == before


def test_expanded_lists_cost_the_same_with_one_row_and_with_ten(one_of_each: None, cost: Callable[[str], int]) -> None:
    urls = {name: f"/api/v1/{name}/?expand={paths}" for name, paths in EXPAND.items()}
    before = {name: cost(url) for name, url in urls.items()}
    nine_more()
    assert {name: cost(url) for name, url in urls.items()} == before


def test_what_is_not_asked_for_is_not_queried(one_of_each: None, cost: Callable[[str], int]) -> None:
    assert cost("/api/v1/models/?fields=slug,name&count=false") == 3 + 1
    assert cost("/api/v1/models/?fields=slug,name") == 4 + 1


def test_a_second_page_costs_what_the_first_one_costs(one_of_each: None, cost: Callable[[str], int]) -> None:
    nine_more()
    following = Client().get("/api/v1/variants/?limit=5").json()["next"]
    assert cost(following) == cost("/api/v1/variants/?limit=5")
