"""What every page has, the short forms by which others name it, and the pages that are only that."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from catalog.api.shapes.evidence import ContradictionRecord, Day, EvidenceRecord, Moment, PartialDate, SourceRecord, Url
from registry.documents.licenses import Category as LicenseCategory
from registry.documents.organizations import Role

CommercialUse = Annotated[
    Literal["permitted", "conditional", "unknown", "not_permitted"],
    Field(description="May an organization of unknown size and place use it in a commercial product? Derived from the license terms."),
]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$")]


class Ref(TypedDict):
    """A page named by another. `url` is null where the page is not published."""

    slug: Slug
    name: str
    url: Url | None


class LicenseRef(Ref):
    """A license named by another page."""

    category: LicenseCategory
    commercial_use: CommercialUse


class PageRecord(TypedDict):
    """What every page has in lists."""

    slug: Slug
    name: str
    url: Url
    html_url: Annotated[Url, Field(description="The page for people.")]
    aliases: list[str]
    summary: Annotated[str | None, Field(description="Markdown.")]
    updated_at: Moment


class PageDetail(TypedDict):
    """What every page has besides, on its own."""

    notes: list[str]
    evidence: list[EvidenceRecord]
    contradictions: list[ContradictionRecord]
    sources: list[SourceRecord]
    review_due: Day | None
    checked_on: Day | None
    checked_by: str | None
    revision: Annotated[int, Field(description="The number of the page's current revision.")]


class OrganizationRecord(PageRecord):
    """A company, laboratory or foundation in each of its roles."""

    roles: list[Role]
    country: Annotated[str | None, Field(description="Seat of the headquarters, ISO 3166-1 alpha-2.")]
    website: Url | None


class OrganizationDetail(OrganizationRecord, PageDetail):
    """An organization with its evidence."""


class FamilyRecord(PageRecord):
    """The line above releases."""

    developers: list[Ref | OrganizationRecord]


class Release(Ref):
    """A model as its family lists it."""

    status: Literal["announced", "released", "deprecated", "withdrawn"]
    release_date: PartialDate | None
    commercial_use: CommercialUse


class FamilyDetail(FamilyRecord, PageDetail):
    """A family with its releases, the newest first, and its evidence."""

    models: list[Release]
    disclaimer: str


class ArticleRecord(PageRecord):
    """A free page of the wiki."""


class ArticleDetail(ArticleRecord, PageDetail):
    """An article with its text."""

    body: Annotated[str, Field(description="Markdown.")]
