"""Whatever JSON is sent, a catalog is refused whole or each of its records is read or rejected with the reason in words."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from registry.imports.records import CatalogRecord, RejectedRecord, UnreadableCatalog
from registry.imports.sources import SOURCES

MODEL: dict[str, Any] = {
    "id": "m", "name": "M", "release_date": "2025-01", "open_weights": True, "limit": {"context": 8192, "output": 4096},
    "modalities": {"input": ["text"], "output": ["text"]}, "cost": {"input": 1, "output": 2},
}  # fmt: skip
ENTRY: dict[str, Any] = {"litellm_provider": "azure", "max_input_tokens": 8192, "input_cost_per_token": 1e-06, "mode": "chat"}
DEEP = json.loads("[" * 70 + "]" * 70)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["2024-01", "text", "context"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3) | st.sampled_from([*MODEL, *ENTRY]), inner, max_size=4),
    max_leaves=12,
)
FUZZ = settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))


def models_dev(model: Any, **provider: Any) -> list[CatalogRecord | RejectedRecord]:
    text = json.dumps({"acme": {"id": "acme", "name": "Acme", "models": {"m": model}, **provider}})
    return list(SOURCES["models-dev"].read(text.encode()))


def litellm(entry: Any) -> list[CatalogRecord | RejectedRecord]:
    return list(SOURCES["litellm"].read(json.dumps({"azure/good": ENTRY, "azure/m": entry}).encode()))


def raw(record: str) -> CatalogRecord | RejectedRecord:
    """The record of a catalog whose text is written by hand, beside a good one that is read all the same."""
    good, found = SOURCES["litellm"].read(f'{{"azure/good": {json.dumps(ENTRY)}, "azure/m": {record}}}'.encode())
    assert isinstance(good, CatalogRecord)
    return found


@pytest.mark.parametrize("source", ["models-dev", "litellm"])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "top level is not an object"),
        ("7", "top level is not an object"),
        ("{}", "no entry"),
        ('{"a": 1}', "no entry"),
        ('{"a": {}, "b": {}, "a": {}}', '"a" stands twice at the top level'),
        ('{"a": ', r"not JSON \(line 1, column 7"),
        ("<!DOCTYPE html><title>404</title>", "looks like a web page: send the file itself"),
        ("a,b,c", "not JSON .*: send the file as it was published"),
        ('{"a": ' + "[" * 64 + "]" * 64 + "}", "deeper than 64 levels"),
        ('{"a": ' + "[" * 200_000, "deeper than 64 levels"),
        ('{"a":' * 100_000, "deeper than 64 levels"),
        ('{"a": [' + "0," * 2_000_001 + "0]}", "more than 2,000,000 values: divide it"),
    ],
)
def test_what_is_no_catalog_is_refused_whole(source: str, text: str, message: str) -> None:
    with pytest.raises(UnreadableCatalog, match=message):
        SOURCES[source].read(text.encode())


@pytest.mark.parametrize("name", ["models-dev", "litellm"])
def test_the_catalog_of_another_source_is_refused_whole(name: str) -> None:
    content = {"models-dev": {"azure/m": ENTRY}, "litellm": {"acme": {"models": {"m": MODEL}}}}[name]
    with pytest.raises(UnreadableCatalog, match=r"send (api\.json of models\.dev|LiteLLM's model_prices_and_context_window\.json)"):
        SOURCES[name].read(json.dumps(content).encode())


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ('{"mode": "a", "mode": "b", "litellm_provider": "azure"}', "mode: is given twice, so nobody can say which one holds"),
        ('{"x": {"a": 1, "a": 1}, "litellm_provider": "azure"}', "x: a: is given twice, so nobody can say which one holds"),
        ('{"x": [1, NaN], "litellm_provider": "azure"}', "x.1: NaN cannot be used: not a number"),
        ('{"x": -Infinity, "litellm_provider": "azure"}', "x: -Infinity cannot be used: not a number"),
        ('{"x": 1234567890123456789012345678901, "litellm_provider": "azure"}', "x: 1234567890123456789012345678901 cannot be used: a number has at most 30 digits"),
        ('{"x": 1e999999999, "litellm_provider": "azure"}', "x: 1e999999999 cannot be used: a number has at most 30 digits"),
        ('{"x": 1e99999999999999999999999, "litellm_provider": "azure"}', "x: 1e99999999999999999999999 cannot be used: a number has at most 30 digits"),
        ('{"x": "a\\u0000b", "litellm_provider": "azure"}', 'x: "a\\u0000b" holds a character that is none (NUL or half of a pair)'),
        ('{"x": "\\ud800", "litellm_provider": "azure"}', 'x: "\\ud800" holds a character that is none (NUL or half of a pair)'),
        ("[]", "a record must be an object"),
        ('"azure"', "a record must be an object"),
        ("{}", "litellm_provider is missing: without it the entry is not what somebody offers"),
    ],
)  # fmt: skip
def test_a_record_that_is_ambiguous_or_unusable_is_rejected_alone(record: str, reason: str) -> None:
    found = raw(record)
    assert isinstance(found, RejectedRecord)
    assert found.reasons == (reason,)
    assert found.received.encode()


def test_what_stands_twice_is_received_with_both_values() -> None:
    assert raw('{"mode": "b", "mode": "a", "litellm_provider": "azure"}').received == '{"litellm_provider":"azure","mode":"b","mode":"a"}'


def test_a_price_of_its_own_stands_before_the_same_in_a_range_of_tokens() -> None:
    tiers = [{"range": [0, 100], "input_cost_per_token": 5e-06, "output_cost_per_token": 7e-06}]
    _, found = litellm({**ENTRY, "tiered_pricing": tiers})
    assert isinstance(found, CatalogRecord)
    assert [(price.input_per_million, price.output_per_million) for price in found.prices] == [(1, 7)]


def test_a_number_of_30_digits_is_kept_to_the_last_one() -> None:
    found = raw('{"x": 123456789012345678901234567890, "y": -0.12345678901234567890123456789, "litellm_provider": "azure"}')
    assert isinstance(found, CatalogRecord)
    assert found.other == {"x": 123456789012345678901234567890, "y": Decimal("-0.12345678901234567890123456789")}
    assert json.loads(found.received, parse_float=Decimal) == {**found.other, "litellm_provider": "azure"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": ["M"]}, 'name: ["M"] is not a text'),
        ({"name": "M" * 201}, f'name: "{"M" * 58}… is not a text of at most 200 characters'),
        ({"id": 7}, "id: 7 is not a text"),
        ({"limit": {"context": "8k"}}, 'limit.context: "8k" is not a whole number of tokens'),
        ({"limit": {"context": -1}}, "limit.context: -1 is not a whole number of tokens"),
        ({"limit": {"context": 0.5}}, "limit.context: 0.5 is not a whole number of tokens"),
        ({"limit": {"context": True}}, "limit.context: true is not a whole number of tokens"),
        ({"limit": [1]}, "limit: [1] is not an object"),
        ({"cost": {"input": "free"}}, 'cost.input: "free" is not a price, a number of zero or more'),
        ({"cost": {"input": -0.1}}, "cost.input: -0.1 is not a price, a number of zero or more"),
        ({"cost": {"input": True}}, "cost.input: true is not a price, a number of zero or more"),
        ({"cost": {"output": 10**10}}, "cost.output: 10000000000 is not a price of at most 1,000,000,000 for a million tokens"),
        ({"cost": {"tiers": {}}}, "cost.tiers: {} is not a list of objects"),
        ({"cost": {"tiers": [{"input": -1, "tier": {"type": "context", "size": 5}}]}}, "cost.tiers.0.input: -1 is not a price, a number of zero or more"),
        ({"cost": {"tiers": [{"input": 1, "tier": {"type": "context"}}]}}, "cost.tiers.0.tier.size: null is not a whole number of tokens"),
        ({"release_date": "last spring"}, 'release_date: "last spring" is not a date such as 2024-07-23, 2024-07 or 2024'),
        ({"release_date": 2024}, "release_date: 2024 is not a text"),
        ({"open_weights": "yes"}, 'open_weights: "yes" is not true or false'),
        ({"modalities": {"input": "text"}}, 'modalities.input: "text" is not a list of texts'),
        ({"modalities": {"input": [["text"]]}}, 'modalities.input: [["text"]] is not a list of texts'),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_rejects_its_record_and_names_the_field(change: dict[str, Any], reason: str) -> None:
    (found,) = models_dev({**MODEL, **change})
    assert isinstance(found, RejectedRecord)
    assert (found.key, found.reasons) == ("acme/m", (reason,))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"max_input_tokens": "128k"}, 'max_input_tokens: "128k" is not a whole number of tokens'),
        ({"input_cost_per_token": "1e-06"}, 'input_cost_per_token: "1e-06" is not a price, a number of zero or more'),
        ({"output_cost_per_image": -1}, "output_cost_per_image: -1 is not a price, a number of zero or more"),
        ({"search_context_cost_per_query": {"low": "x"}}, 'search_context_cost_per_query: {"low":"x"} is not a price, a number of zero or more'),
        ({"litellm_provider": ["azure"]}, 'litellm_provider: ["azure"] is not a text'),
        ({"deprecation_date": "2026-02-30"}, 'deprecation_date: "2026-02-30" is not a date such as 2024-07-23, 2024-07 or 2024'),
        ({"supported_regions": "global"}, 'supported_regions: "global" is not a list of texts'),
        ({"tiered_pricing": [{"range": [5, 2]}]}, "tiered_pricing.0.range: [5,2] is not a range of tokens, two numbers of which the first is the smaller"),
    ],
)  # fmt: skip
def test_a_price_or_limit_of_the_wrong_kind_rejects_its_record(change: dict[str, Any], reason: str) -> None:
    good, found = litellm({**ENTRY, **change})
    assert isinstance(good, CatalogRecord)
    assert isinstance(found, RejectedRecord)
    assert found.reasons == (reason,)


def test_every_reason_is_given_at_once() -> None:
    (found,) = models_dev({**MODEL, "name": 1, "cost": {"input": -1}})
    assert isinstance(found, RejectedRecord)
    assert [reason.split(":")[0] for reason in found.reasons] == ["name", "cost.input"]


def test_a_date_far_away_is_a_claim_like_another() -> None:
    (found,) = models_dev({**MODEL, "release_date": "2032-07-18"})
    assert isinstance(found, CatalogRecord)
    assert found.facts["release_date"] == "2032-07-18"


def test_null_counts_as_not_said_and_is_kept() -> None:
    (found,) = models_dev({**MODEL, "cost": None, "release_date": None})
    assert isinstance(found, CatalogRecord)
    assert found.prices == ()
    assert "release_date" not in found.facts
    assert found.other["cost"] is None


def test_where_only_the_older_field_has_long_prompts_it_is_claimed() -> None:
    (found,) = models_dev({**MODEL, "cost": {"input": 1, "output": 2, "context_over_200k": {"input": 3}}})
    assert isinstance(found, CatalogRecord)
    assert [(price.above_tokens, price.input_per_million) for price in found.prices] == [(None, 1), (200_000, 3)]
    assert "cost" not in found.other


def test_a_model_that_its_provider_lists_twice_is_rejected_each_time_and_the_others_are_read() -> None:
    model = json.dumps(MODEL)
    found = list(SOURCES["models-dev"].read(f'{{"acme": {{"models": {{"m": {model}, "n": {model}, "m": {model}}}}}}}'.encode()))
    assert [(record.key, isinstance(record, RejectedRecord)) for record in found] == [("acme/m", True), ("acme/n", False), ("acme/m", True)]


def test_what_is_wrong_with_a_provider_rejects_its_records_and_no_others() -> None:
    content = {"bad": {"name": ["Bad"], "models": {"m": MODEL}}, "none": {"models": []}, "acme": {"models": {"m": MODEL}}}
    bad, none, good = SOURCES["models-dev"].read(json.dumps(content).encode())
    assert isinstance(bad, RejectedRecord)
    assert bad.reasons == ('of its provider, name: ["Bad"] is not a text',)
    assert isinstance(none, RejectedRecord)
    assert none.reasons == ("a provider must be an object whose models are an object",)
    assert isinstance(good, CatalogRecord)


@pytest.mark.parametrize("key", ["", "azure/" + "m" * 300, "azure/\x00"])
def test_a_key_that_cannot_be_one_is_rejected_under_a_name_that_can_be_shown(key: str) -> None:
    (_, found) = SOURCES["litellm"].read(json.dumps({"azure/good": ENTRY, key: ENTRY}).encode())
    assert isinstance(found, RejectedRecord)
    assert "cannot be a key" in found.reasons[-1]
    assert len(found.key) <= 300
    assert "\x00" not in found.key


@FUZZ
@given(value=VALUES, provider=VALUES)
@example(value=DEEP[0], provider=None)
def test_any_json_is_read_rejected_or_refused(value: Any, provider: Any) -> None:
    shapes = [
        value, {"acme": {"models": {"m": value}, "name": provider}}, {"acme": {"models": {"m": {**MODEL, "cost": value}}}},
        {"acme": {"models": {"m": {**MODEL, **(value if isinstance(value, dict) else {})}}}},
        {"m": value, "azure/good": ENTRY}, {"m": {**ENTRY, **(value if isinstance(value, dict) else {"tiered_pricing": value})}},
    ]  # fmt: skip
    for shape in shapes:
        for name in ("models-dev", "litellm"):
            _only_known_outcomes(name, json.dumps(shape).encode())


@FUZZ
@given(content=st.binary(max_size=60))
def test_any_bytes_are_read_rejected_or_refused(content: bytes) -> None:
    for name in SOURCES:
        for start in (b"", b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"PK\x05\x06", b"{", b"---\n"):
            _only_known_outcomes(name, start + content)


def _only_known_outcomes(name: str, content: bytes) -> None:
    try:
        records = list(SOURCES[name].read(content))
    except UnreadableCatalog:
        return
    for record in records:
        assert isinstance(record, (CatalogRecord, RejectedRecord))
        assert record.received.encode()
        assert record.key.encode()
        if isinstance(record, CatalogRecord):
            assert json.loads(record.received, parse_float=Decimal) is not None
        else:
            assert record.reasons
