"""Every page costs the same number of queries at 1 row and at 10."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import (
    GRANT,
    MANY_USERS,
    WEB_PAGE,
    make_article,
    make_family,
    make_license,
    make_model,
    make_organization,
    offer_document,
    variant_document,
)  # fmt: skip


def terms(number: int) -> list[dict[str, object]]:
    return [GRANT, *({**MANY_USERS, "id": f"users-{index}", "sources": ["card"]} for index in range(number))]


def fill(number: int) -> None:
    """Make everything that a page lists `number` times over, all of it with evidence."""
    sources = {"card": WEB_PAGE}
    make_license("community", license_ref="LicenseRef-c", licensors=["meta"], terms=terms(number), sources=sources)
    make_organization("azure", roles=["hosting_partner"])
    root = variant_document("root-1b", license="community", lineage={"status": "none"})
    make_model("root", release_date="2023-01-01", variants=[root])
    price = {"input_per_million": "1", "currency": "USD", "as_of": "2026-01-01", "source": "card"}
    for index in range(number):
        make_license(f"further-{index}", license_ref=f"LicenseRef-f{index}", licensors=["meta"], predecessor="community")
        make_article(f"article-{index}", summary="Text.")
        make_family(f"family-{index}")
        make_organization(f"organization-{index}", roles=["developer"])
        make_model(f"model-{index}", release_date="2024-02-03", variants=[variant_document(f"model-{index}-7b", license="community")])
    variants = [
        variant_document(
            f"big-{index}b", license="community" if index % 2 else f"further-{index}", license_since="2024-01-01",
            release_date="2024-01-02", huggingface=[f"meta/big-{index}"], context_tokens=4096,
            earlier_licenses=[{"license": "community", "valid_from": "2023-01-01", "valid_until": "2023-06-01", "source": "card"}],
            lineage={"status": "declared", "bases": [{"base": "root-1b", "relation": "finetune", "source": "card"}]},
            benchmarks=[{"benchmark": "MMLU", "score": 1, "source": "card"}],
            evidence={"context_tokens": {"verification": "verified", "sources": ["card"]}},
        )
        for index in range(number)
    ]  # fmt: skip
    offers = [
        offer_document(f"big-offer-{index}", partner="azure", variants=[f"big-{index}b"], prices=[price, price], sources=["card"])
        for index in range(number)
    ]
    contradictions = [{"fact": "release_date", "values": [{"value": "2024", "source": "card"}, {"value": "2025"}]}] * number
    make_model("big", release_date="2024-01-02", variants=variants, offers=offers, sources=sources, contradictions=contradictions)


PAGES = {
    "/": 19,
    "/models/": 10,
    "/models/?commercial_use=conditional": 10,
    "/licenses/": 6,
    "/partners/": 4,
    "/families/": 6,
    "/pages/": 4,
    "/models/big/": 42,
    "/models/root/": 27,
    "/licenses/community/": 18,
    "/families/llama/": 13,
    "/partners/azure/": 19,
    "/partners/meta/": 15,
    "/pages/article-0/": 6,
}


@pytest.mark.parametrize("rows", [1, 10])
def test_a_page_costs_the_same_however_much_it_shows(reader: Client, count_queries: Callable[..., int], rows: int) -> None:
    fill(rows)
    for slug in ("azure", "meta"):
        make_organization(slug, roles=["developer", "hosting_partner"])
    # The small tables are read once per edition and kept in the process; this is not what is counted.
    reader.get("/models/?developer=meta&family=llama&license=community")
    cost = {}
    for address in PAGES:
        cache.clear()
        cost[address] = count_queries(lambda address=address: reader.get(address))
    assert cost == PAGES
