"""Why the verdict is what it is: each clause that decides, that could, or that a reader would expect to and does not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from registry.licensing.findings import (
    NEEDS_PERMISSION,
    OBLIGED,
    PROHIBITED,
    UNKNOWN,
    Finding,
    reach_of,
)
from registry.licensing.intended_use import IntendedUse
from registry.licensing.kleene import any_of
from registry.licensing.lineage import Step, Subject, reaching_licenses
from registry.licensing.situation import Situation
from registry.licensing.terms import Term
from registry.licensing.title_risk import title_risks
from registry.licensing.vocabulary import OUTPUT_TRAINING_ACTS

# Clauses that people expect to catch them: said also where they do not.
GATES = ("scale_threshold", "region", "business_model")
PERMISSIVE_CATEGORIES = ("permissive",)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason. `kind`: fired, undetermined, ambiguous, exempts, not_triggered, grants, informs, silent, license_drift or
    title_risk. `via` is the way up the lineage to the model whose license it is, empty for the subject's own; `causes`
    say why an open one is open."""

    license: str
    term_type: str
    section: str
    effect: str
    kind: str
    summary: str
    verification: str
    term_id: str | None = None
    via: tuple[Step, ...] = ()
    causes: tuple[str, ...] = ()

    @property
    def is_binding(self) -> bool:
        """Whether the verdict or the worst case rests on it."""
        return self.kind in ("fired", "undetermined", "ambiguous")

    def as_dict(self) -> dict[str, object]:
        """The plain form."""
        via = [step._asdict() for step in self.via]
        return {**vars(self), "via": via, "causes": list(self.causes)}


def reasons_for(
    *,
    found: tuple[Finding, ...],
    verdict: int,
    fired: int,
    subject: Subject,
    use: IntendedUse,
    day: date,
) -> tuple[Reason, ...]:
    """Every reason once, the deciding ones first."""
    refused = verdict >= NEEDS_PERMISSION
    reasons = [
        *_fired(found, verdict=verdict),
        *_undetermined(found, above=fired),
        *_exempting(found, verdict=verdict),
    ]
    if not refused:
        reasons += _not_triggered(found, verdict=verdict)
    reasons += _granting(found, subject=subject, refused=refused, unknown=verdict == UNKNOWN, day=day)
    reasons += _informing(subject, use=use, day=day, refused=refused)
    reasons += [
        _reason(risk.license, risk.term, effect="inform", kind="title_risk", summary=risk.summary, via=risk.via)
        for risk in title_risks(subject, on=day)
    ]
    return tuple(_each_once(reasons))


def _each_once(reasons: list[Reason]) -> Iterator[Reason]:
    """The same clause said once, by the shortest way, though several models in the lineage are under it."""
    said = set()
    for reason in reasons:
        what = replace(reason, via=()) if reason.term_id else reason
        if what not in said:
            said.add(what)
            yield reason


def _fired(found: tuple[Finding, ...], *, verdict: int) -> Iterator[Reason]:
    for finding in sorted(found, key=lambda finding: -finding.severity):
        if not finding.bites.is_true or verdict == UNKNOWN or (verdict >= NEEDS_PERMISSION > finding.severity):
            continue
        if _is_grant(finding) and _said_by_a_clause(finding, found=found):
            continue
        yield _of(finding, effect=_effect(finding), kind="fired")


def _undetermined(found: tuple[Finding, ...], *, above: int) -> Iterator[Reason]:
    for finding in sorted(found, key=lambda finding: -finding.severity):
        if not finding.bites.is_unknown or finding.severity <= above:
            continue
        if finding.severity == OBLIGED and _refusal_possible(found):
            continue
        word = "ambiguous" if finding.is_contested else "undetermined"
        missing = "; ".join(sorted(gap.text for gap in finding.bites.gaps))
        yield _of(finding, effect=word, kind=word, more=f"Open: {missing}" if missing else "")


def _refusal_possible(found: tuple[Finding, ...]) -> bool:
    return any(finding.bites.is_unknown and finding.severity >= NEEDS_PERMISSION for finding in found)


def _exempting(found: tuple[Finding, ...], *, verdict: int) -> Iterator[Reason]:
    """An exemption that holds where its clause would bite, or might: cited by the clause that grants it, if there is one."""
    for finding in found:
        if not finding.exempt.is_true or finding.triggered.is_false or finding.term is None:
            continue
        if finding.severity < NEEDS_PERMISSION and verdict >= NEEDS_PERMISSION:
            continue
        license = finding.reaching.license
        assert license is not None
        granting = license.terms_of("downstream_exemption") if finding.term.type == "scale_threshold" else ()
        term = granting[0] if granting else finding.term
        yield _reason(license.slug, term, effect="exempts", kind="exempts", summary=term.paraphrase, via=finding.reaching.via)


def _not_triggered(found: tuple[Finding, ...], *, verdict: int) -> Iterator[Reason]:
    for finding in found:
        term = finding.term
        if term is None or term.type not in GATES or not finding.triggered.is_false:
            continue
        if verdict == UNKNOWN and finding.severity < NEEDS_PERMISSION:
            continue
        notes = " ".join(filter(None, (term.text("ambiguity"), term.text("silence"))))
        yield _of(finding, effect="not_triggered", kind="not_triggered", more=notes)


