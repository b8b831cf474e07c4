"""Costs per host in words: rounded for reading only, with the price they rest on, its date, its age and its source."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from catalog.hosting.changes import seen_on
from catalog.hosting.hosts import Costs, InCurrency, Priced
from catalog.presentation.evidence import Support
from catalog.presentation.figures import listed, money
from catalog.presentation.hosting import PriceLine, covered_words, price_line
from registry.models import HostingOffer, OfferPrice

_CENT = Decimal("0.01")
_CURRENCIES = {"USD": "US dollars", "EUR": "euros", "GBP": "pounds sterling", "CNY": "Chinese yuan", "JPY": "yen", "CHF": "Swiss francs"}
LEFT_OUT = (
    "discounts for cached input and for batches",
    "tokens of images, audio and video, where they are priced apart",
    "hidden reasoning, which many hosts bill as output",
    "committed use, provisioned capacity and free allowances",
    "differences between regions, moving data out of a cloud, support contracts",
    "taxes",
)


@dataclass(frozen=True)
class CostLine:
    """What the mix costs at one host. `rank` is 0 for a cost that is not fully known."""

    rank: int
    priced: Priced
    on: date

    @property
    def offer(self) -> HostingOffer:
        return self.priced.offer

    @property
    def cost(self) -> str:
        return cost_words(self.priced.cost, currency=self.priced.price.currency)

    @property
    def exact(self) -> str:
        return exact_text(self.priced.cost)

    @property
    def missing(self) -> str:
        return listed(list(self.priced.missing))

    @property
    def covers(self) -> str:
        return covered_by_name(self.offer)

    @property
    def price(self) -> PriceLine:
        return price_line(self.priced.price)

    @property
    def age(self) -> str:
        return age_words(self.priced.price, on=self.on)

    @property
    def support(self) -> Support:
        source = self.price.source
        sources = (source,) if source else ()
        return Support(fact="price", mark=self.offer.verification, sources=sources, elsewhere=self.offer.get_absolute_url())


@dataclass(frozen=True)
class CostGroup:
    """The hosts in one currency."""

    currency: str
    complete: tuple[CostLine, ...]
    partial: tuple[CostLine, ...]
    complete_count: int
    partial_count: int

    @property
    def name(self) -> str:
        return _CURRENCIES.get(self.currency, self.currency)

    @property
    def best(self) -> list[CostLine]:
        return [line for line in self.complete if line.rank == 1]


def cost_groups(found: Costs, *, on: date) -> list[CostGroup]:
    """Return the groups in words, that with most hosts first."""
    groups = sorted(found.groups, key=lambda group: (-group.complete_count, -group.partial_count, group.currency))
    return [_group(group, on) for group in groups]


def _group(group: InCurrency, on: date) -> CostGroup:
    return CostGroup(
        currency=group.currency,
        complete=tuple(CostLine(rank, priced, on) for rank, priced in group.complete),
        partial=tuple(CostLine(0, priced, on) for priced in group.partial),
        complete_count=group.complete_count,
        partial_count=group.partial_count,
    )


def covered_by_name(offer: HostingOffer) -> str:
    """Return which variants an offer is for, where the model is not named beside: "Llama 3.1 8B", "Phi-4, the whole model"."""
    return covered_words(offer) if offer.other_variant or offer.covered.all() else f"{offer.model.name}, {covered_words(offer)}"


def cost_words(amount: Decimal, *, currency: str) -> str:
    """Return a cost rounded to hundredths of its currency; what is above nothing is never shown as nothing."""
    if 0 < amount < _CENT:
        return f"less than {money(_CENT, currency=currency)}"
    return str(money(amount.quantize(_CENT, rounding=ROUND_HALF_UP), currency=currency))


def exact_text(amount: Decimal) -> str:
    """Return an amount with all its digits and no trailing zeros: "0.66"."""
    return f"{amount.normalize():f}"


def age_words(price: OfferPrice, *, on: date) -> str:
    """Return how old a price is on a day: in days up to 60, then in whole months; at most so old where only a first day is known."""
    day = seen_on(price)
    if day is None:
        return "age not known"
    days = (on - day).days
    months = (on.year - day.year) * 12 + on.month - day.month - (on.day < day.day)
    words = f"{months} months old" if days > 60 else "1 day old" if days == 1 else f"{days} days old"
    return words if price.as_of else f"at most {words}"
