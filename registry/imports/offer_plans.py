"""What the records of a source do to a page's offers: offers that nobody listed, and dated prices. Plain Python.

A price that changed is a new entry with its day: the one before it ended then. A price of nothing at all is not entered: catalogs write
zero for what is not billed by the token.
"""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from registry.imports.records import CatalogRecord, ClaimedPrice

CHANNELS = ("managed_api", "platform")
LONGEST_SLUG = 120
PRICE_PLACES = 6
AMOUNTS = ("input_per_million", "output_per_million", "currency")


class OfferPlans:
    """The offers of a page in their plain form, changed in place record by record. Of several records with one identifier at one host
    (regions of it, say) the first counts, the others stay claims. Two hosts of one partner (its doors to two countries, say) have an
    offer each; `services` are the names of all hosts of the source that list the page."""

    def __init__(self, page: dict[str, Any], *, services: Collection[str], origin_key: str, as_of: str) -> None:
        self._page = page
        self._services = frozenset(services)
        self._origin_key = origin_key
        self._as_of = as_of
        self._seen: set[tuple[str, str]] = set()
        self._taken: set[str] = set()
        self.took_from: set[str] = set()
        self.differences: list[tuple[str, Any, Any, str]] = []

    def add(self, record: CatalogRecord, *, variant: str, partner: str) -> None:
        """Enter what a record says of an offer; one about an edition of it, such as images of one size, stays a claim."""
        if record.edition:
            return
        if (record.host, record.identifier.lower()) in self._seen:
            return
        self._seen.add((record.host, record.identifier.lower()))
        offer = self._found(record, partner=partner)
        if offer is None:
            offer = self._begun(record, variant=variant, partner=partner)
            self.took_from.add(record.key)
        self._price(offer, record)
        self._end(offer, record)

    def _found(self, record: CatalogRecord, *, partner: str) -> dict[str, Any] | None:
        alike = []
        for offer in self._page.get("offers", []):
            names = [offer.get("identifier", ""), *offer.get("other_identifiers", [])]
            if offer["partner"] == partner and offer["channel"] in CHANNELS and record.identifier.lower() in map(str.lower, names):
                alike.append(offer)
        own = [offer for offer in alike if offer["service"] == service_of(record)]
        free = [offer for offer in alike if offer["service"] not in self._services and offer["slug"] not in self._taken]
        offer = next(iter([*own, *free]), None)
        if offer:
            self._taken.add(offer["slug"])
        return offer

    def _begun(self, record: CatalogRecord, *, variant: str, partner: str) -> dict[str, Any]:
        offer: dict[str, Any] = {
            "slug": self._slug(record), "partner": partner, "variants": [variant], "channel": "managed_api",
            "service": service_of(record), "identifier": record.identifier, "status": "listed",
            "verification": "verified_secondary", "sources": [self._origin_key],
        }  # fmt: skip
        if record.facts.get("regions"):
            offer["regions"] = list(record.facts["regions"])
        self._page.setdefault("offers", []).append(offer)
        return offer

    def _slug(self, record: CatalogRecord) -> str:
        words = f"{self._page['slug']}-{record.host}-{record.identifier.rpartition('/')[2]}".lower()
        plain = re.sub(r"[-.]*[^a-z0-9.]+[-.]*", "-", words)[:LONGEST_SLUG].strip("-.")
        taken = {offer["slug"] for offer in self._page.get("offers", [])}
        number, slug = 2, plain
        while slug in taken:
            slug = f"{plain[: LONGEST_SLUG - 4]}-{number}"
            number += 1
        return slug

    def _price(self, offer: dict[str, Any], record: CatalogRecord) -> None:
        price = base_price(record)
        if price is None:
            return
        amounts = {
            "input_per_million": _text(price.input_per_million),
            "output_per_million": _text(price.output_per_million),
            "currency": price.currency,
        }
        newest = max(offer.get("prices", []), key=_day, default=None)
        if newest is not None and _same(newest, amounts):
            return
        if newest is not None and _day(newest) >= self._as_of:
            if _day(newest) == self._as_of:
                self.differences.append((f"offers/{offer['slug']}/prices", _amounts(newest), _amounts(amounts), record.key))
            return
        entry = {name: value for name, value in amounts.items() if value is not None}
        offer.setdefault("prices", []).append({**entry, "as_of": self._as_of, "identifier": record.identifier, "source": self._origin_key})
        self.took_from.add(record.key)

    def _end(self, offer: dict[str, Any], record: CatalogRecord) -> None:
        claimed = record.facts.get("retires_on")
        if not claimed:
            return
        ours = offer.get("retires_on")
        if ours is None:
            offer["retires_on"] = claimed
            offer.setdefault("evidence", {})["retires_on"] = {"verification": "verified_secondary", "sources": [self._origin_key]}
            self.took_from.add(record.key)
        elif not ours.startswith(claimed) and not claimed.startswith(ours):
            self.differences.append((f"offers/{offer['slug']}/retires_on", ours, claimed, record.key))


def service_of(record: CatalogRecord) -> str:
    """Return the name of the service that lists the model: what the source calls the host."""
    return record.host_name or record.host


def base_price(record: CatalogRecord) -> ClaimedPrice | None:
    """Return the price that holds for ordinary requests, where it names an amount above zero that pages can hold exactly."""
    for price in record.prices:
        amounts = [amount for amount in (price.input_per_million, price.output_per_million) if amount is not None]
        if price.above_tokens is None and any(amounts) and all(amount == round(amount, PRICE_PLACES) for amount in amounts):
            return price
    return None


def _day(price: Mapping[str, Any]) -> str:
    return price.get("as_of") or price.get("as_of_not_before") or ""


def _same(price: Mapping[str, Any], amounts: Mapping[str, Any]) -> bool:
    return price["currency"] == amounts["currency"] and all(
        _number(price.get(name)) == _number(amounts.get(name)) for name in ("input_per_million", "output_per_million")
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else format(amount.normalize(), "f")


def _amounts(price: Mapping[str, Any]) -> dict[str, str]:
    """Return what a price asks, without its day and its source."""
    return {name: price[name] for name in AMOUNTS if price.get(name) is not None}
