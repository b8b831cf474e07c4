"""Hosting offers with their prices."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from catalog.api.asks import Ask
from catalog.api.resources.evidence import PageEvidence, source_refs
from catalog.api.shapes.evidence import SourceRef
from catalog.api.shapes.parts import PriceRecord
from catalog.api.shapes.releases import OfferDetail, OfferFacts, OfferInModel, OfferRecord
from catalog.api.values import exact, partial, text
from catalog.statements import Statement
from registry.models import HostingOffer, OfferPrice, OfferVariant
from registry.models.vocabulary import State

_DATES = ("announced_on", "available_from", "retires_on")
_COLUMNS = (
    "pk", "slug", "model_id", "partner_id", "other_variant", "channel", "service", "identifier", "other_identifiers", "role", "status",
    "regions", "regions_note", "verification", "note", *_DATES, *(f"{name}_precision" for name in _DATES),
    "model__slug", "model__name", "model__state",
)  # fmt: skip
_OFFERS = Statement(HostingOffer.objects.all, *_COLUMNS, among="pk")
_OF_MODELS = Statement(lambda: HostingOffer.objects.order_by("slug"), *_COLUMNS, among="model_id")
_IN_SHORT = Statement(
    lambda: HostingOffer.objects.order_by("slug"),
    "pk", "model_id", "slug", "partner_id", "channel", "service", "identifier", "status", "other_variant", "covered__variant_id",
    among="model_id",
)  # fmt: skip
_COVERED = Statement(
    lambda: OfferVariant.objects.order_by("offer_id", "position"),
    "offer_id", "variant_id", "variant__slug", "variant__name", "variant__published", among="offer_id",
)  # fmt: skip
_PRICES = Statement(
    lambda: OfferPrice.objects.order_by("offer_id", "position"),
    "offer_id", "input_per_million", "output_per_million", "currency", "as_of", "as_of_not_before", "identifier", "source_id", "note",
    among="offer_id",
)  # fmt: skip
_CITED = Statement(
    lambda: HostingOffer.sources.through.objects.order_by("pagesource__key"), "hostingoffer_id", "pagesource_id", among="hostingoffer_id"
)


class OffersInShort:
    """The offers of some models, in short: for each model all of them, for each variant those that cover it. One query."""

    def __init__(self, models: Collection[int], ask: Ask) -> None:
        self.by_model: dict[int, dict[int, Any]] = defaultdict(dict)
        self._covers: dict[int, set[int | None]] = defaultdict(set)
        rows, api = _IN_SHORT.rows(models), ask.refs.api
        partners = ask.refs.of("organizations", {row[3] for row in rows})
        for pk, model, slug, partner, channel, service, identifier, status, other, variant in rows:
            if variant is not None or other:
                self._covers[pk].add(variant)
                if pk in self.by_model[model]:
                    continue
            self.by_model[model][pk] = {
                "slug": slug,
                "url": api("offers", slug),
                "partner": partners[partner],
                "channel": channel,
                "service": service,
                "identifier": identifier or None,
                "status": status,
            }
        if "offers" in ask.expand:
            keys = [pk for found in self.by_model.values() for pk in found]
            full: Mapping[int, Any] = ask.related(
                "offers", "offers", keys, refs={pk: offer for found in self.by_model.values() for pk, offer in found.items()}
            )
            self.by_model = {model: {pk: full[pk] for pk in found} for model, found in self.by_model.items()}

    def of_model(self, model: int) -> list[Any]:
        """Return all offers of a model."""
        return list(self.by_model.get(model, {}).values())

    def of_variant(self, variant: int, *, model: int) -> list[Any]:
        """Return the offers that name a variant or are for its whole model."""
        return [
            offer for pk, offer in self.by_model.get(model, {}).items() if (covers := self._covers.get(pk)) is None or variant in covers
        ]


def offers(pks: Collection[int], ask: Ask) -> dict[int, OfferRecord]:
    """Return offers by primary key."""
    rows = _OFFERS.dicts(pks)
    models: Mapping[int, Any] = {
        row["model_id"]: _ref(ask, "models", row["model__slug"], row["model__name"], row["model__state"] == State.PUBLISHED) for row in rows
    }
    models = ask.related("model", "models", models, refs=models) if ask.wants("model") else models
    facts = _Facts(rows, ask)
    return {row["pk"]: {**facts.of(row), "model": models[row["model_id"]], "variants": facts.covered[row["pk"]]} for row in rows}


def offer(pk: int, ask: Ask) -> OfferDetail:
    """Return one offer with the evidence of its facts."""
    found = offers([pk], ask)[pk]
    ((model, slug),) = HostingOffer.objects.filter(pk=pk).values_list("model_id", "slug")
    return {**found, "evidence": PageEvidence(model).of(f"offers/{slug}")}


def offers_of_model(model: int, ask: Ask, evidence: PageEvidence) -> list[OfferInModel]:
    """Return the offers of one model in full."""
    rows = _OF_MODELS.dicts([model])
    facts = _Facts(rows, ask, sources=evidence.refs)
    return [{**facts.of(row), "variants": facts.covered[row["pk"]], "evidence": evidence.of(f"offers/{row['slug']}")} for row in rows]


def covering(offers: Iterable[OfferInModel], slug: str) -> list[OfferInModel]:
    """Return the offers that name a variant or are for the whole model."""
    return [
        offer
        for offer in offers
        if slug in (variant["slug"] for variant in offer["variants"]) or not (offer["variants"] or offer["other_variant"])
    ]


class _Facts:
    """What hangs on some offers: partners, what they cover, prices, sources. `sources` are those of their page, where they are read."""

    def __init__(self, rows: Collection[Mapping[str, Any]], ask: Ask, *, sources: Mapping[int, SourceRef] | None = None) -> None:
        self._ask = ask
        pks = [row["pk"] for row in rows]
        self._partners = ask.related("partner", "organizations", [row["partner_id"] for row in rows])
        prices, cited = _PRICES.dicts(pks), _CITED.rows(pks)
        if sources is None:
            sources = source_refs({source for _, source in cited} | {row["source_id"] for row in prices if row["source_id"]})
        self._prices: dict[int, list[PriceRecord]] = defaultdict(list)
        for row in prices:
            self._prices[row["offer_id"]].append(
                {
                    "input_per_million": exact(row["input_per_million"]),
                    "output_per_million": exact(row["output_per_million"]),
                    "currency": row["currency"],
                    "as_of": row["as_of"],
                    "as_of_not_before": row["as_of_not_before"],
                    "identifier": text(row["identifier"]),
                    "source": sources.get(row["source_id"]),
                    "note": text(row["note"]),
                }
            )
        self._sources: dict[int, list[Any]] = defaultdict(list)
        for of, source in cited:
            self._sources[of].append(sources[source])
        self.covered: dict[int, list[Any]] = defaultdict(list)
        covered = _COVERED.rows(pks)
        refs = {pk: _ref(ask, "variants", slug, name, published) for _, pk, slug, name, published in covered}
        variants = ask.related("variants", "variants", refs, refs=refs)
        for of, variant, *_ in covered:
            self.covered[of].append(variants[variant])

    def of(self, row: Mapping[str, Any]) -> OfferFacts:
        """Return all that is known of an offer, besides what it offers."""
        return {
            "slug": row["slug"],
            "url": self._ask.refs.api("offers", row["slug"]),
            "html_url": f"{self._ask.refs.page('model', row['model__slug'])}#offer-{row['slug']}",
            "partner": self._partners[row["partner_id"]],
            "other_variant": text(row["other_variant"]),
            "channel": row["channel"],
            "service": row["service"],
            "identifier": text(row["identifier"]),
            "other_identifiers": row["other_identifiers"],
            "role": text(row["role"]),
            "status": row["status"],
            "announced_on": partial(row["announced_on"], row["announced_on_precision"]),
            "announced_on_precision": row["announced_on_precision"] or None,
            "available_from": partial(row["available_from"], row["available_from_precision"]),
            "available_from_precision": row["available_from_precision"] or None,
            "retires_on": partial(row["retires_on"], row["retires_on_precision"]),
            "retires_on_precision": row["retires_on_precision"] or None,
            "regions": row["regions"],
            "regions_note": text(row["regions_note"]),
            "prices": self._prices[row["pk"]],
            "verification": row["verification"],
            "sources": self._sources[row["pk"]],
            "note": text(row["note"]),
        }


def _ref(ask: Ask, resource: str, slug: str, name: str, published: bool) -> dict[str, Any]:
    return {"slug": slug, "name": name, "url": ask.refs.api(resource, slug) if published else None}
