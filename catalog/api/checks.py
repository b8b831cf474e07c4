"""The CI gate over HTTP: pass, fail or unknown for each model of a list or of a bill of materials."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from django.utils import timezone
from pydantic import Field
from rest_framework.request import Request
from typing_extensions import TypedDict

from catalog.api.bodies import Body, require_no_query
from catalog.api.negotiation import JSON, Format, format_of
from catalog.api.operations import ASKING, OperationSchema, described_by, operation, ref
from catalog.api.permissions import QuestionAccess
from catalog.api.shapes.evidence import Day
from catalog.api.verdicts.requests import DAY, REQUESTS, SLUG, closed
from catalog.api.verdicts.shapes import (
    Cause,
    CheckRecord,
    Effect,
    ObligationRecord,
    QuestionRecord,
    Revisions,
    StepRecord,
    Verdict,
)  # fmt: skip
from catalog.api.verdicts.uses import read_use
from catalog.api.verdicts.views import not_kept
from catalog.api.views import CatalogView, as_json
from registry.documents.fields import Verification
from registry.gate.entries import LONGEST_NAME, Entry, InvalidEntries
from registry.gate.json_report import report_as_dict
from registry.gate.listing import read_list
from registry.gate.located import read_json
from registry.gate.mlbom import read_bom
from registry.gate.sarif import report_as_sarif
from registry.gate.verdict import check_entries
from registry.licensing.intended_use import IntendedUse
from registry.licensing.standard_uses import PRODUCT
from registry.licensing.use import parse_use

MOST_ENTRIES = 1_000
SARIF = Format("sarif", "application/sarif+json", "application/sarif+json")
Status = Literal["pass", "fail", "unknown"]


class GateReason(TypedDict):
    """One reason."""

    license: str
    term_id: str | None
    term_type: str
    section: str
    effect: Effect
    kind: Annotated[str, Field(description="As in a verdict; declared is what a bill of materials says.")]
    summary: str
    verification: Verification
    via: list[StepRecord]
    causes: list[Cause]


class GateDecision(TypedDict):
    """The answer for one entry or variant."""

    status: Status
    verdict: Verdict
    worst_case: Verdict
    causes: list[Cause]
    reasons: list[GateReason]
    obligations: list[ObligationRecord]
    pending_obligations: list[ObligationRecord]
    questions: list[QuestionRecord]
    compliance: str
    compliance_checks: list[CheckRecord]
    verification: Verification
    rests_on_recalled: bool


class GateRow(TypedDict):
    """A row of the catalog."""

    kind: Literal["variant", "model"]
    slug: str
    name: str
    path: Annotated[str, Field(description="Of its page for people.")]


class GateMatch(GateRow):
    """What an entry was found to mean, and how."""

    by: Literal["repository", "slug", "name", "former_slug"]


class GateVariant(GateRow, GateDecision):
    """One variant of a model that was named as a whole."""


class GateEntry(GateDecision):
    """One entry, in the order of the request."""

    text: str
    file: Annotated[Literal["entries", "bom"], Field(description="Which part of the request it stood in.")]
    line: Annotated[int, Field(description="Its place from 1 in entries; in a bill of materials its line when indented by two spaces.")]
    revision: str | None
    purpose: str | None
    matched: GateMatch | None
    candidates: Annotated[list[GateRow], Field(description="What an unclear name may have meant.")]
    notes: list[str]
    variants: list[GateVariant]
    revisions: Revisions


GateSummary = TypedDict("GateSummary", {"entries": int, "pass": int, "fail": int, "unknown": int})


class GateUse(TypedDict):
    """The use that was applied."""

    name: str
    use: dict[str, Any]


class GateReportRecord(TypedDict):
    """The gate's answer."""

    version: Literal[1]
    status: Status
    passed: Annotated[bool, Field(description="Whether the gate opens.")]
    allow_unknown: bool
    summary: GateSummary
    use: GateUse
    decided_for: Day
    catalog_revision: int
    disclaimer: str
    entries: list[GateEntry]


_COMMON: dict[str, Any] = {
    "use": {**ref("IntendedUse"), "description": "Left out: the profile's, else a commercial product."},
    "profile": {"anyOf": [SLUG, {"type": "null"}]},
    "as_of": DAY,
    "allow_unknown": {"type": "boolean", "default": False, "description": "Let unknown pass the gate; it is reported all the same."},
}
_ENTRIES: dict[str, Any] = {
    "type": "array", "minItems": 1, "maxItems": MOST_ENTRIES, "items": {"type": "string", "minLength": 1},
    "description": "org/name, org/name@revision, pkg:huggingface/org/name@revision, or a slug or name of the catalog.",
}  # fmt: skip
_REQUEST: dict[str, Any] = {
    "oneOf": [
        closed({"entries": _ENTRIES, **_COMMON}, required=("entries",)),
        closed({"bom": {"type": "object", "description": "CycloneDX 1.5 or 1.6 as JSON."}, **_COMMON}, required=("bom",)),
    ]
}


