"""Breaches upstream: what whoever made the model may have done against a license. A risk for the title to the model,
reported apart; no prohibition for those who use it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from registry.licensing.lineage import (
    Edge,
    ExternalAncestor,
    Step,
    Subject,
    ancestors,
    begins_with,
    identity_of,
    reaching_licenses,
    step_to,
)
from registry.licensing.terms import LicenseFacts, Term
from registry.licensing.vocabulary import OUTPUT_RELATIONS


@dataclass(frozen=True, kw_only=True)
class TitleRisk:
    """One possible breach: the clause (None for a contract that is not recorded) and whose it is."""

    license: str
    summary: str
    via: tuple[Step, ...]
    term: Term | None = None


def title_risks(subject: Subject, *, on: date) -> Iterator[TitleRisk]:
    """The possible breaches in the lineage, as far as names, relations and typed terms show them."""
    yield from _misnamed(subject, on=on)
    yield from _trained_against_terms(subject, on=on, via=(), climbed=set())


def _misnamed(subject: Subject, *, on: date) -> Iterator[TitleRisk]:
    if not subject.slug:
        return
    for reaching in reaching_licenses(subject, on=on):
        if reaching.is_own or reaching.license is None:
            continue
        trigger = "distribute_derivative" if reaching.outputs_by is None else "distribute_output_trained_model"
        for term in reaching.license.terms_of("naming"):
            prefix = term.text("prefix") or ""
            if trigger in term.words("trigger") and not begins_with(subject.name, prefix=prefix):
                summary = f"The published name does not begin with “{prefix}”. {term.paraphrase}"
                yield TitleRisk(license=reaching.license.slug, term=term, via=reaching.via, summary=summary)


def _trained_against_terms(student: Subject, *, on: date, via: tuple[Step, ...], climbed: set[object]) -> Iterator[TitleRisk]:
    climbed.add(identity_of(student))
    for edge in student.bases:
        base = edge.base
        path = (*via, step_to(edge))
        if edge.relation in OUTPUT_RELATIONS and edge.same_licensor is not True:
            yield from _by_teacher(edge, student=student, on=on, via=path)
        elif edge.relation not in OUTPUT_RELATIONS and isinstance(base, Subject) and identity_of(base) not in climbed:
            yield from _trained_against_terms(base, on=on, via=path, climbed=climbed)


def _by_teacher(edge: Edge, *, student: Subject, on: date, via: tuple[Step, ...]) -> Iterator[TitleRisk]:
    teacher = edge.base
    if isinstance(teacher, ExternalAncestor):
        summary = f"Trained on outputs of {teacher.name}. {teacher.terms or 'Its terms are not recorded.'}"
        yield TitleRisk(license="unidentified", summary=summary, via=via)
        return
    license = teacher.license_on(on)
    if license is None:
        summary = f"Trained on outputs of {teacher.name}, whose terms are a contract that is not recorded here."
        yield TitleRisk(license="unidentified", summary=summary, via=via)
        return
    for term in license.terms_of("output_use"):
        if term.effect == "prohibit" and not _in_excepted_family(student, term=term, license=license, on=on):
            summary = f"Trained on outputs of {teacher.name}. {term.paraphrase}"
            yield TitleRisk(license=license.slug, term=term, via=via, summary=summary)


def _in_excepted_family(student: Subject, *, term: Term, license: LicenseFacts, on: date) -> bool:
    """Whether the student belongs to the family that the ban excepts: by name of its line or that of a model whose
    weights it holds, or because such a model is under the same license."""
    family = term.text("except_family")
    if family is None:
        return False
    return any(
        line == family or (line or "").startswith(f"{family}-") or slug == license.slug for line, slug in _weights_held(student, on=on)
    )


def _weights_held(subject: Subject, *, on: date) -> Iterator[tuple[str | None, str | None]]:
    for held in (subject, *ancestors(subject, by_weights=True)):
        own = held.license_on(on)
        yield held.family, own.slug if own else None