def _granting(found: tuple[Finding, ...], *, subject: Subject, refused: bool, unknown: bool, day: date) -> Iterator[Reason]:
    """The grants that carry an allowed use; in a refusal only the subject's own label, if it is not what refuses."""
    refusing = {
        finding.reaching.license.slug
        for finding in found
        if finding.bites.is_true and finding.severity >= NEEDS_PERMISSION and finding.reaching.license
    }
    drifted = _has_drifted(subject, day=day)
    for finding in found:
        license = finding.reaching.license
        if not _is_grant(finding) or not finding.bites.is_false or license is None:
            continue
        own_label = finding.reaching.is_own and drifted
        if own_label and license.slug not in refusing:
            more = "The label covers only what its publisher added; the licenses of the ancestors stay in force."
            yield _of(finding, effect="permit", kind="license_drift", more=more, grants=True)
        elif not refused and not unknown:
            yield _of(finding, effect="permit", kind="grants", grants=True)


def _has_drifted(subject: Subject, *, day: date) -> bool:
    """Whether the subject's own label is looser than a license that flows to it with the weights."""
    own = None if subject.is_own_work else subject.license_on(day)
    if own is None or own.category not in PERMISSIVE_CATEGORIES:
        return False
    inherited = [
        reaching.license
        for reaching in reaching_licenses(subject, on=day)
        if not reaching.is_own and reaching.outputs_by is None and reaching.license is not None
    ]
    return subject.license_drift or any(license.category not in PERMISSIVE_CATEGORIES for license in inherited)


def _informing(subject: Subject, *, use: IntendedUse, day: date, refused: bool) -> Iterator[Reason]:
    for reaching in reaching_licenses(subject, on=day):
        license = reaching.license
        if license is None or reach_of(reaching, license=license).is_false:
            continue
        situation = Situation(use=use, reaching=reaching, license=license, day=day)
        if not refused and _is_silent_on_outputs(situation):
            yield Reason(
                license=license.slug,
                term_type="output_use",
                section="—",
                effect="inform",
                kind="silent",
                summary="The license says nothing about outputs: what is done with them is not restricted by this license.",
                verification=license.verification,
                via=reaching.via,
            )
        for term in license.terms:
            if _is_worth_telling(term, situation=situation, refused=refused):
                yield _reason(
                    license.slug,
                    term,
                    effect="ambiguous" if term.text("conflicts_with") else term.effect,
                    kind="informs",
                    summary=term.paraphrase,
                    via=reaching.via,
                )


def _is_worth_telling(term: Term, *, situation: Situation, refused: bool) -> bool:
    owned_by_licensor = term.text("owner") == "licensor"
    if term.type == "output_ownership":
        sells = situation.does("sell_outputs").is_true
        return owned_by_licensor or (sells and term.effect == "permit")
    if refused:
        return False
    passes_on = situation.does("distribute_derivative").is_true
    if term.type == "derivative_ownership":
        return passes_on or (owned_by_licensor and situation.does("modify").is_true)
    if term.type == "derivative_definition":
        return situation.passes_on_derivative_student.is_true or situation.reaching.outputs_by is not None
    if term.type == "output_use":
        return term.effect == "permit" and any_of(situation.does(act) for act in OUTPUT_TRAINING_ACTS).is_true
    if term.type == "hosting":
        return term.effect == "permit" and situation.does("host_api").is_true
    return False


def _is_silent_on_outputs(situation: Situation) -> bool:
    """Whether the plan does something with outputs that no clause of the license is about."""
    acts = any_of(situation.stated(act) for act in (*OUTPUT_TRAINING_ACTS, "sell_outputs"))
    about_outputs = ("output_use", "output_commercial", "output_ownership")
    return acts.is_true and not any(term.type in about_outputs for term in situation.license.terms)


def _is_grant(finding: Finding) -> bool:
    return finding.term is not None and finding.term.type == "grant"


def _said_by_a_clause(grant: Finding, *, found: tuple[Finding, ...]) -> bool:
    """Whether a clause of the same license refuses already, at least as gravely as the limits of the grant."""
    return any(
        finding.reaching == grant.reaching and finding.bites.is_true and finding.severity >= grant.severity
        for finding in found
        if not _is_grant(finding)
    )


def _effect(finding: Finding) -> str:
    if finding.term is not None and not _is_grant(finding):
        return finding.term.effect
    return "prohibit" if finding.severity == PROHIBITED else "need_permission"


def _of(finding: Finding, *, effect: str, kind: str, more: str = "", grants: bool = False) -> Reason:
    summary = finding.term.paraphrase if grants and finding.term else finding.summary
    return _reason(
        finding.license_slug,
        finding.term,
        effect=effect,
        kind=kind,
        summary=f"{summary} {more}".strip(),
        via=finding.reaching.via,
        causes=tuple(sorted({gap.cause for gap in finding.bites.gaps})),
    )


def _reason(
    license: str,
    term: Term | None,
    *,
    effect: str,
    kind: str,
    summary: str,
    via: tuple[Step, ...],
    causes: tuple[str, ...] = (),
) -> Reason:
    return Reason(
        license=license,
        term_id=term.id if term else None,
        term_type=term.type if term else "grant",
        section=term.section if term else "—",
        effect=effect,
        kind=kind,
        summary=summary,
        verification=term.verification if term else "verified",
        via=via,
        causes=causes,
    )
