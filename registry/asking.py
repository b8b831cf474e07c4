""" "May we use it?" asked of the record: the subject as people name it, the facts it rests on, and the answer with their revisions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from registry.documents.dates import first_day
from registry.licensing.decide import Decision, decide
from registry.licensing.intended_use import IntendedUse
from registry.licensing.lineage import Edge, Subject, ancestors, license_subject, own_work
from registry.licensing.terms import LicenseFacts
from registry.licensing.vocabulary import RELATIONS
from registry.models import AIModel, License, ModelVariant, Page
from registry.subjects import license_facts, subjects_of

FORMS = '{"variant": slug}, {"model": slug}, {"license": slug or null} or {"lineage": [{"license": slug, "relation": word}]}'
LINEAGE = ("none", "not_declared", "unknown")


class InvalidSubject(ValueError):  # noqa: N818
    """A subject that names nothing; `errors` are (JSON pointer, code, detail)."""

    def __init__(self, *errors: tuple[str, str, str]) -> None:
        super().__init__("; ".join(detail for _, _, detail in errors))
        self.errors = list(errors)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question is about: one subject, or every variant of a model."""

    kind: str
    slug: str
    name: str
    subjects: tuple[Subject, ...]
    pages: frozenset[tuple[str, str]] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Answer:
    """The decisions on everything that was asked about, and the revisions of the pages they rest on."""

    asked: Asked
    decisions: tuple[Decision, ...]
    revisions: dict[str, int]

    @property
    def in_sum(self) -> Decision:
        """The most severe of the decisions: what holds for the model as a whole."""
        return max(self.decisions, key=lambda decision: (SEVERITY.index(decision.verdict), SEVERITY.index(decision.worst_case)))


SEVERITY = ("allowed", "allowed_with_obligations", "unknown", "needs_permission", "prohibited")


def ask(asked: Asked, *, use: IntendedUse, today: date, as_of: date | None = None) -> Answer:
    """Decide one use for everything that was asked about. `as_of` picks the licenses that were valid on that day."""
    decisions = tuple(decide(subject=_on(subject, as_of), use=use, today=today, as_of=as_of) for subject in asked.subjects)
    return Answer(asked, decisions, revisions_of(asked.pages))


def _on(subject: Subject, day: date | None) -> Subject:
    """Return the subject as it stood on a day: before its release nobody had been granted anything."""
    if day is None or subject.release_date is None or day >= first_day(subject.release_date):
        return subject
    return replace(subject, periods=())


