"""Models, their variants and their offers: in short, in lists, and each on its own."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from catalog.api.shapes.evidence import ContradictionRecord, Day, EvidenceRecord, Marks, PartialDate, SourceRecord, SourceRef, Url
from catalog.api.shapes.licenses import LicenseRecord
from catalog.api.shapes.pages import (
    CommercialUse,
    FamilyRecord,
    LicenseRef,
    OrganizationRecord,
    PageDetail,
    PageRecord,
    Ref,
    Slug,
)  # fmt: skip
from catalog.api.shapes.parts import Benchmark, EarlierLicense, Lineage, PriceRecord
from registry.documents.fields import Status, Verification
from registry.documents.offers import Channel, OfferStatus
from registry.documents.variants import Modality

Precision = Literal["day", "month", "year"]
Specialty = Literal["code", "safety", "embedding", "vision", "speech", "math"]


class OfferRef(TypedDict):
    """An offer in short."""

    slug: Slug
    url: Url
    partner: Ref
    channel: Channel
    service: str
    identifier: Annotated[str | None, Field(description="What the host calls it.")]
    status: OfferStatus


class OfferFacts(TypedDict):
    """All that is known of an offer, besides what it offers."""

    slug: Slug
    url: Url
    html_url: Url
    partner: Ref | OrganizationRecord
    other_variant: Annotated[str | None, Field(description="A size that the offer is for and that has no record here.")]
    channel: Channel
    service: str
    identifier: str | None
    other_identifiers: list[str]
    role: Annotated[str | None, Field(description="What the partner was to the developer.")]
    status: Annotated[OfferStatus, Field(description="listed means seen in a source, not tested today.")]
    announced_on: PartialDate | None
    announced_on_precision: Precision | None
    available_from: PartialDate | None
    available_from_precision: Precision | None
    retires_on: PartialDate | None
    retires_on_precision: Precision | None
    regions: list[str]
    regions_note: str | None
    prices: Annotated[list[PriceRecord], Field(description="Empty: no price is known.")]
    verification: Annotated[Verification, Field(description="Of the offer's existence and identifier, never of the price.")]
    sources: list[SourceRef]
    note: str | None


class OfferRecord(OfferFacts):
    """An offer: who offers which model, or which of its variants, by which channel."""

    model: "Ref | ModelRecord"
    variants: Annotated[list["Ref | VariantRecord"], Field(description="Empty: the model as a whole, or other_variant.")]


class OfferInModel(OfferFacts):
    """An offer as its model lists it."""

    variants: Annotated[list["Ref | VariantRecord"], Field(description="Empty: the model as a whole, or other_variant.")]
    evidence: list[EvidenceRecord]


class OfferInVariant(OfferInModel):
    """An offer as a variant that it covers lists it."""


class OfferDetail(OfferRecord):
    """An offer with the evidence of its single facts."""

    evidence: list[EvidenceRecord]


class VariantRef(Ref):
    """A variant as its model lists it in short."""

    params_total: int | None
    params_active: int | None
    context_tokens: int | None
    open_weights: bool
    license: LicenseRef | None
    commercial_use: CommercialUse


class VariantFacts(TypedDict):
    """What a variant itself is. Unknown is null."""

    slug: Slug
    name: str
    url: Url
    html_url: Url
    aliases: list[str]
    status: Status
    release_date: PartialDate | None
    release_date_precision: Precision | None
    open_weights: bool
    category: Annotated[Specialty | None, Field(description="What it specialises in; null for general models.")]
    params_total: int | None
    params_active: int | None
    context_tokens: int | None
    inputs: list[Modality]
    outputs: list[Modality]
    knowledge_cutoff: PartialDate | None
    knowledge_cutoff_precision: Precision | None
    gated: Annotated[bool | None, Field(description="Whether access to the weights must be asked for.")]
    huggingface: Annotated[list[str], Field(description="Hugging Face repositories.")]
    license: Annotated[LicenseRef | LicenseRecord | None, Field(description="The license that holds; null where none could be identified.")]
    declared_license: Annotated[str | None, Field(description="What the publisher or the hub labels it.")]
    commercial_use: CommercialUse


class VariantRecord(VariantFacts):
    """A variant, with what it belongs to and who offers it."""

    model: "Ref | ModelRecord"
    family: Ref | FamilyRecord
    developers: list[Ref | OrganizationRecord]
    offers: list[OfferRef | OfferRecord]


class FurtherFacts(TypedDict):
    """What is shown of a variant on its own page and on its model's."""

    languages_count: int | None
    training_tokens: Annotated[str | None, Field(description='As the developer states it, such as "15T+".')]
    license_since: Day | None
    earlier_licenses: list[EarlierLicense]
    lineage: Lineage
    benchmarks: list[Benchmark]
    notes: list[str]
    verification: Marks
    evidence: list[EvidenceRecord]


class VariantInModel(VariantFacts, FurtherFacts):
    """A variant in full, as its model lists it."""


class VariantDetail(VariantFacts, FurtherFacts):
    """A variant in full, with its model, its offers and the sources of its facts."""

    model: "Ref | ModelRecord"
    family: Ref | FamilyRecord
    developers: list[Ref | OrganizationRecord]
    offers: list[OfferInVariant]
    contradictions: list[ContradictionRecord]
    sources: list[SourceRecord]
    revision: Annotated[int, Field(description="The number of the current revision of its model's page.")]
    disclaimer: str


class ModelFacts(PageRecord):
    """What a release itself is. Unknown is null."""

    family: Ref | FamilyRecord
    developers: Annotated[list[Ref | OrganizationRecord], Field(description="The main developer first.")]
    status: Status
    release_date: PartialDate | None
    release_date_precision: Precision | None
    commercial_use: CommercialUse
    commercial_use_differs: Annotated[bool, Field(description="Whether its variants differ; commercial_use is then the most severe.")]
    license: Annotated[
        LicenseRef | LicenseRecord | None, Field(description="The license of all its variants; null where they differ or it is unknown.")
    ]
    licenses: Annotated[list[LicenseRef | LicenseRecord], Field(description="The licenses of its variants, each once.")]


class ModelRecord(ModelFacts):
    """A release, its variants and offers in short."""

    variants: list[VariantRef | VariantRecord]
    offers: list[OfferRef | OfferRecord]


class ModelDetail(ModelFacts, PageDetail):
    """A release with its variants, its offers and all evidence in full."""

    variants: list[VariantInModel]
    offers: list[OfferInModel]
    verification: Marks
    disclaimer: str
