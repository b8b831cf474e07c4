"""What the page shows of one question."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from catalog.directory import Directory
from catalog.exploring.asked import RESOURCE, Asked
from catalog.exploring.columns import COLUMNS, NEWEST_FIRST
from catalog.exploring.counting import Tally
from catalog.exploring.facets import FACETS, RANGES
from catalog.exploring.rows import read_rows
from catalog.filters import VariantFilters
from catalog.models import Opens
from catalog.paging import Cursor, page_of
from catalog.presentation.exploring.cells import lines
from catalog.presentation.exploring.facets import facet_lists
from catalog.presentation.exploring.ranges import bound_words, range_lists
from catalog.presentation.exploring.words import TITLES, chosen_words
from catalog.presentation.lists import Column, Facet, Steering
from catalog.presentation.takeaway import files_of
from registry.models import ModelVariant

# Few variants are found and sorted quickest; of many, one page is read along its order.
_FEW = 1_000
RESULTS = "results_"


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that can be shown."""

    name: str
    label: str
    shown: bool


def explore_context(asked: Asked, *, tally: Tally | None, directory: Directory, today: date) -> dict[str, Any]:
    """Return what the template needs; without a tally only what tells the mistakes."""
    steering = steering_of(asked, directory)
    context: dict[str, Any] = {"steering": steering, "active": bool(steering.chips)}
    if tally is None:
        return context
    page = page_of(asked.filters.narrow(_variants(tally)), asked.order, cursor=asked.cursor, limit=asked.limit)
    rows = read_rows(page.keys, columns=asked.columns, directory=directory, today=today)
    shown = {column.name for column in asked.columns}
    choices = [*asked.columns[1:], *(column for name, column in COLUMNS.items() if name not in shown)]
    return context | {
        "total": tally.total,
        "rows": lines(rows, columns=asked.columns),
        "facets": facet_lists(tally, steering, everything=asked.all, directory=directory),
        "ranges": range_lists(tally, steering),
        "choices": [Choice(column.name, column.label, column.name in shown) for column in choices],
        "kept_by_columns": [pair for pair in steering.given.items() if pair[0] != "columns"],
        "kept_by_search": [pair for pair in steering.given.items() if pair[0] != "q"],
        "files": files_of(RESOURCE, asked.given, filters=VariantFilters, order=NEWEST_FIRST),
        "save": _saving(steering),
        "first": steering.address() if asked.cursor else "",
        "previous": _address(steering, asked, page.previous) or (f"{steering.address()}#{RESULTS}" if page.start else ""),
        "next": _address(steering, asked, page.next),
    }


def steering_of(asked: Asked, directory: Directory) -> Steering:
    """Return the addresses of the page, which forget the place in the list."""
    given = {name: text for name, text in asked.given.items() if name != "cursor"}
    columns = [Column(label=_label(column), order=column.order, number=column.number, newest=column.newest) for column in asked.columns]
    return Steering(
        path=reverse("catalog:explore"), given=given, facets=[] if asked.mistakes else _chips(given, directory), filters=VariantFilters,
        default_order=NEWEST_FIRST, columns=columns, mistakes=asked.mistakes,
    )  # fmt: skip


def _variants(tally: Tally) -> QuerySet[ModelVariant]:
    return ModelVariant.objects.published() if tally.total <= _FEW else ModelVariant.objects.in_order()


def _label(column: Any) -> str:
    return f"{column.label}, {column.unit}" if column.unit else column.label


def _chips(given: dict[str, str], directory: Directory) -> list[Facet]:
    """What words the chips of chosen filters take."""
    found = [Facet(name="q", label="Search")]
    for name in [facet.name for facet in FACETS if facet.name not in RANGES]:
        for suffix, label in (("", TITLES[name]), ("__not", f"{TITLES[name]} is not")):
            texts = given.get(name + suffix, "").split(",")
            if texts != [""]:
                found.append(Facet(name=name + suffix, label=label, options=list(chosen_words(name, texts, directory).items())))
    for name in RANGES:
        for suffix, words in (("", ""), ("__gte", " from"), ("__lte", " to"), ("__not", " is not")):
            texts = given.get(name + suffix, "").split(",")
            options = [(text, bound_words(name, text)) for text in texts if text]
            found.append(Facet(name=name + suffix, label=f"{TITLES[name]}{words}", options=options))
    return found


def _saving(steering: Steering) -> str:
    """The form that saves the list."""
    query = urlencode({name: text for name, text in steering.given.items() if name != "all"})
    return f"{reverse('catalog:saved-new')}?{urlencode({'opens': Opens.VARIANTS, 'query': query})}"


def _address(steering: Steering, asked: Asked, cursor: Cursor | None) -> str:
    if cursor is None:
        return ""
    return f"{steering.address(cursor=cursor.token(resource=RESOURCE, order=asked.order))}#{RESULTS}"
