"""All charts: what there is under /charts/, and each of them small with what it shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from catalog.filters import ModelFilters, OfferFilters, VariantFilters
from catalog.presentation.charts import license_mix, price_history, prices, releases, sizes
from catalog.presentation.charts.chart import Asked, Chart, ChartKind
from catalog.presentation.charts.quotes import priced_models

_ALL = (
    ChartKind(
        name="releases", title="Releases over time", filters=ModelFilters, own=("by",), facets=releases.facets, read=releases.read,
        about="How many models came out, and may they go into a commercial product?",
    ),
    ChartKind(
        name="size-context", title="Parameters and context window", filters=VariantFilters, facets=sizes.facets, read=sizes.read,
        about="How large is each variant, how much text does it take at once, and how open is it?",
    ),
    ChartKind(
        name="prices", title="Prices by host", filters=OfferFilters, own=("model",), filtered=False, facets=prices.facets, read=prices.read,
        about="What does each host ask for a million tokens, and since when is that known?",
    ),
    ChartKind(
        name="price-history", title="Prices over time", filters=OfferFilters, own=("model", "offer"), filtered=False,
        facets=price_history.facets, read=price_history.read, about="How did the price of each offer change?",
    ),
    ChartKind(
        name="license-mix", title="Mix of licenses", filters=VariantFilters, facets=license_mix.facets, read=license_mix.read,
        about="Under which kinds of license are the variants of the catalog, year by year?",
    ),
)  # fmt: skip
CHARTS: Mapping[str, ChartKind] = {kind.name: kind for kind in _ALL}
_SMALL = 4
_OF_ONE_MODEL = ("prices", "price-history")


@dataclass(frozen=True, slots=True)
class Small:
    """A chart as the overview shows it; `of` is the model that it is about, where it is about one."""

    kind: ChartKind
    chart: Chart
    of: str
    href: str


def overview(asked: Asked) -> Sequence[Small]:
    """Return every chart with nothing chosen; those of one model show the one with most known prices."""
    model = priced_models().first()
    small = []
    for kind in _ALL:
        given = {"model": model.slug} if model is not None and kind.name in _OF_ONE_MODEL else {}
        chart = kind.read(Asked(given, asked.directory, asked.today, rows=_SMALL))
        address = f"{reverse(kind.route)}?{urlencode(given)}" if given else reverse(kind.route)
        small.append(Small(kind, chart, str(model.name) if given and model is not None else "", address))
    return small
