"""Rows on what one may do: the status, and the verdict on each standard use and on the reader's own, with the clause that weighs most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from catalog.comparison.table import Cell, Item, Row, row
from catalog.presentation.answers import use_words
from catalog.presentation.matrix import USE_WORDS, VERDICT_WORDS
from catalog.presentation.terms import term_anchor
from registry.licensing.decide import Decision, decide
from registry.licensing.intended_use import IntendedUse
from registry.licensing.lineage import Subject
from registry.licensing.reasons import Reason
from registry.licensing.standard_uses import STANDARD_USES
from registry.models import License

Named = Sequence[tuple[str, Subject]]


def status_row(columns: Sequence[Sequence[tuple[str, str]]]) -> Row:
    """Return the row on the commercial-use status; a column is (name of a variant, status) pairs."""
    cells = []
    for column in columns:
        whose: dict[str, list[str]] = {}
        for name, status in column:
            whose.setdefault(status, []).append(name)
        items = [Item(use_words(status), status, note=", ".join(names) if len(whose) > 1 else "") for status, names in whose.items()]
        verdict = next(iter(whose)) if len(whose) == 1 else ""
        cells.append(Cell(tuple(items), unknown="No variant is recorded", verdict=verdict))
    return row("commercial_use", "Commercial use", cells)


@dataclass(frozen=True, slots=True)
class Uses:
    """The uses that are judged, by name, and by whom, as the heading says it."""

    says: str
    by_name: Mapping[str, IntendedUse]


ANYBODY = Uses("For an organization of unknown size and place, in no field of use that licenses single out.", STANDARD_USES)


def verdict_rows(columns: Sequence[Named], *, uses: Uses, licenses: Mapping[str, License], today: date) -> list[Row]:
    """Return a row for each use."""
    return [
        row(f"verdict-{name}", USE_WORDS[name], [_cell(column, use, licenses=licenses, today=today) for column in columns])
        for name, use in uses.by_name.items()
    ]


def _cell(column: Named, use: IntendedUse, *, licenses: Mapping[str, License], today: date) -> Cell:
    decided: dict[tuple[object, ...], tuple[Decision, list[str]]] = {}
    for name, subject in column:
        decision = decide(subject=subject, use=use, today=today)
        decided.setdefault((decision.verdict, decision.worst_case, _why(decision)), (decision, []))[1].append(name)
    several = len(decided) > 1
    items = tuple(_item(decision, names if several else [], licenses) for decision, names in decided.values())
    verdicts = {decision.verdict for decision, _ in decided.values()}
    return Cell(items, unknown="No variant is recorded", verdict=verdicts.pop() if len(verdicts) == 1 else "")


def _why(decision: Decision) -> Reason | None:
    binding = [reason for reason in decision.reasons if reason.is_binding and reason.effect != "oblige"]
    return binding[0] if binding else None


def _item(decision: Decision, names: list[str], licenses: Mapping[str, License]) -> Item:
    why = _why(decision)
    notes = [", ".join(names)] if names else []
    if decision.worst_case != decision.verdict:
        notes.append(f"at worst {VERDICT_WORDS[decision.worst_case].lower()}")
    if decision.obligations:
        notes.append("1 obligation" if len(decision.obligations) == 1 else f"{len(decision.obligations)} obligations")
    license = licenses.get(why.license) if why else None
    href = f"{license.get_absolute_url()}#{term_anchor(why.term_id)}" if license and why and why.term_id else ""
    section = why.section if why and why.section != "—" else ""
    section = ", ".join(filter(None, (license.name, section))) if license else section
    words = VERDICT_WORDS[decision.verdict]
    return Item(words, (decision.verdict, decision.worst_case), section=section, href=href, note=". ".join(filter(None, notes)))
