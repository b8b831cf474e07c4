"""List prices over time: a price holds from its date until the next one that is known."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from catalog.charts.steps import Course, Panel, Step, panels_of_steps
from catalog.filters import Mistake
from catalog.filters.kinds import shortened
from catalog.presentation.charts.chart import Asked, Chart, counted, figure
from catalog.presentation.charts.prices import LEGEND
from catalog.presentation.charts.prices import facets as price_facets
from catalog.presentation.charts.quotes import (
    COLUMNS,
    SIDES,
    Quote,
    choices,
    lines_of,
    model_named,
    not_all_read,
    quotes_of,
    without_prices,
)
from catalog.presentation.charts.table import Table
from catalog.presentation.figures import listed
from catalog.presentation.hosting import OfferLine
from registry.models import AIModel

_HOW_DRAWN = (
    "A price holds from its date until the next one that is known. Before the first date nothing is drawn; after the last the line is "
    "dashed, because nobody has looked since. “Not before” is the first day on which a price can have been seen. "
    "Offers of the same share a scale."
)
facets = price_facets
Histories = Mapping[tuple[str, str, str], list[Quote]]


def read(asked: Asked) -> Chart:
    """Return the prices of one offer, or of all offers of a model."""
    slug, offer = asked.given.get("model"), asked.given.get("offer")
    if slug and offer:
        return Chart(mistakes=[Mistake("offer", "invalid_value", "offer: give a model or an offer, not both")])
    if offer:
        lines, _ = lines_of(slug=offer)
        if not lines:
            detail = f"offer: there is no offer '{shortened(offer)}'; the page of each model lists its offers"
            return Chart(mistakes=[Mistake("offer", "invalid_value", detail)])
        called = f"{lines[0].offer.partner.name} for {lines[0].offer.model.name}"
        return _chart(lines, called=called, model=lines[0].offer.model, number=1, asked=asked)
    if not slug:
        words = "Choose a model: what its hosts asked for it appears here over time, offer by offer."
        return Chart(empty=words, choices=choices("catalog:chart-price-history"))
    model, mistakes = model_named(slug)
    if model is None:
        return Chart(mistakes=mistakes)
    lines, number = lines_of(model=model)
    return _chart(lines, called=model.name, model=model, number=number, asked=asked)


def _chart(lines: Sequence[OfferLine], *, called: str, model: AIModel, number: int, asked: Asked) -> Chart:
    links = [
        (f"Newest prices of {model.name} by host", f"{reverse('catalog:chart-prices')}?{urlencode({'model': model.slug})}"),
        (f"All offers of {model.name}", f"{model.get_absolute_url()}#hosting_"),
    ]
    notes = [*filter(None, [without_prices(lines)]), *not_all_read(number)]
    histories = _histories(quotes_of(lines))
    dated = {key: [quote for quote in quotes if quote.day] for key, quotes in histories.items()}
    dated = {key: quotes for key, quotes in dated.items() if quotes}
    table = Table(f"Known list prices of {called}, those of each offer oldest first", COLUMNS, _rows(histories)) if histories else None
    undated = sum(not quote.day for quotes in histories.values() for quote in quotes)
    if undated:
        notes.append(f"{counted(undated, 'price')} not drawn: date not known.")
    if not dated:
        return Chart(empty=f"No list price of {called} with a date is known.", of=called, table=table, notes=notes, links=links)
    several = {key: quotes for key, quotes in dated.items() if len({quote.day for quote in quotes}) > 1}
    drawable = list((several or dated).values())
    panels = [_panel(quotes) for quotes in drawable[: asked.rows]]
    part = f"Drawn: the first {len(panels)} of {len(drawable)}. The table has all of them." if len(drawable) > len(panels) else ""

    def draw(name: str, width: int) -> Any:
        return panels_of_steps(
            panels, until=asked.today, name=name, width=width, title=f"List prices of {called} over time",
            says="A panel for each offer, with a line of steps for input and one for output tokens. The table has every price.",
        )  # fmt: skip

    return Chart(
        of=called, part=part, signs=True, takeaway=_takeaway(several, single=len(dated) - len(several)),
        figure=figure("history", draw), legend=LEGEND,
        table=table, notes=[_HOW_DRAWN, *notes], links=links,
    )  # fmt: skip


def _histories(quotes: Sequence[Quote]) -> Histories:
    """The prices of each series, oldest first, those without a date before all others."""
    found: dict[tuple[str, str, str], list[Quote]] = {}
    for quote in sorted(quotes, key=lambda quote: (quote.covers.casefold(), quote.host.casefold(), quote.key)):
        found.setdefault(quote.key, []).append(quote)
    return {key: sorted(own, key=lambda quote: (quote.day or date.min, quote.price.price.position)) for key, own in found.items()}


def _rows(histories: Histories) -> list[Any]:
    return [quote.cells() for quotes in histories.values() for quote in quotes]


def _panel(quotes: Sequence[Quote]) -> Panel:
    first = quotes[0]
    currency = first.price.price.currency
    courses = []
    for key, side in SIDES:
        seen = [quote for quote in quotes if quote.amount(side) is not None]
        steps = tuple(
            Step(day, float(amount), f"{quote.words(side)} {side}, {quote.price.seen}")
            for quote in seen
            if (day := quote.day) and (amount := quote.amount(side)) is not None
        )
        if steps:
            courses.append(Course(key, steps, f"{seen[-1].words(side)} {'in' if side == 'input' else 'out'}"))
    detail = ", ".join(filter(None, [f"{currency} per million tokens", first.identifier]))
    return Panel(f"{first.host}: {first.covers}", detail, f"{currency} {first.covers}", tuple(courses))


def _takeaway(several: Histories, *, single: int) -> str:
    """How prices that are known on several days changed between the first and the last of them."""
    courses = Counter(_course(quotes[0], quotes[-1]) for quotes in several.values())
    if not several:
        return (
            "Only one price is known, so there is no history yet."
            if single == 1
            else f"Of each of {single:,} offers only one price is known."
        )
    once = f"Of {single:,} more only one price is known, so they have no history yet; the table has them." if single else ""
    words = [f"{number:,} {course}" for course, number in sorted(courses.items())]
    told = f"Of {counted(len(several), 'price')} known on more than one day, {listed(words)}."
    return f"{told} {once}".strip()


def _course(first: Quote, last: Quote) -> str:
    changes = set()
    for _, side in SIDES:
        before, after = first.amount(side), last.amount(side)
        if before is not None and after is not None and before != after:
            changes.add("fell" if after < before else "rose")
    if len(changes) == 2:
        return "rose for one side and fell for the other"
    return changes.pop() if changes else "did not change"