def revisions_of(pages: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return the current revision number of pages, by "kind/slug"."""
    wanted = set(pages)
    rows = Page.objects.filter(slug__in={slug for _, slug in wanted}).values_list("kind", "slug", "number")
    return {f"{kind}/{slug}": number for kind, slug, number in sorted(rows) if (kind, slug) in wanted}


def find_subject(data: Any, *, at: str = "/subject") -> Asked:
    """Return what a subject in its plain form names; raise InvalidSubject saying which forms there are."""
    return _found([(data, at)])[0]


def find_subjects(data: Sequence[Any], *, at: str = "/subjects") -> list[Asked]:
    """Return what each subject of a list names, in its order; InvalidSubject names every one that names nothing.

    The number of queries depends on the kinds of subjects and the depth of their lineage, not on how many there are.
    """
    return _found([(subject, f"{at}/{index}") for index, subject in enumerate(data)])


def ask_all(askeds: Sequence[Asked], *, use: IntendedUse, today: date, as_of: date | None = None) -> list[Answer]:
    """Decide one use for each of several, in their order: one query for all revisions. What is asked twice is decided once."""
    decided: dict[int, tuple[Subject, Decision]] = {}
    for subject in (subject for asked in askeds for subject in asked.subjects):
        if id(subject) not in decided:
            decided[id(subject)] = subject, decide(subject=_on(subject, as_of), use=use, today=today, as_of=as_of)
    revisions = revisions_of(page for asked in askeds for page in asked.pages)
    return [
        Answer(
            asked,
            tuple(decided[id(subject)][1] for subject in asked.subjects),
            {name: number for name, number in revisions.items() if tuple(name.split("/", 1)) in asked.pages},
        )
        for asked in askeds
    ]


def _found(wanted: Sequence[tuple[Any, str]]) -> list[Asked]:
    """Read every form first, look all names up together, and only then say what names nothing."""
    errors: list[tuple[str, str, str]] = []
    forms: list[tuple[str, Mapping[str, Any], str]] = []
    for data, at in wanted:
        try:
            forms.append((_form(data, at), data, at))
        except InvalidSubject as error:
            errors += error.errors
    rows = _Rows(forms)
    found = []
    for form, data, at in forms:
        try:
            found.append(_FINDERS[form](rows, data, at))
        except InvalidSubject as error:
            errors += error.errors
    if errors:
        raise InvalidSubject(*errors)
    return found


def _form(data: Any, at: str) -> str:
    """Return which of the forms a subject has, every name in it well-formed."""
    if not isinstance(data, Mapping):
        raise InvalidSubject((at, "invalid", f"a subject is one of {FORMS}"))
    unknown = set(data) - {"variant", "model", "license", "lineage"}
    if unknown:
        raise InvalidSubject(
            *(
                (f"{at}/{_escaped(name)}", "unknown_field", f"there is no '{name[:80]}' here: a subject is one of {FORMS}")
                for name in sorted(unknown)
            )
        )
    names = set(data) & {"variant", "model", "license"} or set(data) & {"lineage"}
    if len(names) != 1:
        raise InvalidSubject((at, "invalid", f"a subject is exactly one of {FORMS}"))
    name = names.pop()
    if name not in ("license", "lineage") and "lineage" in data:
        raise InvalidSubject((f"{at}/lineage", "invalid", "a catalog entry has its own lineage: leave this out"))
    if name in ("variant", "model") or (name == "license" and data["license"] is not None):
        _check_slug(data, name, at)
    lineage = data.get("lineage", "none")
    if name == "lineage" or isinstance(lineage, list):
        _check_steps(lineage, at)
    elif name == "license" and not (isinstance(lineage, str) and lineage in LINEAGE):
        raise InvalidSubject((f"{at}/lineage", "invalid_choice", f"beside a license, lineage is a list or one of {', '.join(LINEAGE)}"))
    return name


def _check_steps(steps: Any, at: str) -> None:
    if not isinstance(steps, list) or not steps or len(steps) > 50:
        raise InvalidSubject((f"{at}/lineage", "invalid", 'lineage is a list of 1 to 50 {"license": slug or null, "relation": word}'))
    for index, step in enumerate(steps):
        _check_step(step, f"{at}/lineage/{index}")


def _check_step(step: Any, at: str) -> None:
    if not isinstance(step, Mapping) or not {"license", "relation"} <= set(step) or set(step) - {"license", "relation", "same_licensor"}:
        raise InvalidSubject((at, "invalid", 'each step is {"license": slug or null, "relation": word}'))
    if step["relation"] not in RELATIONS:
        raise InvalidSubject((f"{at}/relation", "invalid_choice", f"relation is one of {', '.join(RELATIONS)}"))
    same = step.get("same_licensor")
    if same is not None and not isinstance(same, bool):
        raise InvalidSubject((f"{at}/same_licensor", "invalid", "same_licensor is true, false or null"))
    if step["license"] is not None:
        _check_slug(step, "license", at)


def _check_slug(data: Mapping[str, Any], name: str, at: str) -> None:
    value = data[name]
    if not isinstance(value, str) or not value or len(value) > 120 or not value.isprintable():
        raise InvalidSubject((f"{at}/{name}", "invalid", f"{name} is the slug of a {name}, as in its address"))


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


class _Rows:
    """The published rows that any of the subjects names, read together."""

    def __init__(self, forms: Iterable[tuple[str, Mapping[str, Any], str]]) -> None:
        slugs: dict[str, set[str]] = {"variant": set(), "model": set(), "license": set()}
        for form, data, _ in forms:
            if form in ("variant", "model"):
                slugs[form].add(data[form])
            steps = data["lineage"] if isinstance(data.get("lineage"), list) else []
            slugs["license"] |= {step["license"] for step in (data, *steps) if step.get("license") is not None}
        self.variants = _published(ModelVariant, slugs["variant"])
        self.models = _published(AIModel, slugs["model"])
        self.of_model: dict[int, list[int]] = {pk: [] for pk, _ in self.models.values()}
        if self.of_model:
            below = ModelVariant.objects.published().filter(model__in=self.of_model).order_by("position", "pk")
            for pk, model in below.values_list("pk", "model_id"):
                self.of_model[model].append(pk)
        keys = {pk for pk, _ in self.variants.values()}.union(*self.of_model.values())
        self.subjects = subjects_of(keys) if keys else {}
        licenses = _published(License, slugs["license"])
        facts = license_facts([pk for pk, _ in licenses.values()]) if licenses else {}
        self.licenses = {slug: facts[pk] for slug, (pk, _) in licenses.items()}

    def license(self, data: Mapping[str, Any], at: str) -> LicenseFacts | None:
        """Return the license that a subject or a step names; None where it says that none could be identified."""
        slug = data["license"]
        if slug is not None and slug not in self.licenses:
            detail = f"there is no license '{slug}' in the catalog; null means it could not be identified"
            raise InvalidSubject((f"{at}/license", "not_found", detail))
        return None if slug is None else self.licenses[slug]

    def edges(self, data: Mapping[str, Any], at: str) -> tuple[Edge, ...]:
        """Return the bases that a lineage outside the catalog names."""
        return tuple(
            Edge(
                relation=step["relation"],
                base=license_subject(self.license(step, f"{at}/lineage/{index}")),
                same_licensor=step.get("same_licensor"),
            )
            for index, step in enumerate(data["lineage"])
        )


def _published(table: Any, slugs: Collection[str]) -> dict[str, tuple[int, str]]:
    """Return primary key and name of the published rows by slug; asks nothing when no slug is wanted."""
    if not slugs:
        return {}
    return {slug: (pk, name) for slug, pk, name in table.objects.published().filter(slug__in=slugs).values_list("slug", "pk", "name")}


def _variant(rows: _Rows, data: Mapping[str, Any], at: str) -> Asked:
    slug = data["variant"]
    if slug not in rows.variants:
        raise InvalidSubject((f"{at}/variant", "not_found", f"there is no variant '{slug}' in the catalog"))
    pk, name = rows.variants[slug]
    return Asked("variant", slug, name, (rows.subjects[pk],), pages_under([rows.subjects[pk]]))


def _model(rows: _Rows, data: Mapping[str, Any], at: str) -> Asked:
    slug = data["model"]
    if slug not in rows.models:
        raise InvalidSubject((f"{at}/model", "not_found", f"there is no model '{slug}' in the catalog"))
    pk, name = rows.models[slug]
    subjects = tuple(rows.subjects[variant] for variant in rows.of_model[pk])
    pages = pages_under(subjects) if subjects else frozenset({("model", slug)})
    return Asked("model", slug, name, subjects or (license_subject(None),), pages)


def _license(rows: _Rows, data: Mapping[str, Any], at: str) -> Asked:
    lineage = data.get("lineage", "none")
    bases = rows.edges(data, at) if isinstance(lineage, list) else ()
    declared = "declared" if bases else "none" if lineage == "none" else "not_declared"
    facts = rows.license(data, at)
    subject = replace(license_subject(facts, lineage=declared), bases=bases)
    name = facts.name if facts else "license not identified"
    return Asked("license", facts.slug if facts else "", name, (subject,), pages_under([subject]))


def _lineage(rows: _Rows, data: Mapping[str, Any], at: str) -> Asked:
    subject = own_work(rows.edges(data, at))
    return Asked("lineage", "", "a model outside the catalog", (subject,), pages_under([subject]))


def pages_under(subjects: Iterable[Subject]) -> frozenset[tuple[str, str]]:
    """Return (kind, slug) of every page that a decision on the subjects rests on: models and licenses, ancestors included."""
    found: set[tuple[str, str]] = set()
    for subject in subjects:
        for held in (subject, *ancestors(subject)):
            if held.family:
                found.add(("model", held.family))
            found.update(("license", period.license.slug) for period in held.periods if period.license)
    return frozenset(found)


_FINDERS = {"variant": _variant, "model": _model, "license": _license, "lineage": _lineage}
