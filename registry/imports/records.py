"""What a catalog of others says, record by record, in the registry's words and units. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

# The facts of a variant that a record may claim; each has the form that it has in a variant's document, except that
# `license` is the name as received and `bases` is a list of {"name", "relation"}, both not yet resolved.
VARIANT_FACTS = (
    "release_date", "knowledge_cutoff", "context_tokens", "inputs", "outputs", "open_weights", "gated", "huggingface", "languages_count",
    "license", "bases",
)  # fmt: skip
# The facts of an offer that a record may claim; `status` is listed or ended, `regions` a list of the host's own region codes.
OFFER_FACTS = ("retires_on", "regions", "status")


class UnreadableCatalog(ValueError):  # noqa: N818 - what it is, as InvalidDocument
    """A file that is refused whole; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedPrice:
    """List prices in units of a currency per million tokens, exact. `above_tokens`: they hold for requests with more
    tokens than that. What is None is not claimed, which is not zero. `other` holds prices by another measure as received."""

    input_per_million: Decimal | None = None
    output_per_million: Decimal | None = None
    cache_read_per_million: Decimal | None = None
    cache_write_per_million: Decimal | None = None
    reasoning_per_million: Decimal | None = None
    input_audio_per_million: Decimal | None = None
    output_audio_per_million: Decimal | None = None
    above_tokens: int | None = None
    currency: str = "USD"
    other: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogRecord:
    """One record. `key` is unique in its source and stays the same from snapshot to snapshot. `host` is the source's own
    code of who offers it, empty where the record is about the model alone; `host_fields` is what else the source says of the
    host, the same for all its records. `identifier` names the model at the host; where `edition` is not empty the record is
    about less than all of that, such as images of one size or a commitment of six months, and so are its prices. `facts` are
    by name, see above. `other` are the fields that the registry has no place for, and `received` is the whole record as JSON
    text with sorted keys, each number equal to what was written."""

    key: str
    host: str = ""
    host_name: str = ""
    host_fields: Mapping[str, Any] = field(default_factory=dict)
    identifier: str
    edition: str = ""
    name: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    prices: tuple[ClaimedPrice, ...] = ()
    other: Mapping[str, Any] = field(default_factory=dict)
    received: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRecord:
    """A record that cannot be believed as it stands, with each reason in words; the run reports it and goes on. A key that
    stands twice is rejected as often. `received` is as near to JSON as the record is: NaN stays NaN."""

    key: str
    reasons: tuple[str, ...]
    received: str


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, or of all files of a folder with their names, read piece by piece: by it they are known again."""
    if not path.is_dir():
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    named = [f"{each.relative_to(path)} {digest_of(each)}" for each in sorted(path.rglob("*")) if each.is_file()]
    return sha256("\n".join(named).encode()).hexdigest()
