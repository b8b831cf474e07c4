"""LiteLLM's snapshot: every record accounted for, every value kept, prices per token exact as prices of a million."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from registry.imports.records import OFFER_FACTS, VARIANT_FACTS, CatalogRecord, RejectedRecord
from registry.imports.sources import SOURCES
from tests.registry.imports.sources.leaves import Place, leaves, stands_at

PRICES = {
    "input_cost_per_token": "input_per_million", "output_cost_per_token": "output_per_million",
    "cache_read_input_token_cost": "cache_read_per_million", "cache_creation_input_token_cost": "cache_write_per_million",
    "output_cost_per_reasoning_token": "reasoning_per_million", "input_cost_per_audio_token": "input_audio_per_million",
    "output_cost_per_audio_token": "output_audio_per_million",
}  # fmt: skip
Records = dict[str, CatalogRecord | RejectedRecord]


@pytest.fixture(scope="module")
def records(litellm_file: Path) -> Records:
    return {record.key: record for record in SOURCES["litellm"].read(litellm_file)}


def test_each_of_the_4552_records_is_read_or_rejected_once(litellm_file: Path, litellm_source: dict[str, Any]) -> None:
    keys = [record.key for record in SOURCES["litellm"].read(litellm_file)]
    assert len(keys) == 4552
    assert set(keys) == set(litellm_source)


def test_the_entry_that_nobody_offers_is_the_only_one_rejected(records: Records) -> None:
    rejected = {key: record.reasons for key, record in records.items() if isinstance(record, RejectedRecord)}
    assert rejected == {"fallback_generalizations": ("litellm_provider is missing: without it the entry is not what somebody offers",)}


def test_what_was_received_says_the_same_as_the_file(records: Records, litellm_source: dict[str, Any]) -> None:
    for key, record in records.items():
        assert json.loads(record.received, parse_float=Decimal) == litellm_source[key]


def test_no_value_of_any_record_is_lost(records: Records, litellm_source: dict[str, Any]) -> None:
    for key, record in records.items():
        if isinstance(record, CatalogRecord):
            lost = {place: value for place, value in leaves(litellm_source[key]) if not _kept(record, place, value)}
            assert not lost, key


def test_every_claimed_fact_has_a_name_that_the_registry_knows(records: Records) -> None:
    names = {name for record in records.values() if isinstance(record, CatalogRecord) for name in record.facts}
    assert names == {"context_tokens", "inputs", "outputs", "retires_on", "regions"}
    assert names <= {*VARIANT_FACTS, *OFFER_FACTS}


def test_a_price_per_token_becomes_that_of_a_million_exactly(records: Records) -> None:
    record = _read(records, "gemini-2.5-pro")
    base, long = record.prices
    assert (str(base.input_per_million), str(base.output_per_million), str(base.cache_read_per_million)) == ("1.25", "10", "0.125")
    assert (long.above_tokens, str(long.input_per_million), str(long.output_per_million)) == (200_000, "2.5", "15")
    assert (str(long.cache_read_per_million), str(long.cache_write_per_million)) == ("0.25", "0.25")
    assert base.cache_write_per_million is None
    assert base.other["input_cost_per_token_batches"] == Decimal("6.25e-07")
    assert base.other["output_cost_per_token_above_200k_tokens_priority"] == Decimal("2.7e-05")
    assert base.other["search_context_cost_per_query"]["search_context_size_low"] == Decimal("0.035")


def test_facts_are_read_as_they_stand_in_the_file(records: Records) -> None:
    record = _read(records, "gemini-2.5-pro")
    assert record.facts == {
        "context_tokens": 1_048_576, "inputs": ["audio", "image", "text", "video"], "outputs": ["text"], "retires_on": "2026-10-20",
    }  # fmt: skip
    assert (record.host, record.name) == ("vertex_ai-language-models", "")
    assert record.other["supports_vision"] is True
    assert record.other["max_output_tokens"] == 65_535


def test_prices_by_ranges_of_tokens_become_tiers(records: Records) -> None:
    record = _read(records, "dashscope/qwen3-coder-flash")
    assert [price.above_tokens for price in record.prices] == [None, 32_000, 128_000, 256_000]
    assert [str(price.input_per_million) for price in record.prices] == ["0.3", "0.5", "0.8", "1.6"]
    assert [str(price.output_per_million) for price in record.prices] == ["1.5", "2.5", "4", "9.6"]


def test_zero_is_a_price_and_no_window(records: Records) -> None:
    record = _read(records, "vercel_ai_gateway/cohere/embed-v4.0")
    assert record.prices[0].output_per_million == Decimal(0)
    assert record.prices[0].cache_read_per_million is None
    assert "context_tokens" not in record.facts
    assert record.other["max_input_tokens"] == 0


def test_prices_by_another_measure_are_kept_as_received(records: Records) -> None:
    record = _read(records, "bedrock/us-east-1/1-month-commitment/anthropic.claude-v2:1")
    assert len(record.prices) == 1
    assert record.prices[0].input_per_million is None
    assert record.prices[0].other == {"cost_per_second": Decimal("0.0175"), "input_cost_per_second": Decimal("0.0175")}


@pytest.mark.parametrize(
    ("key", "identifier", "edition", "regions"),
    [
        ("gpt-4o", "gpt-4o", "", None),
        ("azure/gpt-4.1-2025-04-14", "gpt-4.1-2025-04-14", "", None),
        ("azure/us/gpt-4o-2024-11-20", "gpt-4o-2024-11-20", "", ["us"]),
        ("azure/high/1024-x-1024/gpt-image-1", "gpt-image-1", "high/1024-x-1024", None),
        ("bedrock/us-east-1/deepseek.v3.2", "deepseek.v3.2", "", ["us-east-1"]),
        ("bedrock/us-east-1/1-month-commitment/anthropic.claude-v2:1", "anthropic.claude-v2:1", "1-month-commitment", ["us-east-1"]),
        ("bedrock/*/6-month-commitment/cohere.command-light-text-v14", "cohere.command-light-text-v14", "6-month-commitment", None),
        ("1024-x-1024/50-steps/bedrock/amazon.nova-canvas-v1:0", "amazon.nova-canvas-v1:0", "1024-x-1024/50-steps", None),
        ("low/1024-x-1024/grok-imagine-image-2.0", "grok-imagine-image-2.0", "low/1024-x-1024", None),
        ("fireworks_ai/accounts/fireworks/models/llama-v2-13b-chat", "accounts/fireworks/models/llama-v2-13b-chat", "", None),
        ("together_ai/meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo", "meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo", "", None),
        ("vertex_ai/qwen/qwen3-235b-a22b-instruct-2507-maas", "qwen/qwen3-235b-a22b-instruct-2507-maas", "", ["global", "us-south1"]),
        ("amazon-nova/nova-pro-v1", "nova-pro-v1", "", None),
        ("replicate/openai/o1", "openai/o1", "", None),
    ],
)
def test_a_key_says_the_identifier_the_region_and_what_is_priced(
    records: Records, key: str, identifier: str, edition: str, regions: list[str] | None
) -> None:
    record = _read(records, key)
    assert (record.identifier, record.edition, record.facts.get("regions")) == (identifier, edition, regions)


def _read(records: Records, key: str) -> CatalogRecord:
    record = records[key]
    assert isinstance(record, CatalogRecord)
    return record


def _kept(record: CatalogRecord, place: Place, value: Any) -> bool:
    for keeper in (record.other, *(price.other for price in record.prices)):
        try:
            if stands_at(keeper, at=place) == value:
                return True
        except KeyError:
            pass
    field = str(place[0])
    match place:
        case ("litellm_provider",):
            return record.host == value
        case ("max_input_tokens",):
            return record.facts.get("context_tokens") == value
        case ("deprecation_date",):
            return record.facts.get("retires_on") == value
        case ("supported_regions", int()):
            return value in record.facts.get("regions", ())
        case ("supported_modalities", int()):
            return value in (*record.facts.get("inputs", ()), *record.other.get(field, ()))
        case ("supported_output_modalities", int()):
            return value in (*record.facts.get("outputs", ()), *record.other.get(field, ()))
    name, _, above = field.partition("_above_")
    tokens = int(re.sub("k_tokens$", "000", above)) if above else None
    return any(price.above_tokens == tokens and getattr(price, PRICES[name]) == value * 10**6 for price in record.prices)
