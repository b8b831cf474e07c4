"""The columns of pages and variants that follow from their document alone."""

from datetime import date
from typing import Any

from registry.documents import PageDocument
from registry.documents.dates import first_day, precision_of
from registry.documents.licenses import LicenseDocument
from registry.documents.models import ModelDocument
from registry.documents.offers import OfferDocument
from registry.documents.organizations import ArticleDocument, OrganizationDocument
from registry.documents.variants import VariantDocument
from registry.models import HostingOffer
from registry.models.pages import folded, name_key


def day(text: str | None) -> date | None:
    """Return a full date from its text form; None stays None."""
    return first_day(text) if text else None


def dated(name: str, text: str | None) -> dict[str, object]:
    """Return the two columns of a partial date."""
    return {name: day(text), f"{name}_precision": precision_of(text) if text else ""}


def page_columns(document: PageDocument) -> dict[str, object]:
    """Return a page's columns, those of its kind included, without what points to other pages."""
    return {
        "name": document.name,
        "state": document.state,
        "aliases": document.aliases,
        "summary": document.summary,
        "notes": document.notes,
        "review_due": day(document.review_due),
        "checked_on": day(document.checked_on),
        "checked_by": document.checked_by or "",
        **search_columns(document),
        **_of_kind(document),
    }


def search_columns(document: PageDocument) -> dict[str, object]:
    """Return the derived columns: what search and the near-duplicate check compare."""
    own = [document.name, document.slug, *document.aliases]
    return {"search_text": folded(*own, *_further_names(document)), "name_key": name_key(own)}


def _further_names(document: PageDocument) -> list[str]:
    """Names beside its own that search finds a page by: license ids, variants, repositories."""
    match document:
        case LicenseDocument():
            return [*document.hub_ids, document.spdx_id, document.license_ref]
        case ModelDocument():
            named = ([variant.name, variant.slug, *variant.aliases, *variant.huggingface] for variant in document.variants)
            return [name for names in named for name in names]
        case _:
            return []


def _of_kind(document: PageDocument) -> dict[str, Any]:
    match document:
        case OrganizationDocument():
            return {"roles": document.roles, "country": document.country or "", "website": document.website or ""}
        case ArticleDocument():
            return {"body": document.body}
        case LicenseDocument():
            return _license(document)
        case ModelDocument():
            return {"status": document.status, **dated("release_date", document.release_date)}
        case _:
            return {}


def _license(document: LicenseDocument) -> dict[str, Any]:
    plain = (
        "version", "spdx_id", "license_ref", "scancode_key", "scancode_category", "hub_ids", "licensor", "osi_approved", "category",
        "applies_to",
    )  # fmt: skip
    return {
        **{name: getattr(document, name) for name in plain},
        **dated("effective_date", document.effective_date),
        "versions": [version.model_dump(mode="json", exclude_defaults=True) for version in document.versions],
    }


def variant_columns(variant: VariantDocument, model: ModelDocument) -> dict[str, object]:
    """Return the columns of a variant that need no other page."""
    plain = (
        "name", "aliases", "status", "open_weights", "category", "params_total", "params_active", "context_tokens", "inputs", "outputs",
        "languages_count", "training_tokens", "gated", "declared_license", "notes",
    )  # fmt: skip
    return {
        **{name: getattr(variant, name) for name in plain},
        **dated("release_date", variant.release_date),
        **dated("knowledge_cutoff", variant.knowledge_cutoff),
        "license_since": day(variant.license_since),
        "lineage_status": variant.lineage.status,
        **derived_variant_columns(variant, model),
    }


def derived_variant_columns(variant: VariantDocument, model: ModelDocument) -> dict[str, object]:
    """Return what a variant's row repeats of its page and of its own names. A withdrawn page withdraws its variants."""
    own = [variant.name, variant.slug, *variant.aliases, *variant.huggingface]
    return {"published": model.state == "published", "search_text": folded(*own, model.name), "name_key": name_key(own)}


def offer_search_text(offer: OfferDocument | HostingOffer, *, partner: str, model: str) -> str:
    """Return what search finds an offer by."""
    return folded(partner, model, offer.service, offer.identifier, *offer.other_identifiers)
