"""Facets: each value with its count and the address that chooses it or takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any

from catalog.directory import Directory
from catalog.exploring.counting import Counts, Tally
from catalog.exploring.facets import FACETS, RANGES
from catalog.presentation.exploring.words import KINDS, TITLES, UNKNOWN, chosen_words, named
from catalog.presentation.lists import Steering

SHOWN = 10
MOST_SHOWN = 500
# These stand open; the others open when something of theirs is chosen.
_OPEN = ("commercial_use", "license_category", "developer")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: following `href` chooses it besides what is chosen already, or takes it back; empty where it cannot be chosen."""

    words: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetList:
    """A facet: its most frequent values and the chosen ones, of `number` in all.

    `more` leads to all of them, `less` back; `left_out` is how many are not shown even there.
    """

    name: str
    title: str
    values: Sequence[Value]
    number: int
    unknown: int
    unknown_words: str
    is_open: bool
    more: str = ""
    less: str = ""
    left_out: int = 0


def facet_lists(tally: Tally, steering: Steering, *, everything: str, directory: Directory) -> list[FacetList]:
    """Return all facets but the ranges; `everything` names the one whose values are all listed."""
    names = [facet.name for facet in FACETS if facet.name not in RANGES]
    return [_facet(name, tally.by_facet[name], steering, whole=name == everything, directory=directory) for name in names]


def _facet(name: str, counts: Counts, steering: Steering, *, whole: bool, directory: Directory) -> FacetList:
    chosen = steering.given[name].split(",") if name in steering.given else []
    known = [key for key in counts if key is not None]
    most = MOST_SHOWN if whole else SHOWN
    shown: list[Any] = nlargest(most, known, key=lambda key: (counts[key], str(key)))
    pairs = named(name, shown, directory)
    values = [_value(name, text, words, counts[key], chosen, steering) for key, (text, words) in zip(shown, pairs, strict=True)]
    besides = [text for text in chosen if text not in dict(pairs)]
    values += _chosen_besides(name, besides, counts, chosen, steering, directory)
    return FacetList(
        name=name, title=TITLES[name], values=sorted(values, key=lambda value: (-value.count, value.words.casefold())), number=len(known),
        unknown=counts.get(None, 0), unknown_words=UNKNOWN.get(name, ""), is_open=bool(chosen) or whole or name in _OPEN,
        more=f"{steering.address(all=name)}#facet_{name}" if len(known) > len(shown) and not whole else "",
        less=f"{steering.address(all=None)}#facet_{name}" if whole else "", left_out=len(known) - len(shown) if whole else 0,
    )  # fmt: skip


def _value(name: str, text: str, words: str, count: int, chosen: list[str], steering: Steering) -> Value:
    if not text:
        return Value(words, count, "", chosen=False)
    others = [other for other in chosen if other != text]
    # Yes and no exclude each other: the other one takes its place.
    wanted = others if text in chosen else [text] if name == "open_weights" else [*chosen, text]
    return Value(words, count, steering.address(**{name: ",".join(wanted) or None}), chosen=text in chosen)


def _chosen_besides(
    name: str, texts: list[str], counts: Counts, chosen: list[str], steering: Steering, directory: Directory
) -> list[Value]:
    """What is chosen and not among the most frequent, down to values that nothing has."""
    keys = directory.keys(KINDS[name], texts) if name in KINDS else {text: text for text in texts}
    words = chosen_words(name, texts, directory)
    return [_value(name, text, words[text], counts.get(keys[text], 0), chosen, steering) for text in texts]
