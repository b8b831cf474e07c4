"""The parts of releases that name nothing but licenses and sources: prices, lineage, results."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from catalog.api.shapes.evidence import Day, SourceRef
from catalog.api.shapes.pages import LicenseRef, Ref
from registry.documents.fields import Verification
from registry.documents.variants import LineageStatus, Relation

Amount = Annotated[str, Field(pattern=r"^\d+(\.\d+)?$", description="An exact amount.")]
Score = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$", description="An exact number.")]


class PriceRecord(TypedDict):
    """A list price per million tokens, with its own date and source. The first of an offer is the one to show."""

    input_per_million: Amount | None
    output_per_million: Amount | None
    currency: Annotated[str, Field(description="ISO 4217.")]
    as_of: Day | None
    as_of_not_before: Annotated[Day | None, Field(description="Read on this day or later; the exact day is not known.")]
    identifier: str | None
    source: SourceRef | None
    note: str | None


class EarlierLicense(TypedDict):
    """A license that held before today's."""

    license: LicenseRef | None
    label: str | None
    valid_from: Day
    valid_until: Day
    source: SourceRef | None


class ExternalBase(TypedDict):
    """An ancestor that is not in the catalog."""

    name: str
    kind: Literal["closed_model", "unreleased_model", "unknown_model"]
    terms: str | None
    verification: Verification | None
    note: str | None


class Base(TypedDict):
    """What a variant was made from: a variant of the catalog or one outside it."""

    base: Ref | None
    external: ExternalBase | None
    relation: Relation
    same_licensor: bool
    source: SourceRef | None


class Lineage(TypedDict):
    """What a variant stands on. not_declared (nobody says) differs from none (trained from scratch)."""

    status: LineageStatus
    bases: list[Base]


class Benchmark(TypedDict):
    """A result with what it needs to be compared."""

    benchmark: str
    metric: str | None
    shots: int | None
    score: Score
    tuning: str | None
    harness: str | None
    source: SourceRef | None
