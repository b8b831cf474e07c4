"""Licenses side by side."""

from collections.abc import Callable, Sequence
from datetime import date

from catalog.comparison.table import Cell, Column, Comparison, Item, Row, Section, row, without_empty
from catalog.presentation.comparing.columns import elsewhere
from catalog.presentation.comparing.terms import SILENT, term_sections
from catalog.presentation.comparing.uses import Clauses, Uses, status_row, verdict_rows
from catalog.presentation.evidence import Evidence
from catalog.presentation.figures import day_in_words
from catalog.reading import page_rows
from registry.licensing.lineage import license_subject
from registry.models import License
from registry.models.vocabulary import Kind, LicenseCategory
from registry.subjects import license_facts

Say = Callable[[License], str | None]


def compare_licenses(slugs: Sequence[str], *, uses: Uses, today: date) -> Comparison:
    """Return licenses side by side: what they let one do, what they are, and every clause."""
    rows = {license.slug: license for license in page_rows(Kind.LICENSE).filter(slug__in=slugs, state="published")}
    columns: list[License] = [rows[slug] for slug in slugs]
    facts = license_facts([license.pk for license in columns])
    subjects = [license_subject(facts[license.pk]) for license in columns]
    named = [[(license.name, subject)] for license, subject in zip(columns, subjects, strict=True)]
    clauses = Clauses(rows)
    first = [
        status_row(
            [[(license.name, license.commercial_use, subject)] for license, subject in zip(columns, subjects, strict=True)],
            clauses=clauses,
            today=today,
        ),
        *verdict_rows(named, uses=uses, clauses=clauses, today=today),
    ]
    sections = (
        Section("uses", "May we use what it covers?", tuple(first), uses.says),
        Section("about", "The license", _about(columns)),
        *term_sections([[license] for license in columns], unknown=[SILENT] * len(columns)),
    )  # fmt: skip
    heads = tuple(Column("license", each.slug, each.name, each.get_absolute_url(), each.spdx_id or each.license_ref) for each in columns)
    return Comparison(heads, tuple(section for section in sections if section.rows))


def _about(columns: Sequence[License]) -> tuple[Row, ...]:
    evidence = [Evidence.of(license) for license in columns]
    said: tuple[tuple[str, str, Say], ...] = (
        ("licensor", "Licensor", lambda license: license.licensor or None),
        ("category", "Shape", lambda license: str(LicenseCategory(license.category).label).lower()),
        ("version", "Version", lambda license: license.version or None),
        ("effective_date", "In effect since", _since),
        ("osi_approved", "Approved by the OSI", lambda license: {True: "Yes", False: "No"}.get(license.osi_approved)),  # type: ignore[arg-type]
        ("predecessor", "Version before it", lambda license: license.predecessor.name if license.predecessor else None),
    )
    rows = []
    for name, label, say in said:
        cells = []
        for license, own in zip(columns, evidence, strict=True):
            words = say(license)
            support = elsewhere(own.support(name), license.get_absolute_url())
            cells.append(Cell((Item(words, words, support=support),)) if words else Cell(unknown="Not recorded"))
        rows.append(row(name, label, cells))
    return without_empty(rows)


def _since(license: License) -> str | None:
    return day_in_words(license.effective_date, precision=license.effective_date_precision)
