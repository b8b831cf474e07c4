"""Models by partners: for each pair the ways in which the partner offers the model, since when, and how it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

from catalog.directory import Directory, Entry
from catalog.hosting.offers import partner_counts
from catalog.hosting.standing import Standing, standing_of
from catalog.presentation.evidence import Support
from catalog.presentation.hosting import begun_words, covered_words, ended_words, support_elsewhere
from registry.models import AIModel, HostingOffer
from registry.models.pages import newest_first

MODELS_A_PAGE = 25
COLUMNS_SHOWN = 8
CHOICES_SHOWN = 60
# In a cell, more variants than this are counted instead of named.
MOST_NAMED = 2


@dataclass(frozen=True)
class Way:
    """Offers of one partner for one model through one channel, of which the same is to be said."""

    offers: tuple[HostingOffer, ...]
    standing: Standing
    support: Support

    @property
    def channel(self) -> str:
        return str(self.offers[0].get_channel_display())

    @property
    def href(self) -> str:
        return self.offers[0].get_absolute_url()

    @property
    def begun(self) -> str:
        return begun_words(self.offers[0], standing=self.standing)

    @property
    def ended(self) -> str:
        return ended_words(self.offers[0], standing=self.standing)

    @property
    def details(self) -> list[tuple[HostingOffer, str]]:
        """Each offer with what it is for, in few words."""
        return [(offer, _briefly(offer)) for offer in self.offers]


@dataclass(frozen=True)
class Partner:
    """A column: a partner and how many of the offers are its own."""

    entry: Entry
    offers: int
    shown: bool


@dataclass(frozen=True)
class Row:
    """A model with a cell for each shown partner, and how many partners more have an offer of it."""

    model: AIModel
    cells: tuple[tuple[Way, ...], ...]
    elsewhere: int


def matrix(
    offers: QuerySet[HostingOffer], *, models: QuerySet[AIModel], chosen: Sequence[str], on: date, page: int, directory: Directory
) -> dict[str, Any]:
    """Return what the template needs of one page of rows; six queries, however many rows there are.

    The partners stand in the order of how many of the offers are theirs; without any choice the first few are shown.
    """
    partners = _partners(partner_counts(offers), chosen, directory)
    shown, others = [each for each in partners if each.shown], [each for each in partners if not each.shown]
    rows = Paginator(models.order_by(newest_first(), "name", "pk"), MODELS_A_PAGE).get_page(page)
    own = offers.filter(model__in=[model.pk for model in rows.object_list]).order_by("channel", "service", "pk")
    found: dict[int, dict[int, list[HostingOffer]]] = {}
    for offer in own.select_related("model", "partner").prefetch_related("covered__variant", "sources__source"):
        found.setdefault(offer.model_id, {}).setdefault(offer.partner_id, []).append(offer)
    return {
        "columns": shown,
        "choices": [*shown, *others[: CHOICES_SHOWN - len(shown)]],
        "partner_count": len(partners),
        "page": rows,
        "rows": [_row(model, found.get(model.pk, {}), [column.entry.pk for column in shown], on) for model in rows.object_list],
    }


def _partners(counts: Sequence[tuple[int, int]], chosen: Sequence[str], directory: Directory) -> list[Partner]:
    entries = directory.entries("organization", [key for key, _ in counts])
    first = chosen or {entries[key].slug for key, _ in counts[:COLUMNS_SHOWN]}
    return [Partner(entries[key], number, entries[key].slug in first) for key, number in counts]


def _row(model: AIModel, offers: Mapping[int, list[HostingOffer]], shown: Sequence[int], on: date) -> Row:
    cells = tuple(_ways(offers.get(partner, []), on) for partner in shown)
    return Row(model, cells, elsewhere=len(offers.keys() - set(shown)))


def _briefly(offer: HostingOffer) -> str:
    number = len(offer.covered.all())
    return covered_words(offer) if number <= MOST_NAMED else f"{number} variants"


def _ways(offers: Iterable[HostingOffer], on: date) -> tuple[Way, ...]:
    together: dict[tuple[str, ...], list[HostingOffer]] = {}
    for offer in offers:
        standing = standing_of(offer, on=on)
        dates = (begun_words(offer, standing=standing), ended_words(offer, standing=standing))
        together.setdefault((offer.channel, standing, *dates, support_elsewhere(offer).words), []).append(offer)
    return tuple(Way(tuple(own), standing_of(own[0], on=on), support_elsewhere(own[0])) for own in together.values())
