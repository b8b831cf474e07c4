"""Recorded decisions: what people with the right to do so decided, with the verdict as it stood and how it stands today."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request

from catalog.api.bodies import Body, InvalidBody, require_no_query
from catalog.api.idempotency import once, repeatable
from catalog.api.members import DecidersAccess, MembersView, person, stored
from catalog.api.negotiation import JSON, format_of
from catalog.api.operations import ASKING, READING, OperationSchema, described_by, operation, ref
from catalog.api.profiles import IF_NONE_MATCH
from catalog.api.shapes.decisions import (
    NEW_DECISION,
    RecordedDecisionDetail,
    RecordedDecisionList,
    RecordedDecisionRecord,
)
from catalog.api.values import moment, text
from catalog.api.verdicts.operations import FORMAT_JSON
from catalog.api.verdicts.requests import REQUESTS
from catalog.api.verdicts.uses import read_use
from catalog.api.views import as_json, origin_of
from catalog.filters import InvalidQuery, Mistake, read_query
from registry.asking import Asked, InvalidSubject, find_subject
from registry.decisions import NotRecordable, Standing, drifted, record_decision, standing, subject_of
from registry.licensing.decide import DISCLAIMER
from registry.models import RecordedDecision
from registry.models.vocabulary import Outcome

FLAGS = ("expired", "drifted", "in_force")
LARGEST_NUMBER = 2**31 - 1
MOST_LIMIT = 200
DEFAULT_LIMIT = 50
_RELATED = ("variant", "model", "license", "profile", "by", "superseded_by", "supersedes")


def _query(name: str, schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": about, "schema": schema}


_FILTERS = [
    _query("outcome", {"type": "string", "enum": list(Outcome.values)}, "What was decided."),
    _query("expired", {"type": "boolean"}, "Whether the last day lies before today."),
    _query("drifted", {"type": "boolean"}, "Whether a fact underneath has changed since."),
    _query("in_force", {"type": "boolean"}, "Whether no later decision replaced it."),
    _query("limit", {"type": "integer", "minimum": 1, "maximum": MOST_LIMIT, "default": DEFAULT_LIMIT}, "Records on a page."),
    _query("cursor", {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}, "A place in the list, as `next` gives it."),
]
_NUMBER: dict[str, Any] = {
    "name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER},
}  # fmt: skip


@lru_cache(maxsize=1)
def decision_components() -> Mapping[str, Any]:
    """Return the schemas of recorded decisions by name."""
    return described_by(
        RecordedDecisionRecord, RecordedDecisionDetail, RecordedDecisionList, requests={**REQUESTS, "NewDecision": NEW_DECISION}
    )


class DecisionsView(MembersView):
    """The list of decisions, and recording one."""

    permission_classes = (DecidersAccess,)
    schema = OperationSchema()
    components = staticmethod(decision_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "decisions_list", tag="decisions", summary="Recorded decisions, newest first.",
            answers={200: ref("RecordedDecisionList"), 304: None}, problems=READING, parameters=[*_FILTERS, FORMAT_JSON, IF_NONE_MATCH],
        ),
        "POST": repeatable(operation(
            "decisions_record", tag="decisions", summary="Record a decision, with the verdict and the facts as they stand now.",
            description="For reviewers and administrators. A decision is never changed: a later one replaces it.",
            takes=ref("NewDecision"), answers={201: ref("RecordedDecisionDetail")}, problems=ASKING, parameters=[FORMAT_JSON],
        )),
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """Return one page of the decisions that meet the filters."""
        given, mistakes = read_query(request.GET, known=("outcome", *FLAGS, "limit", "cursor", "format"))
        if mistakes:
            raise InvalidQuery(mistakes)
        format_of(request, offered=(JSON,))
        return self.fresh_today(request, build=lambda: as_json(_page(_Wanted(given), request)))

    def post(self, request: Request) -> HttpResponse:
        """Record a decision; what is missing is named."""
        require_no_query(request)
        format_of(request, offered=(JSON,))
        return once(request, answer=lambda: self._recorded(request))

    def _recorded(self, request: Request) -> HttpResponse:
        made = _record(request)
        content = as_json(_detail(standing(_one(made.number), today=timezone.localdate()), origin=origin_of(request)))
        return stored(content, status=201, Location=f"{origin_of(request)}{reverse('api:decision', args=[made.number])}")


class DecisionView(MembersView):
    """One decision."""

    schema = OperationSchema()
    components = staticmethod(decision_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "decisions_retrieve", tag="decisions", summary="One decision, and how it stands today.",
            answers={200: ref("RecordedDecisionDetail"), 304: None}, problems=(*READING, 404),
            parameters=[_NUMBER, FORMAT_JSON, IF_NONE_MATCH],
        )
    }  # fmt: skip

    def get(self, request: Request, number: str) -> HttpResponse:
        """Return the decision with what changed underneath and the verdict on today's facts."""
        require_no_query(request)
        format_of(request, offered=(JSON,))
        if not number.isascii() or not number.isdecimal() or len(number) > 10 or int(number) > LARGEST_NUMBER:
            raise Http404("There is no such decision.")
        return self.fresh_today(
            request, build=lambda: as_json(_detail(standing(_one(int(number)), today=timezone.localdate()), origin=origin_of(request)))
        )


