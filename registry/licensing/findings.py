"""What every clause of every license that reaches a model says to one use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from registry.licensing.gaps import Gap
from registry.licensing.intended_use import IntendedUse
from registry.licensing.kleene import FALSE, TRUE, Truth, known_or
from registry.licensing.lineage import ExternalAncestor, Reaching, Step, Subject, reaching_licenses, undeclared
from registry.licensing.purposes import outside_grants
from registry.licensing.rules import rule_for
from registry.licensing.situation import Situation
from registry.licensing.terms import LicenseFacts, Term

ALLOWED, OBLIGED, UNKNOWN, NEEDS_PERMISSION, PROHIBITED = range(5)
SEVERITY_OF_EFFECT = {
    "permit": ALLOWED,
    "inform": ALLOWED,
    "oblige": OBLIGED,
    "need_permission": NEEDS_PERMISSION,
    "prohibit": PROHIBITED,
    "terminate": PROHIBITED,
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One clause, or the lack of one, facing the use. `triggered` leaves exemptions aside. `term` is None where there is
    no clause to cite: no license, or none identified."""

    reaching: Reaching
    severity: int
    triggered: Truth
    exempt: Truth = FALSE
    term: Term | None = None
    summary: str = ""
    situation: Situation | None = None
    without_license: str = "unidentified"

    @cached_property
    def bites(self) -> Truth:
        """Whether the clause decides: triggered and not exempt."""
        return self.triggered & ~self.exempt

    @property
    def license_slug(self) -> str:
        """The license that it is about; where there is none, the word for what is missing."""
        return self.reaching.license.slug if self.reaching.license else self.without_license

    @property
    def is_contested(self) -> bool:
        """Whether it stays open because clauses conflict, not because an input is missing."""
        return self.bites.is_unknown and any(gap.cause == "conflicting_or_ambiguous" for gap in self.bites.gaps)


def findings(*, subject: Subject, use: IntendedUse, day: date, assumed: Mapping[str, bool] | None = None) -> tuple[Finding, ...]:
    """A finding for every clause that could decide, over the subject and its whole lineage."""
    assumed = assumed or {}
    found: list[Finding] = []
    for reaching in reaching_licenses(subject, on=day):
        found.extend(_of_license(reaching, use=use, day=day, assumed=assumed))
    found.extend(_undeclared_base(subject, path=path, assumed=assumed) for path in undeclared(subject))
    return tuple(found)


def span(found: tuple[Finding, ...]) -> tuple[int, int]:
    """(fired, possible): the worst effect over the clauses that bite, and over those that bite or may."""
    fired = max((finding.severity for finding in found if finding.bites.is_true), default=ALLOWED)
    possible = max((finding.severity for finding in found if not finding.bites.is_false), default=ALLOWED)
    return fired, possible


def _of_license(reaching: Reaching, *, use: IntendedUse, day: date, assumed: Mapping[str, bool]) -> Iterator[Finding]:
    if reaching.license is None:
        if not is_contract_of_a_teacher(reaching):
            yield _unidentified(reaching, assumed=assumed)
        return
    situation = Situation(use=use, reaching=reaching, license=reaching.license, day=day, assumed=assumed)
    reach = reach_of(reaching, license=reaching.license, situation=situation)
    if reach.is_false:
        return
    for finding in (_granted(situation), *_clauses(situation)):
        yield replace(finding, triggered=reach & finding.triggered)


def reach_of(reaching: Reaching, *, license: LicenseFacts, situation: Situation | None = None) -> Truth:
    """Whether the license reaches the subject at all: always where weights flow; where only outputs came, as far as it
    counts a model trained on outputs as a derivative."""
    if reaching.outputs_by is None:
        return TRUE
    reaches = {word for term in license.terms_of("derivative_definition") for word in term.words("reaches")}
    if "output_trained_model" in reaches:
        return TRUE
    imitation = "output_trained_model_to_imitate" in reaches
    if reaching.outputs_by == "distill":
        return Truth(imitation or "distill" in reaches)
    if not imitation:
        return FALSE
    teacher = reaching.via[-1].name
    gap = Gap(
        cause="missing_input",
        key=f"/subject/lineage:imitates:{reaching.via[-1].slug}",
        text=f"Was the model trained on outputs of {teacher} in order to perform similarly?",
    )
    return situation.missing(gap) if situation else Truth(None, frozenset({gap}))


def is_contract_of_a_teacher(reaching: Reaching) -> bool:
    """Whether only outputs came from a closed or external model: its terms bind whoever made the outputs, by contract,
    and do not travel with the weights of the student."""
    if reaching.outputs_by is None:
        return False
    carrier = reaching.carrier
    return isinstance(carrier, ExternalAncestor) or carrier.open_weights is False


