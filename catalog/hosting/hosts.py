"""Which host is the cheapest for a mix of tokens on a day, among offers: ranked within each currency, what is not fully known apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.db.models import Count, F, Q, QuerySet, Window
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
    """The costs in one currency: fully known ones with their ranks, partly known ones without, each at most MOST_HOSTS.

    The counts are of list prices, those that are not shown too.
    """

    currency: str
    complete: tuple[tuple[int, Priced], ...]
    partial: tuple[Priced, ...]
    complete_count: int
    partial_count: int


@dataclass(frozen=True, slots=True)
class Costs:
    """The answer: a group for each currency, offers that bill by token without a known price, and how many offers do not bill by token."""

    groups: tuple[InCurrency, ...]
    unpriced: tuple[HostingOffer, ...]
    unpriced_count: int
    not_by_token: int


def costs(offers: HostingOfferQuerySet, *, mix: Mix, on: date, currencies: Iterable[str] = ()) -> Costs:
    """Return what the mix costs at each of the offers that stand on the day: ten queries at most, however many offers there are.

    The newest price known on the day counts. Nothing is converted, so currencies are never ranked against each other.
    """
    offers = offers.filter(stands_as([Standing.CURRENT], on=on))
    places = _places(with_costs(prices_on(on, offers=offers), mix=mix), currencies=currencies)
    lines = _lines([pk for pk, *_ in places], mix=mix)
    counts = {(currency, bool(complete)): number for _, currency, complete, number in places}
    without = offers.exclude(pk__in=OfferPrice.objects.alias(seen=SEEN).filter(seen__lte=on).values("offer"))
    by_token = Q(channel__in=BILLED_BY_TOKEN)
    left = without.aggregate(unpriced=Count("pk", filter=by_token), other=Count("pk", filter=~by_token))
    unpriced = without.filter(by_token).select_related("partner", "model").prefetch_related(*_SHOWN_WITH_OFFERS)
    return Costs(
        groups=tuple(_group(currency, lines, counts) for currency in sorted({currency for currency, _ in counts})),
        unpriced=tuple(sorted(unpriced.order_by("pk")[:MOST_HOSTS], key=_by_name)),
        unpriced_count=left["unpriced"],
        not_by_token=left["other"],
    )


def _places(prices: QuerySet[OfferPrice], *, currencies: Iterable[str]) -> list[tuple[int, str, bool, int]]:
    """The keys of the cheapest prices of each currency, apart what is partly known, each with how many there are of its kind.

    Only what is ordered by goes through the database's window: the rows themselves are fetched afterwards.
    """
    kinds: Any = {"partition_by": [F("currency"), F("complete")]}
    place, number = Window(RowNumber(), order_by=CHEAPEST_FIRST, **kinds), Window(Count("pk"), **kinds)
    wanted = prices.filter(currency__in=list(currencies)) if currencies else prices
    found = wanted.annotate(place=place, number=number).filter(place__lte=MOST_HOSTS).order_by()
    return list(found.values_list("pk", "currency", "complete", "number"))


def _lines(keys: Iterable[int], *, mix: Mix) -> list[Priced]:
    """What the mix costs at these prices. Several identifiers of an offer at the same price are one line."""
    rows = OfferPrice.objects.filter(pk__in=list(keys)).select_related("offer__partner", "offer__model", "source__source")
    found: dict[tuple[Any, ...], Priced] = {}
    for row in rows.prefetch_related(*(f"offer__{name}" for name in _SHOWN_WITH_OFFERS)).order_by("pk"):
        key = (row.offer_id, row.currency, row.input_per_million, row.output_per_million)
        found.setdefault(key, _priced(row, mix))
    return sorted(found.values(), key=lambda line: (line.cost, *_by_name(line.offer)))


def _by_name(offer: HostingOffer) -> tuple[str, str, str]:
    return (offer.partner.name.casefold(), offer.service.casefold(), offer.slug)


def _priced(price: OfferPrice, mix: Mix) -> Priced:
    sides = {name: cast("Decimal | None", getattr(price, name)) for name in ("input_per_million", "output_per_million")}
    return Priced(price, *cost_of(mix, **sides))


def _group(currency: str, lines: Iterable[Priced], counts: dict[tuple[str, bool], int]) -> InCurrency:
    own = [line for line in lines if line.price.currency == currency]
    return InCurrency(
        currency=currency,
        complete=tuple(ranked([line for line in own if not line.missing], by=lambda line: line.cost)),
        partial=tuple(line for line in own if line.missing),
        complete_count=counts.get((currency, True), 0),
        partial_count=counts.get((currency, False), 0),
    )
