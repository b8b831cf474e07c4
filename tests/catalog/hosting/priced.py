"""A model with hosts whose prices, dates and ends are told in numbers that can be reckoned in the head."""

from typing import Any

from tests.factories import WEB_PAGE, make_model, offer_document, variant_document

CARD = {"card": WEB_PAGE}


def price(paid: str | None, got: str | None, *, on: str | None = "2026-10-01", **more: Any) -> dict[str, Any]:
    """A list price per million tokens in US dollars."""
    sides = {"input_per_million": paid, "output_per_million": got}
    dated = {"as_of": on} if on else {}
    return {**{name: value for name, value in sides.items() if value is not None}, "currency": "USD", "source": "card", **dated, **more}


def offer(partner: str, *prices: dict[str, Any], slug: str = "", **more: Any) -> dict[str, Any]:
    """An offer of the whole model by a partner."""
    return offer_document(slug or f"nova-{partner}", partner=partner, service=f"{partner.title()} Cloud", prices=list(prices), **more)


def hosted(*offers: dict[str, Any], slug: str = "nova", **fields: Any) -> None:
    """A model, Nova 1, with these offers and two variants."""
    variants = fields.pop("variants", None) or [variant_document(f"{slug}-8b"), variant_document(f"{slug}-70b")]
    make_model(slug, name=fields.pop("name", "Nova 1"), variants=variants, offers=offers, sources=CARD, **fields)
