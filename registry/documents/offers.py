"""Who offers a model, by which channel, since when and at what price: the offers of a model's document."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import field_validator, model_validator

from registry.documents.dates import first_day, last_day
from registry.documents.evidence import Evidence
from registry.documents.fields import (
    Currency,
    Day,
    Line,
    Mistakes,
    Part,
    PartialDate,
    Price,
    ReferenceKey,
    Slug,
    Text,
    Verification,
    each_once,
)
from registry.documents.page import evidence_citations, unknown_facts

Channel = Literal["managed_api", "platform", "weights_download", "on_device", "hardware_support"]
OfferStatus = Literal["listed", "ended"]


class PriceDocument(Part):
    """A list price per million tokens with its own date: a price list is a history."""

    input_per_million: Price | None = None
    output_per_million: Price | None = None
    currency: Currency
    as_of: Day | None = None
    as_of_not_before: Day | None = None
    identifier: Line = ""
    source: ReferenceKey | None = None
    note: Text = ""

    @model_validator(mode="after")
    def _says_something(self) -> "PriceDocument":
        if self.input_per_million is None and self.output_per_million is None:
            raise ValueError("a price needs input_per_million or output_per_million; leave it out when no price is known")
        return self


class OfferDocument(Part):
    """One offer. `variants` lists what it covers; an empty list means the model as a whole,
    or `other_variant`: a size that has no row here."""

    FACTS: ClassVar[tuple[str, ...]] = (
        "identifier", "announced_on", "available_from", "retires_on", "regions", "prices", "role", "status",
    )  # fmt: skip

    slug: Slug
    partner: Slug
    variants: list[Slug] = []
    other_variant: Line = ""
    channel: Channel
    service: Line
    identifier: Line = ""
    other_identifiers: list[Line] = []
    role: Line = ""
    status: OfferStatus = "listed"
    announced_on: PartialDate | None = None
    available_from: PartialDate | None = None
    retires_on: PartialDate | None = None
    regions: list[Line] = []
    regions_note: Text = ""
    prices: list[PriceDocument] = []
    verification: Verification
    sources: list[ReferenceKey] = []
    evidence: dict[Line, Evidence] = {}
    note: Text = ""

    @field_validator("evidence")
    @classmethod
    def _known_facts(cls, evidence: dict[str, Evidence]) -> dict[str, Evidence]:
        if mistakes := unknown_facts(evidence, known=cls.FACTS):
            raise Mistakes(*((pointer.removeprefix("/evidence"), detail) for pointer, detail in mistakes))
        return {fact: evidence[fact] for fact in sorted(evidence)}

    @field_validator("variants")
    @classmethod
    def _each_once(cls, names: list[str]) -> list[str]:
        return each_once(names)

    @field_validator("sources")
    @classmethod
    def _in_order(cls, sources: list[str]) -> list[str]:
        return sorted(each_once(sources))

    @model_validator(mode="after")
    def _covers_one_thing(self) -> "OfferDocument":
        if self.variants and self.other_variant:
            raise Mistakes(("/other_variant", "give either variants of this page, or the name of one that is not on it"))
        return self

    @model_validator(mode="after")
    def _retires_after_it_began(self) -> "OfferDocument":
        if self.available_from and self.retires_on and first_day(self.available_from) > last_day(self.retires_on):
            raise Mistakes(("/retires_on", f"{self.retires_on} lies before available_from {self.available_from}"))
        return self

    def citations(self) -> Iterator[tuple[str, str]]:
        """Yield (JSON pointer within the offer, source key)."""
        for index, key in enumerate(self.sources):
            yield f"/sources/{index}", key
        yield from evidence_citations(self.evidence)
        for index, price in enumerate(self.prices):
            if price.source:
                yield f"/prices/{index}/source", price.source
