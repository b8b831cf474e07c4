"""models.dev's snapshot: every record accounted for, every value kept, prices and facts as the file says them."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from registry.imports.records import OFFER_FACTS, VARIANT_FACTS, CatalogRecord, ClaimedPrice, RejectedRecord
from registry.imports.sources import SOURCES
from tests.registry.imports.sources.leaves import Place, leaves, stands_at

PRICES = {
    "input": "input_per_million", "output": "output_per_million", "cache_read": "cache_read_per_million",
    "cache_write": "cache_write_per_million", "reasoning": "reasoning_per_million", "input_audio": "input_audio_per_million",
    "output_audio": "output_audio_per_million",
}  # fmt: skip
Records = dict[str, CatalogRecord | RejectedRecord]


@pytest.fixture(scope="module")
def records(models_dev_file: Path) -> Records:
    return {record.key: record for record in SOURCES["models-dev"].read(models_dev_file)}


def test_each_of_the_4803_records_is_read_or_rejected_once(models_dev_file: Path, models_dev_source: dict[str, Any]) -> None:
    keys = [record.key for record in SOURCES["models-dev"].read(models_dev_file)]
    assert len(keys) == 4803
    assert set(keys) == set(models_dev_source)
    assert len({key.split("/")[0] for key in keys}) == 132


def test_days_that_no_calendar_has_are_why_three_records_are_rejected(records: Records) -> None:
    rejected = {key: record.reasons for key, record in records.items() if isinstance(record, RejectedRecord)}
    wanted = "is not a date such as 2024-07-23, 2024-07 or 2024"
    assert rejected == {
        "azure/claude-haiku-4-5": (f'knowledge: "2025-02-31" {wanted}',),
        "azure-cognitive-services/claude-haiku-4-5": (f'knowledge: "2025-02-31" {wanted}',),
        "scaleway/qwen3-embedding-8b": (f'release_date: "2025-25-11" {wanted}',),
    }


def test_what_was_received_says_the_same_as_the_file(records: Records, models_dev_source: dict[str, Any]) -> None:
    for key, record in records.items():
        assert json.loads(record.received, parse_float=Decimal) == models_dev_source[key]


def test_no_value_of_any_record_is_lost(records: Records, models_dev_source: dict[str, Any]) -> None:
    for key, record in records.items():
        if isinstance(record, CatalogRecord):
            lost = {place: value for place, value in leaves(models_dev_source[key]) if not _kept(record, place, value)}
            assert not lost, key


def test_every_claimed_fact_has_a_name_that_the_registry_knows(records: Records) -> None:
    names = {name for record in records.values() if isinstance(record, CatalogRecord) for name in record.facts}
    assert names == {"release_date", "knowledge_cutoff", "context_tokens", "inputs", "outputs", "open_weights", "status"}
    assert names <= {*VARIANT_FACTS, *OFFER_FACTS}


def test_a_record_is_read_as_it_stands_in_the_file(records: Records) -> None:
    record = records["google/gemini-2.5-flash"]
    assert isinstance(record, CatalogRecord)
    assert (record.host, record.host_name, record.identifier, record.name) == ("google", "Google", "gemini-2.5-flash", "Gemini 2.5 Flash")
    assert record.facts == {
        "release_date": "2025-03-20", "knowledge_cutoff": "2025-01", "context_tokens": 1_048_576, "open_weights": False,
        "inputs": ["audio", "image", "text", "video"], "outputs": ["text"], "status": "listed",
    }  # fmt: skip
    assert record.prices == (
        ClaimedPrice(
            input_per_million=Decimal("0.3"), output_per_million=Decimal("2.5"), cache_read_per_million=Decimal("0.03"),
            input_audio_per_million=Decimal(1),
        ),
    )  # fmt: skip
    assert record.other["modalities"] == {"input": ["pdf"]}
    assert record.other["limit"] == {"output": 65_536}
    assert record.host_fields["doc"].startswith("https://")


def test_tiers_say_above_how_many_tokens_they_hold(records: Records) -> None:
    record = records["aihubmix/doubao-seed-2-0-lite-260428"]
    assert isinstance(record, CatalogRecord)
    assert [price.above_tokens for price in record.prices] == [None, 32_000, 128_000]
    assert [str(price.input_audio_per_million) for price in record.prices] == ["1.269", "1.902", "3.804"]
    assert [str(price.cache_read_per_million) for price in record.prices] == ["0.01692", "0.02536", "0.05072"]


def test_where_there_are_tiers_the_older_field_is_kept_and_not_claimed_again(records: Records) -> None:
    record = records["302ai/gpt-5.4"]
    assert isinstance(record, CatalogRecord)
    base, long = record.prices
    assert (base.cache_write_per_million, base.reasoning_per_million) == (Decimal(0), None)
    assert (long.above_tokens, long.input_per_million, long.output_per_million) == (272_000, Decimal(5), Decimal("22.5"))
    assert record.other["cost"]["context_over_200k"] == {"input": 5, "output": Decimal("22.5")}


def test_prices_of_other_modes_are_kept_beside_the_claims(records: Records) -> None:
    record = records["aihubmix/gpt-5.4"]
    assert isinstance(record, CatalogRecord)
    assert record.other["experimental"]["modes"]["fast"]["cost"]["output"] == 30
    assert record.prices[0].output_per_million == 15


def test_a_record_without_costs_claims_no_price(records: Records) -> None:
    record = records["cohere/c4ai-aya-expanse-32b"]
    assert isinstance(record, CatalogRecord)
    assert record.prices == ()


def test_a_model_that_the_source_calls_deprecated_is_an_offer_that_ended(records: Records, models_dev_source: dict[str, Any]) -> None:
    ended = {key for key, record in records.items() if isinstance(record, CatalogRecord) and record.facts["status"] == "ended"}
    assert ended == {key for key, entry in models_dev_source.items() if entry.get("status") == "deprecated"}
    assert len(ended) == 64
    record = records["baseten/deepseek-ai/DeepSeek-V3.2"]
    assert isinstance(record, CatalogRecord)
    assert (record.identifier, record.other["status"]) == ("deepseek-ai/DeepSeek-V3.2", "deprecated")


def test_what_stands_for_not_known_is_kept_and_not_claimed(records: Records) -> None:
    undated, unlimited = records["frogbot/gpt-oss-120b"], records["openai/gpt-image-1"]
    assert isinstance(undated, CatalogRecord)
    assert isinstance(unlimited, CatalogRecord)
    assert "release_date" not in undated.facts
    assert undated.other["release_date"] == "1970-01-01"
    assert "context_tokens" not in unlimited.facts
    assert unlimited.other["limit"]["context"] == 0


def _kept(record: CatalogRecord, place: Place, value: Any) -> bool:
    try:
        if stands_at(record.other, at=place) == value:
            return True
    except KeyError:
        pass
    facts = record.facts
    match place:
        case ("id" | "name",):
            claimed = {"id": record.identifier, "name": record.name}[str(place[0])]
        case ("release_date" | "open_weights",):
            claimed = facts.get(str(place[0]))
        case ("knowledge",):
            claimed = facts.get("knowledge_cutoff")
        case ("limit", "context"):
            claimed = facts.get("context_tokens")
        case ("modalities", "input" | "output", int()):
            return value in (*facts.get(f"{place[1]}s", ()), *record.other.get("modalities", {}).get(place[1], ()))
        case ("cost", str(name)) if name in PRICES and record.prices[0].above_tokens is None:
            claimed = getattr(record.prices[0], PRICES[name])
        case _:
            return False
    return claimed is not None and claimed == value
