"""Columns that follow from a page's facts: what search and the near-duplicate check compare."""

from registry.documents import PageDocument
from registry.documents.licenses import LicenseDocument
from registry.documents.models import ModelDocument
from registry.history.writing import page_columns
from registry.history.writing_models import offer_search_text, variant_columns
from registry.models import HostingOffer, ModelVariant, Page

VARIANT = ("search_text", "name_key", "published")


def further_names(document: PageDocument) -> list[str]:
    """Return the names beside its own that search finds a page by: license ids, variants, repositories."""
    match document:
        case LicenseDocument():
            return [*document.hub_ids, document.spdx_id, document.license_ref]
        case ModelDocument():
            return [
                name
                for variant in document.variants
                for name in (variant.name, variant.slug, *variant.aliases, *variant.huggingface)
            ]
        case _:
            return []


def refresh_search(page: Page, document: PageDocument) -> None:
    """Make the derived columns of a page and what hangs on it agree with its document."""
    columns = page_columns(document, names=further_names(document))
    Page.objects.filter(pk=page.pk).update(search_text=columns["search_text"], name_key=columns["name_key"])
    if not isinstance(document, ModelDocument):
        return
    variants = {variant.slug: variant for variant in document.variants}
    for row in ModelVariant.objects.filter(model=page.pk):
        derived = variant_columns(variants[row.slug], document)
        ModelVariant.objects.filter(pk=row.pk).update(**{name: derived[name] for name in VARIANT})
    for offer in HostingOffer.objects.filter(model=page.pk).select_related("partner"):
        text = offer_search_text(offer, partner=offer.partner.slug, model=document.name)
        HostingOffer.objects.filter(pk=offer.pk).update(search_text=text)
