"""A model's document into rows: variants, lineage, licenses, results, offers."""

from registry.documents import InvalidDocument, Problem
from registry.documents.models import ModelDocument
from registry.documents.offers import OfferDocument
from registry.documents.variants import VariantDocument
from registry.history.batch import Batch
from registry.history.lookups import Lookups
from registry.history.writing import clear_evidence, dated, day, write_citations, write_evidence
from registry.models import (
    AIModel, BenchmarkResult, HostingOffer, HubRepository, Lineage, ModelDeveloper, ModelVariant, OfferPrice, OfferVariant, PageSource,
    VariantLicense,
)  # fmt: skip
from registry.models.pages import folded, name_key

Sources = dict[str, PageSource]


def model_columns(document: ModelDocument, lookups: Lookups) -> dict[str, object]:
    """Return the columns of a model."""
    return {
        "family_id": lookups.id("family", document.family),
        "status": document.status,
        **dated("release_date", document.release_date),
    }


def variant_columns(variant: VariantDocument, model: ModelDocument) -> dict[str, object]:
    """Return the columns of a variant that need no other page."""
    own = [variant.name, variant.slug, *variant.aliases, *variant.huggingface]
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
        "published": model.state == "published",
        "search_text": folded(*own, model.name),
        "name_key": name_key(own),
    }


def write_variants(page: AIModel, document: ModelDocument) -> dict[str, ModelVariant]:
    """Make a model's variants equal to the document's, keeping rows by slug; license and lineage come later."""
    existing = {variant.slug: variant for variant in page.variants.all()}
    wanted = {variant.slug for variant in document.variants}
    taken = ModelVariant.objects.filter(slug__in=wanted).exclude(model=page).values_list("slug", "model__slug")
    if taken:
        raise InvalidDocument(
            [
                Problem(f"/variants/{index}/slug", "duplicate_slug", f"the variant '{slug}' already belongs to the model '{owner}'")
                for slug, owner in taken
                for index, variant in enumerate(document.variants)
                if variant.slug == slug
            ]
        )
    for slug in existing.keys() - wanted:
        _remove(existing.pop(slug))
    for position, variant in enumerate(document.variants):
        row = existing.setdefault(variant.slug, ModelVariant(model=page, slug=variant.slug))
        row.position = position
        for name, value in variant_columns(variant, document).items():
            setattr(row, name, value)
        row.clean_fields(exclude=["model", "license"])
        row.save()
    return existing


def _remove(variant: ModelVariant) -> None:
    derived = list(variant.derivatives.values_list("variant__slug", flat=True))
    if derived:
        detail = f"'{variant.slug}' cannot be removed: {', '.join(derived)} name it as their base. Set its status to withdrawn instead"
        raise InvalidDocument([Problem("/variants", "still_referenced", detail)])
    variant.delete()


def write_model(page: AIModel, document: ModelDocument, lookups: Lookups, batch: Batch) -> None:
    """Replace what hangs on a model's variants and its offers. The variants themselves are there already."""
    _refuse_taken_offers(page, document)
    page.offers.all().delete()
    for table in (Lineage, VariantLicense, BenchmarkResult, HubRepository):
        table.objects.filter(variant__model=page).delete()  # type: ignore[attr-defined]
    page.developer_links.all().delete()
    clear_evidence(page)
    sources = write_evidence(page, document, batch)
    for position, slug in enumerate(document.developers):
        batch.add(ModelDeveloper(model=page, organization_id=lookups.id("organization", slug), position=position))
    rows = {variant.slug: variant for variant in page.variants.all()}
    for variant in document.variants:
        _write_variant(rows[variant.slug], variant, lookups, sources, batch)
        write_citations(page, variant.evidence, f"variants/{variant.slug}/", sources, batch)
    for offer in document.offers:
        _write_offer(page, offer, rows, lookups, sources, batch)
        write_citations(page, offer.evidence, f"offers/{offer.slug}/", sources, batch)


