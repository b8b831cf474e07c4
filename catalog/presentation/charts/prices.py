"""List prices of a model by host, input and output apart, each currency on a scale of its own."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from catalog.charts.bars import Bar, Group, Row, rows_of_bars
from catalog.presentation.charts.chart import Asked, Chart, LegendEntry, counted, figure
from catalog.presentation.charts.quotes import (
    COLUMNS,
    SIDES,
    Quote,
    choices,
    lines_of,
    model_named,
    not_all_read,
    options,
    priced_models,
    quotes_of,
    without_prices,
)
from catalog.presentation.charts.table import Table
from catalog.presentation.figures import listed
from catalog.presentation.lists import Facet
from catalog.reading import MOST_ROWS
from registry.models import AIModel

_MOST_IN_TAKEAWAY = 4
_UNKNOWN = Decimal("Infinity")
LEGEND = tuple(LegendEntry(key, f"{side.capitalize()} tokens") for key, side in SIDES)


def facets(asked: Asked) -> list[Facet]:
    """Return the control that chooses the model."""
    return [Facet(name="model", label="Model", options=options(priced_models()[:MOST_ROWS]), first=True, blank="Choose a model")]


def read(asked: Asked) -> Chart:
    """Return the newest known price of each offer of the model, of each identifier where the host bills several."""
    if "model" not in asked.given:
        words = "Choose a model: its list prices appear here by host, each with its date and its source."
        return Chart(empty=words, choices=choices("catalog:chart-prices"))
    model, mistakes = model_named(asked.given["model"])
    return Chart(mistakes=mistakes) if model is None else _chart(model, rows=asked.rows)


def _chart(model: AIModel, *, rows: int) -> Chart:
    lines, number = lines_of(model=model)
    current = [line for line in lines if not line.has_ended]
    notes = [*filter(None, [without_prices(current), _ended(len(lines) - len(current))]), *not_all_read(number)]
    links = [
        (f"Prices of {model.name} over time", f"{reverse('catalog:chart-price-history')}?{urlencode({'model': model.slug})}"),
        (f"All offers of {model.name}", f"{model.get_absolute_url()}#hosting_"),
    ]
    quotes = _newest(quotes_of(current))
    if not quotes:
        return Chart(empty=f"No current list price of {model.name} is known.", of=model.name, notes=notes, links=links)
    drawn = quotes[:rows]
    part = f"Drawn: the first {len(drawn)} of {len(quotes)} prices. The table has all of them." if len(quotes) > len(drawn) else ""

    def draw(name: str, width: int) -> Any:
        return rows_of_bars(
            _groups(drawn), name=name, width=width, title=f"List prices of {model.name} by host",
            says="Below each host a bar for input and one for output tokens. The table has every price with its date.",
        )  # fmt: skip

    return Chart(
        of=model.name, part=part, takeaway=_takeaway(quotes), figure=figure("prices", draw), legend=LEGEND, notes=notes, links=links,
        table=Table(f"Newest known list prices of {model.name}, by what they are for, lowest input price first", COLUMNS, _rows(quotes)),
    )  # fmt: skip


def _newest(quotes: Sequence[Quote]) -> list[Quote]:
    newest: dict[tuple[str, str, str], Quote] = {}
    for quote in quotes:
        newest.setdefault(quote.key, quote)
    return sorted(newest.values(), key=lambda quote: (quote.price.price.currency, quote.covers.casefold(), _input(quote), quote.key))


def _input(quote: Quote) -> Decimal:
    amount = quote.amount("input")
    return _UNKNOWN if amount is None else amount


def _rows(quotes: Sequence[Quote]) -> list[Any]:
    return [quote.cells() for quote in quotes]


def _groups(quotes: Sequence[Quote]) -> list[Group]:
    by_currency: dict[str, list[Row]] = {}
    for quote in quotes:
        bars = tuple(Bar(key, _float(quote.amount(side)), _words(quote, side)) for key, side in SIDES)
        detail = ", ".join(filter(None, [quote.price.seen, quote.identifier]))
        row = Row(f"{quote.host}: {quote.covers}", detail[:1].upper() + detail[1:], bars)
        by_currency.setdefault(quote.price.price.currency, []).append(row)
    return [Group(f"{currency} per million tokens", currency, tuple(rows)) for currency, rows in by_currency.items()]


def _words(quote: Quote, side: str) -> str:
    words = quote.words(side)
    return f"{words} {side}" if words else f"{side} price not known"


def _float(amount: Decimal | None) -> float | None:
    return None if amount is None else float(amount)


def _takeaway(quotes: Sequence[Quote]) -> str:
    """The lowest input price for each thing that is offered; quotes come lowest first within it."""
    lowest: dict[tuple[str, str], Quote] = {}
    for quote in quotes:
        if quote.amount("input") is not None:
            lowest.setdefault((quote.price.price.currency, quote.covers), quote)
    hosts = counted(len({quote.host for quote in quotes}), "host")
    if not lowest:
        return f"Prices of {hosts} are known, none of them for input tokens."
    told = list(lowest.values())[:_MOST_IN_TAKEAWAY]
    words = [f"{quote.words('input')} for {quote.covers} ({quote.host}, {quote.price.seen})" for quote in told]
    more = f" The table has {counted(len(lowest) - len(told), 'more')}." if len(lowest) > len(told) else ""
    return f"Prices of {hosts} are known. Lowest for a million input tokens: {listed(words)}.{more}"


def _ended(count: int) -> str:
    return f"{counted(count, 'offer')} that ended {'is' if count == 1 else 'are'} left out." if count else ""
