"""Rows on what one may do: the status, and the verdict on each standard use and on the reader's own, with the clause that weighs most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.comparison.table import Cell, Item, Row, row
from catalog.presentation.answers import use_words
from catalog.presentation.comparing.terms import lines_of
from catalog.presentation.evidence import Support
from catalog.presentation.matrix import USE_WORDS, VERDICT_WORDS
from catalog.presentation.terms import term_anchor
from registry.licensing.commercial_use import STANDARD_USE
from registry.licensing.decide import Decision, decide
from registry.licensing.intended_use import IntendedUse
from registry.licensing.lineage import Subject
from registry.licensing.reasons import Reason
from registry.licensing.standard_uses import STANDARD_USES
from registry.models import License

Named = Sequence[tuple[str, Subject]]


class Clauses:
    """The clauses of licenses, found again from the reasons of a decision. Their terms and evidence must be prefetched."""

    def __init__(self, licenses: Mapping[str, License]) -> None:
        self._licenses = licenses
        self._supports: dict[str, dict[str, Support]] = {}

    def cited(self, why: Reason | None) -> dict[str, Any]:
        """Return how an item cites the clause of a reason: section, address and support; nothing where there is no clause."""
        license = self._licenses.get(why.license) if why else None
        if why is None or license is None:
            return {"section": why.section if why and why.section != "—" else ""}
        section = ", ".join(filter(None, (license.name, why.section if why.section != "—" else "")))
        if not why.term_id:
            return {"section": section}
        if license.slug not in self._supports:
            self._supports[license.slug] = {term_anchor(line.term.key): line.support for line in lines_of(license)}
        anchor = term_anchor(why.term_id)
        return {"section": section, "href": f"{license.get_absolute_url()}#{anchor}", "support": self._supports[license.slug].get(anchor)}


def status_row(columns: Sequence[Sequence[tuple[str, str, Subject]]], *, clauses: Clauses, today: date) -> Row:
    """Return the row on the commercial-use status with the clause it rests on; a column is (name, status, subject) of each variant."""
    cells = []
    for column in columns:
        whose: dict[str, list[tuple[str, Subject]]] = {}
        for name, status, subject in column:
            whose.setdefault(status, []).append((name, subject))
        items = [
            Item(
                use_words(status), status, note=", ".join(name for name, _ in own) if len(whose) > 1 else "",
                **clauses.cited(_ground(decide(subject=own[0][1], use=STANDARD_USE, today=today))),
            )
            for status, own in whose.items()
        ]  # fmt: skip
        verdict = next(iter(whose)) if len(whose) == 1 else ""
        cells.append(Cell(tuple(items), unknown="No variant is recorded", verdict=verdict))
    return row("commercial_use", "Commercial use", cells)


@dataclass(frozen=True, slots=True)
class Uses:
    """The uses that are judged, by name, and by whom, as the heading says it."""

    says: str
    by_name: Mapping[str, IntendedUse]


ANYBODY = Uses("For an organization of unknown size and place, in no field of use that licenses single out.", STANDARD_USES)


def verdict_rows(columns: Sequence[Named], *, uses: Uses, clauses: Clauses, today: date) -> list[Row]:
    """Return a row for each use."""
    return [
        row(f"verdict-{name}", USE_WORDS[name], [_cell(column, use, clauses=clauses, today=today) for column in columns])
        for name, use in uses.by_name.items()
    ]


def _cell(column: Named, use: IntendedUse, *, clauses: Clauses, today: date) -> Cell:
    decided: dict[tuple[object, ...], tuple[Decision, list[str]]] = {}
    for name, subject in column:
        decision = decide(subject=subject, use=use, today=today)
        decided.setdefault((decision.verdict, decision.worst_case, _why(decision)), (decision, []))[1].append(name)
    several = len(decided) > 1
    items = tuple(_item(decision, names if several else [], clauses) for decision, names in decided.values())
    verdicts = {decision.verdict for decision, _ in decided.values()}
    return Cell(items, unknown="No variant is recorded", verdict=verdicts.pop() if len(verdicts) == 1 else "")


def _why(decision: Decision) -> Reason | None:
    binding = [reason for reason in decision.reasons if reason.is_binding and reason.effect != "oblige"]
    return binding[0] if binding else None


def _ground(decision: Decision) -> Reason | None:
    """What a status rests on: the clause that binds, or else the one that grants."""
    return _why(decision) or next((reason for reason in decision.reasons if reason.kind == "grants"), None)


def _item(decision: Decision, names: list[str], clauses: Clauses) -> Item:
    notes = [", ".join(names)] if names else []
    if decision.worst_case != decision.verdict:
        notes.append(f"at worst {VERDICT_WORDS[decision.worst_case].lower()}")
    if decision.obligations:
        notes.append("1 obligation" if len(decision.obligations) == 1 else f"{len(decision.obligations)} obligations")
    key = (decision.verdict, decision.worst_case)
    return Item(VERDICT_WORDS[decision.verdict], key, note=". ".join(filter(None, notes)), **clauses.cited(_why(decision)))