@lru_cache(maxsize=1)
def check_components() -> Mapping[str, Any]:
    """Return the schemas of the gate by name."""
    return described_by(GateReportRecord, requests={**REQUESTS, "CheckRequest": _REQUEST})


class ChecksView(CatalogView):
    """Asked by POST because lists are long; nothing is stored."""

    permission_classes = (QuestionAccess,)
    schema = OperationSchema()
    components = staticmethod(check_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "POST": operation(
            "checks_run", tag="checks", summary="May each of these models be used so? For CI.",
            description="200 whether or not the gate opens: see `passed`. Information about license texts, not legal advice.",
            takes=ref("CheckRequest"), answers={200: ref("GateReportRecord")}, problems=ASKING, open_to_anyone=True,
            media_types={SARIF.media_type: {"type": "object", "description": "SARIF 2.1.0."}},
            parameters=[
                {
                    "name": "format", "in": "query", "description": "Form of the answer; else the Accept header decides.",
                    "schema": {"type": "string", "enum": ["json", "sarif"]},
                }
            ],
        )
    }  # fmt: skip

    def post(self, request: Request) -> HttpResponse:
        """Return the report as JSON or SARIF."""
        require_no_query(request)
        form = format_of(request, offered=(JSON, SARIF))
        body = Body(request, allowed=("entries", "bom", "use", "profile", "as_of", "allow_unknown"))
        use, name = _use(body, request)
        as_of, allow_unknown = body.day("as_of"), body.flag("allow_unknown")
        entries = _entries(body)
        body.finish()
        report = check_entries(
            entries, today=timezone.localdate(), use=use, use_name=name, as_of=as_of, allow_unknown=allow_unknown
        )  # fmt: skip
        content = report_as_sarif(report) if form is SARIF else report_as_dict(report)
        return not_kept(HttpResponse(as_json(content), content_type=form.content_type))


def _use(body: Body, request: Request) -> tuple[IntendedUse, str | None]:
    """Return the use and its name; a profile that states no acts is asked about a product, as is a request without either."""
    profile = body.profile(request)
    use, plain = read_use(body, profile=profile, required=False)
    if body.given.get("use") is not None:
        return use, None
    if not plain.get("acts"):
        use = parse_use({**PRODUCT.as_dict(), **{name: value for name, value in plain.items() if value is not None}})
    return use, f"profile {profile.slug}" if profile else None


def _entries(body: Body) -> list[Entry]:
    listed, bom = (name in body.given for name in ("entries", "bom"))
    if listed == bom:
        detail = "give either entries or bom, not both" if bom else "give entries, or a bill of materials as bom"
        body.refuse("/bom" if bom else "/entries", "ambiguous" if bom else "required", detail)
        return []
    found = _listed(body) if listed else _of_bom(body)
    if len(found) > MOST_ENTRIES:
        body.refuse("/bom", "too_many", f"lists {len(found)} models; at most {MOST_ENTRIES} can be checked at once")
    return found


def _listed(body: Body) -> list[Entry]:
    lines = body.given["entries"]
    if not isinstance(lines, list) or not 1 <= len(lines) <= MOST_ENTRIES:
        body.refuse("/entries", "invalid", f"must be a list of 1 to {MOST_ENTRIES} texts")
        return []
    fine = True
    for index, line in enumerate(lines):
        if not isinstance(line, str) or not line.strip() or len(line) > 2 * LONGEST_NAME or len(line.splitlines()) > 1:
            body.refuse(f"/entries/{index}", "invalid", f"must be a text of one line, at most {2 * LONGEST_NAME} characters long")
            fine = False
    if not fine:
        return []
    try:
        found = read_list("\n".join(line.strip() for line in lines), file="entries")
    except InvalidEntries as error:
        for mistake in error.mistakes:
            body.refuse(f"/entries/{mistake.place.line - 1}", "invalid", mistake.detail)
        return []
    for index in sorted(set(range(len(lines))) - {entry.place.line - 1 for entry in found}):
        body.refuse(f"/entries/{index}", "invalid", "is a comment: it names no model")
    return found


def _of_bom(body: Body) -> list[Entry]:
    bom = body.given["bom"]
    if not isinstance(bom, dict):
        body.refuse("/bom", "invalid_type", "must be an object: a CycloneDX bill of materials")
        return []
    try:
        return read_bom(read_json(json.dumps(bom, indent=2), file="bom"), file="bom")
    except InvalidEntries as error:
        for mistake in error.mistakes:
            body.refuse("/bom", "invalid", mistake.detail)
        return []
