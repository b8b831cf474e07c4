"""What two revisions of a page differ in: facts by part of the page, texts word by word."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from catalog.presentation.documents import Names, Value, value_of
from catalog.presentation.documents.labels import PROSE, label_of
from catalog.presentation.documents.values import NOTHING, Row, Table, cells_of, columns_of, titles_of
from catalog.presentation.history.places import ORDER, Place, as_usual, place_of, single_changes
from registry.documents import in_order
from registry.documents.diff import FactChange
from registry.documents.prose import Effort, Piece, prose_changes

MOST_FACTS = 1_000
_LONG = 120
_SHOWN_AROUND = 240
_ORDER_OF_GROUPS = ("page", "variants", "offers", "terms", "versions", "evidence", "contradictions", "sources")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a compared text; `left_out` is the number of characters that stayed the same and are not shown."""

    kind: Literal["same", "removed", "added", "left out"]
    text: str = ""
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """One fact: old and new, or `runs` for a text, or `table` for things that are compared row by row."""

    label: str
    kind: Literal["added", "removed", "changed", "moved"]
    before: Value = NOTHING
    after: Value = NOTHING
    runs: tuple[Run, ...] = ()
    table: Table | None = None

    @property
    def is_long(self) -> bool:
        """Whether it needs the width of the page: a text, a table, a whole part."""
        return bool(self.runs or self.table) or bool({self.before.form, self.after.form} & {"prose", "table", "facts"})


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The changed facts of one part of the page."""

    title: str
    facts: list[ChangedFact] = field(default_factory=list)

    @property
    def short(self) -> list[ChangedFact]:
        """Those that stand side by side in a table."""
        return [fact for fact in self.facts if not fact.is_long]

    @property
    def long(self) -> list[ChangedFact]:
        """Those that stand on their own."""
        return [fact for fact in self.facts if fact.is_long]


def count_of_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> int:
    """Return in how many facts two documents differ."""
    return sum(1 for _ in single_changes(before, after))


def changed_facts(before: Mapping[str, Any], after: Mapping[str, Any], *, names: Names) -> list[FactGroup]:
    """Return the facts in which two documents in their plain form differ, by part of the page; at most MOST_FACTS of them."""
    before, after = in_order(before), in_order(after)
    comparing = _Comparing(names, titles_of(before, after))
    groups: dict[tuple[str, str], FactGroup] = {}
    for number, change in enumerate(single_changes(before, after)):
        if number == MOST_FACTS:
            break
        place = place_of(change.path, before, after, names=names)
        groups.setdefault(place.group, FactGroup(place.title)).facts.append(comparing.fact(change, place))
    return [groups[key] for key in sorted(groups, key=lambda key: _ORDER_OF_GROUPS.index(key[0]))]


class _Comparing:
    """Old and new values of one pair of documents, with the effort that all their texts share."""

    def __init__(self, names: Names, titles: Mapping[str, str]) -> None:
        self.names, self.titles = names, titles
        self.effort = Effort()

    def fact(self, change: FactChange, place: Place) -> ChangedFact:
        if change.path.endswith(ORDER):
            return ChangedFact(place.label, "moved", self._value(place.field, change.before), self._value(place.field, change.after))
        usual = as_usual(change) if change.kind != "changed" else None
        before = usual if change.before is None else change.before
        after = usual if change.after is None else change.after
        if before is None or after is None:
            return ChangedFact(place.label, change.kind, self._value(place.field, before), self._value(place.field, after))
        return self._both(place, before, after)

    def _both(self, place: Place, before: Any, after: Any) -> ChangedFact:
        if isinstance(before, list) and isinstance(after, list):
            if place.field in PROSE and all(isinstance(item, str) for item in [*before, *after]):
                return self._both(place, "\n\n".join(before), "\n\n".join(after))
            if all(isinstance(item, Mapping) for item in [*before, *after]):
                return ChangedFact(place.label, "changed", table=self._table(before, after))
            sides = self._marked(place.field, before, after, "removed"), self._marked(place.field, after, before, "added")
            return ChangedFact(place.label, "changed", *sides)
        if isinstance(before, str) and isinstance(after, str) and (place.field in PROSE or max(len(before), len(after)) > _LONG):
            runs = tuple(_runs(prose_changes(before, after, effort=self.effort)))
            return ChangedFact(place.label, "changed", runs=runs)
        return ChangedFact(place.label, "changed", self._value(place.field, before), self._value(place.field, after))

    def _value(self, name: str, data: Any) -> Value:
        return value_of(name, data, names=self.names, sources=self.titles)

    def _marked(self, name: str, items: list[Any], others: list[Any], mark: Literal["removed", "added"]) -> Value:
        shown = [self._value(name, item) for item in items]
        marked = (Value("words", value.words, mark=mark) if item not in others else value for item, value in zip(items, shown, strict=True))
        return Value("list", items=tuple(marked))

    def _table(self, before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]) -> Table:
        fields = columns_of([*before, *after])
        old, new = ([json.dumps(item, sort_keys=True) for item in items] for items in (before, after))
        stayed = set(old) & set(new)
        rows = [
            *(self._row(item, fields, "" if key in stayed else "removed") for item, key in zip(before, old, strict=True)),
            *(self._row(item, fields, "added") for item, key in zip(after, new, strict=True) if key not in stayed),
        ]
        return Table(tuple(map(label_of, fields)), tuple(rows), compared=True)

    def _row(self, item: Mapping[str, Any], fields: list[str], mark: Literal["", "removed", "added"]) -> Row:
        return Row(cells_of(item, fields, names=self.names, sources=self.titles), mark)


def _runs(pieces: list[Piece]) -> Iterable[Run]:
    """What stayed the same is shown around the changes; the middle of a long run is left out."""
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        ends = _SHOWN_AROUND if place else 0, _SHOWN_AROUND if place < last else 0
        hidden = len(piece.text) - sum(ends)
        if piece.kind != "same" or hidden < _SHOWN_AROUND:
            yield Run(piece.kind, piece.text)
            continue
        if ends[0]:
            yield Run("same", piece.text[: ends[0]])
        yield Run("left out", left_out=hidden)
        if ends[1]:
            yield Run("same", piece.text[-ends[1] :])
