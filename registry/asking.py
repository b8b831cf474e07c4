""" "May we use it?" asked of the record: the subject as people name it, the facts it rests on, and the answer with their revisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from registry.licensing.decide import Decision, decide
from registry.licensing.intended_use import IntendedUse
from registry.licensing.lineage import Edge, ExternalAncestor, Subject, license_subject, own_work
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
    decisions = tuple(decide(subject=subject, use=use, today=today, as_of=as_of) for subject in asked.subjects)
    return Answer(asked, decisions, revisions_of(asked.pages))


def revisions_of(pages: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return the current revision number of pages, by "kind/slug"."""
    wanted = set(pages)
    rows = Page.objects.filter(slug__in={slug for _, slug in wanted}).values_list("kind", "slug", "number")
    return {f"{kind}/{slug}": number for kind, slug, number in sorted(rows) if (kind, slug) in wanted}


def find_subject(data: Any, *, at: str = "/subject") -> Asked:
    """Return what a subject in its plain form names; raise InvalidSubject saying which forms there are."""
    if not isinstance(data, Mapping):
        raise InvalidSubject((at, "invalid", f"a subject is one of {FORMS}"))
    names = set(data) & {"variant", "model", "license"} or set(data) & {"lineage"}
    unknown = set(data) - {"variant", "model", "license", "lineage"}
    if unknown:
        raise InvalidSubject(
            *((f"{at}/{name}", "unknown_field", f"there is no '{name}' here: a subject is one of {FORMS}") for name in sorted(unknown))
        )
    if len(names) != 1:
        raise InvalidSubject((at, "invalid", f"a subject is exactly one of {FORMS}"))
    name = names.pop()
    if name != "license" and "lineage" in data and name != "lineage":
        raise InvalidSubject((f"{at}/lineage", "invalid", "a catalog entry has its own lineage: leave this out"))
    return _FINDERS[name](data, at)


def _variant(data: Mapping[str, Any], at: str) -> Asked:
    slug = _slug(data, "variant", at)
    row = ModelVariant.objects.published().filter(slug=slug).values_list("pk", "name").first()
    if row is None:
        raise InvalidSubject((f"{at}/variant", "not_found", f"there is no variant '{slug}' in the catalog"))
    subject = subjects_of([row[0]])[row[0]]
    return Asked("variant", slug, row[1], (subject,), pages_under([subject]))


def _model(data: Mapping[str, Any], at: str) -> Asked:
    slug = _slug(data, "model", at)
    model = AIModel.objects.published().filter(slug=slug).values_list("pk", "name").first()
    if model is None:
        raise InvalidSubject((f"{at}/model", "not_found", f"there is no model '{slug}' in the catalog"))
    variants = list(ModelVariant.objects.published().filter(model=model[0]).order_by("position", "pk").values_list("pk", flat=True))
    if not variants:
        unidentified = license_subject(None)
        return Asked("model", slug, model[1], (unidentified,), frozenset({("model", slug)}))
    found = subjects_of(variants)
    subjects = tuple(found[pk] for pk in variants)
    return Asked("model", slug, model[1], subjects, pages_under(subjects))


def _license(data: Mapping[str, Any], at: str) -> Asked:
    lineage = data.get("lineage", "none")
    bases: tuple[Edge, ...] = ()
    if isinstance(lineage, list):
        bases, declared = _edges(data, at), "declared"
    elif lineage in LINEAGE:
        declared = "none" if lineage == "none" else "not_declared"
    else:
        raise InvalidSubject((f"{at}/lineage", "invalid_choice", f"beside a license, lineage is a list or one of {', '.join(LINEAGE)}"))
    facts = None if data["license"] is None else _facts(_slug(data, "license", at), f"{at}/license")
    subject = replace(license_subject(facts, lineage=declared), bases=bases)
    name = facts.name if facts else "license not identified"
    return Asked("license", facts.slug if facts else "", name, (subject,), pages_under([subject]))


def _lineage(data: Mapping[str, Any], at: str) -> Asked:
    subject = own_work(_edges(data, at))
    return Asked("lineage", "", "a model outside the catalog", (subject,), pages_under([subject]))


def _edges(data: Mapping[str, Any], at: str) -> tuple[Edge, ...]:
    steps = data["lineage"]
    if not isinstance(steps, list) or not steps or len(steps) > 50:
        raise InvalidSubject((f"{at}/lineage", "invalid", 'lineage is a list of 1 to 50 {"license": slug or null, "relation": word}'))
    return tuple(_edge(step, f"{at}/lineage/{index}") for index, step in enumerate(steps))


def _edge(step: Any, at: str) -> Edge:
    if not isinstance(step, Mapping) or not {"license", "relation"} <= set(step) or set(step) - {"license", "relation", "same_licensor"}:
        raise InvalidSubject((at, "invalid", 'each step is {"license": slug or null, "relation": word}'))
    if step["relation"] not in RELATIONS:
        raise InvalidSubject((f"{at}/relation", "invalid_choice", f"relation is one of {', '.join(RELATIONS)}"))
    same = step.get("same_licensor")
    if same is not None and not isinstance(same, bool):
        raise InvalidSubject((f"{at}/same_licensor", "invalid", "same_licensor is true, false or null"))
    facts = None if step["license"] is None else _facts(_slug(step, "license", at), f"{at}/license")
    return Edge(relation=step["relation"], base=license_subject(facts), same_licensor=same)


def _facts(slug: str, at: str) -> LicenseFacts:
    row = License.objects.published().filter(slug=slug).values_list("pk", flat=True).first()
    if row is None:
        raise InvalidSubject((at, "not_found", f"there is no license '{slug}' in the catalog; null means it could not be identified"))
    return license_facts([row])[row]


def _slug(data: Mapping[str, Any], name: str, at: str) -> str:
    value = data[name]
    if not isinstance(value, str) or not value or len(value) > 120 or "\x00" in value:
        raise InvalidSubject((f"{at}/{name}", "invalid", f"{name} is the slug of a {name}, as in its address"))
    return value


def pages_under(subjects: Iterable[Subject]) -> frozenset[tuple[str, str]]:
    """Return (kind, slug) of every page that a decision on the subjects rests on: models and licenses, ancestors included."""
    found: set[tuple[str, str]] = set()
    stack: list[Subject | ExternalAncestor] = list(subjects)
    while stack:
        subject = stack.pop()
        if isinstance(subject, ExternalAncestor):
            continue
        if subject.family:
            found.add(("model", subject.family))
        found.update(("license", period.license.slug) for period in subject.periods if period.license)
        stack.extend(edge.base for edge in subject.bases)
    return frozenset(found)


_FINDERS = {"variant": _variant, "model": _model, "license": _license, "lineage": _lineage}
