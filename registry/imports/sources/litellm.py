"""LiteLLM's model_prices_and_context_window.json: prices per token and by other measures, limits, and when offers end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from registry.documents.variants import Modality
from registry.imports.records import CatalogRecord, ClaimedPrice, RejectedRecord, UnreadableCatalog
from registry.imports.sources.fields import Fields, key_problems, rejected
from registry.imports.sources.json_text import parsed, written
from registry.imports.sources.opening import Received, text_of

# The format's own example of an entry, with explanations in place of values.
SAMPLE = "sample_spec"
_PRICES = {
    "input_cost_per_token": "input_per_million",
    "output_cost_per_token": "output_per_million",
    "cache_read_input_token_cost": "cache_read_per_million",
    "cache_creation_input_token_cost": "cache_write_per_million",
    "output_cost_per_reasoning_token": "reasoning_per_million",
    "input_cost_per_audio_token": "input_audio_per_million",
    "output_cost_per_audio_token": "output_audio_per_million",
}
# Prices of batches, of priority and other service tiers end otherwise: they are kept as received, as are those by image or second.
_ABOVE = re.compile(r"(?P<field>.+)_above_(?P<thousands>[0-9]{1,6})k_tokens")
_PRICE_WORDS = ("cost", "pricing", "uplift_multiplier")
# The parts of a key that are not of the model's identifier: what is priced, and where it runs.
_EDITION = re.compile(
    r"(?:[0-9]+|max)-x-(?:[0-9]+|max)|(?:[0-9]+|max)-steps|low|medium|high|standard|hd"
    r"|[0-9]+-month-commitment|global-standard|invoke|claude_platform"
)
_REGION = re.compile(r"[a-z]{2}(?:-gov)?-[a-z]+-[0-9]+|us|eu|apac|global|us-gov")
_ANY_REGION = "*"


@dataclass(frozen=True, slots=True)
class _Name:
    """What a key says: the model's identifier at the host, the region that it is for, and what part of the offer it is about."""

    identifier: str
    region: str = ""
    edition: str = ""


def read(received: Received) -> Iterator[CatalogRecord | RejectedRecord]:
    """Yield a record for each entry but the format's sample, in the order of the file; UnreadableCatalog before the first one."""
    entries = parsed(text_of(received))
    entries.pop(SAMPLE, None)
    if not any(isinstance(entry, dict) and "litellm_provider" in entry for entry in entries.values()):
        raise UnreadableCatalog("no entry of the file names its litellm_provider: send LiteLLM's model_prices_and_context_window.json")
    return (_record(key, entry) for key, entry in entries.items())


def _record(key: str, entry: Any) -> CatalogRecord | RejectedRecord:
    received, problems = written(entry)
    reasons = [*problems, *key_problems(key)]
    if not isinstance(entry, dict):
        return rejected(key, reasons=[*reasons, "a record must be an object"], received=received)
    fields = Fields(entry, reasons=reasons)
    host = fields.text("litellm_provider", longest=100)
    if not host and not reasons:
        reasons.append("litellm_provider is missing: without it the entry is not what somebody offers")
    name = _name(key, host)
    facts = _facts(fields, region=name.region)
    prices = _prices(fields)
    if reasons:
        return rejected(key, reasons=reasons, received=received)
    return CatalogRecord(
        key=key, host=host, identifier=name.identifier, edition=name.edition, facts=facts, prices=prices, other=fields.left(),
        received=received,
    )  # fmt: skip


def _name(key: str, host: str) -> _Name:
    """Take a key apart: 1024-x-1024/50-steps/bedrock/stability.sdxl, bedrock/us-east-1/anthropic.claude-v2, azure/gpt-4o, gpt-4o."""
    *before, identifier = key.split("/")
    edition: list[str] = []
    region = ""
    rest: list[str] = []
    named_host = False
    for part in before:
        if rest:
            rest.append(part)
        elif _EDITION.fullmatch(part):
            edition.append(part)
        elif not named_host and _is_of_host(part, host):
            named_host = True
        elif named_host and not region and (part == _ANY_REGION or _REGION.fullmatch(part)):
            region = part
        else:
            rest.append(part)
    return _Name("/".join((*rest, identifier)), "" if region == _ANY_REGION else region, "/".join(edition))


def _is_of_host(part: str, host: str) -> bool:
    """Tell whether the prefix of a key stands for the provider: vertex_ai for vertex_ai-llama_models, amazon-nova for amazon_nova."""
    prefix = part.replace("-", "_")
    return bool(prefix) and f"{host.replace('-', '_')}_".startswith(f"{prefix}_")


def _facts(fields: Fields, *, region: str) -> dict[str, Any]:
    regions = fields.texts("supported_regions")
    facts = {
        # "Max input tokens, if the provider specifies it". Of 499 models that models.dev lists at the same host with a window, 412 have
        # the same number here or one rounded otherwise, and 47 have the share of the prompt, where window and answer are
        # parted in advance (GPT-5: 272,000 of 400,000). Zero stands for "not known".
        "context_tokens": fields.tokens("max_input_tokens"),
        "inputs": fields.words("supported_modalities", get_args(Modality)),
        "outputs": fields.words("supported_output_modalities", get_args(Modality)),
        "retires_on": fields.partial_date("deprecation_date"),
        "regions": regions if not region or region in regions else [*regions, region],
    }
    return {name: value for name, value in facts.items() if value not in (None, [])}


def _prices(fields: Fields) -> tuple[ClaimedPrice, ...]:
    amounts: dict[int, dict[str, Decimal]] = {0: {}}
    for field in fields.names():
        above = _ABOVE.fullmatch(field)
        name = _PRICES.get(above["field"] if above else field)
        if name and (price := fields.price(field, tokens=1)) is not None:
            amounts.setdefault(int(above["thousands"]) * 1000 if above else 0, {})[name] = price
    for tier in fields.parts("tiered_pricing"):
        if (reach := tier.lower_bound("range")) is not None:
            for field, name in _PRICES.items():
                if (price := tier.price(field, tokens=1)) is not None:
                    amounts.setdefault(reach, {}).setdefault(name, price)
    other = fields.costs(words=_PRICE_WORDS)
    return tuple(
        ClaimedPrice(above_tokens=above or None, other={} if above else other, **amounts[above])  # type: ignore[arg-type]
        for above in sorted(amounts)
        if amounts[above] or (other and not above)
    )  # fmt: skip
