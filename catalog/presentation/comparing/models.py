"""Models and variants side by side."""

from collections.abc import Iterable, Sequence
from datetime import date

from catalog.comparison.table import Cell, Comparison, Item, Row, Section, row
from catalog.presentation.comparing.columns import Release, releases
from catalog.presentation.comparing.facts import release_rows
from catalog.presentation.comparing.hosts import hosting_rows, no_offer_words
from catalog.presentation.comparing.results import result_rows
from catalog.presentation.comparing.terms import missing_words, row_of_type, term_sections
from catalog.presentation.comparing.uses import Clauses, Uses, status_row, verdict_rows
from catalog.presentation.lineage import license_slugs, relation_words
from registry.licensing.lineage import ExternalAncestor
from registry.models import License, ModelVariant
from registry.models.vocabulary import LineageStatus, OfferStatus

# The kinds of clause that people ask about first.
ASKED_FIRST = (("scale_threshold", "Size threshold"), ("output_use", "Training on its outputs"), ("naming", "Naming duty"))


def compare_models(slugs: Sequence[str], *, uses: Uses, today: date) -> Comparison:
    """Return models and variants side by side: what matters most first, then every fact, clause, host, ancestor and result."""
    columns, licenses = releases(slugs, today=today)
    binding = [[licenses[slug] for slug in _binding(column, today) if slug in licenses] for column in columns]
    missing = [missing_words(own, closed=column.closed) for column, own in zip(columns, binding, strict=True)]
    clauses = Clauses(licenses)
    status = status_row(
        [
            [(variant.name, variant.commercial_use, subject) for variant, subject in zip(column.variants, column.subjects, strict=True)]
            for column in columns
        ],
        clauses=clauses, today=today,
    )  # fmt: skip
    named = [[(subject.name, subject) for subject in column.subjects] for column in columns]
    verdicts = verdict_rows(named, uses=uses, clauses=clauses, today=today)
    hosting = hosting_rows([column.offers for column in columns], evidence=[column.evidence for column in columns])
    first = [status, *(row_of_type(f"first-{name}", label, name, binding, unknown=missing) for name, label in ASKED_FIRST)]
    sections = (
        Section("first", "What people ask first", (*first, *_hosts_in_short(hosting, columns))),
        Section("uses", "May we use it?", tuple(verdicts), uses.says),
        Section("release", "The release", release_rows(columns)),
        Section("license", "License", (_license_row(columns), _inherited_row(columns, binding))),
        *term_sections(binding, unknown=missing),
        Section("hosting", "Hosting and price", hosting, "Current offers only. Prices are list prices on the day that is named."),
        Section("lineage", "Lineage", (_lineage_row(columns),)),
        Section("benchmarks", "Benchmarks", result_rows(columns)),
    )
    return Comparison(tuple(column.column for column in columns), tuple(section for section in sections if section.rows))


def _binding(column: Release, today: date) -> list[str]:
    """The licenses that hold today, the column's own first, then those of what it was made from."""
    own = [license.slug for subject in column.subjects if (license := subject.license_on(today))]
    above = sorted(license_slugs(edge.base for subject in column.subjects for edge in subject.bases if _inside(edge.base)))  # type: ignore[misc]
    return list(dict.fromkeys([*own, *above]))


def _inside(base: object) -> bool:
    return not isinstance(base, ExternalAncestor)


def _license_row(columns: Iterable[Release]) -> Row:
    cells = []
    for column in columns:
        found: dict[str, list[ModelVariant]] = {}
        for variant in column.variants:
            if variant.license:
                found.setdefault(variant.license.slug, []).append(variant)
        items = tuple(_license_item(column, variants, several=len(found) > 1) for variants in found.values())
        cells.append(Cell(items, unknown=missing_words([], closed=column.closed)))
    return row("license", "Own license", cells)


def _license_item(column: Release, variants: Sequence[ModelVariant], *, several: bool) -> Item:
    license = variants[0].license
    assert license is not None
    note = ", ".join(variant.name for variant in variants) if several else ""
    return Item(
        license.name, license.slug, href=license.get_absolute_url(), support=column.support(variants[0], "license"), note=note
    )  # fmt: skip


def _inherited_row(columns: Sequence[Release], binding: Sequence[Sequence[License]]) -> Row:
    cells = []
    for column, licenses in zip(columns, binding, strict=True):
        own = {variant.license.slug for variant in column.variants if variant.license}
        items = [Item(license.name, license.slug, href=license.get_absolute_url()) for license in licenses if license.slug not in own]
        none = Item("None beside its own", "none")
        cells.append(Cell(tuple(items) or ((none,) if column.variants else ())))
    return row("inherited", "Licenses of what it was made from", cells)


def _lineage_row(columns: Iterable[Release]) -> Row:
    cells = []
    for column in columns:
        found: dict[str, Item] = {}
        for variant, subject in zip(column.variants, column.subjects, strict=True):
            made = [f"{relation_words(edge.relation)} {edge.base.name}" for edge in subject.bases]
            scratch = "trained from scratch" if variant.lineage_status == LineageStatus.NONE else "not declared"
            for words in made or [scratch]:
                found.setdefault(words, Item(f"{words[:1].upper()}{words[1:]}", words, support=column.support(variant, "lineage")))
        cells.append(Cell(tuple(found.values()), unknown="No variant is recorded"))
    return row("lineage", "Made from", cells)


def _hosts_in_short(hosting: Iterable[Row], columns: Sequence[Release]) -> list[Row]:
    """The partners over all channels, each once."""
    rows = [each for each in hosting if each.name.startswith("channel-")]
    if not rows:
        return []
    cells = []
    for place, column in enumerate(columns):
        found = {item.key: item for each in rows for item in each.cells[place].items}
        items = tuple(sorted(found.values(), key=lambda item: item.words.casefold()))
        ended = sum(offer.status == OfferStatus.ENDED for offer in column.offers)
        cells.append(Cell(items, unknown=no_offer_words(ended)))
    return [row("first-partners", "Partners that offer it", cells)]
