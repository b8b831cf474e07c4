"""The page of one offer: its facts, each with what it rests on, and its dated prices with what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from catalog.hosting.changes import SideChange, Step, steps
from catalog.hosting.standing import standing_of
from catalog.presentation.comparing.columns import elsewhere
from catalog.presentation.evidence import Evidence, NumberedSource, Support
from catalog.presentation.figures import bare, day_in_words, listed
from catalog.presentation.hosting import PriceLine, begun_words, covered_words, ended_words
from catalog.presentation.hosting_costs import age_words
from registry.models import HostingOffer

_DATES = (("announced_on", "Announced"), ("available_from", "Available from"), ("retires_on", "Ends"))
_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class OfferFact:
    """A fact of an offer: what it is called, what is known, empty where nothing is, and what it rests on."""

    label: str
    words: str
    support: Support | None


@dataclass(frozen=True)
class PriceStep:
    """A dated price and what changed against the one before, in words."""

    line: PriceLine
    changed: str
    age: str


def offer_context(offer: HostingOffer, *, on: date) -> dict[str, Any]:
    """Return what the template needs; the offer's model must have its evidence prefetched."""
    evidence = Evidence.of(offer.model)
    standing = standing_of(offer, on=on)
    found = [_price_step(step, evidence, on) for step in steps(offer.prices.all())]
    used = [*offer.sources.all(), *(step.line.price.source for step in found if step.line.price.source)]
    return {
        "offer": offer,
        "covers": covered_words(offer),
        "begun": begun_words(offer, standing=standing),
        "ended": ended_words(offer, standing=standing),
        "facts": list(_facts(offer, evidence)),
        "support": elsewhere(evidence.given(fact="", mark=offer.verification, uses=offer.sources.all()), offer.model.get_absolute_url()),
        "steps": found,
        "sources": evidence.numbered(dict.fromkeys(used)),
        "on": on,
    }


def _facts(offer: HostingOffer, evidence: Evidence) -> Iterable[OfferFact]:
    values = {
        "identifier": ("Identifier at the host", listed([offer.identifier, *offer.other_identifiers] if offer.identifier else [])),
        "role": ("Role of the partner", offer.role),
        **{
            name: (label, day_in_words(getattr(offer, name), precision=getattr(offer, f"{name}_precision")) or "")
            for name, label in _DATES
        },
        "regions": ("Regions", listed(list(offer.regions))),
    }  # fmt: skip
    for name, (label, words) in values.items():
        own = evidence.citations.get(f"offers/{offer.slug}/{name}")
        support = evidence.support(f"offers/{offer.slug}/{name}") if own else None
        address = offer.model.get_absolute_url()
        yield OfferFact(label, words, elsewhere(support, address) if support and words else None)


def _price_step(step: Step, evidence: Evidence, on: date) -> PriceStep:
    source: NumberedSource | None = evidence.one(step.price.source)
    return PriceStep(PriceLine(step.price, source), changed_words(step), age_words(step.price, on=on))


def changed_words(step: Step) -> str:
    """Return what changed against the price before: "Input 20 % cheaper, output unchanged", or why nothing is compared."""
    if step.apart:
        return step.apart
    words = ", ".join(_side_words(change) for change in step.changes)
    return f"{words[:1].upper()}{words[1:]}"


def _side_words(change: SideChange) -> str:
    if change.before == change.now:
        return f"{change.side} price not known before and now" if change.now is None else f"{change.side} unchanged"
    if change.now is None:
        return f"{change.side} price not known any more"
    if change.before is None:
        return f"{change.side} price not known before"
    if change.percent is None:
        return f"{change.side} cost nothing before"
    size = abs(change.percent)
    figure = f"{bare(size)} %" if size >= _TENTH else "less than 0.1 %"
    return f"{change.side} {figure} {'cheaper' if change.now < change.before else 'more expensive'}"
