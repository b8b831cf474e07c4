"""Rows on benchmark results. Only what was measured the same way is compared; otherwise the row says what differs."""

from collections.abc import Sequence

from catalog.comparison.table import Best, Cell, Item, Row, row
from catalog.presentation.comparing.columns import Release, elsewhere
from catalog.presentation.evidence import Support
from catalog.presentation.figures import bare
from registry.models import BenchmarkResult, ModelVariant

HOW = (("metric", "metric"), ("shots", "number of examples shown"), ("tuning", "tuning"), ("harness", "harness"))


def result_rows(columns: Sequence[Release]) -> tuple[Row, ...]:
    """Return a row for each benchmark that any column has a result of, by name."""
    results = [[(variant, result) for variant in column.variants for result in variant.benchmarks.all()] for column in columns]
    names = sorted({result.benchmark for column in results for _, result in column}, key=str.casefold)
    return tuple(_row(name, columns, [[pair for pair in column if pair[1].benchmark == name] for column in results]) for name in names)


def _row(name: str, columns: Sequence[Release], results: list[list[tuple[ModelVariant, BenchmarkResult]]]) -> Row:
    cells = [_cell(column, own) for column, own in zip(columns, results, strict=True)]
    measured = [result for own in results for _, result in own]
    apart = not_comparable(measured) if sum(bool(own) for own in results) > 1 else ""
    return row(f"benchmark-{name}", name, cells, best=Best.HIGHEST, apart=apart)


def not_comparable(results: Sequence[BenchmarkResult]) -> str:
    """Say why results cannot be compared, or nothing where they were measured the same way and that is recorded."""
    differing = [words for name, words in HOW if len({getattr(result, name) for result in results}) > 1]
    if differing:
        return f"Not compared: {', '.join(differing)} {'differs' if len(differing) == 1 else 'differ'}."
    if not all(result.harness for result in results):
        return "Not compared: how they were measured is not recorded."
    return ""


def _cell(column: Release, own: list[tuple[ModelVariant, BenchmarkResult]]) -> Cell:
    items = []
    for variant, result in own:
        source = column.evidence.one(result.source)
        address = column.model.get_absolute_url()
        support = elsewhere(Support(fact="benchmarks", sources=(source,) if source else ()), address)
        how = [
            variant.name if len(column.variants) > 1 else "",
            f"{result.shots}-shot" if result.shots is not None else "", result.metric, result.tuning, result.harness,
        ]  # fmt: skip
        items.append(Item(str(bare(result.score)), (variant.pk, result.score), support=support, note=", ".join(filter(None, how))))
    amount = own[0][1].score if len(own) == 1 else None
    return Cell(tuple(items), unknown="No result is recorded", amount=amount)
