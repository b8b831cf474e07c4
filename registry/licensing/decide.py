"""May we use it? One decision over a subject, its whole lineage and one intended use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from registry.licensing.compliance import Check, checks, compliance_of
from registry.licensing.findings import NEEDS_PERMISSION, UNKNOWN, Finding, findings, span
from registry.licensing.intended_use import IntendedUse
from registry.licensing.lineage import Subject
from registry.licensing.obligations import Obligation, obligations_among
from registry.licensing.questions import Inquiry, Question, decisive_questions, verdict_of
from registry.licensing.reasons import Reason, reasons_for
from registry.licensing.vocabulary import CAUSES, VERDICTS, VERIFICATIONS

__all__ = ["DISCLAIMER", "VERDICTS", "Decision", "decide", "quick_verdict"]

DISCLAIMER = "Information about license texts, not legal advice."


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The answer. `worst_case` is the worst that the open clauses could make of it. `obligations` must be met for an
    allowed use; `pending_obligations` would have to be, if open clauses turn out so or an unknown verdict turns out
    favourable. `causes` says why an unknown verdict is unknown. `verification` is the weakest mark among the clauses
    that it rests on."""

    verdict: str
    worst_case: str
    reasons: tuple[Reason, ...]
    obligations: tuple[Obligation, ...]
    pending_obligations: tuple[Obligation, ...]
    questions: tuple[Question, ...]
    causes: tuple[str, ...]
    compliance: str
    compliance_checks: tuple[Check, ...]
    verification: str
    decided_for: date

    @property
    def rests_on_recalled(self) -> bool:
        """Whether a clause that it rests on is not confirmed."""
        return self.verification == "recalled"

    def as_dict(self) -> dict[str, object]:
        """The plain form of design/api.md, with the disclaimer that goes wherever a verdict is shown."""
        return {
            "verdict": self.verdict,
            "worst_case": self.worst_case,
            "causes": list(self.causes),
            "reasons": [reason.as_dict() for reason in self.reasons],
            "obligations": [duty.as_dict() for duty in self.obligations],
            "pending_obligations": [duty.as_dict() for duty in self.pending_obligations],
            "questions": [question.as_dict() for question in self.questions],
            "compliance": self.compliance,
            "compliance_checks": [check.as_dict() for check in self.compliance_checks],
            "verification": self.verification,
            "rests_on_recalled": self.rests_on_recalled,
            "decided_for": self.decided_for.isoformat(),
            "disclaimer": DISCLAIMER,
        }


def decide(*, subject: Subject, use: IntendedUse, today: date, as_of: date | None = None) -> Decision:
    """The decision for this use under the licenses offered on `as_of` (None: today), as facts/SCHEMA.md says: the most
    severe over the model and every ancestor whose rights flow to it, three-valued, never allowed for want of knowledge."""
    day = as_of or today
    found = findings(subject=subject, use=use, day=day)
    fired, possible = span(found)
    verdict = verdict_of(fired, possible)
    refused = verdict >= NEEDS_PERMISSION
    reasons = reasons_for(found=found, verdict=verdict, fired=fired, subject=subject, use=use, day=day)
    certain = obligations_among(found, certain=True)
    possible_duties = obligations_among(found, certain=False)
    made = () if refused else checks(use.planned, found=found)
    return Decision(
        verdict=VERDICTS[verdict],
        worst_case=VERDICTS[possible],
        reasons=reasons,
        obligations=certain if verdict < UNKNOWN else (),
        pending_obligations=() if refused else (*(certain if verdict == UNKNOWN else ()), *possible_duties),
        questions=decisive_questions(Inquiry(subject=subject, use=use, day=day), found=found),
        causes=_causes(found) if verdict == UNKNOWN else (),
        compliance="n/a" if refused else compliance_of(use.planned, made=made),
        compliance_checks=made,
        verification=_weakest(reason.verification for reason in reasons if reason.kind in RESTED_ON),
        decided_for=day,
    )


def quick_verdict(*, subject: Subject, use: IntendedUse, today: date, as_of: date | None = None) -> tuple[str, str]:
    """(verdict, worst case) alone, equal to those of `decide` and several times cheaper: for filtering lists."""
    fired, possible = span(findings(subject=subject, use=use, day=as_of or today))
    return VERDICTS[verdict_of(fired, possible)], VERDICTS[possible]


RESTED_ON = ("fired", "undetermined", "ambiguous", "exempts", "not_triggered", "grants")


def _causes(found: tuple[Finding, ...]) -> tuple[str, ...]:
    open_causes = {
        gap.cause for finding in found if finding.bites.is_unknown and finding.severity >= NEEDS_PERMISSION for gap in finding.bites.gaps
    }
    return tuple(cause for cause in CAUSES if cause in open_causes)


def _weakest(marks: Iterable[str]) -> str:
    return max(marks, key=VERIFICATIONS.index, default=VERIFICATIONS[0])
