"""The tables of the record, with the questions that are asked of each beside it."""

from registry.models.addresses import AddressCheck, PageAddress
from registry.models.ai_models import AIModel, FamilyDeveloper, ModelDeveloper, ModelFamily
from registry.models.claims import ClaimConflict, ClaimedHost, ClaimedRecord, RejectedRecord
from registry.models.decisions import RecordedDecision, UseProfile
from registry.models.evidence import Citation, ContestedValue, Contradiction, PageSource, Source
from registry.models.hosting import HostingOffer, OfferPrice, OfferVariant
from registry.models.import_runs import ImportRun
from registry.models.licenses import License, LicenseTerm
from registry.models.links import PageLink, PageName
from registry.models.organizations import Organization
from registry.models.pages import Article, FormerSlug, Page
from registry.models.proposals import Proposal
from registry.models.revisions import CatalogRevision, Revision
from registry.models.search import SearchEntry
from registry.models.talk import Comment, JournalNote, Mention
from registry.models.variants import BenchmarkResult, HubRepository, Lineage, ModelVariant, VariantLicense

__all__ = [
    "AIModel",
    "AddressCheck",
    "Article",
    "BenchmarkResult",
    "CatalogRevision",
    "Citation",
    "ClaimConflict",
    "ClaimedHost",
    "ClaimedRecord",
    "Comment",
    "ContestedValue",
    "Contradiction",
    "FamilyDeveloper",
    "FormerSlug",
    "HostingOffer",
    "HubRepository",
    "ImportRun",
    "JournalNote",
    "License",
    "LicenseTerm",
    "Lineage",
    "Mention",
    "ModelDeveloper",
    "ModelFamily",
    "ModelVariant",
    "OfferPrice",
    "OfferVariant",
    "Organization",
    "Page",
    "PageAddress",
    "PageLink",
    "PageName",
    "PageSource",
    "Proposal",
    "RecordedDecision",
    "RejectedRecord",
    "Revision",
    "SearchEntry",
    "Source",
    "UseProfile",
    "VariantLicense",
]
