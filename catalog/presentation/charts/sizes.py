"""Parameters against the context window, a sign for each variant; for very many, counts in the cells of a grid."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Value, When

from catalog.charts.scatter import Axis, Point, cells, points
from catalog.charts.scatter import Cell as Heap
from catalog.filters import VariantFilters
from catalog.presentation.answers import use_words
from catalog.presentation.charts.chart import Asked, Chart, LegendEntry, controls, counted, explored, figure, share
from catalog.presentation.charts.evidence import supports_of
from catalog.presentation.charts.table import Cell, Column, Table, number
from catalog.presentation.facets import model_facets
from catalog.presentation.figures import parameters, whole
from catalog.presentation.lists import Facet
from catalog.presentation.timeline import LANES
from registry.models import ModelVariant

MOST_POINTS = 500
_LONG = 128_000
_SIZES = tuple(factor * 10**exponent for exponent in range(6, 13) for factor in (1, 3))
_CONTEXTS = tuple(2**exponent for exponent in range(9, 25))
_DECADES = tuple(10**exponent for exponent in range(5, 15))
_FACTS = ("params_total", "context_tokens")
_BOTH = Q(params_total__isnull=False, context_tokens__isnull=False)


def facets(asked: Asked) -> list[Facet]:
    """Return the controls: those of the list of models."""
    return controls(model_facets(asked.directory), names=VariantFilters.names())


def read(asked: Asked) -> Chart:
    """Return the chart of the variants that the filters choose."""
    filters = VariantFilters(asked.given, directory=asked.directory)
    if filters.mistakes:
        return Chart(mistakes=filters.mistakes)
    variants = filters.narrow(ModelVariant.objects.to_count())
    counts = _counts(variants)
    links = [explored(asked.given)]
    if not counts["drawn"]:
        return Chart(empty=_nothing(bool(asked.given)), notes=_notes(counts), links=links)
    longest = variants.filter(_BOTH, context_tokens=counts["longest"]).order_by("name", "pk").values_list("name", flat=True)
    drawn = _signs(variants) if counts["drawn"] <= MOST_POINTS else _heaps(variants)
    return Chart(
        takeaway=_takeaway(counts, name=longest[0]), figure=drawn.figure, legend=drawn.legend, table=drawn.table, signs=True,
        notes=[*drawn.notes, *_notes(counts)], links=links,
    )  # fmt: skip


def _counts(variants: QuerySet[Any]) -> Mapping[str, int]:
    no_size, no_context = Q(params_total__isnull=True), Q(context_tokens__isnull=True)
    known = variants.order_by().aggregate(
        drawn=Count("pk", filter=_BOTH),
        long=Count("pk", filter=_BOTH & Q(context_tokens__gte=_LONG)),
        no_context=Count("pk", filter=no_context & ~no_size),
        no_size=Count("pk", filter=no_size & ~no_context),
        neither=Count("pk", filter=no_size & no_context),
        largest=Max("params_total", filter=_BOTH),
        longest=Max("context_tokens", filter=_BOTH),
    )
    return dict(known)


def _notes(counts: Mapping[str, int]) -> list[str]:
    reasons = {
        "no_context": "context window not known",
        "no_size": "number of parameters not known",
        "neither": "neither parameters nor context window known",
    }
    return [f"{counted(counts[key], 'variant')} not drawn: {words}." for key, words in reasons.items() if counts[key]]


def _takeaway(counts: Mapping[str, int], *, name: str) -> str:
    """How many take long texts, and what the largest figures are; `name` is a variant with the longest context window."""
    drawn, long = counts["drawn"], counts["long"]
    first = f"{long:,} of {counted(drawn, 'variant')} ({share(long, drawn)}) take {_LONG:,} tokens or more at once"
    size = parameters(counts["largest"])
    return f"{first}. The longest context window is {counts['longest']:,} tokens ({name}); the largest has {size} parameters."


def _signs(variants: QuerySet[Any]) -> Chart:
    rows = list(variants.filter(_BOTH).select_related("model").order_by("-params_total", "name", "pk"))
    supports = supports_of(rows, facts=_FACTS)
    keys = [use for use in LANES if any(row.commercial_use == use for row in rows)]
    found = [Point(row.params_total, row.context_tokens, row.commercial_use, _says(row), row.get_absolute_url()) for row in rows]
    across = Axis("Parameters", _ends(_DECADES, [row.params_total for row in rows], parameters))
    up = Axis("Context window, tokens", _ends(_CONTEXTS[::2], [row.context_tokens for row in rows], _tokens))

    def draw(name: str, width: int) -> Any:
        return points(
            found, across=across, up=up, name=name, width=width, title="Parameters and context window of each variant",
            says="Both axes are logarithmic. Each sign is a variant; its shape says what its license allows. The table has every value.",
        )  # fmt: skip

    columns = (
        Column("variant", "Variant"), Column("params_total", "Parameters", number=True),
        Column("context_tokens", "Context window, tokens", number=True), Column("commercial_use", "Commercial use"),
        Column("params_total_mark"), Column("context_tokens_mark"),
    )  # fmt: skip
    lines = [
        [
            Cell(row.name, row.slug, row.get_absolute_url()),
            Cell(str(parameters(row.params_total)), row.params_total, support=support["params_total"]),
            Cell(str(whole(row.context_tokens)), row.context_tokens, support=support["context_tokens"]),
            Cell(use_words(row.commercial_use), row.commercial_use, use=row.commercial_use),
            *(Cell("", support[fact].mark or None) for fact in _FACTS),
        ]
        for row, support in ((row, supports[row.pk]) for row in rows)
    ]
    return Chart(
        figure=figure("sizes", draw), legend=[LegendEntry(use, use_words(use)) for use in keys],
        table=Table("Variants by parameters, largest first", columns, lines),
        notes=["Signs that would cover each other stand a little apart; the table has the exact values."],
    )  # fmt: skip


def _heaps(variants: QuerySet[Any]) -> Chart:
    """Counts for each cell, made by the database, so that no more is read however many variants there are."""
    rows = (
        variants.filter(_BOTH).order_by()
        .annotate(size=_cell_of("params_total", _SIZES), context=_cell_of("context_tokens", _CONTEXTS))
        .values("size", "context", "commercial_use").annotate(number=Count("pk"))
    )  # fmt: skip
    found: dict[tuple[int, int], dict[str, int]] = {}
    for row in rows:
        found.setdefault((row["size"], row["context"]), {})[row["commercial_use"]] = row["number"]
    cells_found = sorted(found.items(), reverse=True)
    heaps = [
        Heap(
            (_SIZES[size] * _SIZES[size + 1]) ** 0.5, (_CONTEXTS[context] * _CONTEXTS[context + 1]) ** 0.5, sum(uses.values()),
            f"{_range(_SIZES, size, parameters)} parameters, {_range(_CONTEXTS, context, _tokens)} tokens: {sum(uses.values()):,}",
        )
        for (size, context), uses in cells_found
    ]  # fmt: skip
    across = Axis("Parameters", (*((value, str(parameters(value))) for value in _SIZES[::2]), (_SIZES[-1], "")))
    up = Axis("Context window, tokens", tuple((value, _tokens(value)) for value in _CONTEXTS))

    def draw(name: str, width: int) -> Any:
        return cells(
            heaps, across=across, up=up, key="second", name=name, width=width, title="How many variants by parameters and context window",
            says="Both axes are logarithmic. The area of a circle stands for the number of variants around it; the table has every number.",
        )  # fmt: skip

    columns = [
        Column("parameters", "Parameters"), Column("context_tokens", "Context window, tokens"),
        *(Column(use, use_words(use), number=True) for use in LANES), Column("variants", "All", number=True),
    ]  # fmt: skip
    lines = [
        [
            Cell(size_words := _range(_SIZES, size, parameters), size_words),
            Cell(context_words := _range(_CONTEXTS, context, _tokens), context_words),
            *(number(uses.get(use, 0)) for use in LANES),
            number(sum(uses.values())),
        ]
        for (size, context), uses in cells_found
    ]
    return Chart(
        figure=figure("sizes", draw), table=Table("Variants by parameters and context window, largest first", columns, lines),
        notes=[f"More than {MOST_POINTS} variants are counted in the cells of a grid. With more filters each stands for itself."],
    )  # fmt: skip


def _cell_of(field: str, edges: Sequence[int]) -> Case:
    """The number of the cell that a value lies in; what lies outside the grid counts in its outermost cells."""
    whens = [When(**{f"{field}__lt": edge}, then=Value(index)) for index, edge in enumerate(edges[1:-1])]
    return Case(*whens, default=Value(len(edges) - 2), output_field=IntegerField())


def _range(edges: Sequence[int], index: int, words: Any) -> str:
    if index == 0:
        return f"under {words(edges[1])}"
    if index == len(edges) - 2:
        return f"{words(edges[index])} and more"
    return f"{words(edges[index])} to under {words(edges[index + 1])}"


def _ends(edges: Sequence[int], values: Sequence[int], words: Any) -> tuple[tuple[float, str], ...]:
    """The ticks around all values, and at least two."""
    first = max((index for index, edge in enumerate(edges) if edge <= min(values)), default=0)
    last = min((index for index, edge in enumerate(edges) if edge >= max(values)), default=len(edges) - 1)
    first, last = min(first, len(edges) - 2), max(last, first + 1, 1)
    return tuple((edge, str(words(edge))) for edge in edges[first : last + 1])


def _tokens(count: int) -> str:
    return f"{count:,}" if count < 1024 else f"{count // 1024}K" if count < 1024**2 else f"{count // 1024**2}M"


def _says(row: ModelVariant) -> str:
    use = use_words(row.commercial_use).lower()
    return f"{row.name}: {parameters(row.params_total)} parameters, {row.context_tokens:,} tokens, commercial use {use}"


def _nothing(filtered: bool) -> str:
    if filtered:
        return "No variant of which both numbers are known meets these filters. Choose others above."
    return "Variants appear here once their parameters and their context window are recorded."
