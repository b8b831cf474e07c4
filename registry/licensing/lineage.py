"""Where a model comes from, and which licenses reach it: its own and those of every ancestor whose rights flow to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from registry.licensing.months import first_day, is_month, month_before
from registry.licensing.terms import LicenseFacts, Term
from registry.licensing.vocabulary import OUTPUT_RELATIONS


class LicensePeriod(NamedTuple):
    """A license and the partial dates from and until which it is offered for this model, both included; None is open.
    A license of None could not be identified (or is a contract that is not recorded)."""

    license: LicenseFacts | None
    valid_from: str | None = None
    valid_until: str | None = None
    basis: str = ""

    def covers(self, day: date) -> bool:
        """Whether the license is offered on that day, as far as the precision of the dates tells."""
        iso = day.isoformat()
        begun = self.valid_from is None or first_day(self.valid_from) <= day
        return begun and (self.valid_until is None or iso[: len(self.valid_until)] <= self.valid_until)


@dataclass(frozen=True, kw_only=True)
class ExternalAncestor:
    """An ancestor outside the catalog, kept by name: a closed or unreleased model and what is known of its terms."""

    name: str
    kind: str = ""
    terms: str = ""
    note: str = ""
    verification: str = "recalled"


@dataclass(frozen=True, kw_only=True)
class Edge:
    """One base of a model. `same_licensor` None is not known, which is read as somebody else's."""

    relation: str
    base: "Subject | ExternalAncestor"
    same_licensor: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a question is asked about: a model with its licenses over time and its lineage, or a bare license (no slug).
    `lineage`: none (trained from nothing), declared (see `bases`) or not_declared. `is_own_work`: the asker's own model,
    which needs no license from anybody but its ancestors."""

    slug: str = ""
    name: str = ""
    family: str | None = None
    release_date: str | None = None
    modalities_in: tuple[str, ...] = ()
    modalities_out: tuple[str, ...] = ()
    periods: tuple[LicensePeriod, ...] = ()
    lineage: str = "none"
    bases: tuple[Edge, ...] = ()
    declared_license: str | None = None
    license_drift: bool = False
    open_weights: bool | None = None
    is_own_work: bool = False

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.slug, self.family, self.release_date, self.periods, self.lineage, self.bases))

    def license_on(self, day: date) -> LicenseFacts | None:
        """The license offered on that day: the newest grant where several are, None where none is identified."""
        offered = [period for period in self.periods if period.covers(day)]
        return max(offered, key=lambda period: period.valid_from or "").license if offered else None

    @property
    def is_multimodal(self) -> bool | None:
        """Whether it takes or makes more than one kind of content; an embedding is not a kind of content."""
        kinds = {*self.modalities_in, *self.modalities_out} - {"embedding"}
        return len(kinds) > 1 if kinds else None

    def signature(self) -> tuple[object, ...]:
        """A key such that equal signatures always give equal decisions: what a decision can read, and nothing else, so
        that most models under one license share it."""
        return (
            self.periods,
            self.lineage,
            self.bases,
            self.license_drift,
            self.open_weights,
            self.is_own_work,
            not self.slug,
            *self._facts_read_by_terms(),
        )

    def _facts_read_by_terms(self) -> tuple[object, ...]:
        own = [term for period in self.periods if period.license for term in period.license.terms]
        needs_month = any(
            term.text("measurement") == "calendar_month_before_release_date" and not is_month(term.text("measurement_month") or "")
            for term in own
        )
        models = [term.record("applies_to_models") for term in own]
        trained_on_outputs = any(edge.relation in OUTPUT_RELATIONS for edge in self.bases)
        inherited = [term.text("prefix") for term in ancestor_terms(self) if term.type == "naming"]
        return (
            month_before(self.release_date) if needs_month else None,
            self.is_multimodal if any("modality" in record for record in models) else None,
            self.family if trained_on_outputs or any("family" in record for record in models) else None,
            frozenset(prefix for prefix in inherited if prefix and not begins_with(self.name, prefix=prefix)),
        )


class Step(NamedTuple):
    """One step up the lineage: the ancestor, and how the model below came from it."""

    slug: str
    name: str
    relation: str


def step_to(edge: Edge, *, license: LicenseFacts | None = None) -> Step:
    """The step along an edge; a base that is a bare license goes by the name of the license."""
    base = edge.base
    if isinstance(base, ExternalAncestor):
        return Step("", base.name, edge.relation)
    return Step(base.slug, base.name or base.slug or (license.name if license else "the base"), edge.relation)


@dataclass(frozen=True, kw_only=True)
class Reaching:
    """A license that reaches the subject. `carrier` is the model that it was granted for, with its own release month and
    modalities; `outputs_by` is the relation through which only outputs came, None where weights flow."""

    license: LicenseFacts | None
    carrier: Subject | ExternalAncestor
    via: tuple[Step, ...] = ()
    outputs_by: str | None = None

    @property
    def is_own(self) -> bool:
        return not self.via


def reaching_licenses(subject: Subject, *, on: date) -> Iterator[Reaching]:
    """The subject's own license on that day, then each ancestor's, nearest first in each line. A base by the same
    licensor adds no license of its own (the licensor has relicensed it), but what others hold in it still flows.
    An ancestor that stands in several lines is told once for each relation, by the first of them: merges of merges have
    more lines than anybody could read, and a license binds no more for arriving twice."""
    if not subject.is_own_work:
        yield Reaching(license=subject.license_on(on), carrier=subject)
    yield from _inherited(subject, on=on, via=(), outputs_by=None, told=set(), climbed=set())


def _inherited(
    subject: Subject,
    *,
    on: date,
    via: tuple[Step, ...],
    outputs_by: str | None,
    told: set[tuple[object, ...]],
    climbed: set[tuple[object, ...]],
) -> Iterator[Reaching]:
    for edge in subject.bases:
        if edge.relation in OUTPUT_RELATIONS and outputs_by is not None:
            continue
        base = edge.base
        by = edge.relation if edge.relation in OUTPUT_RELATIONS else outputs_by
        if isinstance(base, ExternalAncestor):
            if edge.same_licensor is not True:
                path = (*via, step_to(edge))
                yield Reaching(license=None, carrier=base, via=path, outputs_by=by)
            continue
        license = base.license_on(on)
        path = (*via, step_to(edge, license=license))
        arrival, ascent = (identity_of(base), by, edge.relation), (identity_of(base), by)
        if edge.same_licensor is not True and arrival not in told:
            told.add(arrival)
            yield Reaching(license=license, carrier=base, via=path, outputs_by=by)
        if ascent not in climbed:
            climbed.add(ascent)
            yield from _inherited(base, on=on, via=path, outputs_by=by, told=told, climbed=climbed)


def identity_of(subject: Subject) -> object:
    """Return what tells one ancestor from another: its slug; a bare license has none and is told by itself."""
    return subject.slug or subject


def undeclared(subject: Subject) -> Iterator[tuple[Step, ...]]:
    """A path to each model in the lineage, the subject included, whose own base is not declared."""
    yield from _undeclared(subject, via=(), climbed=set())


def _undeclared(subject: Subject, *, via: tuple[Step, ...], climbed: set[object]) -> Iterator[tuple[Step, ...]]:
    climbed.add(identity_of(subject))
    if subject.lineage == "not_declared":
        yield via
    for edge in subject.bases:
        if isinstance(edge.base, Subject) and edge.relation not in OUTPUT_RELATIONS and identity_of(edge.base) not in climbed:
            yield from _undeclared(edge.base, via=(*via, step_to(edge)), climbed=climbed)


def ancestors(subject: Subject, *, by_weights: bool = False) -> Iterator[Subject]:
    """Every model above the subject, each once; `by_weights` leaves out those of which it has outputs only."""
    climbed: set[object] = set()
    left = [subject]
    while left:
        for edge in left.pop().bases:
            base = edge.base
            if isinstance(base, Subject) and identity_of(base) not in climbed and not (by_weights and edge.relation in OUTPUT_RELATIONS):
                climbed.add(identity_of(base))
                left.append(base)
                yield base


def ancestor_terms(subject: Subject) -> Iterator[Term]:
    """The terms of every license that any ancestor ever had."""
    for ancestor in ancestors(subject):
        for period in ancestor.periods:
            yield from period.license.terms if period.license else ()


def begins_with(name: str, *, prefix: str) -> bool:
    """Whether a model's name begins with a prescribed word. Spaces, hyphens and underscores count as the same, because
    names of repositories have no spaces; capitals count as written."""
    return _words(name).startswith(_words(prefix))


def _words(text: str) -> str:
    return text.replace("-", " ").replace("_", " ").strip()


def license_subject(license: LicenseFacts | None, *, lineage: str = "none") -> Subject:
    """A bare license as a subject; None for a license that cannot be identified."""
    return Subject(periods=(LicensePeriod(license),), lineage=lineage)


def own_work(bases: tuple[Edge, ...]) -> Subject:
    """A model that is not recorded, described by its bases alone; ValueError without any, for then nothing is known."""
    if not bases:
        raise ValueError("a lineage needs at least one base")
    return Subject(lineage="declared", bases=bases, is_own_work=True)
