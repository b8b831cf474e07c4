"""What recorded decisions look like in an answer, and what recording one takes."""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from catalog.api.operations import ref
from catalog.api.shapes.evidence import Day, Moment, Url
from catalog.api.verdicts.requests import DAY, SLUG, closed
from catalog.api.verdicts.shapes import Revisions, Verdict
from registry.models.vocabulary import Outcome

Outcomes = Literal["approved", "approved_with_conditions", "rejected"]


class DecisionSubject(TypedDict):
    """What it was decided about."""

    kind: Literal["variant", "model", "license"]
    slug: str
    name: str
    url: Url


class RecordedDecisionRecord(TypedDict):
    """A decision as it was recorded."""

    number: int
    url: Url
    subject: DecisionSubject
    outcome: Outcomes
    product: str
    conditions: str | None
    reason: str
    valid_until: Day | None
    as_of: Day | None
    use: Annotated[dict[str, Any], Field(description="The whole intended use, the profile's answers included.")]
    profile: Annotated[str | None, Field(description="Slug of the use profile.")]
    verdict: Annotated[Verdict, Field(description="As it was when decided.")]
    revisions: Revisions
    decided_by: str
    decided_at: Moment
    replaces: Annotated[int | None, Field(description="Number of the decision that it replaced.")]
    replaced_by: Annotated[int | None, Field(description="Number of the decision that replaced it.")]
    in_force: Annotated[bool, Field(description="No later decision replaced it. It may have expired all the same.")]
    expired: bool
    drifted: Annotated[bool, Field(description="A fact underneath has changed since.")]
    disclaimer: str


class FactChangeRecord(TypedDict):
    """One fact that differs."""

    path: str
    kind: Literal["added", "removed", "changed"]
    before: Any
    after: Any


class PageChangeRecord(TypedDict):
    """A page that moved since: its revisions then and now. 0 is a page that was not, or is no longer, underneath."""

    kind: str
    slug: str
    then: int
    now: int
    facts: list[FactChangeRecord]


class RecordedDecisionDetail(RecordedDecisionRecord):
    """A decision, the answer it rested on, and how it stands today."""

    answer: Annotated[dict[str, Any], Field(description="The whole verdict as it was given.")]
    changed: list[PageChangeRecord]
    new_verdict: Annotated[Verdict, Field(description="On today's facts; the recorded one where none has changed.")]


class RecordedDecisionList(TypedDict):
    """Decisions, newest first."""

    results: list[RecordedDecisionRecord]
    next: Annotated[Url | None, Field(description="The next page.")]
    previous: None
    count: int


NEW_DECISION: dict[str, Any] = closed(
    {
        "subject": {"oneOf": [closed({kind: SLUG}, required=(kind,)) for kind in ("variant", "model", "license")]},
        "use": ref("IntendedUse"),
        "profile": {"anyOf": [SLUG, {"type": "null"}]},
        "as_of": DAY,
        "outcome": {"type": "string", "enum": list(Outcome.values)},
        "product": {"type": "string", "minLength": 1, "maxLength": 200},
        "conditions": {"type": ["string", "null"], "maxLength": 20_000, "description": "Required where approved with conditions."},
        "reason": {"type": "string", "minLength": 1, "maxLength": 20_000},
        "valid_until": {**DAY, "description": "The last day; null for no end."},
        "replaces": {"type": ["integer", "null"], "minimum": 1, "description": "Number of the decision that this one replaces."},
    },
    required=("subject", "outcome", "product", "reason"),
    anyOf=[{"required": ["use"]}, {"required": ["profile"]}],
)
