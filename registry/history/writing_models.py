"""What hangs on a model and its variants into rows: developers, repositories, licenses, lineage, results, offers."""

from collections.abc import Sequence
from typing import Any

from registry.documents.dates import first_day
from registry.documents.models import ModelDocument
from registry.documents.offers import OfferDocument
from registry.documents.variants import Base, VariantDocument
from registry.history.batch import Batch
from registry.history.citing import Sources, cited, write_citations
from registry.history.columns import dated, day, offer_search_text
from registry.history.lookups import Lookups
from registry.history.writing_variants import Rows
from registry.models import (
    BenchmarkResult,
    HostingOffer,
    HubRepository,
    Lineage,
    ModelDeveloper,
    ModelVariant,
    OfferPrice,
    OfferVariant,
    Page,
    VariantLicense,
)

OfferKeys = dict[str, int]


def keys_of_offers(pages: Sequence[Page]) -> OfferKeys:
    """Return the primary keys of the pages' offers by slug: an offer that is written again keeps its own."""
    return dict(HostingOffer.objects.filter(model__in=[page.pk for page in pages]).values_list("slug", "pk"))


def write_model(
    page: Any, document: ModelDocument, variants: Rows, offers: OfferKeys, lookups: Lookups, sources: Sources, batch: Batch
) -> None:
    """Queue what hangs on a model. Its variants are there already."""
    for position, slug in enumerate(document.developers):
        developer = ModelDeveloper(model=page, organization_id=lookups.id("organization", slug), position=position)
        batch.add(developer, document=document, at=f"/developers/{position}")
    for index, variant in enumerate(document.variants):
        at = f"/variants/{index}"
        _write_variant(variants[variant.slug], variant, document, lookups, sources, batch, at=at)
        write_citations(page, document, variant.evidence, sources, batch, owner=f"variants/{variant.slug}/", at=at)
    for index, offer in enumerate(document.offers):
        at = f"/offers/{index}"
        partner = lookups.id("organization", offer.partner)
        row = HostingOffer(pk=offers.get(offer.slug), model=page, partner_id=partner, **_offer_columns(offer, document))
        _write_offer(batch.add(row, document=document, at=at), offer, document, variants, sources, batch, at=at)
        write_citations(page, document, offer.evidence, sources, batch, owner=f"offers/{offer.slug}/", at=at)


def _write_variant(
    row: ModelVariant, variant: VariantDocument, document: ModelDocument, lookups: Lookups, sources: Sources, batch: Batch, *, at: str
) -> None:
    for position, name in enumerate(variant.huggingface):
        batch.add(HubRepository(variant=row, position=position, name=name), document=document, at=f"{at}/huggingface/{position}")
    for position, period in enumerate(variant.earlier_licenses):
        earlier = VariantLicense(
            variant=row, license_id=lookups.id("license", period.license), label=period.label, valid_from=first_day(period.valid_from),
            valid_until=first_day(period.valid_until), source=cited(period.source, sources),
        )  # fmt: skip
        batch.add(earlier, document=document, at=f"{at}/earlier_licenses/{position}")
    for position, edge in enumerate(variant.lineage.bases):
        base = Lineage(
            variant=row, position=position, base_id=lookups.id("variant", edge.base), relation=edge.relation,
            same_licensor=edge.same_licensor, source=cited(edge.source, sources), **_external_columns(edge),
        )  # fmt: skip
        batch.add(base, document=document, at=f"{at}/lineage/bases/{position}")
    for position, result in enumerate(variant.benchmarks):
        score = BenchmarkResult(
            variant=row, position=position, benchmark=result.benchmark, metric=result.metric, shots=result.shots, score=result.score,
            tuning=result.tuning, harness=result.harness, source=cited(result.source, sources),
        )  # fmt: skip
        batch.add(score, document=document, at=f"{at}/benchmarks/{position}")


def _external_columns(edge: Base) -> dict[str, Any]:
    if edge.external is None:
        return {}
    outside = edge.external
    return {
        "external_name": outside.name,
        "external_kind": outside.kind,
        "external_terms": outside.terms,
        "external_note": outside.note,
        "external_verification": outside.verification or "",
    }


def _offer_columns(offer: OfferDocument, model: ModelDocument) -> dict[str, Any]:
    plain = (
        "slug", "other_variant", "channel", "service", "identifier", "other_identifiers", "role", "status", "regions", "regions_note",
        "verification", "note",
    )  # fmt: skip
    return {
        **{name: getattr(offer, name) for name in plain},
        **dated("announced_on", offer.announced_on),
        **dated("available_from", offer.available_from),
        **dated("retires_on", offer.retires_on),
        "search_text": offer_search_text(offer, partner=offer.partner, model=model.name),
    }


def _write_offer(
    row: HostingOffer, offer: OfferDocument, document: ModelDocument, variants: Rows, sources: Sources, batch: Batch, *, at: str
) -> None:
    batch.link(OfferVariant(offer=row, variant=variants[slug], position=position) for position, slug in enumerate(offer.variants))
    batch.link(HostingOffer.sources.through(hostingoffer=row, pagesource=sources[key]) for key in offer.sources)
    for position, price in enumerate(offer.prices):
        amounts: dict[str, Any] = {name: getattr(price, name) for name in ("input_per_million", "output_per_million")}
        amount = OfferPrice(
            offer=row, position=position, **amounts, currency=price.currency, as_of=day(price.as_of),
            as_of_not_before=day(price.as_of_not_before), identifier=price.identifier, source=cited(price.source, sources), note=price.note,
        )  # fmt: skip
        batch.add(amount, document=document, at=f"{at}/prices/{position}")
