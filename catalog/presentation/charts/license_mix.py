"""Under which kinds of license the variants of the catalog are, as they came out over the years."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from catalog.charts.columns import Column as Stack
from catalog.charts.columns import Series, stacked_columns
from catalog.filters import VariantFilters
from catalog.presentation.charts.chart import Asked, Chart, LegendEntry, controls, counted, explored, figure, share
from catalog.presentation.charts.periods import Period, without_gaps
from catalog.presentation.charts.table import Cell, Column, Table, number
from catalog.presentation.facets import model_facets
from catalog.presentation.figures import sentence_case
from catalog.presentation.lists import Facet
from registry.models import ModelVariant, VariantLicense
from registry.models.vocabulary import LicenseCategory, Status

_NO_LICENSE = ""
# Categories that are drawn together, so that each has a hatch of its own; the table keeps them apart.
_KINDS = (
    Series("first", "Permissive"), Series("second", "Copyleft"), Series("third", "Rules on use"),
    Series("fourth", "Conditions on who or how"), Series("fifth", "Not for commercial use"), Series("sixth", "No license known"),
)  # fmt: skip
_KIND_OF = {
    LicenseCategory.PERMISSIVE: "first", LicenseCategory.PERMISSIVE_WITH_SCALE_ATTRIBUTION: "first", LicenseCategory.COPYLEFT: "second",
    LicenseCategory.RAIL: "third", LicenseCategory.USE_RESTRICTED: "third", LicenseCategory.USE_RESTRICTED_FLOW_DOWN: "third",
    LicenseCategory.COMMUNITY_WITH_THRESHOLDS: "fourth", LicenseCategory.HOSTING_RESTRICTED: "fourth",
    LicenseCategory.REGISTRATION_REQUIRED: "fourth", LicenseCategory.NONCOMMERCIAL: "fifth", LicenseCategory.RESEARCH_ONLY: "fifth",
    LicenseCategory.NONE: "sixth", _NO_LICENSE: "sixth",
}  # fmt: skip
_COUNTED_HERE = (
    "Variants are counted, not models: the license is a fact of each variant. A column holds all that had come out by the end of its "
    "year, by the license that they have today. Kinds of license are shapes, not verdicts."
)
_STEERED_BY = ("family", "developer", "open_weights", "modality")
Counts = Mapping[Period, Counter[str]]


def facets(asked: Asked) -> list[Facet]:
    """Return the controls."""
    return controls(model_facets(asked.directory), names=_STEERED_BY, first=_STEERED_BY)


def read(asked: Asked) -> Chart:
    """Return the chart of the variants that the filters choose."""
    filters = VariantFilters(asked.given, directory=asked.directory)
    if filters.mistakes:
        return Chart(mistakes=filters.mistakes)
    variants = filters.narrow(ModelVariant.objects.published()).exclude(status=Status.ANNOUNCED)
    new = _by_year(variants)
    notes = _notes(variants)
    if not new:
        words = "No variant with a known date meets these filters. Choose others above." if asked.given else _NOTHING
        return Chart(empty=words, notes=notes)
    total = _added_up(new)
    used = [each for each in _KINDS if _of_kind(each.key, list(total.values())[-1])]
    return Chart(
        takeaway=_takeaway(total, today=asked.today),
        figure=figure("mix", lambda name, width: _drawing(total, used, name=name, width=width)),
        legend=[LegendEntry(each.key, each.words, _members(each.key)) for each in used],
        table=_table(total, today=asked.today),
        notes=notes,
        links=[explored(asked.given)],
    )


_NOTHING = "Variants appear here once they are recorded with a release date."


def _by_year(variants: QuerySet[Any]) -> Counts:
    rows = (
        variants.filter(release_date__isnull=False).order_by()
        .annotate(year=ExtractYear("release_date")).values("year", "license__category").annotate(number=Count("pk"))
    )  # fmt: skip
    found: dict[Period, Counter[str]] = {}
    for row in rows:
        found.setdefault(Period(row["year"]), Counter())[row["license__category"] or _NO_LICENSE] += row["number"]
    return found


def _added_up(new: Counts) -> Counts:
    """What had come out by the end of each year; those of years before the first that is shown are in it."""
    periods = without_gaps(new)
    so_far: Counter[str] = Counter()
    for period, counter in new.items():
        if period < periods[0]:
            so_far += counter
    total = {}
    for period in periods:
        so_far = so_far + new.get(period, Counter())
        total[period] = so_far
    return total


def _notes(variants: QuerySet[Any]) -> list[str]:
    earlier = VariantLicense.objects.values("variant_id")
    known = variants.order_by().aggregate(
        undated=Count("pk", filter=Q(release_date__isnull=True)), relicensed=Count("pk", filter=Q(pk__in=earlier))
    )
    notes = [_COUNTED_HERE]
    if count := known["relicensed"]:
        notes.append(f"{counted(count, 'variant')} had another license before today's; the page of the model says which and until when.")
    if count := known["undated"]:
        notes.append(f"{counted(count, 'variant')} not drawn: release date not known.")
    return notes


def _takeaway(total: Counts, *, today: date) -> str:
    """The share of permissive licenses in the newest year and in the first."""
    (first, then), (newest, now) = next(iter(total.items())), list(total.items())[-1]
    words = f"Of {counted(sum(now.values()), 'variant')} out by {_end(newest, today=today)}, {_permissive(now)} under permissive licenses"
    return f"{words}; of {sum(then.values()):,} out by {_end(first, today=today)}, {_permissive(then)}." if len(total) > 1 else f"{words}."


def _permissive(counter: Counter[str]) -> str:
    part, everything = _of_kind("first", counter), sum(counter.values())
    return f"{part:,} ({share(part, everything)}) {'is' if part == 1 else 'are'}" if part else "none is"


def _end(period: Period, *, today: date) -> str:
    return "now" if period.holds(today) else f"the end of {period.words}"


def _of_kind(key: str, counter: Counter[str]) -> int:
    return sum(count for category, count in counter.items() if _KIND_OF[category] == key)


def _drawing(total: Counts, used: Sequence[Series], *, name: str, width: int) -> Any:
    columns = [Stack(period.words, tuple(_of_kind(each.key, counter) for each in used)) for period, counter in total.items()]
    return stacked_columns(
        columns, series=used, unit="Variants, added up", name=name, width=width, title="Variants by kind of license, added up by year",
        says=f"From the bottom up: {', '.join(each.words.lower() for each in used)}. The table below has every number.",
    )  # fmt: skip


def _table(total: Counts, *, today: date) -> Table:
    categories = [*(category for category in LicenseCategory if any(counter[category] for counter in total.values())), _NO_LICENSE]
    columns = [
        Column("year", "By the end of"),
        *(Column(category or "no_license_known", _label(category), number=True) for category in categories),
    ]
    rows: list[Sequence[Cell]] = []
    for period, counter in reversed(list(total.items())):
        cells = [number(counter[category]) for category in categories]
        rows.append([Cell(_row(period, today=today), period.year), *cells, number(sum(counter.values()))])
    return Table(
        "Variants by category of license, added up by year, newest first", [*columns, Column("variants", "All", number=True)], rows
    )


def _row(period: Period, *, today: date) -> str:
    return f"{period.words} so far" if period.holds(today) else period.words


def _label(category: str) -> str:
    return sentence_case(str(LicenseCategory(category).label)) if category else "No license identified"


def _members(key: str) -> str:
    return ", ".join(
        _label(category).lower() if category != LicenseCategory.RAIL else "RAIL" for category, kind in _KIND_OF.items() if kind == key
    )
