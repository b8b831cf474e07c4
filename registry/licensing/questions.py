"""The questions that decide: those for which some answer would change the verdict, and no others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from registry.licensing.findings import NEEDS_PERMISSION, UNKNOWN, Finding, findings, span
from registry.licensing.gaps import Answer, Gap
from registry.licensing.intended_use import IntendedUse
from registry.licensing.lineage import Subject
from registry.licensing.use import substitute


@dataclass(frozen=True, kw_only=True)
class Question:
    """One thing to ask. `input` is a JSON pointer into the use, or /subject/... for what has to be found out about the
    model; `answers` are representative answers, as pointers into the use with values."""

    key: str
    text: str
    input: str
    term_ids: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    threshold: int | None = None
    month: str | None = None
    cause: str = "missing_input"
    answers: tuple[Answer, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The plain form; representative answers are the engine's own business."""
        return {
            "key": self.key,
            "text": self.text,
            "input": self.input,
            "term_ids": list(self.term_ids),
            "options": list(self.options),
            "threshold": self.threshold,
            "month": self.month,
            "cause": self.cause,
        }


def verdict_of(fired: int, possible: int) -> int:
    """The verdict from the worst that bites and the worst that may: unknown only where it could be a refusal."""
    if fired >= NEEDS_PERMISSION:
        return fired
    return UNKNOWN if possible >= NEEDS_PERMISSION else fired


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """One use of one subject on one day, that can be asked again with something answered."""

    subject: Subject
    use: IntendedUse
    day: date

    def verdict(self, *, answer: Answer = (), assumed: Mapping[str, bool] | None = None) -> int:
        """The verdict if this were answered, or these gaps turned out so."""
        use = substitute(self.use, answer) if answer else self.use
        found = findings(subject=self.subject, use=use, day=self.day, assumed=assumed)
        return verdict_of(*span(found))


def decisive_questions(inquiry: Inquiry, *, found: tuple[Finding, ...]) -> tuple[Question, ...]:
    """The questions among the gaps of these findings for which some answer changes the verdict. Where no single answer
    does because several are needed together, those that together do."""
    fired, possible = span(found)
    verdict = verdict_of(fired, possible)
    if possible == fired:
        return ()
    undecided = [finding for finding in found if finding.bites.is_unknown and finding.severity > fired]
    by_input = _by_input(undecided)
    asked = [
        question
        for question, gaps in by_input
        if any(inquiry.verdict(answer=answer) != verdict for answer in question.answers)
        or (not question.answers and _turns(inquiry, gaps=gaps, verdict=verdict))
    ]
    if not asked and verdict == UNKNOWN:
        joint = {
            gap.input for finding in undecided if _turns(inquiry, gaps=finding.bites.gaps, verdict=verdict) for gap in finding.bites.gaps
        }
        asked = [question for question, _ in by_input if question.input in joint]
    return tuple(asked)


def _turns(inquiry: Inquiry, *, gaps: Iterable[Gap], verdict: int) -> bool:
    keys = [gap.key for gap in gaps]
    return any(inquiry.verdict(assumed=dict.fromkeys(keys, value)) != verdict for value in (True, False))


def _by_input(undecided: list[Finding]) -> list[tuple[Question, list[Gap]]]:
    """One question for each input, whatever number of clauses waits for it; the gravest clause words it."""
    waiting: dict[str, list[tuple[Gap, str]]] = {}
    for finding in sorted(undecided, key=lambda finding: -finding.severity):
        for gap in sorted(finding.bites.gaps, key=lambda gap: gap.key):
            if gap.input is not None:
                # What is to be found out about a model is asked for each model; an input of the use only once.
                place = gap.input if gap.answers else gap.key
                waiting.setdefault(place, []).append((gap, finding.term.id if finding.term else ""))
    return [(_question(entries), [gap for gap, _ in entries]) for entries in waiting.values()]


def _question(entries: list[tuple[Gap, str]]) -> Question:
    first = entries[0][0]
    assert first.input is not None
    answers = dict.fromkeys(answer for gap, _ in entries for answer in gap.answers)
    options = tuple(dict.fromkeys(option for gap, _ in entries for option in gap.options))
    text = first.text
    if not text.endswith(("?", "?)")):
        text = f"{text}: {', '.join(word.replace('_', ' ') for word in options)}?" if options else f"{text}?"
    return Question(
        key=first.key,
        text=text,
        input=first.input,
        term_ids=tuple(dict.fromkeys(term_id for _, term_id in entries if term_id)),
        options=options,
        threshold=first.threshold,
        month=first.month,
        cause=first.cause,
        answers=tuple(answers),
    )
