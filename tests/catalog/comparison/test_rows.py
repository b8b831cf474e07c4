"""What the rows of a comparison say."""

from datetime import date

import pytest

from catalog.comparison.table import Comparison, Row
from catalog.presentation.comparing import ANYBODY, compare
from catalog.presentation.comparing.results import not_comparable
from registry.models import BenchmarkResult
from tests.catalog.comparison.side_by_side import three_releases
from tests.factories import WEB_PAGE, make_license, make_model, make_organization, offer_document, variant_document

TODAY = date(2026, 11, 21)


def rows_of(comparison: Comparison) -> dict[str, Row]:
    return {row.name: row for section in comparison.sections for row in section.rows}


def rows(*slugs: str, kind: str = "model") -> dict[str, Row]:
    return rows_of(compare(kind=kind, slugs=slugs, uses=ANYBODY, today=TODAY))


def words(row: Row) -> list[list[str]]:
    return [[item.words for item in cell.items] for cell in row.cells]


@pytest.fixture
def _releases(db: None) -> None:
    three_releases()


@pytest.mark.usefixtures("_releases")
def test_the_differences_that_matter_come_first_each_with_its_clause() -> None:
    found = compare(kind="model", slugs=("llama-1", "llama-2", "llama-3"), uses=ANYBODY, today=TODAY)
    first = found.sections[0]
    assert [row.name for row in first.rows] == [
        "commercial_use", "first-scale_threshold", "first-output_use", "first-naming", "first-partners",
    ]  # fmt: skip
    use, size, outputs, naming, partners = first.rows
    assert words(use) == [["Not permitted"], ["Depends on who you are"], ["Depends on who you are"]]
    assert [cell.unknown for cell in size.cells if not cell.is_known] == ["Says nothing about it"]
    assert "in June 2023" in size.cells[1].items[0].words
    assert "in June 2024" in size.cells[2].items[0].words
    assert size.cells[2].items[0].section == "2"
    assert size.cells[2].items[0].href == "/licenses/three/#term_users"
    assert not outputs.differs
    assert words(naming) == [[], [], ["“Llama”: Names begin with Llama."]]
    assert words(partners) == [[], ["Microsoft"], ["Microsoft"]]
    assert [row.differs for row in first.rows] == [True, True, False, True, True]


@pytest.mark.usefixtures("_releases")
def test_clauses_with_equal_data_do_not_differ() -> None:
    found = rows("llama-2", "llama-3")
    assert not found["permit-grant"].differs
    assert found["limit-scale_threshold"].differs


@pytest.mark.usefixtures("_releases")
def test_the_longest_context_and_the_lowest_price_are_named() -> None:
    found = rows("llama-1", "llama-2", "llama-3")
    assert (words(found["context_tokens"]), found["context_tokens"].winners) == ([["2,048"], ["4,096"], ["131,072"]], (2,))
    price = found["price-input"]
    assert (words(price), price.winners) == ([[], ["$2.00"], ["$3.00"]], (1,))
    assert price.cells[0].unknown == "No price is known"
    assert price.cells[1].items[0].note == "Microsoft, Azure AI Foundry; as of 2 January 2026"
    assert "price-output" not in found


@pytest.mark.usefixtures("_releases")
def test_a_variant_is_compared_with_a_model() -> None:
    found = compare(kind="model", slugs=("llama-1-7b", "llama-2"), uses=ANYBODY, today=TODAY)
    assert [(column.kind, column.name, column.detail) for column in found.columns] == [
        ("variant", "Llama 1 7B", "variant of Llama 1"), ("model", "Llama 2", "one variant"),
    ]  # fmt: skip


@pytest.mark.usefixtures("_releases")
def test_the_verdicts_differ_by_use_and_name_the_clause() -> None:
    product = rows("llama-1", "llama-2")["verdict-product"]
    assert [cell.verdict for cell in product.cells] == ["prohibited", "unknown"]
    assert product.cells[0].items[0].section == "License One, 2"
    assert product.cells[1].items[0].note.startswith("at worst needs permission")


@pytest.mark.django_db
def test_variants_that_differ_are_named_in_the_cell_of_their_model() -> None:
    sizes = [variant_document("big-7b", params_total=7 * 10**9), variant_document("big-70b", params_total=70 * 10**9)]
    make_model("big", name="Big", variants=sizes)
    make_model("small", name="Small", variants=[variant_document("small-1b", params_total=10**9)])
    cell = rows("big", "small")["params_total"].cells[0]
    assert [(item.words, item.note) for item in cell.items] == [("7B", "7B"), ("70B", "70B")]


