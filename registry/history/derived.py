"""Columns that repeat what a page's document says, put right after rows were changed by hand."""

from registry.documents import PageDocument
from registry.documents.models import ModelDocument
from registry.history.columns import derived_variant_columns, offer_search_text, search_columns
from registry.models import HostingOffer, ModelVariant, Page


def refresh_search(page: Page, document: PageDocument) -> None:
    """Make the derived columns of a page and what hangs on it agree with its document."""
    Page.objects.filter(pk=page.pk).update(**search_columns(document))
    if not isinstance(document, ModelDocument):
        return
    for variant in document.variants:
        ModelVariant.objects.filter(slug=variant.slug).update(**derived_variant_columns(variant, document))
    for offer in document.offers:
        text = offer_search_text(offer, partner=offer.partner, model=document.name)
        HostingOffer.objects.filter(slug=offer.slug).update(search_text=text)
