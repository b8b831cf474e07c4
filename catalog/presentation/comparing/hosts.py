"""Rows on who offers it: partners by channel, and the lowest current list price with its partner, date and source."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import cast

from catalog.comparison.table import Best, Cell, Item, Row, row, without_empty
from catalog.presentation.evidence import Evidence, Support
from catalog.presentation.figures import money
from catalog.presentation.hosting import OfferLine, PriceLine, offer_line
from registry.models import HostingOffer
from registry.models.vocabulary import Channel

PRICED_IN = "USD"


def hosting_rows(columns: Sequence[Iterable[HostingOffer]], *, evidence: Sequence[Evidence]) -> tuple[Row, ...]:
    """Return a row for each channel and one for each side of the price; offers that have ended count for neither."""
    every = [[offer_line(offer, evidence=own) for offer in offers] for offers, own in zip(columns, evidence, strict=True)]
    lines = [[line for line in column if not line.has_ended] for column in every]
    rows = [row(f"channel-{channel.value}", str(channel.label), [_partners(column, channel) for column in every]) for channel in Channel]
    sides: tuple[tuple[str, str, Callable[[PriceLine], Decimal | None]], ...] = (
        ("input", "Lowest list price, input", lambda line: cast("Decimal | None", line.price.input_per_million)),
        ("output", "Lowest list price, output", lambda line: cast("Decimal | None", line.price.output_per_million)),
    )
    rows += [
        row(
            f"price-{name}", label, [_lowest(column, amount_of) for column in lines], unit=f"{PRICED_IN} per million tokens",
            best=Best.LOWEST,
        )
        for name, label, amount_of in sides
    ]  # fmt: skip
    return without_empty(rows)


def no_offer_words(ended: int) -> str:
    """Return what is said where nobody offers it today: an offer that has ended is no offer, and is not nothing either."""
    if not ended:
        return "No offer is known"
    return "No current offer is known; one has ended" if ended == 1 else f"No current offer is known; {ended} have ended"


def _partners(lines: Iterable[OfferLine], channel: Channel) -> Cell:
    found: dict[str, Item] = {}
    ended = 0
    for line in lines:
        if line.offer.channel != channel:
            continue
        if line.has_ended:
            ended += 1
            continue
        partner = line.offer.partner
        address = line.offer.get_absolute_url()
        known = found.get(partner.slug)
        if known is None:
            found[partner.slug] = Item(partner.name, partner.slug, href=address, support=_leading(line.support, address))
    return Cell(tuple(found[slug] for slug in sorted(found, key=lambda slug: found[slug].words.casefold())), unknown=no_offer_words(ended))


def _lowest(lines: Iterable[OfferLine], amount_of: Callable[[PriceLine], Decimal | None]) -> Cell:
    """The newest price of each offer counts; one without a date is older than any with one."""
    best: tuple[Decimal, OfferLine, PriceLine] | None = None
    for line in lines:
        newest = next((p for p in line.prices if p.price.currency == PRICED_IN and amount_of(p) is not None), None)
        amount = amount_of(newest) if newest else None
        if newest is not None and amount is not None and (best is None or amount < best[0]):
            best = amount, line, newest
    if best is None:
        return Cell(unknown="No price is known")
    amount, line, price = best
    address = line.offer.get_absolute_url()
    note = f"{line.offer.partner.name}, {line.offer.service}; {price.seen}"
    support = Support(fact="price", mark=line.offer.verification, sources=(price.source,) if price.source else (), elsewhere=address)
    item = Item(str(money(amount, currency=PRICED_IN)), amount, href=address, support=support, note=note)
    return Cell((item,), amount=amount)


def _leading(support: Support, address: str) -> Support:
    return Support(fact=support.fact, mark=support.mark, sources=support.sources, whole=support.whole, elsewhere=address)