@pytest.mark.django_db
def test_a_value_that_one_variant_lacks_is_said_to_be_unknown_there() -> None:
    make_model("big", name="Big", variants=[variant_document("big-7b", context_tokens=4096), variant_document("big-70b")])
    make_model("small", name="Small", variants=[variant_document("small-1b", context_tokens=4096)])
    row = rows("big", "small")["context_tokens"]
    assert [(item.words, item.note) for item in row.cells[0].items] == [("4,096", "7B"), ("unknown", "70B")]
    assert row.differs
    assert row.winners == ()


@pytest.mark.django_db
def test_a_license_that_reaches_a_model_from_its_base_is_shown_with_its_clauses() -> None:
    three_releases()
    make_license("mit", name="MIT License")
    base = {"base": "llama-3-7b", "relation": "distill"}
    finetune = {"status": "declared", "bases": [{**base, "relation": "finetune"}]}
    make_model("tuned", variants=[variant_document("tuned-7b", license="mit", lineage=finetune)], developers=["other"], family="other")
    found = rows("tuned", "llama-2")
    assert words(found["inherited"]) == [["License Three"], ["None beside its own"]]
    threshold = found["limit-scale_threshold"].cells[0].items[0]
    assert threshold.note == "needs permission, License Three"


@pytest.mark.django_db
def test_a_closed_model_has_a_contract_that_is_not_recorded() -> None:
    three_releases()
    make_model("closed", variants=[variant_document("closed-1", open_weights=False)])
    assert rows("closed", "llama-2")["license"].cells[0].unknown == "Closed: the developer's contract is not recorded here"
    make_model("nameless", variants=[variant_document("nameless-1")])
    assert rows("nameless", "llama-2")["license"].cells[0].unknown == "No license is identified"


@pytest.mark.django_db
def test_an_offer_that_has_ended_counts_for_neither_partner_nor_price() -> None:
    price = {"input_per_million": "1", "currency": "USD", "as_of": "2026-01-02", "source": "card"}
    ended = offer_document("a-azure", status="ended", prices=[price])
    make_model("a", variants=[variant_document("a-1")], offers=[ended], sources={"card": WEB_PAGE})
    euro = offer_document("b-azure", prices=[{**price, "currency": "EUR"}])
    make_model("b", variants=[variant_document("b-1")], offers=[euro], sources={"card": WEB_PAGE})
    found = rows("a", "b")
    assert words(found["first-partners"]) == [[], ["Microsoft"]]
    assert "price-input" not in found


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ({"shots": 5, "harness": "lm-eval"}, {"shots": 5, "harness": "lm-eval"}, ""),
        ({"shots": 5, "harness": "lm-eval"}, {"shots": 0, "harness": "lm-eval"}, "Not compared: number of examples shown differs."),
        ({"harness": "a", "metric": "acc"}, {"harness": "b", "metric": "f1"}, "Not compared: metric, harness differ."),
        ({"shots": 5}, {"shots": 5}, "Not compared: how they were measured is not recorded."),
    ],
)
def test_results_are_compared_only_where_they_were_measured_alike(one: dict[str, object], other: dict[str, object], says: str) -> None:
    assert not_comparable([BenchmarkResult(**one), BenchmarkResult(**other)]) == says


@pytest.mark.usefixtures("_releases")
def test_licenses_are_compared_with_licenses() -> None:
    found = rows("two", "three", kind="license")
    assert words(found["predecessor"]) == [[], ["License Two"]]
    assert found["condition-naming"].differs
    assert [cell.verdict for cell in found["commercial_use"].cells] == ["conditional", "conditional"]


@pytest.mark.usefixtures("_releases")
def test_partners_are_compared_by_what_they_offer() -> None:
    make_organization("acme", name="Acme", roles=["hosting_partner"], country="FR")
    found = rows("microsoft", "acme", kind="organization")
    assert words(found["models"]) == [["2"], []]
    assert words(found["channel-managed_api"]) == [["Llama 2", "Llama 3"], []]
    assert words(found["country"]) == [[], ["France"]]
