"""The words that people read in a report. Plain Python."""

from collections.abc import Iterator

from registry.gate.report import EntryResult, VariantResult
from registry.licensing.decide import Decision
from registry.licensing.obligations import Obligation
from registry.licensing.reasons import Reason

MARKS = {"verified": "verified", "verified_secondary": "verified in a secondary source", "recalled": "unconfirmed (recalled)"}


def one_line(text: str) -> str:
    """A text as one line without characters that a terminal would act on."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else "�" for c in text).split())


def spoken(verdict: str) -> str:
    """A verdict in words."""
    return verdict.replace("_", " ")


def verdict_line(decision: Decision) -> str:
    """The verdict, with the worst case where that is worse."""
    worse = decision.worst_case != decision.verdict
    return spoken(decision.verdict) + (f", at worst {spoken(decision.worst_case)}" if worse else "")


def reason_line(reason: Reason) -> str:
    """A reason with its clause, effect and source mark, if there is a clause: where it comes from stands before what it says."""
    path = " via " + " < ".join(f"{step.name or step.slug} ({step.relation})" for step in reason.via) if reason.via else ""
    if reason.term_id is None:
        return one_line(f"[{reason.license}: {reason.effect}{path}] {reason.summary}")
    clause = f"{reason.license} {reason.section}, {reason.term_type}"
    return one_line(f"[{clause}: {reason.effect}; {MARKS[reason.verification]}{path}] {reason.summary}")


def duty_line(duty: Obligation) -> str:
    """A duty with the clauses that ask for it."""
    clauses = ", ".join(f"{demand.license} {demand.section}; {MARKS[demand.verification]}" for demand in duty.demands)
    text = f" “{duty.text}”" if duty.text else ""
    return one_line(f"{spoken(duty.type)}{text}: {duty.summary} [{clauses}]")


def details(result: EntryResult) -> Iterator[tuple[str, str]]:
    """(heading, text) of everything there is to say about an entry beside its verdict."""
    for note in result.notes:
        yield "note", one_line(note)
    for variant in result.variants:
        yield "variant", variant_line(variant)
    decision = result.decision
    for reason in decision.reasons:
        yield "reason", reason_line(reason)
    for duty in decision.obligations:
        yield "must", duty_line(duty)
    for duty in decision.pending_obligations:
        yield "may have to", duty_line(duty)
    for question in decision.questions:
        yield "open question", one_line(question.text)
    if result.revisions:
        yield "facts", ", ".join(f"{page} #{number}" for page, number in result.revisions.items())


def variant_line(variant: VariantResult) -> str:
    """A variant of a whole model with its own verdict."""
    return one_line(f"{variant.row.name} ({variant.row.path}): {verdict_line(variant.decision)}")
