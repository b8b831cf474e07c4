"""Which offers the pages about hosting show: the filters of models and of variants, met by the offers as well."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q

from catalog.filters.kinds import Code, Filter
from catalog.filters.queries import FilterSet
from catalog.filters.resources import OF_OFFERS, ModelFilters, VariantFilters
from registry.models import AIModel, ModelVariant, OfferVariant
from registry.models.hosting import HostingOfferQuerySet, whole_model

Active = tuple[Filter, str, list[Any]]


class HostedModelFilters(ModelFilters):
    """Filters of models that narrow offers too: partner and channel are those of the offers that are shown."""

    def offers(self, offers: HostingOfferQuerySet) -> HostingOfferQuerySet:
        """Return the offers that meet the filters and whose models meet them."""
        found, of_models = _narrowed(offers, self.active), _without(self, OF_OFFERS)
        return found.filter(model__in=of_models.narrow(AIModel.objects.published()).values("pk")) if of_models.active else found


@dataclass(frozen=True, kw_only=True)
class Currency(Code):
    """Currencies of prices. Not a condition on variants: `PricedFilters.currencies` says which are wanted."""

    SUFFIXES: ClassVar[tuple[str, ...]] = ("",)


CURRENCY = Currency(name="currency", pattern="[A-Z]{3}", example="USD", about="Prices in this currency alone; nothing is converted.")


class PricedFilters(VariantFilters):
    """Filters of variants and of the offers that cover them, by name or with their whole model."""

    own: ClassVar[tuple[Filter, ...]] = (*(each for each in VariantFilters.own if each.name not in ("model", "q")), CURRENCY)  # type: ignore[assignment]

    def offers(self, offers: HostingOfferQuerySet) -> HostingOfferQuerySet:
        """Return the offers that meet the filters and cover a variant that meets them."""
        found, of_variants = _narrowed(offers, self.active), _without(self, (*OF_OFFERS, CURRENCY))
        if not of_variants.active:
            return found
        variants = of_variants.narrow(ModelVariant.objects.published())
        named = OfferVariant.objects.filter(variant__in=variants.values("pk")).values("offer_id")
        return found.filter(Q(pk__in=named) | (Q(model__in=variants.values("model_id")) & whole_model()))

    @property
    def currencies(self) -> list[str]:
        """The currencies that are asked for; empty for all."""
        return [code for wanted, _, values in self.active if wanted is CURRENCY for code in values]


def _without(filters: FilterSet, others: Iterable[Filter]) -> FilterSet:
    """The same filters, as read, without some."""
    found = copy(filters)
    found.active = [each for each in filters.active if each[0] not in others]
    return found


def _narrowed(offers: HostingOfferQuerySet, active: Iterable[Active]) -> HostingOfferQuerySet:
    for wanted, suffix, values in active:
        if wanted in OF_OFFERS:
            condition = wanted.condition(suffix, values)
            offers = offers.exclude(condition) if suffix == "__not" else offers.filter(condition)
    return offers
