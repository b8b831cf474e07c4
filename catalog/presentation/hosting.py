"""Who offers a model and at what price, by the way it reaches its users."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from catalog.hosting.hosts import BILLED_BY_TOKEN
from catalog.hosting.standing import Standing
from catalog.presentation.evidence import Evidence, NumberedSource, Support
from catalog.presentation.figures import day_in_words, listed, money
from registry.models import HostingOffer, OfferPrice
from registry.models.vocabulary import Channel, OfferStatus

CHANNEL_SAYS = {
    Channel.MANAGED_API: "Call it over the network; the partner runs it and usually bills by token.",
    Channel.PLATFORM: "Run it on the partner's platform, on capacity that you rent.",
    Channel.WEIGHTS_DOWNLOAD: "Fetch the weights and run them where you like.",
    Channel.ON_DEVICE: "Ready to run on phones, PCs or other devices.",
    Channel.HARDWARE_SUPPORT: "Tuned or packaged for the vendor's hardware.",
}


@dataclass(frozen=True)
class PriceLine:
    """One list price per million tokens with the day it was seen. A missing side is None: not known, never zero."""

    price: OfferPrice
    source: NumberedSource | None

    @property
    def input(self) -> str | None:
        return money(cast("Decimal | None", self.price.input_per_million), currency=self.price.currency)

    @property
    def output(self) -> str | None:
        return money(cast("Decimal | None", self.price.output_per_million), currency=self.price.currency)

    @property
    def seen(self) -> str:
        """When the price held, as exactly as it is known."""
        if self.price.as_of:
            return f"as of {day_in_words(self.price.as_of)}"
        if self.price.as_of_not_before:
            return f"not before {day_in_words(self.price.as_of_not_before)}"
        return "date not known"


@dataclass(frozen=True)
class OfferLine:
    """An offer with its prices, newest first, and what supports it."""

    offer: HostingOffer
    prices: tuple[PriceLine, ...]
    support: Support

    @property
    def anchor(self) -> str:
        return f"offer-{self.offer.slug}"

    @property
    def period(self) -> list[str]:
        """The dates of the offer in words; empty where none is known."""
        offer = self.offer
        dates = (
            ("announced", offer.announced_on, offer.announced_on_precision),
            ("since", offer.available_from, offer.available_from_precision),
            ("until", offer.retires_on, offer.retires_on_precision),
        )
        return [f"{word} {day_in_words(day, precision=precision)}" for word, day, precision in dates if day]

    @property
    def has_ended(self) -> bool:
        return self.offer.status == OfferStatus.ENDED

    @property
    def charges_by_token(self) -> bool:
        """Whether a price per token would be expected here, so that its absence is worth a word."""
        return self.offer.channel in BILLED_BY_TOKEN


@dataclass(frozen=True)
class ChannelGroup:
    """The offers of one channel."""

    channel: Channel
    offers: tuple[OfferLine, ...]

    @property
    def title(self) -> str:
        return str(self.channel.label)

    @property
    def says(self) -> str:
        return CHANNEL_SAYS[self.channel]

    @property
    def has_prices(self) -> bool:
        return any(line.prices or line.charges_by_token for line in self.offers)


def offer_line(offer: HostingOffer, *, evidence: Evidence | None = None) -> OfferLine:
    """Return an offer in words. Without the evidence of its model's page the marks lead there, and sources carry no numbers."""
    prices = sorted(offer.prices.all(), key=_newest_first)
    fact = f"offers/{offer.slug}"
    if evidence is None:
        return OfferLine(offer, tuple(price_line(price) for price in prices), support_elsewhere(offer))
    lines = tuple(PriceLine(price, evidence.one(price.source)) for price in prices)
    return OfferLine(offer, lines, evidence.given(fact=fact, mark=offer.verification, uses=offer.sources.all()))


def price_line(price: OfferPrice) -> PriceLine:
    """Return a price in words on a page that does not number its model's sources."""
    return PriceLine(price, NumberedSource(0, price.source) if price.source else None)


def support_elsewhere(offer: HostingOffer) -> Support:
    """Return what an offer rests on; the mark leads to the model's page, which shows the sources."""
    sources = tuple(NumberedSource(0, use) for use in offer.sources.all())
    return Support(fact=f"offers/{offer.slug}", mark=offer.verification, sources=sources, elsewhere=offer.get_absolute_url())


def covered_words(offer: HostingOffer) -> str:
    """Return which variants an offer is for: their names, the size that has no row here, or the whole model."""
    return listed([link.variant.name for link in offer.covered.all()]) or offer.other_variant or "the whole model"


def begun_words(offer: HostingOffer, *, standing: Standing) -> str:
    """Return since when an offer is there, as exactly as it is known: "since July 2024", "announced 2023", "date not known"."""
    if offer.available_from:
        word = "begins" if standing is Standing.UPCOMING else "since"
        return f"{word} {day_in_words(offer.available_from, precision=offer.available_from_precision)}"
    if offer.announced_on:
        return f"announced {day_in_words(offer.announced_on, precision=offer.announced_on_precision)}"
    return "date not known"


def ended_words(offer: HostingOffer, *, standing: Standing) -> str:
    """Return the end of an offer that is over or has a known end; empty for the others."""
    day = day_in_words(offer.retires_on, precision=offer.retires_on_precision)
    if standing is Standing.ENDED:
        return f"ended {day}" if day else "ended, day not known"
    return f"ends {day}" if standing is Standing.RETIRING else "begins later" if standing is Standing.UPCOMING else ""


def by_channel(lines: Iterable[OfferLine]) -> list[ChannelGroup]:
    """Return the offers by channel, in the order of the vocabulary; within one, current offers first, then by partner."""
    lines = list(lines)
    groups = []
    for channel in Channel:
        own = [line for line in lines if line.offer.channel == channel]
        own.sort(key=lambda line: (line.has_ended, line.offer.partner.name.casefold(), line.offer.service.casefold(), line.offer.slug))
        if own:
            groups.append(ChannelGroup(channel, tuple(own)))
    return groups


def _newest_first(price: OfferPrice) -> tuple[int, int]:
    day = price.as_of or price.as_of_not_before
    return (-day.toordinal() if day else 0, price.position)
