"""Filters of the web addresses that pages name, by what came of visiting them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q

from catalog.directory import Directory
from catalog.filters.kinds import Choice, Filter, RefusedError, shortened
from catalog.filters.queries import FilterSet
from registry.models import PageAddress
from registry.models.addresses import STANDINGS, Standing
from registry.models.vocabulary import Kind


@dataclass(frozen=True, kw_only=True)
class Host(Filter):
    """The host of the address, in full; one that no published page names is a mistake."""

    SUFFIXES: ClassVar[tuple[str, ...]] = ("",)

    def resolved(self, texts: list[str], *, directory: Directory) -> list[str]:
        hosts = [text.strip().casefold() for text in texts]
        known = set(PageAddress.objects.published().filter(host__in=hosts).values_list("host", flat=True))
        for host in hosts:
            if host not in known:
                raise RefusedError(f"no page names an address on '{shortened(host)}': write the host in full, such as huggingface.co")
        return hosts


def _of_standing(values: list[Any]) -> Q:
    condition = Q()
    for value in values:
        condition |= STANDINGS[Standing(value)]
    return condition


def _named_by(values: list[Any]) -> Q:
    return Q(key__in=PageAddress.objects.published().filter(page__kind__in=values).values("key"))


class AddressFilters(FilterSet):
    """Which visited addresses."""

    own = (
        Choice(name="standing", words=tuple(Standing.values), where=_of_standing, about="What the address counts as."),
        Host(name="host", about="The host of the address."),
        Choice(name="kind", words=tuple(Kind.values), where=_named_by, about="Kind of a page that names it."),
    )
