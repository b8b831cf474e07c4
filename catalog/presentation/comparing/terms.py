"""Rows on what licenses say, one for each type of term: clauses are the same where their typed data are, whatever the words."""

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence

from catalog.comparison.table import Cell, Item, Row, Section, row
from catalog.presentation.terms import TermLine, effect_words, grouped, size_in_words, term_lines, thresholds, type_words
from registry.models import License
from registry.models.vocabulary import LicenseCategory

SILENT = "Says nothing about it"
_WORDING = frozenset({"note", "source"})


def term_sections(columns: Sequence[Sequence[License]], *, unknown: Sequence[str]) -> tuple[Section, ...]:
    """Return a section for each group of terms. A column is one or more licenses; `unknown` says what an empty one does not know."""
    lines = [[line for license in licenses for line in lines_of(license)] for licenses in columns]
    several = [len(licenses) > 1 for licenses in columns]
    sections = []
    for index, group in enumerate(grouped([])):
        own = [grouped(column)[index].terms for column in lines]
        types = dict.fromkeys(line.term.type for column in own for line in column)
        rows = tuple(
            row(
                f"{group.key}-{name}", type_words(name),
                [_cell(name, column, missing, many) for column, missing, many in zip(own, unknown, several, strict=True)],
            )
            for name in types
        )  # fmt: skip
        if rows:
            sections.append(Section(f"terms-{group.key}", group.title, rows, group.says))
    return tuple(sections)


def lines_of(license: License) -> list[TermLine]:
    """Return the terms of a license, their marks leading to its page."""
    return term_lines(license, on_its_own_page=False)


def row_of_type(name: str, label: str, type_name: str, columns: Sequence[Sequence[License]], *, unknown: Sequence[str]) -> Row:
    """Return the row on one type of term, over all effects; that on outputs has each clause that says it covers them too."""
    cells = []
    for licenses, missing in zip(columns, unknown, strict=True):
        lines = [line for license in licenses for line in lines_of(license) if _is_about(line, type_name)]
        cells.append(Cell(tuple(_item(line, several=len(licenses) > 1) for line in lines), unknown=missing))
    return row(name, label, cells)


def _is_about(line: TermLine, type_name: str) -> bool:
    covers = type_name == "output_use" and line.term.effect == "prohibit" and bool(line.term.parameters.get("covers_outputs"))
    return line.term.type == type_name or covers


def missing_words(licenses: Sequence[License], *, closed: bool) -> str:
    """Return what is said of a column that has no clause: silence of a license differs from no license."""
    if closed and not licenses:
        return "Closed: the developer's contract is not recorded here"
    if not licenses or all(license.category == LicenseCategory.NONE for license in licenses):
        return "No license is identified"
    return SILENT


def _cell(type_name: str, lines: Iterable[TermLine], missing: str, several: bool) -> Cell:
    return Cell(tuple(_item(line, several=several) for line in lines if line.term.type == type_name), unknown=missing)


def _item(line: TermLine, *, several: bool) -> Item:
    term = line.term
    words = term.paraphrase
    if term.type == "scale_threshold":
        found = thresholds([line])[0]
        words = f"{size_in_words(term.parameters)}, {found.counted}, {found.affiliates}: asks for {found.asks}."
        words = words[:1].upper() + words[1:]
    elif term.type == "naming" and term.parameters.get("prefix"):
        words = f"“{term.parameters['prefix']}”: {words}"
    notes = [effect_words(term.effect).lower()] if term.effect != "inform" else []
    if several:
        notes.append(term.license.name)
    return Item(
        str(words), key_of(term.type, term.effect, term.parameters), section=term.section, href=line.support.elsewhere,
        support=line.support, note=", ".join(notes),
    )  # fmt: skip


def key_of(type_name: str, effect: str, parameters: Mapping[str, object]) -> Hashable:
    """Return what makes two clauses the same: their type, effect and typed parameters."""
    kept = {name: value for name, value in parameters.items() if name not in _WORDING}
    return type_name, effect, json.dumps(kept, sort_keys=True, default=str)
