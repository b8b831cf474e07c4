"""The parts of a model's document: variants with their license, lineage and benchmark results."""

import itertools
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator, model_validator

from registry.documents.evidence import Evidence
from registry.documents.fields import (
    Count,
    Day,
    HubRepository,
    Line,
    Mistakes,
    Name,
    Number,
    Part,
    PartialDate,
    ReferenceKey,
    Slug,
    Status,
    Text,
    Verification,
    each_once,
    repeated,
)  # fmt: skip
from registry.documents.page import WHOLE, evidence_citations, unknown_facts

Modality = Literal["text", "image", "audio", "video", "embedding", "3d"]
Category = Literal["", "code", "safety", "embedding", "vision", "speech", "math"]
Relation = Literal[
    "finetune", "adapter", "quantize", "merge", "prune_and_distill", "continued_pretraining", "post_training", "adapter_added",
    "distill", "output_training",
]  # fmt: skip
LineageStatus = Literal["none", "declared", "not_declared"]


class ExternalBase(Part):
    """An ancestor that has no page here: a closed teacher, an unreleased model."""

    name: Name
    kind: Literal["closed_model", "unreleased_model", "unknown_model"]
    terms: Text = ""
    verification: Verification | None = None
    note: Text = ""


class Base(Part):
    """One edge of the lineage: what this variant was made from, and how."""

    base: Slug | None = None
    external: ExternalBase | None = None
    relation: Relation
    same_licensor: bool = False
    source: ReferenceKey | None = None

    @model_validator(mode="after")
    def _names_one_ancestor(self) -> "Base":
        if (self.base is None) == (self.external is None):
            raise ValueError("give either base (a variant of the catalog) or external (an ancestor outside it)")
        return self


class Lineage(Part):
    """What a variant stands on. "not_declared" (nobody says) differs from "none" (trained from scratch)."""

    status: LineageStatus = "none"
    bases: list[Base] = []

    @model_validator(mode="after")
    def _status_agrees(self) -> "Lineage":
        if bool(self.bases) != (self.status == "declared"):
            raise ValueError("list bases when, and only when, the lineage status is 'declared'")
        names = [f"{edge.base or (edge.external and edge.external.name)} by {edge.relation}" for edge in self.bases]
        if (at := repeated(names)) is not None:
            raise Mistakes((f"/bases/{at}", f"the same edge is given twice: {names[at]}"))
        return self


class EarlierLicense(Part):
    """A license that a variant had before today's: who obtained the weights then may still hold it."""

    license: Slug | None = None
    label: Line = ""
    valid_from: Day
    valid_until: Day
    source: ReferenceKey | None = None

    @model_validator(mode="after")
    def _is_a_period(self) -> "EarlierLicense":
        if self.valid_from >= self.valid_until:
            raise ValueError(f"valid_until {self.valid_until} must be later than valid_from {self.valid_from}")
        if not self.license and not self.label:
            raise ValueError("name the license, or label it as the publisher does")
        return self


class Benchmark(Part):
    """A result with what it needs to be compared: harness, shots, tuning and source."""

    benchmark: Name
    metric: Line = ""
    shots: Annotated[int, Field(ge=0, le=1_000_000, strict=True)] | None = None
    score: Number
    tuning: Line = ""
    harness: Line = ""
    source: ReferenceKey | None = None


class VariantDocument(Part):
    """One published artifact: a size, a tuning, an edition. Licenses are facts of variants, never of families."""

    FACTS: ClassVar[tuple[str, ...]] = (
        "release_date", "params_total", "params_active", "context_tokens", "modalities", "knowledge_cutoff", "license",
        "declared_license", "lineage", "weights_download", "hosting", "huggingface", "gated", "languages_count", "training_tokens",
        "open_weights", "benchmarks",
    )  # fmt: skip

    slug: Slug
    name: Name
    aliases: list[Name] = []
    status: Status = "released"
    release_date: PartialDate | None = None
    open_weights: bool
    category: Category = ""
    params_total: Count | None = None
    params_active: Count | None = None
    context_tokens: Count | None = None
    inputs: list[Modality] = []
    outputs: list[Modality] = []
    knowledge_cutoff: PartialDate | None = None
    languages_count: Annotated[int, Field(gt=0, le=100_000, strict=True)] | None = None
    training_tokens: Line = ""
    huggingface: list[HubRepository] = []
    gated: bool | None = None
    license: Slug | None = None
    license_since: Day | None = None
    declared_license: Line = ""
    earlier_licenses: list[EarlierLicense] = []
    lineage: Lineage = Lineage()
    benchmarks: list[Benchmark] = []
    notes: list[Text] = []
    evidence: dict[Line, Evidence] = {}

    @field_validator("inputs", "outputs")
    @classmethod
    def _in_order(cls, modalities: list[Modality]) -> list[Modality]:
        return sorted(set(modalities))

    @field_validator("evidence")
    @classmethod
    def _known_facts(cls, evidence: dict[str, Evidence]) -> dict[str, Evidence]:
        if mistakes := unknown_facts(evidence, known=(WHOLE, *cls.FACTS)):
            raise Mistakes(*((pointer.removeprefix("/evidence"), detail) for pointer, detail in mistakes))
        return {fact: evidence[fact] for fact in sorted(evidence)}

    @field_validator("huggingface", "aliases")
    @classmethod
    def _each_once(cls, names: list[str]) -> list[str]:
        return each_once(names)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "VariantDocument":
        mistakes = list(self._overlapping_licenses())
        if self.params_active and self.params_total and self.params_active > self.params_total:
            mistakes.append(("/params_active", "params_active cannot exceed params_total"))
        for index, edge in enumerate(self.lineage.bases):
            if edge.base == self.slug:
                mistakes.append((f"/lineage/bases/{index}/base", f"{self.slug} cannot be its own base"))
        if mistakes:
            raise Mistakes(*mistakes)
        return self

    def _overlapping_licenses(self) -> Iterator[tuple[str, str]]:
        periods = self.earlier_licenses
        for index, (earlier, later) in enumerate(itertools.pairwise(periods), start=1):
            if later.valid_from < earlier.valid_until:
                yield (
                    f"/earlier_licenses/{index}/valid_from",
                    f"the period from {later.valid_from} must come after the one until {earlier.valid_until}",
                )
        if periods and (self.license_since is None or periods[-1].valid_until > self.license_since):
            yield "/license_since", f"say since when today's license holds: {periods[-1].valid_until} or later"

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Yield (JSON pointer within the variant, kind, slug) for what it names elsewhere in the catalog."""
        if self.license:
            yield "/license", "license", self.license
        for index, period in enumerate(self.earlier_licenses):
            if period.license:
                yield f"/earlier_licenses/{index}/license", "license", period.license
        for index, edge in enumerate(self.lineage.bases):
            if edge.base:
                yield f"/lineage/bases/{index}/base", "variant", edge.base

    def citations(self) -> Iterator[tuple[str, str]]:
        """Yield (JSON pointer within the variant, source key)."""
        yield from evidence_citations(self.evidence)
        listed = (("lineage/bases", self.lineage.bases), ("earlier_licenses", self.earlier_licenses), ("benchmarks", self.benchmarks))
        for name, items in listed:
            for index, item in enumerate(items):
                if item.source:  # type: ignore[attr-defined]
                    yield f"/{name}/{index}/source", item.source  # type: ignore[attr-defined]
