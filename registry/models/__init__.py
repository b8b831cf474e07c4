"""The tables of the record, with the questions that are asked of each beside it."""

from registry.models.ai_models import AIModel, FamilyDeveloper, ModelDeveloper, ModelFamily
from registry.models.decisions import RecordedDecision, UseProfile
from registry.models.evidence import Citation, ContestedValue, Contradiction, PageSource, Source
from registry.models.hosting import HostingOffer, OfferPrice, OfferVariant
from registry.models.import_runs import ImportRun
from registry.models.licenses import License, LicenseTerm
from registry.models.organizations import Organization
from registry.models.pages import Article, FormerSlug, Page
from registry.models.revisions import CatalogRevision, Revision
from registry.models.variants import BenchmarkResult, HubRepository, Lineage, ModelVariant, VariantLicense

__all__ = [
    "AIModel",
    "Article",
    "BenchmarkResult",
    "CatalogRevision",
    "Citation",
    "ContestedValue",
    "Contradiction",
    "FamilyDeveloper",
    "FormerSlug",
    "HostingOffer",
    "HubRepository",
    "ImportRun",
    "License",
    "LicenseTerm",
    "Lineage",
    "ModelDeveloper",
    "ModelFamily",
    "ModelVariant",
    "OfferPrice",
    "OfferVariant",
    "Organization",
    "Page",
    "PageSource",
    "RecordedDecision",
    "Revision",
    "Source",
    "UseProfile",
    "VariantLicense",
]
