"""The controls of the pages about hosting."""

from collections.abc import Collection
from dataclasses import replace

from catalog.directory import Directory
from catalog.hosting.standing import Standing
from catalog.presentation.facets import model_facets
from catalog.presentation.lists import Facet

_STANDINGS = {
    Standing.RETIRING: "Current, end known",
    Standing.UPCOMING: "Begins later",
    Standing.ENDED: "Ended",
}
_OF_OFFERS = ("channel", "partner", "family", "developer")
_OF_COSTS = ("partner", "family", "license_category", "commercial_use", "license", "developer", "channel", "open_weights")


def offer_facets(directory: Directory, *, without: Collection[str] = ()) -> list[Facet]:
    """Return the controls of a page that shows offers of models on a day."""
    facets = [replace(facet, first=True) for facet in _chosen(directory, _OF_OFFERS) if facet.name not in without]
    standings = [(standing.value, words) for standing, words in _STANDINGS.items()]
    return [
        *facets,
        Facet(name="standing", label="How it stands", options=[*standings, ("any", "Any, ended ones too")], blank="Current", first=True),
        Facet(name="as_of", label="On the day, such as 2026-11-01", first=True),
    ]


def cost_facets(directory: Directory) -> list[Facet]:
    """Return the controls that narrow the hosts whose costs are reckoned."""
    facets = [replace(facet, first=False) for facet in _chosen(directory, _OF_COSTS)]
    return [*facets, Facet(name="currency", label="Currency, such as USD")]


def _chosen(directory: Directory, names: Collection[str]) -> list[Facet]:
    known = {facet.name: facet for facet in model_facets(directory)}
    return [known[name] for name in names]
