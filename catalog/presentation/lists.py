"""A list as its readers steer it: the form, the chips of what is chosen, the sortable headers and the pages, all as plain addresses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from catalog.filters import FilterSet, Mistake
from catalog.presentation.figures import sentence_case

PAGE_SIZE = 50
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A control of the form: a choice among `options`, or a text to write when there are none; `first` stands in the open.

    `blank` says what it means to choose none of the options.
    """

    name: str
    label: str
    options: Options = ()
    first: bool = False
    blank: str = "Any"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of the table; `order` is what the list is ordered by when its header is followed, `newest` begins with the greatest."""

    label: str
    order: str = ""
    number: bool = False
    newest: bool = False


@dataclass(frozen=True)
class Header:
    """A column's header with the address that sorts by it, and how the list is sorted by it now: ascending, descending or not."""

    column: Column
    href: str
    sorted: str


@dataclass(frozen=True)
class Chip:
    """One thing that is chosen, and the address without it."""

    text: str
    without: str


@dataclass(frozen=True)
class Control:
    """A control with what is chosen in it; `is_select` when there is a closed list."""

    facet: Facet
    value: str

    @property
    def is_select(self) -> bool:
        return bool(self.facet.options)

    @property
    def options(self) -> Options:
        """The options, and what the address chose besides them, so that sending the form again keeps it."""
        known = {value for value, _ in self.facet.options}
        extra = [] if not self.value or self.value in known else [(self.value, self.value.replace(",", " or "))]
        return [*self.facet.options, *extra]


@dataclass
class Steering:
    """What a reader chose, as it stands in the address."""

    path: str
    given: Mapping[str, str]
    facets: Sequence[Facet]
    filters: type[FilterSet]
    default_order: str
    columns: Sequence[Column]
    mistakes: Sequence[Mistake] = field(default_factory=list)

    def address(self, **changes: str | None) -> str:
        """Return the address of the list with some parameters changed; None leaves one out. Pages begin anew."""
        kept = {name: text for name, text in self.given.items() if name != "page"}
        kept.update({name: text for name, text in changes.items() if text is not None})
        query = {name: text for name, text in kept.items() if changes.get(name, text) is not None}
        return f"{self.path}?{urlencode(query)}" if query else self.path

    @property
    def controls(self) -> list[Control]:
        """The controls of the form, with their values."""
        return [Control(facet, self.given.get(facet.name, "")) for facet in self.facets]

    @property
    def first_controls(self) -> list[Control]:
        """The controls that stand in the open."""
        return [control for control in self.controls if control.facet.first]

    @property
    def more_controls(self) -> list[Control]:
        """The controls that wait behind "More filters"."""
        return [control for control in self.controls if not control.facet.first]

    @property
    def more_is_used(self) -> bool:
        """Whether one of those is set, so that they must be seen."""
        return any(control.value for control in self.more_controls)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form has no control for, so that sending it keeps the order and the rest."""
        shown = {facet.name for facet in self.facets} | {"page"}
        return [(name, text) for name, text in self.given.items() if name not in shown]

    @property
    def chips(self) -> list[Chip]:
        """What is chosen, each with the address without it; the order of the list is no choice among records."""
        known = self.filters.names()
        return [Chip(self._words(name, text), self.address(**{name: None})) for name, text in self.given.items() if name in known]

    @property
    def headers(self) -> list[Header]:
        """The columns with the addresses that sort by them; following the header of the current one turns the order round."""
        now = self.given.get("ordering", self.default_order)
        headers = []
        for column in self.columns:
            up, down = column.order, f"-{column.order}"
            first, second = (down, up) if column.newest else (up, down)
            target = second if now == first else first
            sorted_now = {up: "ascending", down: "descending"}.get(now, "") if column.order else ""
            headers.append(Header(column, self.address(ordering=target) if column.order else "", sorted_now))
        return headers

    @property
    def orders(self) -> list[str]:
        """Every order that may be asked for."""
        return [sign + column.order for column in self.columns if column.order for sign in ("", "-")]

    def _words(self, name: str, text: str) -> str:
        facet = next((facet for facet in self.facets if facet.name == name), None)
        base, _, suffix = name.partition("__")
        label = facet.label if facet else base.replace("_", " ").capitalize()
        options = dict(facet.options) if facet else {}
        words = " or ".join(options.get(value, value.replace("_", " ")) for value in text.split(",")) if name != "q" else f"“{text}”"
        if facet is None and suffix:
            label = f"{label} {'is not' if suffix == 'not' else 'at least' if suffix == 'gte' else 'at most'}"
        return f"{label}: {words}"


def options_from(words: Iterable[Any]) -> Options:
    """Return the options of a vocabulary, in its own order."""
    return [(str(word.value), sentence_case(str(word.label))) for word in words]
