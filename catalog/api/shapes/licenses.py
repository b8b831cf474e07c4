"""Licenses and their terms."""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from catalog.api.shapes.evidence import PartialDate, SourceRef
from catalog.api.shapes.pages import CommercialUse, LicenseRef, PageDetail, PageRecord, Ref
from catalog.api.shapes.pages import OrganizationRecord as Organization
from registry.documents.fields import Verification
from registry.documents.licenses import Category

Effect = Literal["permit", "oblige", "need_permission", "prohibit", "terminate", "inform"]


class TermRef(TypedDict):
    """A term in short."""

    id: str
    type: str
    effect: Effect


class TermRecord(TermRef):
    """One clause as a typed term, in our own words."""

    section: Annotated[str, Field(description="The clause to cite.")]
    paraphrase: str
    verification: Verification
    parameters: Annotated[dict[str, Any], Field(description="The fields of the term's type.")]
    sources: list[SourceRef]


class LicenseVersion(TypedDict):
    """An issue of the same text."""

    version: str
    verification: Verification
    change: str | None


class LicenseRecord(PageRecord):
    """What identifies a license, and what kind it is."""

    version: str | None
    spdx_id: Annotated[str | None, Field(description="Only if it is on the SPDX list.")]
    license_ref: Annotated[str | None, Field(description="LicenseRef-..., where it is not.")]
    scancode_key: str | None
    scancode_category: str | None
    hub_ids: Annotated[list[str], Field(description="Hugging Face license ids.")]
    category: Category
    commercial_use: CommercialUse
    osi_approved: bool | None
    licensor: Annotated[str | None, Field(description="As the text names it.")]
    licensors: list[Ref | Organization]
    effective_date: PartialDate | None
    effective_date_precision: Literal["day", "month", "year"] | None
    applies_to: list[str]
    predecessor: "LicenseRef | LicenseRecord | None"
    terms: list[TermRef | TermRecord]


class LicenseDetail(LicenseRecord, PageDetail):
    """A license with its terms in full, its versions and its evidence."""

    successors: list[LicenseRef]
    versions: list[LicenseVersion]
    disclaimer: str
