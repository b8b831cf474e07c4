"""How the list prices of an offer changed: each dated price against the one before it, where the two can be compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from registry.models import OfferPrice


@dataclass(frozen=True, slots=True)
class SideChange:
    """What became of the price of one side: `percent` is rounded to a tenth; None where one of the two is not known or was nothing."""

    side: str
    before: Decimal | None
    now: Decimal | None

    @property
    def percent(self) -> Decimal | None:
        """By how much it rose (above zero) or fell."""
        if self.before is None or self.now is None or not self.before:
            return None
        return ((self.now - self.before) * 100 / self.before).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Step:
    """A price and what changed against the one before; `apart` says why there is nothing to compare it with."""

    price: OfferPrice
    changes: tuple[SideChange, ...] = ()
    apart: str = ""


def seen_on(price: OfferPrice) -> date | None:
    """Return the day of a price: that on which it held, else the first on which it can have been seen."""
    return price.as_of or price.as_of_not_before


def steps(prices: Iterable[OfferPrice]) -> list[Step]:
    """Return the prices of one offer, newest first, each with what changed against the newest earlier one of the same identifier.

    Identifiers are compared without regard to case. Where the days do not say which of two came first, nothing is claimed.
    """
    ordered = sorted(prices, key=lambda price: (seen_on(price) or date.min, -price.position), reverse=True)
    return [_step(price, ordered[place + 1 :]) for place, price in enumerate(ordered)]


def _step(price: OfferPrice, older: list[OfferPrice]) -> Step:
    if seen_on(price) is None:
        return Step(price, apart="Not compared: its date is not known.")
    own = [each for each in older if each.identifier.casefold() == price.identifier.casefold()]
    before = next((each for each in own if seen_on(each) and seen_on(each) != seen_on(price)), None)
    if before is None:
        other = f" of {price.identifier}" if price.identifier and older else ""
        return Step(price, apart=f"No earlier price{other} is known.")
    if before.currency != price.currency:
        return Step(price, apart=f"Not compared: the price before is in {before.currency}.")
    if before.as_of is None:
        return Step(price, apart="Not compared: which of the two came first is not known.")
    return Step(price, tuple(_side(side, before, price) for side in ("input", "output")))


def _side(side: str, before: OfferPrice, now: OfferPrice) -> SideChange:
    name = f"{side}_per_million"
    return SideChange(side, cast("Decimal | None", getattr(before, name)), cast("Decimal | None", getattr(now, name)))