def _clauses(situation: Situation) -> Iterator[Finding]:
    for term in situation.license.terms:
        rule = rule_for(term)
        if rule is None:
            continue
        triggered, compared = rule(term, situation)
        if term.text("conflicts_with") is not None and _is_contradicted(term, license=situation.license):
            triggered = triggered & situation.missing(_conflict(term))
        exempt = situation.exempt(term)
        yield Finding(
            reaching=situation.reaching,
            severity=SEVERITY_OF_EFFECT[term.effect],
            triggered=triggered,
            exempt=exempt,
            term=term,
            summary=" ".join(part for part in (term.paraphrase, compared) if part),
            situation=situation,
        )


def _is_contradicted(term: Term, *, license: LicenseFacts) -> bool:
    """Whether the license does hold a permission that the clause is said to conflict with."""
    return any(other.effect == "permit" and other.section == term.text("conflicts_with") for other in license.terms)


def _conflict(term: Term) -> Gap:
    return Gap(
        cause="conflicting_or_ambiguous",
        key=f"conflict:{term.id}",
        text=term.text("ambiguity") or f"{term.section} conflicts with {term.text('conflicts_with')}",
    )


def _granted(situation: Situation) -> Finding:
    """The grant itself: what it does not cover is not licensed. Where the text offers a route for that it needs
    permission, where it offers none, or names a refusal of purpose without one, it is prohibited."""
    license = situation.license
    grants = sorted(license.terms_of("grant"), key=lambda term: term.id)
    if not grants:
        return _no_grant(situation)
    outside = outside_grants(situation)
    routes = [term for term in license.terms if term.effect == "need_permission"]
    refused = any(term.effect == "prohibit" for term in license.terms_of("purpose"))
    return Finding(
        reaching=situation.reaching,
        severity=NEEDS_PERMISSION if routes and not refused else PROHIBITED,
        triggered=outside,
        term=grants[0],
        summary=f"{grants[0].paraphrase} The use is outside of what is granted, or not known to be inside.",
        situation=situation,
    )


def _no_grant(situation: Situation) -> Finding:
    license = situation.license
    if not license.terms:
        return Finding(
            reaching=situation.reaching,
            severity=NEEDS_PERMISSION,
            triggered=TRUE,
            summary="It is established that no license is granted: all rights are reserved, so the owner has to be asked.",
            situation=situation,
        )
    truth = situation.missing(
        Gap(
            cause="unidentified_license",
            key=f"grant:{license.slug}",
            text=f"What does {license.name} grant? No grant is recorded.",
        )
    )
    return Finding(
        reaching=situation.reaching,
        severity=PROHIBITED,
        triggered=truth,
        summary="No grant is recorded for this license.",
        situation=situation,
    )


def _unidentified(reaching: Reaching, *, assumed: Mapping[str, bool]) -> Finding:
    name = reaching.via[-1].name if reaching.via else ""
    own = not reaching.via
    closed = isinstance(reaching.carrier, Subject) and reaching.carrier.open_weights is False
    asks = "Where is the license text for this exact revision?" if own else f"Under which license is {name} available?"
    if closed:
        asks = f"Which contract with the provider{'' if own else f' of {name}'} covers this use, and what does it permit?"
    gap = Gap(
        cause="unidentified_license",
        key=f"/subject/license:{'/'.join(step.name for step in reaching.via)}",
        text=asks,
        input="/subject/license" if own else "/subject/lineage",
    )
    truth = known_or(assumed.get(gap.key), gap)
    summary = "No license could be identified: nothing is known to be granted."
    if closed:
        summary = "The weights are closed; the provider's contract is not recorded here."
    return Finding(reaching=reaching, severity=PROHIBITED, triggered=truth, summary=summary)


def _undeclared_base(subject: Subject, *, path: tuple[Step, ...], assumed: Mapping[str, bool]) -> Finding:
    model = path[-1].name if path else "it"
    gap = Gap(
        cause="undeclared_lineage",
        key=f"/subject/lineage:{'/'.join(step.name for step in path)}",
        text=f"Which model is {model} built on, and under which license?",
        input="/subject/lineage",
    )
    truth = known_or(assumed.get(gap.key), gap)
    return Finding(
        reaching=Reaching(license=None, carrier=subject, via=path),
        severity=PROHIBITED,
        triggered=truth,
        summary=f"What {model} is built on is not declared; a label covers only what its publisher added.",
        without_license="undeclared",
    )
