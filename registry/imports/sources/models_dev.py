"""models.dev's api.json: who offers which model by API, at what price in USD per million tokens, with what limits."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from registry.documents.variants import Modality
from registry.imports.records import CatalogRecord, ClaimedPrice, RejectedRecord, UnreadableCatalog
from registry.imports.sources.fields import Fields, key_problems, rejected
from registry.imports.sources.json_text import doubled, pairs, parsed, written
from registry.imports.sources.opening import Received, text_of

_PRICES = {
    "input": "input_per_million",
    "output": "output_per_million",
    "cache_read": "cache_read_per_million",
    "cache_write": "cache_write_per_million",
    "reasoning": "reasoning_per_million",
    "input_audio": "input_audio_per_million",
    "output_audio": "output_audio_per_million",
}
# "deprecated" means by the source's own definition that the provider's public API no longer serves the model; in alpha or beta it does.
_OFFER_STATUS = {"": "listed", "alpha": "listed", "beta": "listed", "deprecated": "ended"}
# What fills the field where the source knows no date: the first second of Unix time. No model was released on that day.
_NO_DATE = "1970-01-01"


def read(received: Received) -> Iterator[CatalogRecord | RejectedRecord]:
    """Yield a record for each model of each provider, in the order of the file; UnreadableCatalog before the first one."""
    providers = parsed(text_of(received))
    if not any(isinstance(entry, dict) and "models" in entry for entry in providers.values()):
        raise UnreadableCatalog("no entry of the file has models: send api.json of models.dev, not its models.json or catalog.json")
    return (record for host, provider in providers.items() for record in _records(host, provider))


def _records(host: str, provider: Any) -> Iterator[CatalogRecord | RejectedRecord]:
    models = provider.get("models") if isinstance(provider, dict) else None
    if not isinstance(models, dict):
        received, problems = written(provider)
        yield rejected(host, reasons=[*problems, "a provider must be an object whose models are an object"], received=received)
        return
    about = {name: value for name, value in provider.items() if name != "models"}
    problems = [*written(about)[1], *doubled(provider)]
    fields = Fields(about, reasons=problems)
    host_name = fields.text("name", longest=200)
    reasons = [f"of its provider, {problem}" for problem in problems]
    twice = doubled(models)
    for model, value in pairs(models):
        yield _record(
            model, value, host=host, host_name=host_name, host_fields=fields.left(), reasons=[*reasons, *twice.get(model, [])]
        )  # fmt: skip


def _record(
    model: str, value: Any, *, host: str, host_name: str, host_fields: Mapping[str, Any], reasons: Sequence[str]
) -> CatalogRecord | RejectedRecord:
    key = f"{host}/{model}"
    received, problems = written(value)
    reasons = [*reasons, *problems, *key_problems(host, model)]
    if not isinstance(value, dict):
        return rejected(key, reasons=[*reasons, "a record must be an object"], received=received)
    fields = Fields(value, reasons=reasons)
    identifier = fields.text("id") or model
    name = fields.text("name", longest=200)
    facts = _facts(fields)
    prices = _prices(fields)
    if reasons:
        return rejected(key, reasons=reasons, received=received)
    return CatalogRecord(
        key=key, host=host, host_name=host_name, host_fields=host_fields, identifier=identifier, name=name, facts=facts, prices=prices,
        other=fields.left(), received=received,
    )  # fmt: skip


def _facts(fields: Fields) -> dict[str, Any]:
    limits, modalities = fields.part("limit"), fields.part("modalities")
    released = fields.text("release_date", keep=True)
    facts = {
        "release_date": None if released == _NO_DATE else fields.partial_date("release_date"),
        "knowledge_cutoff": fields.partial_date("knowledge"),
        # Zero stands for "not known" here: 41 models have it, speech and image models for the most part, but language models too.
        "context_tokens": limits.tokens("context"),
        "inputs": modalities.words("input", get_args(Modality)),
        "outputs": modalities.words("output", get_args(Modality)),
        "open_weights": fields.flag("open_weights"),
        "status": _OFFER_STATUS.get(fields.text("status", keep=True)),
    }
    return {name: value for name, value in facts.items() if value not in (None, [])}


def _prices(fields: Fields) -> tuple[ClaimedPrice, ...]:
    cost = fields.part("cost")
    claimed = [_price(cost, above_tokens=None), *(_tier(tier) for tier in cost.parts("tiers"))]
    if len(claimed) == 1:
        # The older form of the first tier. Beside tiers it says the same under a threshold that is often another, and stays unclaimed.
        claimed.append(_price(cost.part("context_over_200k"), above_tokens=200_000))
    return tuple(price for price in claimed if price)


def _tier(tier: Fields) -> ClaimedPrice | None:
    reach = tier.part("tier")
    if reach.text("type") != "context":
        return None
    above_tokens = reach.tokens("size")
    if above_tokens is None:
        reach.refuse("size", "a whole number of tokens")
    return _price(tier, above_tokens=above_tokens)


def _price(part: Fields, *, above_tokens: int | None) -> ClaimedPrice | None:
    amounts = {name: part.price(field, tokens=1_000_000) for field, name in _PRICES.items()}
    if all(amount is None for amount in amounts.values()):
        return None
    return ClaimedPrice(above_tokens=above_tokens, **amounts)  # type: ignore[arg-type]
