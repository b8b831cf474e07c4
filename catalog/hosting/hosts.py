"""Which host is the cheapest for a mix of tokens on a day, among offers: ranked within each currency, what is not fully known apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from catalog.hosting.costs import Mix, cost_of, ranked
from catalog.hosting.prices import CHEAPEST_FIRST, SEEN, prices_on, with_costs
from catalog.hosting.standing import Standing, stands_as
from registry.models import HostingOffer, OfferPrice
from registry.models.hosting import HostingOfferQuerySet
from registry.models.vocabulary import Channel

# Where a price per token would be expected, so that its absence is worth a word.
BILLED_BY_TOKEN = (Channel.MANAGED_API, Channel.PLATFORM)
MOST_HOSTS = 100
_SHOWN_WITH_OFFERS = ("covered__variant", "sources")


@dataclass(frozen=True, slots=True)
class Priced:
    """What the mix costs at one price. `missing` are the sides that it uses and whose price is not known: then it costs at least that."""

    price: OfferPrice
    cost: Decimal
    missing: tuple[str, ...]

    @property
    def offer(self) -> HostingOffer:
        """The offer that the price is of."""
        return self.price.offer


@dataclass(frozen=True, slots=True)
class InCurrency:
    """The costs in one currency: fully known ones with their ranks, partly known ones without, each at most MOST_HOSTS, and all counted."""

    currency: str
    complete: tuple[tuple[int, Priced], ...]
    partial: tuple[Priced, ...]
    complete_count: int
    partial_count: int

    @property
    def best(self) -> list[Priced]:
        """What shares the first rank."""
        return [line for rank, line in self.complete if rank == 1]


@dataclass(frozen=True, slots=True)
class Costs:
    """The answer: a group for each currency, offers that bill by token without a known price, and how many offers do not bill by token."""

    groups: tuple[InCurrency, ...]
    unpriced: tuple[HostingOffer, ...]
    unpriced_count: int
    not_by_token: int


def costs(offers: HostingOfferQuerySet, *, mix: Mix, on: date, currencies: Iterable[str] = ()) -> Costs:
    """Return what the mix costs at each of the offers that stand on the day: eight queries at most, however many offers there are.

    The newest price known on the day counts. Nothing is converted, so currencies are never ranked against each other.
    """
    offers = offers.filter(stands_as([Standing.CURRENT], on=on))
    known = with_costs(prices_on(on, offers=offers), mix=mix)
    wanted = known.filter(currency__in=list(currencies)) if currencies else known
    place = Window(RowNumber(), partition_by=[F("currency"), F("complete")], order_by=CHEAPEST_FIRST)
    rows = (
        wanted.annotate(place=place).filter(place__lte=MOST_HOSTS)
        .select_related("offer__partner", "offer__model", "source__source")
        .prefetch_related(*(f"offer__{name}" for name in _SHOWN_WITH_OFFERS))
        .order_by("currency", "place", "pk")
    )  # fmt: skip
    lines = _each_amount_once(_priced(row, mix) for row in rows)
    counted: Any = wanted.order_by().values("currency", "complete").annotate(number=Count("offer", distinct=True))  # type: ignore[misc]
    counts = {(row["currency"], bool(row["complete"])): row["number"] for row in counted}
    priced = OfferPrice.objects.alias(seen=SEEN).filter(seen__lte=on).values("offer")
    without = offers.exclude(pk__in=priced)
    unpriced = without.filter(channel__in=BILLED_BY_TOKEN)
    shown = unpriced.select_related("partner", "model").prefetch_related(*_SHOWN_WITH_OFFERS).order_by("partner__name", "service", "pk")
    return Costs(
        groups=tuple(_group(currency, lines, counts) for currency in sorted({currency for currency, _ in counts})),
        unpriced=tuple(shown[:MOST_HOSTS]),
        unpriced_count=unpriced.count(),
        not_by_token=without.exclude(channel__in=BILLED_BY_TOKEN).count(),
    )


def _priced(price: OfferPrice, mix: Mix) -> Priced:
    sides = {name: cast("Decimal | None", getattr(price, name)) for name in ("input_per_million", "output_per_million")}
    return Priced(price, *cost_of(mix, **sides))


def _each_amount_once(lines: Iterable[Priced]) -> list[Priced]:
    """Several identifiers of an offer at the same price are one line."""
    found: dict[tuple[Any, ...], Priced] = {}
    for line in lines:
        price = line.price
        key = (price.offer_id, price.currency, price.input_per_million, price.output_per_million)
        found.setdefault(key, line)
    return list(found.values())


def _group(currency: str, lines: Iterable[Priced], counts: dict[tuple[str, bool], int]) -> InCurrency:
    own = [line for line in lines if line.price.currency == currency]
    return InCurrency(
        currency=currency,
        complete=tuple(ranked([line for line in own if not line.missing], by=lambda line: line.cost)),
        partial=tuple(line for line in own if line.missing),
        complete_count=counts.get((currency, True), 0),
        partial_count=counts.get((currency, False), 0),
    )
