"""The resources of the API: for each, which records it has, how they are found and ordered, and what they look like."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from catalog import filters
from catalog.api.asks import Ask, Expansion
from catalog.api.resources import cells, licenses, models, offers, pages, variant_rows, variants
from catalog.api.shapes.licenses import LicenseDetail, LicenseRecord
from catalog.api.shapes.pages import (
    ArticleDetail,
    ArticleRecord,
    FamilyDetail,
    FamilyRecord,
    OrganizationDetail,
    OrganizationRecord,
)  # fmt: skip
from catalog.api.shapes.releases import ModelDetail, ModelRecord, OfferDetail, OfferRecord, VariantDetail, VariantRecord
from catalog.exploring.columns import ORDERS as VARIANT_ORDERS
from catalog.models import Opens
from catalog.paging import Column
from catalog.statements import Statement
from registry.models import AIModel, Article, HostingOffer, License, ModelFamily, ModelVariant, Organization
from registry.models.vocabulary import Kind, State


@dataclass(frozen=True, kw_only=True)
class Resource:
    """One resource. `relations` are the fields that `expand` shows in full, each with the resource it leads to ("" for a part).

    `in_order` and `to_count` ask for the published records in other words, where that lets an index serve pages or counts. `rows` gives
    the cells of some fields of records by primary key, where that is quicker than making records first. `opened_by` is the kind of saved
    view that stands for such a list.
    """

    name: str
    noun: str
    about: str
    published: Callable[[], QuerySet[Any]]
    in_order: Callable[[], QuerySet[Any]] | None = None
    to_count: Callable[[], QuerySet[Any]] | None = None
    filters: type[filters.FilterSet]
    record: type
    detail: type
    records: Callable[[Collection[int], Ask], Mapping[int, Any]]
    one: Callable[[int, Ask], Any]
    columns: Mapping[str, Column]
    ordering: str = "name"
    relations: Mapping[str, str] = field(default_factory=dict)
    cells: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    rows: Callable[[Collection[int], Collection[str], Ask], Iterable[Sequence[Any]]] | None = None
    opened_by: str = ""

    @property
    def fields(self) -> list[str]:
        """The fields of a record in a list."""
        return list(self.record.__annotations__)

    @property
    def detail_fields(self) -> list[str]:
        """The fields of a record on its own."""
        return list(self.detail.__annotations__)

    @cached_property
    def by_slug(self) -> Statement:
        """Finds the primary keys of published records by slug."""
        return Statement(self.published, "pk", among="slug")

    def paths(self) -> dict[str, Expansion]:
        """Return what `expand` takes: relations, and relations of those."""
        found: dict[str, Expansion] = {}
        for relation, target in self.relations.items():
            found[relation] = {relation: {}}
            for below in RESOURCES[target].relations if target else ():
                found[f"{relation}.{below}"] = {relation: {below: {}}}
        return found


_PAGE_COLUMNS = {"name": Column("name"), "slug": Column("slug"), "updated_at": Column("updated_at")}
_RELEASE_DATE = {"release_date": Column("release_date", nullable=True, is_date=True)}


def _pages(table: Any, kind: Kind) -> Callable[[], QuerySet[Any]]:
    return lambda: table.objects.filter(kind=kind, state=State.PUBLISHED)


RESOURCES: dict[str, Resource] = {
    resource.name: resource
    for resource in (
        Resource(
            name="families", noun="family", about="Lines of releases, such as Llama or Qwen.",
            published=_pages(ModelFamily, Kind.FAMILY), filters=filters.FamilyFilters,
            record=FamilyRecord, detail=FamilyDetail, records=pages.families, one=pages.family,
            columns=_PAGE_COLUMNS, relations={"developers": "organizations"},
        ),
        Resource(
            name="models", noun="model", about="Releases: what a developer announced under one name, with variants and offers.",
            published=_pages(AIModel, Kind.MODEL), filters=filters.ModelFilters,
            record=ModelRecord, detail=ModelDetail, records=models.models, one=models.model,
            columns={**_PAGE_COLUMNS, **_RELEASE_DATE},
            relations={
                "family": "families", "developers": "organizations", "license": "licenses", "licenses": "licenses",
                "variants": "variants", "offers": "offers",
            },
            cells={"offers": cells.offers},
        ),
        Resource(
            name="variants", noun="variant", about="Published artifacts: a size, a tuning, an edition. Licenses are facts of variants.",
            published=ModelVariant.objects.published, in_order=ModelVariant.objects.in_order, to_count=ModelVariant.objects.to_count,
            filters=filters.VariantFilters,
            record=VariantRecord, detail=VariantDetail, records=variants.variants, one=variants.variant,
            columns=VARIANT_ORDERS,
            relations={
                "model": "models", "family": "families", "developers": "organizations", "license": "licenses", "offers": "offers",
            },
            rows=variant_rows.rows, opened_by=Opens.VARIANTS,
        ),
        Resource(
            name="licenses", noun="license", about="Licenses and what they say, as typed terms.",
            published=_pages(License, Kind.LICENSE), filters=filters.LicenseFilters,
            record=LicenseRecord, detail=LicenseDetail, records=licenses.licenses, one=licenses.license,
            columns={**_PAGE_COLUMNS, "effective_date": Column("effective_date", nullable=True, is_date=True)},
            relations={"licensors": "organizations", "predecessor": "licenses", "terms": ""},
        ),
        Resource(
            name="organizations", noun="organization", about="Developers, hosting partners and licensors; many are several at once.",
            published=_pages(Organization, Kind.ORGANIZATION), filters=filters.OrganizationFilters,
            record=OrganizationRecord, detail=OrganizationDetail, records=pages.organizations, one=pages.organization,
            columns=_PAGE_COLUMNS,
        ),
        Resource(
            name="offers", noun="offer", about="Who offers which model, by which channel, since when, at what price.",
            published=HostingOffer.objects.published, filters=filters.OfferFilters,
            record=OfferRecord, detail=OfferDetail, records=offers.offers, one=offers.offer, ordering="slug",
            columns={
                "slug": Column("slug"), "service": Column("service"),
                **{name: Column(name, nullable=True, is_date=True) for name in ("announced_on", "available_from", "retires_on")},
            },
            relations={"model": "models", "variants": "variants", "partner": "organizations"},
            cells={"prices": cells.prices, "sources": cells.sources},
        ),
        Resource(
            name="articles", noun="article", about="Free pages of the wiki.",
            published=_pages(Article, Kind.ARTICLE), filters=filters.ArticleFilters,
            record=ArticleRecord, detail=ArticleDetail, records=pages.articles, one=pages.article, columns=_PAGE_COLUMNS,
        ),
    )
}  # fmt: skip


def load(name: str) -> Callable[[Collection[int], Ask], Mapping[int, Any]]:
    """Return what builds the records of a resource."""
    return RESOURCES[name].records


# What the root names beside the resources, and the routes that answer.
BESIDE_RESOURCES: dict[str, str] = {
    "saved_views": "api:saved-views",
    "search": "api:search", "compare": "api:compare", "costs": "api:costs",
    "verdicts": "api:verdicts", "checks": "api:checks", "use_profiles": "api:use-profiles", "decisions": "api:decisions",
    "proposals": "api:proposals",
    "changes": "api:changes", "mlbom": "api:mlbom",
    "openapi": "api:openapi", "docs": "api:docs",
}  # fmt: skip
