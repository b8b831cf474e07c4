"""How many variants have each value of each facet, under everything else that is chosen."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.directory import Directory
from catalog.exploring.facets import BY_ONE_OFFER, FACETS, PARTNER, Counted
from catalog.exploring.members import Members
from catalog.exploring.stored import Stored, stored_in
from catalog.filters import VariantFilters
from registry.models import ModelVariant

Counts = Mapping[Any, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many variants meet all filters, and for each facet how many have each value, None for unknown, were it left as it is."""

    total: int
    by_facet: Mapping[str, Counts]


def tally(given: Mapping[str, str], *, directory: Directory) -> Tally:
    """Count under the filters that are given, which must be free of mistakes.

    A facet does not narrow itself: it is counted under all filters but its own. Each filter is asked of the database once while the
    catalog stays the same, by the same rules as lists; the sets that it finds are then met here.
    """
    stored = stored_in(directory)
    chosen = {name: text for name, text in given.items() if name in VariantFilters.names()}
    groups: dict[str, dict[str, str]] = {}
    for name, text in chosen.items():
        groups.setdefault(name.partition("__")[0], {})[name] = text
    everything = _meeting(groups, stored, directory)
    found = {}
    for facet in FACETS:
        members = everything
        if facet.name in groups:
            members = _meeting({name: group for name, group in groups.items() if name != facet.name}, stored, directory)
        found[facet.name] = _by_column(facet, members, stored) if facet.column else _by_offers(facet, members, stored, chosen, directory)
    return Tally(everything.bit_count(), found)


def _meeting(groups: Mapping[str, Mapping[str, str]], stored: Stored, directory: Directory) -> Members:
    """The variants that meet the filters of all groups. Those of offers are one group: they are met by one and the same offer."""
    offers = {name: text for group in BY_ONE_OFFER for name, text in groups.get(group, {}).items()}
    alone = [group for name, group in groups.items() if name not in BY_ONE_OFFER]
    return stored.among(_members(group, stored, directory) for group in [*alone, *([offers] if offers else [])])


def _members(given: Mapping[str, str], stored: Stored, directory: Directory) -> Members:
    filters = VariantFilters(given, directory=directory)
    return stored.members(tuple(sorted(given.items())), lambda: filters.narrow(ModelVariant.objects.to_count()))


def _by_column(facet: Counted, members: Members, stored: Stored) -> Counts:
    counts: Counter[Any] = Counter()
    for keys, number in stored.columns[facet.column].counted(members):
        for key in keys:
            counts[key] += number
    return {key: number for key, number in counts.items() if number}


def _by_offers(facet: Counted, members: Members, stored: Stored, chosen: Mapping[str, str], directory: Directory) -> Counts:
    """Of offers only those count that meet what is chosen of the other one of partner and channel."""
    own, other = (0, 1) if facet.name == PARTNER else (1, 0)
    texts = chosen[BY_ONE_OFFER[other]].split(",") if BY_ONE_OFFER[other] in chosen else []
    wanted = set(directory.keys("organization", texts).values()) if other == 0 else set(texts)
    pairs = [pair for pair in stored.offered if not wanted or pair[other] in wanted]
    counts: dict[Any, int] = {}
    for key in {pair[own] for pair in pairs}:
        number = (stored.offered_by(pair for pair in pairs if pair[own] == key) & members).bit_count()
        if number:
            counts[key] = number
    if without := (members & ~stored.offered_by(pairs)).bit_count():
        counts[None] = without
    return counts
