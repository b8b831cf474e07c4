"""What a page of the table says of its variants: plain values, read with one query for each table, however many rows there are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q

from catalog.directory import Directory, Entry
from catalog.exploring.columns import Column, needed
from catalog.hosting.prices import prices_on
from catalog.hosting.standing import Standing, stands_as
from catalog.statements import Statement
from registry.models import Citation, HostingOffer, HubRepository, ModelDeveloper, ModelVariant, OfferPrice

_VARIANTS = Statement(
    ModelVariant.objects.all,
    "pk", "slug", "name", "status", "release_date", "release_date_precision", "open_weights", "category", "params_total", "params_active",
    "context_tokens", "inputs", "outputs", "knowledge_cutoff", "knowledge_cutoff_precision", "languages_count", "training_tokens", "gated",
    "license_id", "declared_license", "lineage_status", "commercial_use", "model_id", "model__slug", "model__name", "model__family_id",
    among="pk",
)  # fmt: skip
_DEVELOPERS = Statement(lambda: ModelDeveloper.objects.order_by("model_id", "position"), "model_id", "organization_id", among="model_id")
_REPOSITORIES = Statement(lambda: HubRepository.objects.order_by("position", "pk"), "variant_id", "name", among="variant_id")
_OFFERS = Statement(
    lambda: HostingOffer.objects.order_by("slug"),
    "pk", "slug", "model_id", "partner_id", "channel", "other_variant", "covered__variant_id", among="model_id",
)  # fmt: skip
_SOURCED = Exists(Citation.sources.through.objects.filter(citation=OuterRef("pk")))
_CITATIONS = Statement(
    lambda: Citation.objects.filter(Q(fact="record") | Q(fact__startswith="variants/")).annotate(sourced=_SOURCED),
    "page_id", "fact", "verification", "sourced", among="page_id",
)  # fmt: skip
_OF_OFFERS = ("offers", "partners", "channels", "cheapest_input", "cheapest_output")
_PRICES = {"cheapest_input": "input_per_million", "cheapest_output": "output_per_million"}


@dataclass(frozen=True, slots=True)
class Offered:
    """One offer that covers a variant, by name or with its whole model."""

    pk: int
    slug: str
    partner: Entry
    channel: str


@dataclass(frozen=True, slots=True)
class Price:
    """The lowest current price of one side in one currency, exact, per million tokens, the list price it stands in, and whose it is."""

    amount: Decimal
    listed: OfferPrice
    offer: Offered


@dataclass(frozen=True, slots=True)
class Cited:
    """How a fact is recorded as evidence: under which name on the model's page, with which mark, and whether a source is named."""

    fact: str
    mark: str
    sourced: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One variant. `values` are its own columns; what was not wanted is empty."""

    values: Mapping[str, Any]
    license: Entry | None
    family: Entry
    developers: Sequence[Entry]
    repositories: Sequence[str]
    offers: Sequence[Offered]
    prices: Mapping[str, Sequence[Price]]
    citations: Mapping[str, Cited] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The variant's slug."""
        return str(self.values["slug"])

    def cited(self, fact: str) -> Cited:
        """Return what a fact of the variant rests on: its own citation, else that of the variant, else that of the model's page."""
        place = f"variants/{self.slug}"
        if own := self.citations.get(f"{place}/{fact}"):
            return own
        found = (self.citations.get(whole) for whole in (f"{place}/record", "record"))
        whole = next((citation for citation in found if citation and citation.sourced), None)
        return Cited(whole.fact, "", sourced=True) if whole else Cited(fact, "", sourced=False)


def read_rows(pks: Sequence[int], *, columns: Sequence[Column], directory: Directory, today: date) -> list[Row]:
    """Return the variants in the order of their keys; prices are those of offers that stand on the day."""
    found = {row["pk"]: row for row in _VARIANTS.dicts(pks)}
    rows = [found[pk] for pk in pks if pk in found]
    models = {row["model_id"] for row in rows}
    licenses = directory.entries("license", [row["license_id"] for row in rows])
    families = directory.entries("family", [row["model__family_id"] for row in rows])
    developers = _developers(models, directory) if needed(columns, "developer") else {}
    repositories = _repositories(pks) if needed(columns, "huggingface") else {}
    offers = _Offers(models if needed(columns, *_OF_OFFERS) else (), directory)
    wanted = [name for name in _PRICES if needed(columns, name)]
    prices = _prices(models, today=today) if wanted else {}
    citations = _citations(models)
    return [
        Row(
            values=row,
            license=licenses.get(row["license_id"]),
            family=families[row["model__family_id"]],
            developers=developers.get(row["model_id"], ()),
            repositories=repositories.get(row["pk"], ()),
            offers=(own := offers.of(row["pk"], model=row["model_id"])),
            prices={name: _lowest(own, prices, _PRICES[name]) for name in wanted},
            citations=citations[row["model_id"]],
        )
        for row in rows
    ]


def _developers(models: Collection[int], directory: Directory) -> Mapping[int, list[Entry]]:
    links = _DEVELOPERS.rows(models)
    entries = directory.entries("organization", {organization for _, organization in links})
    found: dict[int, list[Entry]] = defaultdict(list)
    for model, organization in links:
        found[model].append(entries[organization])
    return found


def _repositories(pks: Collection[int]) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for variant, name in _REPOSITORIES.rows(pks):
        found[variant].append(name)
    return found


class _Offers:
    """The offers of some models, by variant and by whole model."""

    def __init__(self, models: Collection[int], directory: Directory) -> None:
        rows = _OFFERS.rows(models)
        partners = directory.entries("organization", {row[3] for row in rows})
        self._named: dict[int, list[Offered]] = defaultdict(list)
        self._whole: dict[int, list[Offered]] = defaultdict(list)
        for pk, slug, model, partner, channel, other, variant in rows:
            offer = Offered(pk, slug, partners[partner], channel)
            if variant is not None:
                self._named[variant].append(offer)
            elif not other:
                self._whole[model].append(offer)

    def of(self, variant: int, *, model: int) -> list[Offered]:
        return [*self._named.get(variant, ()), *self._whole.get(model, ())]


def _prices(models: Collection[int], *, today: date) -> Mapping[int, list[OfferPrice]]:
    offers = HostingOffer.objects.filter(stands_as([Standing.CURRENT], on=today), model_id__in=models)
    found: dict[int, list[OfferPrice]] = defaultdict(list)
    for price in prices_on(today, offers=offers).order_by("pk"):
        found[price.offer_id].append(price)
    return found


def _lowest(offers: Collection[Offered], prices: Mapping[int, list[OfferPrice]], side: str) -> list[Price]:
    """The lowest price in each currency; currencies are never ranked against each other."""
    lowest: dict[str, Price] = {}
    for offer in offers:
        for price in prices.get(offer.pk, ()):
            amount, best = getattr(price, side), lowest.get(price.currency)
            if amount is not None and (best is None or amount < best.amount):
                lowest[price.currency] = Price(amount, price, offer)
    return [lowest[currency] for currency in sorted(lowest)]


def _citations(models: Collection[int]) -> Mapping[int, dict[str, Cited]]:
    found: dict[int, dict[str, Cited]] = defaultdict(dict)
    for page, fact, verification, sourced in _CITATIONS.rows(models):
        found[page][fact] = Cited(fact, verification, bool(sourced))
    return found