def _refuse_taken_offers(page: AIModel, document: ModelDocument) -> None:
    slugs = [offer.slug for offer in document.offers]
    taken = dict(HostingOffer.objects.filter(slug__in=slugs).exclude(model=page).values_list("slug", "model__slug"))
    if taken:
        raise InvalidDocument(
            [
                Problem(f"/offers/{slugs.index(slug)}/slug", "duplicate_slug", f"the offer '{slug}' already belongs to the model '{owner}'")
                for slug, owner in taken.items()
            ]
        )


def _write_variant(row: ModelVariant, variant: VariantDocument, lookups: Lookups, sources: Sources, batch: Batch) -> None:
    license_id = lookups.id("license", variant.license)
    if row.license_id != license_id:
        row.license_id = license_id
        row.save(update_fields=["license"])
    for position, name in enumerate(variant.huggingface):
        batch.add(HubRepository(variant=row, position=position, name=name))
    for period in variant.earlier_licenses:
        batch.add(
            VariantLicense(
                variant=row, license_id=lookups.id("license", period.license), label=period.label, valid_from=day(period.valid_from),
                valid_until=day(period.valid_until), source=_cited(period.source, sources),
            )
        )  # fmt: skip
    for position, edge in enumerate(variant.lineage.bases):
        outside = edge.external
        batch.add(
            Lineage(
                variant=row, position=position, base_id=lookups.id("variant", edge.base), relation=edge.relation,
                external_name=outside.name if outside else "", external_kind=outside.kind if outside else "",
                external_terms=outside.terms if outside else "", external_note=outside.note if outside else "",
                external_verification=(outside.verification or "") if outside else "",
                same_licensor=edge.same_licensor, source=_cited(edge.source, sources),
            )
        )  # fmt: skip
    for position, result in enumerate(variant.benchmarks):
        batch.add(
            BenchmarkResult(
                variant=row, position=position, benchmark=result.benchmark, metric=result.metric, shots=result.shots, score=result.score,
                tuning=result.tuning, harness=result.harness, source=_cited(result.source, sources),
            )
        )  # fmt: skip


def offer_search_text(offer: OfferDocument | HostingOffer, *, partner: str, model: str) -> str:
    """Return what search finds an offer by."""
    return folded(partner, model, offer.service, offer.identifier, *offer.other_identifiers)


def _write_offer(
    page: AIModel, offer: OfferDocument, rows: dict[str, ModelVariant], lookups: Lookups, sources: Sources, batch: Batch
) -> None:
    plain = ("slug", "channel", "service", "identifier", "other_identifiers", "role", "status", "regions", "regions_note", "verification")
    row = batch.add(
        HostingOffer(
            model=page, partner_id=lookups.id("organization", offer.partner), note=offer.note,
            **{name: getattr(offer, name) for name in plain},
            **dated("announced_on", offer.announced_on), **dated("available_from", offer.available_from),
            **dated("retires_on", offer.retires_on), search_text=offer_search_text(offer, partner=offer.partner, model=page.name),
        )
    )  # fmt: skip
    for position, slug in enumerate(offer.variants):
        batch.add(OfferVariant(offer=row, variant=rows[slug], position=position))
    for key in offer.sources:
        batch.add(HostingOffer.sources.through(hostingoffer=row, pagesource=sources[key]))
    for position, price in enumerate(offer.prices):
        batch.add(
            OfferPrice(
                offer=row, position=position, input_per_million=price.input_per_million, output_per_million=price.output_per_million,
                currency=price.currency, as_of=day(price.as_of), as_of_not_before=day(price.as_of_not_before),
                identifier=price.identifier, source=_cited(price.source, sources), note=price.note,
            )
        )  # fmt: skip


def _cited(key: str | None, sources: Sources) -> PageSource | None:
    return sources[key] if key else None
