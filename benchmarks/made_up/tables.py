"""The tables that a made-up catalog fills, with the columns that its rows bring."""

from datetime import UTC, date, datetime

from benchmarks.bulk import Table
from registry.models import (
    AIModel,
    BenchmarkResult,
    CatalogRevision,
    Citation,
    FamilyDeveloper,
    HostingOffer,
    HubRepository,
    License,
    LicenseTerm,
    Lineage,
    ModelDeveloper,
    ModelFamily,
    ModelVariant,
    OfferPrice,
    OfferVariant,
    Organization,
    Page,
    PageSource,
    Source,
    VariantLicense,
)  # fmt: skip

_MADE_AT = datetime(2026, 11, 21, tzinfo=UTC)
_STANDING = {"number": 1, "checked_on": date(2026, 11, 1), "created_at": _MADE_AT, "updated_at": _MADE_AT}

REVISION = Table(CatalogRevision, "id", "number")
PAGE = Table(Page, "id", "kind", "slug", "name", "state", "summary", "search_text", "name_key", constants=_STANDING)
ORGANIZATION = Table(Organization, "page_ptr_id", "roles", "country", "website")
SOURCE = Table(Source, "id", "kind", "title", "url", "identity")
PAGE_SOURCE = Table(PageSource, "id", "page_id", "key", "source_id")
LICENSE = Table(License, "page_ptr_id", "license_ref", "osi_approved", "category", "commercial_use")
LICENSE_TERM = Table(
    LicenseTerm, "license_id", "position", "key", "type", "effect", "section", "paraphrase", "parameters",
    constants={"verification": "verified"},
)  # fmt: skip
FAMILY = Table(ModelFamily, "page_ptr_id")
FAMILY_DEVELOPER = Table(FamilyDeveloper, "family_id", "organization_id")
MODEL = Table(AIModel, "page_ptr_id", "family_id", "release_date", "release_date_precision", "commercial_use", "commercial_use_differs")
MODEL_DEVELOPER = Table(ModelDeveloper, "model_id", "organization_id", "position")
VARIANT = Table(
    ModelVariant, "id", "model_id", "position", "slug", "name", "status", "release_date", "release_date_precision", "open_weights",
    "category", "params_total", "params_active", "context_tokens", "inputs", "outputs", "gated", "license_id", "declared_license",
    "license_since", "lineage_status", "published", "commercial_use", "search_text", "name_key",
)  # fmt: skip
REPOSITORY = Table(HubRepository, "variant_id", "position", "name")
LINEAGE = Table(Lineage, "variant_id", "position", "base_id", "external_name", "external_kind", "relation")
EARLIER_LICENSE = Table(VariantLicense, "variant_id", "license_id", "valid_from", "valid_until")
RESULT = Table(BenchmarkResult, "variant_id", "position", "benchmark", "shots", "score", constants={"metric": "accuracy"})
OFFER = Table(
    HostingOffer, "id", "slug", "model_id", "partner_id", "channel", "service", "identifier", "status", "available_from",
    "available_from_precision", "regions", "verification", "search_text",
)  # fmt: skip
OFFER_VARIANT = Table(OfferVariant, "offer_id", "variant_id", "position")
OFFER_SOURCE = Table(HostingOffer.sources.through, "hostingoffer_id", "pagesource_id")
PRICE = Table(OfferPrice, "offer_id", "position", "input_per_million", "output_per_million", "as_of", "source_id")
CITATION = Table(Citation, "id", "page_id", "fact", "verification")
CITATION_SOURCE = Table(Citation.sources.through, "citation_id", "pagesource_id")

# In the order in which they may be filled.
TABLES = (
    REVISION, PAGE, ORGANIZATION, SOURCE, PAGE_SOURCE, LICENSE, LICENSE_TERM, FAMILY, FAMILY_DEVELOPER, MODEL, MODEL_DEVELOPER, VARIANT,
    REPOSITORY, LINEAGE, EARLIER_LICENSE, RESULT, OFFER, OFFER_VARIANT, OFFER_SOURCE, PRICE, CITATION, CITATION_SOURCE,
)  # fmt: skip
