"""What a verdict looks like in an answer."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from catalog.api.shapes.evidence import Day, SourceRef
from registry.documents.fields import Verification
from registry.documents.variants import Relation

Verdict = Annotated[
    Literal["allowed", "allowed_with_obligations", "unknown", "needs_permission", "prohibited"],
    Field(description="Mildest first. unknown is never a yes: something that is not known could make it one of the two after it."),
]
Effect = Literal[
    "permit", "oblige", "need_permission", "prohibit", "terminate", "inform", "not_triggered", "exempts", "ambiguous", "undetermined"
]
Cause = Literal["missing_input", "unidentified_license", "undeclared_lineage", "conflicting_or_ambiguous"]
Kind = Literal[
    "fired", "undetermined", "ambiguous", "exempts", "not_triggered", "grants", "informs", "silent", "license_drift", "title_risk"
]
Revisions = Annotated[dict[str, int], Field(description='Revision numbers of the pages it rests on, by "kind/slug".')]


class StepRecord(TypedDict):
    """One step up the lineage."""

    slug: Annotated[str, Field(description="Empty for a model outside the catalog.")]
    name: str
    relation: Relation


class ReasonRecord(TypedDict):
    """One reason, with the clause to cite and where it was read."""

    license: str
    term_id: Annotated[str | None, Field(description="null where no clause but its absence is the reason.")]
    term_type: str
    section: str
    effect: Effect
    kind: Annotated[Kind, Field(description="The verdict rests on fired, undetermined and ambiguous ones.")]
    summary: str
    source: Annotated[SourceRef | None, Field(description="Of the clause, else of the license; its url is null for an archived copy.")]
    verification: Annotated[Verification, Field(description="recalled means unconfirmed.")]
    via: Annotated[list[StepRecord], Field(description="The way up to the model whose license it is; empty for its own.")]
    causes: list[Cause]


class DemandRecord(TypedDict):
    """One clause that asks for a duty."""

    license: str
    section: str
    term_id: str
    verification: Verification
    via: list[StepRecord]


class ObligationRecord(TypedDict):
    """One duty, with every clause that asks for it."""

    type: str
    hint: str | None
    text: Annotated[str | None, Field(description="The exact words to show or to begin a name with.")]
    summary: str
    licenses: list[str]
    demands: list[DemandRecord]
    triggers: list[str]
    confidence: str
    url: str | None
    placement: str | None


class QuestionRecord(TypedDict):
    """A question whose answer can change the verdict."""

    key: str
    text: str
    input: Annotated[str, Field(description="A JSON pointer into the use, or /subject/... for what is to be found out about the model.")]
    term_ids: list[str]
    options: list[str]
    threshold: int | None
    month: str | None
    cause: Cause


class CheckRecord(TypedDict):
    """One duty held against the plan as described."""

    duty: str
    status: Literal["met", "breached", "undetermined"]
    license: str
    term_id: str
    detail: str


class DecisionRecord(TypedDict):
    """The decision on one subject."""

    verdict: Verdict
    worst_case: Annotated[Verdict, Field(description="The worst that what is open could make of it.")]
    causes: Annotated[list[Cause], Field(description="Why an unknown verdict is unknown.")]
    reasons: list[ReasonRecord]
    obligations: Annotated[list[ObligationRecord], Field(description="What must be done for an allowed use.")]
    pending_obligations: Annotated[list[ObligationRecord], Field(description="What might have to be done besides.")]
    questions: list[QuestionRecord]
    compliance: Literal["n/a", "compliant_as_described", "undetermined", "breach_as_described"]
    compliance_checks: list[CheckRecord]
    verification: Annotated[Verification, Field(description="The weakest mark among the clauses that it rests on.")]
    rests_on_recalled: bool


class SubjectRecord(TypedDict):
    """What was asked about."""

    kind: Literal["variant", "model", "license", "lineage"]
    slug: Annotated[str | None, Field(description="null for what is not in the catalog.")]
    name: str
    url: Annotated[str | None, Field(description="The record in this API.")]


class VariantDecisionRecord(DecisionRecord):
    """The decision on one variant of a model."""

    slug: Annotated[str | None, Field(description="null where the catalog records no variant of the model.")]
    name: str


class VerdictRecord(DecisionRecord):
    """The answer on one subject; for a model in sum, with each variant's own."""

    subject: SubjectRecord
    variants: Annotated[list[VariantDecisionRecord], Field(description="Of a model: the answer for each variant. Else empty.")]
    decided_for: Annotated[Day, Field(description="The day whose licenses count.")]
    revisions: Revisions
    revision: Annotated[int, Field(description="Of the catalog as a whole.")]
    disclaimer: str


class VerdictList(TypedDict):
    """Answers in the order of the subjects."""

    results: list[VerdictRecord]
    revision: Annotated[int, Field(description="Of the catalog as a whole.")]
    disclaimer: str
