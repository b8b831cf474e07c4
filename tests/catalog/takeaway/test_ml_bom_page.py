"""The page on which a bill of materials is put together."""

from collections.abc import Callable

import pytest
from django.test import Client

from catalog.mlbom import reading
from tests.factories import make_license, make_model, variant_document

ADDRESS = "/take-away/ml-bom/"


@pytest.fixture(autouse=True)
def _catalog(db: None) -> None:
    make_license("two", name="License Two", license_ref="LicenseRef-two")
    sizes = [
        variant_document(f"llama-2-{size}", name=f"Llama 2 {size}", license="two", declared_license="llama2", lineage={"status": "none"})
        for size in ("7b", "70b")
    ]
    make_model("llama-2", name="Llama 2", variants=sizes)
    tuned = {"status": "declared", "bases": [{"base": "llama-2-7b", "relation": "finetune"}]}
    make_model("tuned", name="Tuned", variants=[variant_document("tuned-7b", name="Tuned 7B", lineage=tuned)])


def test_it_shows_both_licenses_and_the_lineage_before_the_download(text_of: Callable[..., str], reader: Client) -> None:
    words = text_of(f"{ADDRESS}?m=llama-2-7b&m=tuned-7b")
    assert "2 variants of at most 200" in words
    assert "Keep Llama 2 7b Llama 2 7b llama2 License Two Trained from scratch" in words
    assert "Tuned 7B No declared label is recorded No license is identified" in words
    assert "Llama 2 7b" in words.split("No license is identified", 1)[1]
    page = reader.get(f"{ADDRESS}?m=llama-2-7b&m=tuned-7b").content.decode()
    assert 'href="/api/v1/mlbom/?variant=llama-2-7b&amp;variant=tuned-7b"' in page


def test_a_model_stands_for_all_its_variants_and_each_is_named_once(reader: Client) -> None:
    page = reader.get(f"{ADDRESS}?m=llama-2-70b&m=Llama+2&m=").content.decode()
    assert 'href="/api/v1/mlbom/?variant=llama-2-70b&amp;variant=llama-2-7b"' in page


def test_the_download_is_the_bill_of_these_variants(reader: Client) -> None:
    bill = reader.get("/api/v1/mlbom/?variant=llama-2-70b&variant=llama-2-7b").json()
    assert [component["bom-ref"] for component in bill["components"]] == ["llama-2-70b", "llama-2-7b"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("m=gpt-9", "There is no model or variant 'gpt-9' in the catalog."),
        ("m=llama-2-7b&colour=red", "There is no parameter 'colour' here. There is: m."),
    ],
)
def test_a_mistake_is_named_and_the_rest_is_shown(text_of: Callable[..., str], query: str, says: str) -> None:
    words = text_of(f"{ADDRESS}?{query}", status=400)
    assert says in words
    assert ("Keep Llama 2 7b" in words) is ("llama-2-7b" in query)


def test_a_model_without_variants_says_so(text_of: Callable[..., str]) -> None:
    make_model("bare", name="Bare", variants=[])
    assert "No variant of bare is recorded." in text_of(f"{ADDRESS}?m=bare&m=llama-2-7b", status=400)


def test_more_than_one_file_holds_is_refused(text_of: Callable[..., str]) -> None:
    make_model("many", name="Many", variants=[variant_document(f"many-{number}") for number in range(reading.MOST_VARIANTS + 1)])
    assert "One file holds at most 200 variants: leave some out." in text_of(f"{ADDRESS}?m=many", status=400)


def test_it_is_reached_from_the_model_and_from_a_comparison(reader: Client) -> None:
    assert 'href="/take-away/ml-bom/?m=llama-2"' in reader.get("/models/llama-2/").content.decode()
    page = reader.get("/compare/?m=llama-2&m=tuned-7b").content.decode()
    assert 'href="/take-away/ml-bom/?m=llama-2&amp;m=tuned-7b"' in page


def test_nothing_chosen_says_how_to_begin(text_of: Callable[..., str]) -> None:
    assert "Nothing is chosen yet." in text_of(ADDRESS)


def test_ten_variants_cost_what_one_costs(reader: Client, count_queries: Callable[..., int]) -> None:
    variants = [variant_document(f"ten-{number}", license="two", lineage={"status": "none"}) for number in range(10)]
    make_model("ten", variants=variants)
    one = count_queries(lambda: reader.get(f"{ADDRESS}?m=ten-0"))
    assert count_queries(lambda: reader.get(f"{ADDRESS}?m=ten")) == one < 25
