"""Charts: the overview, and each chart as a page, as a drawing of its own and as a file of its table."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.charts.sheet import sheet_of
from catalog.directory import Directory, current_edition, directory_of
from catalog.exports import csv_chunks
from catalog.filters import Mistake, ModelFilters, read_query, without_blanks
from catalog.presentation.charts import CHARTS, Asked, Chart, overview
from catalog.presentation.charts.chart import ChartKind
from catalog.presentation.feeds import storable
from catalog.presentation.figures import day_in_words
from catalog.presentation.lists import Steering
from catalog.views.kept import kept

FORMATS = ("csv", "svg")


@kept
@require_safe
def charts(request: HttpRequest) -> HttpResponse:
    """All charts, small, each with what it shows; 400 for any parameter."""
    directory = directory_of(current_edition())
    _, mistakes = read_query(without_blanks(request.GET), known=())
    small = [] if mistakes else overview(Asked({}, directory, timezone.localdate()))
    context = {"small": small, "mistakes": mistakes, "as_of": directory.edition.recorded_at}
    return render(request, "catalog/charts/overview.html", context, status=400 if mistakes else 200)


@kept
@require_safe
def chart(request: HttpRequest, *, name: str) -> HttpResponse:
    """One chart; `?format=csv` is its table and `?format=svg` its drawing. 400 names what is not understood and what is allowed."""
    kind = CHARTS[name]
    directory = directory_of(current_edition())
    given, mistakes = read_query(without_blanks(request.GET), known={*kind.parameters, "format"})
    form = given.pop("format", "")
    if form and form not in FORMATS:
        mistakes.append(Mistake("format", "invalid_value", f"format: '{form[:80]}' is not one of {', '.join(FORMATS)}", FORMATS))
    asked = Asked(given, directory, timezone.localdate())
    found = Chart(mistakes=mistakes) if mistakes else kind.read(asked)
    if form and not found.mistakes:
        return _file(found, form=form, kind=kind, directory=directory)
    return _page(request, found, kind=kind, asked=asked)


def _page(request: HttpRequest, found: Chart, *, kind: ChartKind, asked: Asked) -> HttpResponse:
    steering = Steering(
        path=reverse(kind.route), given=asked.given, facets=kind.facets(asked), filters=kind.filters, default_order="", columns=(),
        mistakes=found.mistakes,
    )  # fmt: skip
    recorded = asked.directory.edition.recorded_at
    context = {
        "kind": kind, "chart": found, "steering": steering, "as_of": recorded, "file_name": _file_name(kind, asked.directory),
        "feed": _feed(asked) if kind.name == "releases" else "",
        "csv": steering.address(format="csv"), "svg": steering.address(format="svg"),
    }  # fmt: skip
    return render(request, "catalog/charts/chart.html", context, status=400 if found.mistakes else 200)


def _feed(asked: Asked) -> str:
    """The address of the feed of the same releases."""
    chosen = {name: text for name, text in asked.given.items() if name in ModelFilters.names()}
    return f"{reverse('catalog:releases-feed')}?{urlencode(chosen)}".rstrip("?")


def _file(found: Chart, *, form: str, kind: ChartKind, directory: Directory) -> HttpResponse:
    """The file; 404 where there is nothing to draw or to list."""
    if form == "csv" and found.table is not None:
        content = b"".join(csv_chunks(found.table.header(), found.table.values()))
        return HttpResponse(content, content_type="text/csv; charset=utf-8")
    if form == "svg" and found.figure is not None:
        sheet = sheet_of(
            found.figure.wide, legend=[(entry.key, ": ".join(filter(None, [entry.words, entry.meaning]))) for entry in found.legend]
        )
        title = f"{kind.title}: {found.of}" if found.of else kind.title
        context = {"sheet": sheet, "chart": found, "title": title, "foot": f"{settings.SITE_NAME}, {_as_of(directory)}"}
        drawing = render_to_string("catalog/charts/file.html", context)
        return HttpResponse(storable(drawing).encode("utf-8", "replace"), content_type="image/svg+xml; charset=utf-8")
    return HttpResponse(found.empty, status=404, content_type="text/plain; charset=utf-8")


def _as_of(directory: Directory) -> str:
    recorded = directory.edition.recorded_at
    return f"as of {day_in_words(recorded.date())}" if recorded else "never changed since it was set up"


def _file_name(kind: ChartKind, directory: Directory) -> str:
    recorded = directory.edition.recorded_at
    return f"{kind.name}-{recorded.date().isoformat()}" if recorded else kind.name
