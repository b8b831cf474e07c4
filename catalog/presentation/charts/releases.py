"""Releases over time by what their licenses say about a commercial product."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractQuarter, ExtractYear
from django.urls import reverse

from catalog.charts.columns import Column as Stack
from catalog.charts.columns import Series, stacked_columns
from catalog.filters import Mistake, ModelFilters
from catalog.presentation.answers import MEANINGS, use_words
from catalog.presentation.charts.chart import Asked, Chart, LegendEntry, controls, counted, figure, share
from catalog.presentation.charts.periods import MOST_PERIODS, Period, without_gaps
from catalog.presentation.charts.table import Cell, Column, Table, number
from catalog.presentation.facets import model_facets
from catalog.presentation.families import trend
from catalog.presentation.lists import Facet
from catalog.presentation.timeline import LANES
from catalog.reading import MOST_ROWS
from registry.models import AIModel, Citation, VariantLicense
from registry.models.vocabulary import CommercialUse, Mark, Precision, Status

BY = ("year", "quarter")
_STEERED_BY = ("q", "family", "developer", "license_category", "partner", "open_weights")
_IN_THE_OPEN = ("family", "developer")
_COUNTED_HERE = (
    "A release counts by the license that its variants have today, where they differ by the strictest, as on the page of its family."
)
Counts = Mapping[Period, Counter[str]]


def facets(asked: Asked) -> list[Facet]:
    """Return the controls."""
    chosen = controls(model_facets(asked.directory), names=_STEERED_BY, first=_IN_THE_OPEN)
    return [*chosen, Facet(name="by", label="A column for each", options=[("quarter", "Quarter")], first=True, blank="Year")]


def read(asked: Asked) -> Chart:
    """Return the chart of the releases that the filters choose; announced ones are none yet."""
    filters = ModelFilters(asked.given, directory=asked.directory)
    by = asked.given.get("by", BY[0])
    wrong = [] if by in BY else [Mistake("by", "invalid_value", f"by: '{by[:80]}' is not one of {', '.join(BY)}", BY)]
    if filters.mistakes or wrong:
        return Chart(mistakes=[*filters.mistakes, *wrong])
    models = filters.narrow(AIModel.objects.published())
    released = models.exclude(status=Status.ANNOUNCED)
    counts, unconfirmed = _by_period(released, quarters=by == "quarter")
    left_out = _left_out(models)
    chosen = {name: text for name, text in asked.given.items() if name in filters.names()}
    if not counts:
        return Chart(empty=_nothing(bool(chosen)), notes=_notes(left_out, by=by, earlier=0))
    periods = without_gaps(counts)
    shown = {period: counts.get(period, Counter()) for period in periods}
    earlier = sum(sum(counter.values()) for period, counter in counts.items() if period < periods[0])
    course = _course(released) if set(chosen) == {"family"} else ""
    return Chart(
        takeaway=" ".join(filter(None, [_takeaway(shown, today=asked.today), course])),
        figure=figure("releases", lambda name, width: _drawing(shown, by=by, name=name, width=width)),
        legend=[LegendEntry(use, use_words(use), MEANINGS[use][:1].lower() + MEANINGS[use][1:]) for use in LANES],
        table=_table(shown, unconfirmed, chosen, by=by),
        notes=_notes(left_out, by=by, earlier=earlier),
        links=[("These releases as a list", f"{reverse('catalog:models')}?{urlencode(chosen)}".rstrip("?"))],
    )


def _by_period(models: QuerySet[Any], *, quarters: bool) -> tuple[Counts, Counter[Period]]:
    """Count by period and status, and how many dates are unconfirmed. What is known to the year only has no quarter."""
    dated = models.filter(release_date__isnull=False)
    if quarters:
        dated = dated.exclude(release_date_precision=Precision.YEAR)
    recalled = Citation.objects.filter(fact="release_date", verification=Mark.RECALLED).values("page_id")
    parts: dict[str, Any] = {"year": ExtractYear("release_date")} | ({"quarter": ExtractQuarter("release_date")} if quarters else {})
    rows = (
        dated.order_by().annotate(**parts).values(*parts, "commercial_use")
        .annotate(number=Count("pk"), recalled=Count("pk", filter=Q(pk__in=recalled)))
    )  # fmt: skip
    counts: dict[Period, Counter[str]] = {}
    unconfirmed: Counter[Period] = Counter()
    for row in rows:
        period = Period(row["year"], row.get("quarter", 0))
        counts.setdefault(period, Counter())[row["commercial_use"]] += row["number"]
        unconfirmed[period] += row["recalled"]
    return counts, unconfirmed


def _left_out(models: QuerySet[Any]) -> Mapping[str, int]:
    released, dated = ~Q(status=Status.ANNOUNCED), Q(release_date__isnull=False)
    earlier = VariantLicense.objects.values("variant__model_id")
    known = models.order_by().aggregate(
        undated=Count("pk", filter=released & ~dated),
        announced=Count("pk", filter=~released),
        of_month=Count("pk", filter=released & dated & Q(release_date_precision=Precision.MONTH)),
        of_year=Count("pk", filter=released & dated & Q(release_date_precision=Precision.YEAR)),
        relicensed=Count("pk", filter=released & dated & Q(pk__in=earlier)),
    )
    return dict(known)


def _notes(left_out: Mapping[str, int], *, by: str, earlier: int) -> list[str]:
    notes = [_COUNTED_HERE]
    if count := left_out["relicensed"]:
        notes.append(f"{counted(count, 'release')} came out under another license than today's; its page says which and until when.")
    if count := left_out["undated"]:
        notes.append(f"{counted(count, 'release')} {_is(count)} not drawn: release date not known.")
    if count := left_out["of_year"]:
        undrawn = f"{counted(count, 'release')} {_is(count)} not drawn: only the year is known, not the quarter."
        notes.append(undrawn if by == "quarter" else f"Of {counted(count, 'release')} only the year is known.")
    if count := left_out["of_month"]:
        notes.append(f"Of {counted(count, 'release')} only the month is known, not the day.")
    if count := left_out["announced"]:
        notes.append(f"{counted(count, 'model')} {_is(count)} announced only and not counted.")
    if earlier:
        notes.append(f"{counted(earlier, 'earlier release')} {_is(earlier)} not drawn: the newest {MOST_PERIODS} columns are.")
    return notes


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _takeaway(shown: Counts, *, today: date) -> str:
    """The share that permits a commercial product to everybody, in the newest period and in the first that has releases."""
    known = [(period, counter) for period, counter in shown.items() if counter]
    drawn = counted(sum(sum(counter.values()) for _, counter in known), "release")
    newest = _permitted(*known[-1], today=today)
    before = f"; in {_permitted(*known[0], today=today)}" if len(known) > 1 else ""
    return f"In {newest} permit a commercial product to everybody{before}. Drawn: {drawn}."


def _permitted(period: Period, counter: Counter[str], *, today: date) -> str:
    part, whole = counter[CommercialUse.PERMITTED], sum(counter.values())
    return f"{period.words}{' so far' if period.holds(today) else ''}, {part:,} of {counted(whole, 'release')} ({share(part, whole)})"


def _course(models: QuerySet[Any]) -> str:
    """How commercial use changed from release to release of one family."""
    return trend(list(models.order_by(F("release_date").asc(nulls_last=True), "name", "pk")[:MOST_ROWS]))


def _drawing(shown: Counts, *, by: str, name: str, width: int) -> Any:
    quarters = by == "quarter"
    return stacked_columns(
        [Stack(period.tick if quarters else period.words, tuple(counter[use] for use in LANES)) for period, counter in shown.items()],
        series=[Series(use, use_words(use)) for use in LANES],
        unit="Releases", name=name, width=width,
        title=f"Releases per {by}, stacked by commercial use",
        says="From the bottom up: permitted, depends on who you are, not permitted, unknown. The table below has every number.",
    )  # fmt: skip


def _table(shown: Counts, unconfirmed: Mapping[Period, int], chosen: Mapping[str, str], *, by: str) -> Table:
    columns = [Column(by, by.capitalize()), *(Column(use, use_words(use), number=True) for use in LANES)]
    columns += [Column("releases", "All", number=True), Column("date_unconfirmed", "Date unconfirmed", number=True)]
    rows = []
    for period, counter in reversed(list(shown.items())):
        total = sum(counter.values())
        cells = [number(counter[use], href=_list(period, chosen, commercial_use=use)) for use in LANES]
        everything = number(total, href=_list(period, chosen))
        rows.append([Cell(period.words, period.words), *cells, everything, number(unconfirmed.get(period, 0))])
    return Table(f"Releases per {by} by commercial use, newest first; each number leads to the releases it counts", columns, rows)


def _list(period: Period, chosen: Mapping[str, str], **more: str) -> str:
    """The address of the list that shows exactly these releases."""
    if any(name.startswith(("release_date", "commercial_use", "status")) for name in chosen):
        return ""
    query = {**chosen, "release_date": ",".join(period.months), "status__not": Status.ANNOUNCED.value, **more}
    return f"{reverse('catalog:models')}?{urlencode(query, safe=',')}"


def _nothing(filtered: bool) -> str:
    if filtered:
        return "No release with a known date meets these filters. Choose others above."
    return "Releases appear here once a model is recorded with its release date."
