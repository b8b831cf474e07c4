"""Parameters against context: every variant with both numbers, those without in words, and bounded however many there are."""

from collections.abc import Callable

import pytest
from django.test import Client

from catalog.presentation.charts import sizes
from tests.catalog.reading.pages import PageReader
from tests.factories import WEB_PAGE, make_license, make_model, variant_document

CHART = "/charts/size-context/"


@pytest.fixture
def variants(db: None) -> None:
    make_license("free", name="Free", license_ref="LicenseRef-free")
    cited = {
        "params_total": {"verification": "verified", "sources": ["card"]}, "context_tokens": {"verification": "recalled", "sources": ["card"]},
    }  # fmt: skip
    found = [
        variant_document(
            "small-7b", params_total=7_000_000_000, context_tokens=4096, license="free", lineage={"status": "none"}, evidence=cited
        ),
        variant_document("large-70b", params_total=70_000_000_000, context_tokens=131_072),
        variant_document("no-context", params_total=1_000_000_000),
        variant_document("no-size", context_tokens=2048),
        variant_document("neither"),
    ]
    make_model("model", variants=found, sources={"card": WEB_PAGE})


@pytest.mark.usefixtures("variants")
def test_variants_with_both_numbers_are_drawn_and_the_others_counted_in_words(reader: Client, text_of: Callable[..., str]) -> None:
    assert reader.get(f"{CHART}?format=csv").content.decode().splitlines() == [
        "variant,params_total,context_tokens,commercial_use,params_total_mark,context_tokens_mark",
        "large-70b,70000000000,131072,unknown,,",
        "small-7b,7000000000,4096,permitted,verified,recalled",
    ]
    words = text_of(CHART)
    assert (
        "1 of 2 variants (50%) take 128,000 tokens or more at once. The longest context window is 131,072 tokens (Large 70B); the largest "
        "has 70B parameters." in words.replace("Large 70b", "Large 70B")
    )
    assert "1 variant not drawn: context window not known." in words
    assert "1 variant not drawn: number of parameters not known." in words
    assert "1 variant not drawn: neither parameters nor context window known." in words


@pytest.mark.usefixtures("variants")
def test_each_sign_leads_to_its_variant_and_each_figure_to_its_evidence(reader: Client) -> None:
    html = reader.get(CHART).content.decode()
    page = PageReader(html)
    assert page.mistakes == []
    # Once from its sign, once from the table.
    assert page.links.count("/models/model/#small-7b") == 2
    assert page.links.count("/models/model/#fact_variants_small-7b_context_tokens") == 1
    assert 'aria-label="Small 7B: 7B parameters, 4,096 tokens, commercial use permitted"' in html.replace("Small 7b", "Small 7B")
    assert html.count(">unconfirmed<") == 1
    assert html.count(">citation needed<") == 2


@pytest.mark.usefixtures("variants")
def test_filters_are_those_of_variants(reader: Client, text_of: Callable[..., str]) -> None:
    assert b"small-7b" in reader.get(f"{CHART}?license=free&format=csv").content
    assert b"large-70b" not in reader.get(f"{CHART}?license=free&format=csv").content
    assert "No variant of which both numbers are known meets these filters." in text_of(f"{CHART}?params_total__lte=1000")
    assert "params_total__lte: '7B' is not a whole number" in text_of(f"{CHART}?params_total__lte=7B", status=400)


def test_very_many_variants_are_counted_in_cells(reader: Client, text_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "MOST_POINTS", 3)
    figures = [(7_000_000_000, 4096), (8_000_000_000, 5000), (70_000_000_000, 131_072), (500_000, 100), (9_000_000_000_000, 100_000_000)]
    variants = [variant_document(f"v-{n}", params_total=size, context_tokens=context) for n, (size, context) in enumerate(figures)]
    make_model("model", variants=variants)
    assert reader.get(f"{CHART}?format=csv").content.decode().splitlines() == [
        "parameters,context_tokens,permitted,conditional,not_permitted,unknown,variants",
        "1T and more,8M and more,0,0,0,1,1",
        "30B to under 100B,128K to under 256K,0,0,0,1,1",
        "3B to under 10B,4K to under 8K,0,0,0,2,2",
        'under 3M,"under 1,024",0,0,0,1,1'.replace('"under 1,024"', "under 1K"),
    ]
    assert "More than 3 variants are counted in the cells of a grid." in text_of(CHART)
    assert PageReader(reader.get(CHART).content.decode()).mistakes == []


def test_one_variant_more_than_can_be_drawn_makes_no_longer_page(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "MOST_POINTS", 1)
    lengths = []
    for count in (2, 40):
        variants = [variant_document(f"v-{n}", params_total=7_000_000_000 + n, context_tokens=4096) for n in range(count)]
        make_model(f"model-{count}", variants=[{**each, "slug": f"{each['slug']}-{count}"} for each in variants])
        lengths.append(len(reader.get(CHART).content))
    assert abs(lengths[1] - lengths[0]) < 200


def test_an_empty_catalog_says_what_belongs_here(text_of: Callable[..., str]) -> None:
    assert "Variants appear here once their parameters and their context window are recorded." in text_of(CHART)
