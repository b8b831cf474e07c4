"""What a variant was made from and what was made from it, with the license at each step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from catalog.reading import MOST_DERIVATIVES, SEEN_DERIVATIVES
from registry.licensing.lineage import Edge, ExternalAncestor, Subject, ancestors
from registry.licensing.vocabulary import OUTPUT_RELATIONS
from registry.models import License, Lineage, ModelVariant
from registry.models.vocabulary import ExternalKind, LineageStatus, State

_RELATIONS = {
    "finetune": "fine-tuned from",
    "adapter": "an adapter for",
    "quantize": "quantized from",
    "merge": "merged from",
    "prune_and_distill": "pruned and distilled from",
    "continued_pretraining": "trained further from",
    "post_training": "post-trained from",
    "adapter_added": "an adapter added to",
    "distill": "distilled from the outputs of",
    "output_training": "trained on outputs of",
}
_STATUS_SAYS = {
    LineageStatus.NONE: "Trained from scratch: it has no base.",
    LineageStatus.DECLARED: "",
    LineageStatus.NOT_DECLARED: "Not declared: nobody says what it was made from. That is not the same as having no base.",
}


def relation_words(relation: str) -> str:
    """Return a relation as it stands between a model and its base: "fine-tuned from"."""
    return _RELATIONS.get(relation, relation.replace("_", " "))


@dataclass(frozen=True)
class Ancestor:
    """One step up: how the model below came from it, and the license it is offered under. What stands above an ancestor is
    told once for a variant; `told_before` says that this was the case already."""

    name: str
    relation: str
    outputs_only: bool
    same_licensor: bool
    href: str
    license_name: str
    license_href: str
    note: str
    drifts: bool
    above: tuple["Ancestor", ...]
    told_before: bool = False

    @property
    def relation_words(self) -> str:
        return relation_words(self.relation)


@dataclass(frozen=True)
class Descent:
    """A variant's lineage in both directions."""

    variant: ModelVariant
    says: str
    bases: tuple[Ancestor, ...]
    derivatives: tuple[Lineage, ...]
    drifted: bool
    has_more: bool


@dataclass(frozen=True)
class Places:
    """Where the models and licenses that a lineage names can be read; what readers do not see has no address."""

    variants: Mapping[str, str]
    licenses: Mapping[str, str]

    @classmethod
    def of(cls, variants: Iterable[ModelVariant], licenses: Iterable[License]) -> "Places":
        return cls(
            {variant.slug: variant.get_absolute_url() for variant in variants if variant.published},
            {license.slug: license.get_absolute_url() for license in licenses if license.state != State.DRAFT},
        )


def ancestor_slugs(subjects: Iterable[Subject]) -> set[str]:
    """Return the slugs of every variant above these."""
    return {ancestor.slug for subject in subjects for ancestor in ancestors(subject)}


def license_slugs(subjects: Iterable[Subject]) -> set[str]:
    """Return the slugs of every license that these subjects or anything above them ever had."""
    held = (each for subject in subjects for each in (subject, *ancestors(subject)))
    return {period.license.slug for each in held for period in each.periods if period.license}


def descent(variant: ModelVariant, *, subject: Subject, places: Places, drifted: bool, today: date) -> Descent:
    """Return the lineage of a variant. The variant must be read as `catalog.reading` reads it."""
    derivatives: list[Lineage] = getattr(variant, SEEN_DERIVATIVES)
    return Descent(
        variant=variant,
        says=_STATUS_SAYS[LineageStatus(variant.lineage_status)],
        bases=_bases(subject, places=places, today=today, drifted=drifted, told=set()),
        derivatives=tuple(derivatives[:MOST_DERIVATIVES]),
        drifted=drifted,
        has_more=len(derivatives) > MOST_DERIVATIVES,
    )


def _bases(subject: Subject, *, places: Places, today: date, drifted: bool, told: set[str]) -> tuple[Ancestor, ...]:
    return tuple(_ancestor(edge, places=places, today=today, drifted=drifted, told=told) for edge in subject.bases)


def _ancestor(edge: Edge, *, places: Places, today: date, drifted: bool, told: set[str]) -> Ancestor:
    base = edge.base
    outputs_only = edge.relation in OUTPUT_RELATIONS
    if isinstance(base, ExternalAncestor):
        return _external(base, edge=edge, outputs_only=outputs_only)
    license = base.license_on(today)
    # As the licensing core has it: weights flow, somebody else grants them, and not under a permissive license.
    carries = drifted and not outputs_only
    told_before = bool(base.bases) and base.slug in told
    told.add(base.slug)
    return Ancestor(
        name=base.name,
        relation=edge.relation,
        outputs_only=outputs_only,
        same_licensor=edge.same_licensor is True,
        href=places.variants.get(base.slug, ""),
        license_name=license.name if license else "",
        license_href=places.licenses.get(license.slug, "") if license else "",
        note="" if license else "No license is identified for it.",
        drifts=carries and edge.same_licensor is not True and license is not None and license.category != "permissive",
        above=() if told_before else _bases(base, places=places, today=today, drifted=carries, told=told),
        told_before=told_before,
    )


def _external(base: ExternalAncestor, *, edge: Edge, outputs_only: bool) -> Ancestor:
    kind = ExternalKind(base.kind).label.lower() if base.kind else "model outside the catalog"
    said = " ".join(filter(None, (f"A {kind}." if kind[0] not in "aeiou" else f"An {kind}.", base.terms, base.note)))
    return Ancestor(
        name=base.name, relation=edge.relation, outputs_only=outputs_only, same_licensor=edge.same_licensor is True, href="",
        license_name="", license_href="", note=said, drifts=False, above=(),
    )  # fmt: skip
