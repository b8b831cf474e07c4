"""Which prices of which offers charts show: read once for a model or an offer, however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse

from catalog.filters import Mistake
from catalog.filters.kinds import shortened
from catalog.presentation.charts.table import Cell, Column
from catalog.presentation.evidence import Support
from catalog.presentation.figures import listed
from catalog.presentation.hosting import OfferLine, PriceLine, offer_line
from catalog.reading import MOST_ROWS
from registry.models import AIModel, FormerSlug, HostingOffer
from registry.models.vocabulary import Kind

_MOST_NAMED = 12
_MOST_CHOICES = 5
SIDES = (("first", "input"), ("second", "output"))
COLUMNS = (
    Column("host", "Host"), Column("covers", "For"), Column("identifier", "Identifier at the host"),
    Column("input_per_million", "Input, per million tokens", number=True),
    Column("output_per_million", "Output, per million tokens", number=True),
    Column("currency", "Currency"), Column("date", "Date"), Column("offer"), Column("as_of"), Column("as_of_not_before"),
    Column("offer_mark"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quote:
    """One price of one offer."""

    line: OfferLine
    price: PriceLine

    @property
    def host(self) -> str:
        return str(self.line.offer.partner.name)

    @property
    def covers(self) -> str:
        """The variants that the offer is for, or the model as a whole."""
        names = [covered.variant.name for covered in self.line.offer.covered.all()]
        return listed(names) if names else str(self.line.offer.other_variant or self.line.offer.model.name)

    @property
    def identifier(self) -> str:
        return str(self.price.price.identifier or self.line.offer.identifier)

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells one series of prices from another; hosts spell one identifier with and without capitals."""
        return (self.line.offer.slug, self.identifier.casefold(), self.price.price.currency)

    @property
    def day(self) -> date | None:
        """The day it was seen, or the first on which it can have been."""
        return self.price.price.as_of or self.price.price.as_of_not_before

    def amount(self, side: str) -> Decimal | None:
        """The price of the side, input or output."""
        amount: Decimal | None = getattr(self.price.price, f"{side}_per_million")
        return amount

    def words(self, side: str) -> str | None:
        """The same in words; None where it is not known."""
        return self.price.input if side == "input" else self.price.output

    def cells(self) -> list[Cell]:
        """The quote as a row of COLUMNS."""
        row, offer = self.price.price, self.line.offer
        sources = (self.price.source,) if self.price.source else ()
        support = Support(fact="price", mark=offer.verification, sources=sources, elsewhere=offer.get_absolute_url())
        amounts = [
            Cell(self.words(side) or "Not known", self.amount(side), support=support if self.amount(side) is not None else None)
            for _, side in SIDES
        ]
        seen = self.price.seen
        return [
            Cell(self.host, offer.partner.slug, offer.get_absolute_url()), Cell(self.covers, self.covers),
            Cell(self.identifier or "Not known", self.identifier or None), *amounts, Cell(row.currency, row.currency),
            Cell(seen[:1].upper() + seen[1:], seen if self.day else None), Cell("", offer.slug), Cell("", row.as_of),
            Cell("", row.as_of_not_before), Cell("", offer.verification),
        ]  # fmt: skip


def lines_of(**conditions: object) -> tuple[list[OfferLine], int]:
    """Return the offers that meet the conditions, at most MOST_ROWS, and how many there are."""
    offers = HostingOffer.objects.published().filter(**conditions)
    found = list(
        offers.select_related("model", "partner")
        .prefetch_related("covered__variant", "sources__source", "prices__source__source")
        .order_by("partner__name", "service", "slug")[: MOST_ROWS + 1]
    )
    number = len(found) if len(found) <= MOST_ROWS else offers.count()
    return [offer_line(offer) for offer in found[:MOST_ROWS]], number


def quotes_of(lines: Iterable[OfferLine]) -> list[Quote]:
    """Return every price of the offers, those of each offer newest first."""
    return [Quote(line, price) for line in lines for price in line.prices]


def without_prices(lines: Iterable[OfferLine]) -> str:
    """Name the offers by token whose price is not known, or return an empty text."""
    names = [f"{line.offer.partner.name} ({line.offer.service})" for line in lines if line.charges_by_token and not line.prices]
    if not names:
        return ""
    more = [f"{len(names) - _MOST_NAMED:,} more"] if len(names) > _MOST_NAMED else []
    return f"Price not known: {listed([*names[:_MOST_NAMED], *more])}."


def not_all_read(number: int) -> list[str]:
    """Say how many offers there are beyond those that were read."""
    return [f"The first {MOST_ROWS} of {number:,} offers by host are read."] if number > MOST_ROWS else []


def model_named(slug: str) -> tuple[AIModel | None, list[Mistake]]:
    """Return the published model that has the slug or had it, or what is wrong."""
    models = AIModel.objects.published()
    model = models.filter(slug=slug).first()
    if model is None and (now := FormerSlug.objects.target(kind=Kind.MODEL, slug=slug)):
        model = models.filter(slug=now).first()
    if model is not None:
        return model, []
    detail = f"model: there is no model '{shortened(slug)}'; {reverse('catalog:models')} lists them"
    return None, [Mistake("model", "invalid_value", detail)]


def priced_models() -> QuerySet[Any]:
    """Return the models of which prices are known, those with most prices first, with how many."""
    models = AIModel.objects.published().filter(offers__prices__isnull=False)
    return models.annotate(price_count=Count("offers__prices")).order_by("-price_count", "name", "pk").only("kind", "slug", "name")


def choices(route: str) -> list[tuple[str, str]]:
    """Return the models with most known prices, by name and address of the chart at a route: what to begin with."""
    return [(model.name, f"{reverse(route)}?{urlencode({'model': model.slug})}") for model in priced_models()[:_MOST_CHOICES]]


def options(models: Iterable[AIModel]) -> list[tuple[str, str]]:
    """Return models as the options of a control, by name."""
    return [(model.slug, model.name) for model in sorted(models, key=lambda model: (model.name.casefold(), model.slug))]
