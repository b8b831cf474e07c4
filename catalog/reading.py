"""What a page of each kind is read with. However long a page is, it costs the same number of queries."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from registry.models import (
    AIModel,
    Article,
    HostingOffer,
    License,
    LicenseTerm,
    Lineage,
    ModelFamily,
    ModelVariant,
    Organization,
    Revision,
)
from registry.models.vocabulary import Kind, State

# A page shows at most this many of what may be countless, and says so: variants under a license, offers of a partner, revisions.
MOST_ROWS = 200
MOST_REVISIONS = 50
MOST_DERIVATIVES = 50
# Where a variant that was read for its page keeps the newest edges to what was made from it.
SEEN_DERIVATIVES = "seen_derivatives"

_EVIDENCE = ("page_sources__source", "citations__sources", "contradictions__values__source")


def page_rows(kind: str) -> QuerySet[Any]:
    """Return the pages of a kind with all that their own page shows, whatever their state."""
    rows = {
        Kind.MODEL: _models,
        Kind.FAMILY: _families,
        Kind.LICENSE: _licenses,
        Kind.ORGANIZATION: _organizations,
        Kind.ARTICLE: Article.objects.all,
    }[Kind(kind)]()
    history = Prefetch("revisions", Revision.objects.listed()[:MOST_REVISIONS], to_attr="newest_revisions")
    return rows.prefetch_related(*_EVIDENCE, history)


def licenses_with_terms(slugs: Iterable[str]) -> QuerySet[License]:
    """Return licenses with their terms and what the terms rest on, for the answers that cite them."""
    terms = Prefetch("terms", LicenseTerm.objects.prefetch_related("sources"))
    return License.objects.filter(slug__in=list(slugs)).prefetch_related(terms, "page_sources", "citations__sources", "contradictions")


def variants_under(license: License) -> QuerySet[ModelVariant]:
    """Return the published variants whose license this is now, by name."""
    return license.variants.published().select_related("model").order_by("name", "pk")


def variants_formerly_under(license: License) -> QuerySet[Any]:
    """Return the periods in which published variants had this license before another."""
    return (
        license.earlier_variants.filter(variant__published=True)
        .select_related("variant__model", "variant__license", "source")
        .order_by("variant__name", "valid_from", "pk")
    )


def offers_of(organization: Organization) -> QuerySet[HostingOffer]:
    """Return an organization's offers of published models, current ones first."""
    return (
        organization.offers.published()
        .select_related("model", "partner")
        .prefetch_related("covered__variant", "sources__source", "prices__source__source")
        .order_by("-status", "model__name", "service", "pk")
    )


def releases_of(family: ModelFamily) -> QuerySet[AIModel]:
    """Return the published releases of a family, oldest first, those without a date last."""
    return with_licenses(family.releases.published()).order_by(F("release_date").asc(nulls_last=True), "name", "pk")


def line_of(family: ModelFamily) -> QuerySet[AIModel]:
    """Return the published releases of a family by date alone, without what their own pages show."""
    return family.releases.published().order_by(F("release_date").asc(nulls_last=True), "name", "pk")[:MOST_ROWS]


def with_licenses(models: QuerySet[AIModel]) -> QuerySet[AIModel]:
    """Fetch with each model its developers and the licenses of its variants, as lists show them."""
    variants = Prefetch("variants", ModelVariant.objects.select_related("license"))
    return models.select_related("family").prefetch_related("developer_links__organization", variants)


def with_partner_counts(organizations: QuerySet[Organization]) -> QuerySet[Organization]:
    """Count with each organization the published models it developed and its offers of published models."""
    published = Q(models_developed__state=State.PUBLISHED)
    return organizations.annotate(
        model_count=Count("models_developed", filter=published, distinct=True),
        offer_count=Count("offers", filter=Q(offers__model__state=State.PUBLISHED), distinct=True),
    )


def _models() -> QuerySet[Any]:
    derivatives = Prefetch("derivatives", Lineage.objects.seen_from_base()[: MOST_DERIVATIVES + 1], to_attr=SEEN_DERIVATIVES)
    variants = ModelVariant.objects.select_related("license").prefetch_related(
        "repositories", "earlier_licenses__license", "earlier_licenses__source", "benchmarks__source", derivatives
    )
    offers = HostingOffer.objects.select_related("partner").prefetch_related("covered__variant", "sources", "prices__source")
    return AIModel.objects.select_related("family").prefetch_related(
        "developer_links__organization", Prefetch("variants", variants), Prefetch("offers", offers)
    )


def _families() -> QuerySet[Any]:
    return ModelFamily.objects.prefetch_related("developer_links__organization")


def _licenses() -> QuerySet[Any]:
    terms = Prefetch("terms", LicenseTerm.objects.prefetch_related("sources"))
    return License.objects.select_related("predecessor").prefetch_related("licensors", "successors", terms)


def _organizations() -> QuerySet[Any]:
    return Organization.objects.all()


def latest_changes(count: int) -> QuerySet[Revision]:
    """Return the newest revisions of published pages, with their pages."""
    return Revision.objects.listed().filter(page__state=State.PUBLISHED).select_related("page")[:count]