class _Wanted:
    """The list as it is wanted; InvalidQuery names every mistake."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self._mistakes: list[Mistake] = []
        self.outcome = given.get("outcome")
        if self.outcome not in (None, *Outcome.values):
            self._refuse("outcome", "is not an outcome", tuple(Outcome.values))
        self.flags = {name: self._flag(name) for name in FLAGS}
        self.limit = self._number("limit", most=MOST_LIMIT) or DEFAULT_LIMIT
        self.cursor = self._number("cursor", most=LARGEST_NUMBER)
        if self._mistakes:
            raise InvalidQuery(self._mistakes)

    def _flag(self, name: str) -> bool | None:
        value = self.given.get(name)
        if value not in (None, "true", "false"):
            self._refuse(name, "is true or false", ("true", "false"))
        return None if value is None else value == "true"

    def _number(self, name: str, *, most: int) -> int | None:
        value = self.given.get(name)
        if value is None:
            return None
        if value.isascii() and value.isdecimal() and len(value) <= 10 and 1 <= int(value) <= most:
            return int(value)
        self._refuse(name, f"is a number from 1 to {most}", ())
        return None

    def _refuse(self, name: str, detail: str, allowed: tuple[str, ...]) -> None:
        listed = f"; there is: {', '.join(allowed)}" if allowed else ""
        self._mistakes.append(Mistake(name, "invalid_value", f"'{name}' {detail}{listed}.", allowed))


def _page(wanted: _Wanted, request: Request) -> dict[str, Any]:
    """Whether a fact has changed is worked out for all decisions at once, so that it can be filtered by: five queries."""
    today = timezone.localdate()
    rows = RecordedDecision.objects.order_by("-number")
    if wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome)
    if (expired := wanted.flags["expired"]) is not None:
        late = {"valid_until__lt": today}
        rows = rows.filter(**late) if expired else rows.exclude(**late)
    if (in_force := wanted.flags["in_force"]) is not None:
        rows = rows.filter(superseded_by__isnull=in_force)
    light = list(rows.only("pk", "number", "revisions"))
    moved = {decision.pk for decision in drifted(light)}
    if (changed := wanted.flags["drifted"]) is not None:
        light = [decision for decision in light if (decision.pk in moved) is changed]
    below = [decision for decision in light if wanted.cursor is None or decision.number < wanted.cursor]
    shown = [decision.pk for decision in below[: wanted.limit]]
    full = RecordedDecision.objects.filter(pk__in=shown).select_related(*_RELATED).order_by("-number")
    origin = origin_of(request)
    records = [_recorded(decision, drifted=decision.pk in moved, origin=origin) for decision in full]
    following = None
    if len(below) > len(shown):
        query = request.GET.copy()
        query["cursor"] = str(records[-1]["number"])
        following = f"{origin}{request.path}?{query.urlencode()}"
    return {"results": records, "next": following, "previous": None, "count": len(light)}


def _one(number: int) -> RecordedDecision:
    found = RecordedDecision.objects.select_related(*_RELATED).filter(number=number).first()
    if found is None:
        raise Http404("There is no such decision.")
    return found


def _record(request: Request) -> RecordedDecision:
    allowed = ("subject", "use", "profile", "as_of", "outcome", "product", "conditions", "reason", "valid_until", "replaces")
    body = Body(request, allowed=allowed)
    profile = body.profile(request)
    _, use = read_use(body, profile=profile)
    asked = _subject(body)
    said = {name: body.text(name, longest=longest) for name, longest in (("product", 200), ("reason", 20_000), ("conditions", 20_000))}
    outcome = body.text("outcome", longest=40)
    as_of, valid_until = body.day("as_of"), body.day("valid_until")
    replaces = _replaced(body)
    body.finish()
    assert asked is not None
    try:
        return record_decision(
            asked=asked, use=use, outcome=outcome, by=person(request), today=timezone.localdate(), valid_until=valid_until, as_of=as_of,
            profile=profile, replaces=replaces, **said,
        )  # fmt: skip
    except NotRecordable as error:
        raise InvalidBody(error.errors) from error


def _subject(body: Body) -> Asked | None:
    if "subject" not in body.given:
        body.refuse("/subject", "required", "say what is decided about: a variant, a model or a license")
        return None
    try:
        return find_subject(body.given["subject"])
    except InvalidSubject as error:
        body.errors += error.errors
        return None


def _replaced(body: Body) -> RecordedDecision | None:
    number = body.given.get("replaces")
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= LARGEST_NUMBER:
        body.refuse("/replaces", "invalid_type", "must be the number of a recorded decision")
        return None
    found = RecordedDecision.objects.filter(number=number).first()
    if found is None:
        body.refuse("/replaces", "not_found", f"there is no decision {number}")
    return found


def _detail(found: Standing, *, origin: str) -> dict[str, Any]:
    return {
        **_recorded(found.decision, drifted=found.drifted, origin=origin),
        "answer": found.decision.answer,
        "changed": [
            {
                "kind": page.kind,
                "slug": page.slug,
                "then": page.then,
                "now": page.now,
                "facts": [{"path": fact.path, "kind": fact.kind, "before": fact.before, "after": fact.after} for fact in page.facts],
            }
            for page in found.changed
        ],
        "new_verdict": found.new_verdict,
    }


def _recorded(decision: RecordedDecision, *, drifted: bool, origin: str) -> dict[str, Any]:
    ((kind, slug),) = subject_of(decision).items()
    replaced = getattr(decision, "supersedes", None)
    return {
        "number": decision.number,
        "url": f"{origin}{reverse('api:decision', args=[decision.number])}",
        "subject": {
            "kind": kind,
            "slug": slug,
            "name": getattr(decision, kind).name,
            "url": f"{origin}{reverse(f'api:{kind}s-detail', args=[slug])}",
        },
        "outcome": decision.outcome,
        "product": decision.product,
        "conditions": text(decision.conditions),
        "reason": decision.reason,
        "valid_until": decision.valid_until.isoformat() if decision.valid_until else None,
        "as_of": decision.as_of.isoformat() if decision.as_of else None,
        "use": decision.use,
        "profile": decision.profile.slug if decision.profile else None,
        "verdict": decision.verdict,
        "revisions": decision.revisions,
        "decided_by": decision.by.get_username(),
        "decided_at": moment(decision.decided_at),
        "replaces": replaced.number if replaced else None,
        "replaced_by": decision.superseded_by.number if decision.superseded_by else None,
        "in_force": decision.superseded_by_id is None,
        "expired": decision.valid_until is not None and decision.valid_until < timezone.localdate(),
        "drifted": drifted,
        "disclaimer": DISCLAIMER,
    }
