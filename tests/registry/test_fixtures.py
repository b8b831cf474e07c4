"""What the curated catalog promises, read from its files alone: complete, one spelling, nothing dangling."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registry.documents.files import PageFile, file_name, read, write

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
TODAY = date(2026, 11, 21)

Pages = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture(scope="module")
def files() -> list[PageFile]:
    return [read(path, today=TODAY) for path in sorted(FIXTURES.rglob("*.yaml"))]


@pytest.fixture(scope="module")
def pages(files: list[PageFile]) -> Pages:
    documents = [file.document.as_data() for file in files if file.document]
    return {(document["kind"], document["slug"]): document for document in documents}


@pytest.fixture(scope="module")
def variants(pages: Pages) -> dict[str, dict[str, Any]]:
    return {variant["slug"]: variant for page in pages.values() for variant in page.get("variants", [])}


@pytest.fixture(scope="module")
def offers(pages: Pages) -> list[dict[str, Any]]:
    return [offer | {"model": page["slug"]} for page in pages.values() for offer in page.get("offers", [])]


def channels(offers: list[dict[str, Any]], *, model: str, partner: str) -> set[str]:
    return {offer["channel"] for offer in offers if offer["model"] == model and offer["partner"] == partner}


def test_every_file_is_a_page(files: list[PageFile]) -> None:
    assert [str(problem) for file in files for problem in file.problems] == []


def test_every_file_is_in_the_canonical_spelling(files: list[PageFile]) -> None:
    other = [str(file.path) for file in files if file.document and write(file.document) != file.path.read_text(encoding="utf-8")]
    assert other == []


def test_every_file_stands_where_its_page_belongs(files: list[PageFile]) -> None:
    assert [file.path for file in files if file.document and file.path != FIXTURES / file_name(file.document)] == []


def test_the_catalog_is_complete(pages: Pages, variants: dict[str, dict[str, Any]], offers: list[dict[str, Any]]) -> None:
    kinds = Counter(kind for kind, _ in pages)
    assert (kinds["license"], kinds["organization"], kinds["article"]) == (71, 134, 5)
    assert len(variants) == sum(len(page.get("variants", [])) for page in pages.values()) == 150
    assert sum(not variant["open_weights"] for variant in variants.values()) == 8
    assert len({offer["slug"] for offer in offers}) == len(offers) == 492
    assert sum(len(page.get("contradictions", [])) for page in pages.values()) == 72
    assert sum(len(page.get("terms", [])) for page in pages.values()) == 585
    assert sum(len(offer.get("prices", [])) for offer in offers) == 258
    assert sum(len(variant.get("benchmarks", [])) for variant in variants.values()) == 118


def test_every_page_says_in_a_sentence_what_it_is_and_when_it_was_checked(pages: Pages) -> None:
    assert [key for key, page in pages.items() if not page.get("summary", "").endswith(".")] == []
    assert {(page["checked_on"], page["checked_by"]) for page in pages.values()} == {("2026-11-21", "Registry editors")}


def test_organizations_that_are_named_exist(pages: Pages, offers: list[dict[str, Any]]) -> None:
    named = {slug for page in pages.values() for field in ("developers", "licensors") for slug in page.get(field, [])}
    named |= {offer["partner"] for offer in offers}
    assert {slug for slug in named if ("organization", slug) not in pages} == set()


def test_families_and_licenses_that_are_named_exist(pages: Pages, variants: dict[str, dict[str, Any]]) -> None:
    families = {page["family"] for (kind, _), page in pages.items() if kind == "model"}
    assert {slug for slug in families if ("family", slug) not in pages} == set()
    assert {slug for kind, slug in pages if kind == "family"} == families
    licenses = {variant["license"] for variant in variants.values() if "license" in variant}
    licenses |= {
        period["license"] for variant in variants.values() for period in variant.get("earlier_licenses", []) if "license" in period
    }
    licenses |= {page["predecessor"] for page in pages.values() if "predecessor" in page}
    assert {slug for slug in licenses if ("license", slug) not in pages} == set()


def test_bases_exist_and_lineage_has_no_cycle(variants: dict[str, dict[str, Any]]) -> None:
    bases = {
        slug: [edge["base"] for edge in variant.get("lineage", {}).get("bases", []) if "base" in edge] for slug, variant in variants.items()
    }
    assert {base for listed in bases.values() for base in listed if base not in variants} == set()
    settled: set[str] = set()
    while ready := {slug for slug in bases.keys() - settled if settled.issuperset(bases[slug])}:
        settled |= ready
    assert bases.keys() - settled == set()


def test_predecessors_of_licenses_have_no_cycle(pages: Pages) -> None:
    before = {slug: page.get("predecessor") for (kind, slug), page in pages.items() if kind == "license"}
    for slug in before:
        line: list[str] = []
        at: str | None = slug
        while at:
            assert at not in line
            line.append(at)
            at = before[at]


def test_open_weights_have_a_license_and_closed_models_have_none(variants: dict[str, dict[str, Any]]) -> None:
    assert [slug for slug, variant in variants.items() if variant["open_weights"] != ("license" in variant)] == []


def test_every_source_of_a_page_is_cited_on_it(files: list[PageFile]) -> None:
    for file in files:
        assert file.document is not None
        cited = {key for _, key in file.document.citations()}
        assert set(file.document.sources) - cited == set(), file.path


def test_every_offer_names_its_source(offers: list[dict[str, Any]]) -> None:
    assert [offer["slug"] for offer in offers if not offer["sources"]] == []


def test_every_price_has_a_date_and_a_source(offers: list[dict[str, Any]]) -> None:
    prices = [price for offer in offers for price in offer.get("prices", [])]
    assert [price for price in prices if not price.get("source") or not (price.get("as_of") or price.get("as_of_not_before"))] == []


@pytest.mark.parametrize(
    ("model", "license_slug", "sizes"),
    [
        ("llama-1", "llama-1-research", ["llama-1-7b", "llama-1-13b", "llama-1-33b", "llama-1-65b"]),
        ("llama-2", "llama-2-community", ["llama-2-7b", "llama-2-13b", "llama-2-70b"]),
        ("llama-3.1", "llama-3.1-community", ["llama-3.1-8b", "llama-3.1-70b", "llama-3.1-405b"]),
    ],
)
def test_the_systems_of_the_founding_documents_have_their_sizes_and_license(
    pages: Pages, model: str, license_slug: str, sizes: list[str]
) -> None:
    page = pages["model", model]
    assert (page["family"], page["developers"]) == ("llama", ["meta"])
    assert [variant["slug"] for variant in page["variants"]] == sizes
    assert {variant["license"] for variant in page["variants"]} == {license_slug}


def test_llama_3_1_405b_is_recorded_with_its_size_date_and_context(variants: dict[str, dict[str, Any]]) -> None:
    largest = variants["llama-3.1-405b"]
    assert (largest["params_total"], largest["release_date"], largest["context_tokens"]) == (405_000_000_000, "2024-07-23", 131_072)


@pytest.mark.parametrize(
    ("partner", "model", "channel"),
    [
        ("microsoft", "llama-2", "platform"),
        ("microsoft", "llama-2", "managed_api"),
        ("microsoft", "llama-2", "on_device"),
        ("amazon-web-services", "llama-2", "platform"),
        ("amazon-web-services", "llama-2", "managed_api"),
        ("hugging-face", "llama-2", "weights_download"),
        ("qualcomm", "llama-2", "on_device"),
        ("amazon-web-services", "llama-3.1", "managed_api"),
        ("databricks", "llama-3.1", "managed_api"),
        ("nvidia", "llama-3.1", "platform"),
        ("hugging-face", "llama-3.1", "weights_download"),
    ],
)
def test_the_partners_of_the_founding_documents_have_the_right_channel(
    offers: list[dict[str, Any]], partner: str, model: str, channel: str
) -> None:
    assert channel in channels(offers, model=model, partner=partner)


def test_llama_1_was_given_out_by_meta_alone(offers: list[dict[str, Any]]) -> None:
    assert [(offer["partner"], offer["channel"]) for offer in offers if offer["model"] == "llama-1"] == [("meta", "weights_download")]


def test_microsoft_is_the_preferred_partner_of_llama_2(offers: list[dict[str, Any]]) -> None:
    roles = {(offer["model"], offer["partner"]) for offer in offers if offer.get("role") == "preferred partner"}
    assert roles == {("llama-2", "microsoft")}


@pytest.mark.parametrize(
    "slug", ["gpt-4", "gpt-4o", "gpt-4.1", "claude-3-opus", "claude-3.5-sonnet", "claude-sonnet-4", "gemini-1.5-pro", "gemini-2.5-pro"]
)
def test_closed_models_stand_for_contrast(variants: dict[str, dict[str, Any]], slug: str) -> None:
    assert variants[slug]["open_weights"] is False


def test_the_license_can_differ_by_size(pages: Pages) -> None:
    sizes = {variant["slug"]: variant["license"] for variant in pages["model", "qwen2.5"]["variants"]}
    assert sizes == {
        "qwen2.5-3b": "qwen-research-2024", "qwen2.5-7b": "apache-2.0", "qwen2.5-14b": "apache-2.0", "qwen2.5-32b": "apache-2.0",
        "qwen2.5-72b": "qwen-license-2024",
    }  # fmt: skip


def test_models_that_were_relicensed_keep_their_earlier_licenses(variants: dict[str, dict[str, Any]]) -> None:
    yi, falcon = variants["yi-34b"], variants["falcon-40b"]
    assert (yi["license"], yi["license_since"]) == ("apache-2.0", "2024-05-30")
    assert [(period.get("license"), period["valid_from"], period["valid_until"]) for period in yi["earlier_licenses"]] == [
        (None, "2023-11-04", "2023-11-23"), ("yi-community-2.1", "2023-11-23", "2024-05-30"),
    ]  # fmt: skip
    assert falcon["license"] == "apache-2.0"
    assert [period["license"] for period in falcon["earlier_licenses"]] == ["tii-falcon-llm-1.0"]
    assert "recalled" in falcon["earlier_licenses"][0]["label"]


def test_the_llama_licenses_follow_one_another(pages: Pages) -> None:
    line = ["llama-4-community"]
    while before := pages["license", line[-1]].get("predecessor"):
        line.append(before)
    assert line == [
        "llama-4-community", "llama-3.3-community", "llama-3.2-community", "llama-3.1-community", "llama-3-community",
        "llama-2-community", "llama-1-research",
    ]  # fmt: skip


def test_ancestors_outside_the_catalog_are_kept_by_name(variants: dict[str, dict[str, Any]]) -> None:
    outside = {
        slug: edge["external"]["name"]
        for slug, variant in variants.items()
        for edge in variant.get("lineage", {}).get("bases", [])
        if "external" in edge
    }
    assert outside == {"alpaca-7b": "OpenAI text-davinci-003", "code-llama-34b": "Llama 2 34B (unreleased)"}


def test_archived_copies_carry_no_link(pages: Pages) -> None:
    archived = [source for page in pages.values() for source in page.get("sources", {}).values() if source["kind"] == "stored_public_file"]
    assert archived
    assert [source for source in archived if "url" in source] == []


def test_license_names_that_are_recalled_are_marked_so(pages: Pages) -> None:
    assert pages["license", "llama-2-community"]["evidence"]["hub_ids"]["verification"] == "verified"
    assert pages["license", "deepseek-model-1.0"]["evidence"]["hub_ids"]["verification"] == "recalled"
    mapped = Counter(hub_id for page in pages.values() for hub_id in page.get("hub_ids", []))
    assert mapped.keys().isdisjoint({"other", "unknown", "openrail", "modified-mit", "tencent-hunyuan-community"})
    assert max(mapped.values()) == 1
