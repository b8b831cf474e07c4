"""Proposals: changes that wait for a reviewer, and settling them. For the organization's own people."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from catalog.api.bodies import Body, require_no_query
from catalog.api.decisions import DEFAULT_LIMIT, LARGEST_NUMBER, MOST_LIMIT
from catalog.api.freshness import finished, matches
from catalog.api.idempotency import once, repeatable
from catalog.api.members import DecidersAccess, MembersView, person, stored
from catalog.api.negotiation import JSON, format_of
from catalog.api.operations import ASKING, READING, OperationSchema, Schema, described_by, operation, ref
from catalog.api.permissions import ProposersAccess
from catalog.api.problems import Refusal
from catalog.api.profiles import IF_NONE_MATCH
from catalog.api.proposed import fact_of_others, proposal_detail, proposal_record
from catalog.api.shapes.proposals import SETTLEMENTS, FactOfOthers, ProposalDetail, ProposalList, ProposalRecord
from catalog.api.verdicts.operations import FORMAT_JSON
from catalog.api.views import as_json, origin_of
from catalog.api.writing import LONGEST_REASON, refused_with, told_problems
from catalog.filters import InvalidQuery, Mistake, read_query
from registry.editing import Refused, decline, publish, take_back
from registry.editing.proposals import AlreadySettled
from registry.models import Proposal
from registry.models.vocabulary import Kind, ProposalState

_WORDS = {"state": ProposalState.values, "kind": Kind.values, "mine": ["true", "false"]}
_NUMBERS = {"limit": MOST_LIMIT, "cursor": LARGEST_NUMBER}
_ID: Schema = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}}


def _query(name: str, schema: Schema, about: str) -> Schema:
    return {"name": name, "in": "query", "description": about, "schema": schema}


_FILTERS = [
    _query("state", {"type": "string", "enum": list(ProposalState.values)}, "How they stand; all if not given."),
    _query("kind", {"type": "string", "enum": list(Kind.values)}, "Of which kind their page is."),
    _query("mine", {"type": "boolean"}, "Whether you proposed them."),
    _query("limit", {"type": "integer", "minimum": 1, "maximum": MOST_LIMIT, "default": DEFAULT_LIMIT}, "Records on a page."),
    _query("cursor", {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}, "A place in the list, as `next` gives it."),
]


@lru_cache(maxsize=1)
def proposal_components() -> Mapping[str, Schema]:
    """Return the schemas of proposals by name."""
    conflict = {
        "description": "The proposal is settled, cannot be published as it is, or others changed the same facts.",
        "allOf": [
            ref("Problem"),
            {
                "type": "object",
                "properties": {
                    "revision": {"type": "integer", "description": "The page's current revision, to be sent as agreed_revision."},
                    "changes": {"type": "array", "items": ref("FactOfOthers"), "description": "What others changed."},
                },
            },
        ],
    }
    return described_by(
        ProposalRecord, ProposalDetail, ProposalList, FactOfOthers, requests={**SETTLEMENTS, "ProposalConflictProblem": conflict}
    )


class ProposalsView(MembersView):
    """The list of proposals."""

    schema = OperationSchema()
    components = staticmethod(proposal_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "proposals_list", tag="proposals", summary="Proposed changes, newest first.", answers={200: ref("ProposalList"), 304: None},
            problems=READING, parameters=[*_FILTERS, FORMAT_JSON, IF_NONE_MATCH],
        ),
    }  # fmt: skip

    def get(self, request: Request) -> HttpResponse:
        """Return one page of the proposals that meet the filters."""
        given = _asked(request)
        format_of(request, offered=(JSON,))
        return _answer(request, _listed(request, given))


class ProposalView(MembersView):
    """One proposal."""

    schema = OperationSchema()
    components = staticmethod(proposal_components)
    operations: ClassVar[Mapping[str, Any]] = {
        "GET": operation(
            "proposals_retrieve", tag="proposals", summary="One proposal, with its document and what publishing it would change.",
            answers={200: ref("ProposalDetail"), 304: None}, problems=(*READING, 404), parameters=[_ID, FORMAT_JSON, IF_NONE_MATCH],
        )
    }  # fmt: skip

    def get(self, request: Request, number: str) -> HttpResponse:
        """Return the proposal as it stands now."""
        return _answer(request, proposal_detail(_asked_for(request, number), origin=origin_of(request)))


def _settling(name: str, *, summary: str, takes: str) -> Schema:
    settling = operation(
        f"proposals_{name}", tag="proposals", summary=summary, takes=ref(takes), answers={200: ref("ProposalDetail")},
        problems=(*ASKING, 404, 409), parameters=[_ID, FORMAT_JSON],
    )  # fmt: skip
    return refused_with(repeatable(settling), {409: ref("ProposalConflictProblem")})


class SettlingView(MembersView):
    """What is done with a proposal, once; `settle` does it."""

    schema = OperationSchema()
    components = staticmethod(proposal_components)
    allowed: ClassVar[tuple[str, ...]] = ()

    def post(self, request: Request, number: str) -> HttpResponse:
        """Settle the proposal and return it."""
        return once(request, answer=lambda: self._settled(request, number))

    def _settled(self, request: Request, number: str) -> HttpResponse:
        proposal = _asked_for(request, number)
        try:
            self.settle(proposal, request, Body(request, allowed=self.allowed))
        except AlreadySettled as error:
            raise Refusal(f"{error}.", status=409) from None
        except Refused as refusal:
            raise _told(refusal) from None
        return stored(as_json(proposal_detail(_one(proposal.pk), origin=origin_of(request))))

    def settle(self, proposal: Proposal, request: Request, body: Body) -> None:
        """Do what the address names."""
        raise NotImplementedError


class PublishView(SettlingView):
    """Publishing, by a reviewer who is not the author."""

    permission_classes = (DecidersAccess,)
    allowed = ("agreed_revision",)
    operations: ClassVar[Mapping[str, Any]] = {
        "POST": _settling("publish", summary="Make a proposal the page's next revision, in its author's name.", takes="ProposalPublishing")
    }

    def settle(self, proposal: Proposal, request: Request, body: Body) -> None:
        """Publish it; what others changed since stays."""
        agreed = body.given.get("agreed_revision")
        if agreed is not None and (isinstance(agreed, bool) or not isinstance(agreed, int) or not 1 <= agreed <= LARGEST_NUMBER):
            body.refuse("/agreed_revision", "invalid_type", "must be the number of the page's current revision")
        body.finish()
        publish(proposal, by=person(request), now=timezone.now(), agreed_revision=agreed)


class DeclineView(SettlingView):
    """Declining, by a reviewer who is not the author."""

    permission_classes = (DecidersAccess,)
    allowed = ("reason",)
    operations: ClassVar[Mapping[str, Any]] = {
        "POST": _settling("decline", summary="Turn a proposal down, with a reason for its author.", takes="ProposalDeclining")
    }

    def settle(self, proposal: Proposal, request: Request, body: Body) -> None:
        """Decline it."""
        reason = body.text("reason", longest=LONGEST_REASON, required=True)
        body.finish()
        decline(proposal, by=person(request), now=timezone.now(), reason=reason)


class TakeBackView(SettlingView):
    """Taking back, by the author."""

    permission_classes = (ProposersAccess,)  # type: ignore[assignment]
    operations: ClassVar[Mapping[str, Any]] = {
        "POST": _settling("take_back", summary="Take your own proposal back.", takes="ProposalTakingBack")
    }

    def settle(self, proposal: Proposal, request: Request, body: Body) -> None:
        """Take it back."""
        body.finish()
        take_back(proposal, by=person(request), now=timezone.now())


def _told(refusal: Refused) -> Refusal:
    if refusal.conflict is not None:
        return Refusal(
            "Others changed the same facts since. To publish the proposal all the same, send agreed_revision.", status=409,
            revision=refusal.conflict.current, changes=[fact_of_others(fact) for fact in refusal.conflict.facts],
        )  # fmt: skip
    return Refusal("The proposal cannot be published as it is.", status=409, errors=told_problems(refusal.problems))


def _asked(request: Request) -> Mapping[str, str]:
    given, mistakes = read_query(request.GET, known=(*_WORDS, *_NUMBERS, "format"))
    mistakes = list(mistakes)
    for name, words in _WORDS.items():
        if name in given and given[name] not in words:
            mistakes.append(Mistake(name, "invalid_value", f"'{name}' is one of {', '.join(words)}.", tuple(words)))
    for name, most in _NUMBERS.items():
        value = given.get(name, "1")
        if not (value.isascii() and value.isdecimal() and len(value) <= 10 and 1 <= int(value) <= most):
            mistakes.append(Mistake(name, "invalid_value", f"'{name}' is a number from 1 to {most}.", ()))
    if mistakes:
        raise InvalidQuery(mistakes)
    return given


def _listed(request: Request, given: Mapping[str, str]) -> dict[str, Any]:
    rows = Proposal.objects.listed().order_by("-pk")
    rows = rows.filter(**{name: given[name] for name in ("state", "kind") if name in given})
    if "mine" in given:
        own = {"by": person(request)}
        rows = rows.filter(**own) if given["mine"] == "true" else rows.exclude(**own)
    limit = int(given.get("limit", DEFAULT_LIMIT))
    shown = list((rows.filter(pk__lt=int(given["cursor"])) if "cursor" in given else rows)[: limit + 1])
    following = None
    if len(shown) > limit:
        query = request.GET.copy()
        query["cursor"] = str(shown[limit - 1].pk)
        following = f"{origin_of(request)}{request.path}?{query.urlencode()}"
    records = [proposal_record(proposal, origin=origin_of(request)) for proposal in shown[:limit]]
    return {"results": records, "next": following, "previous": None, "count": rows.count()}


def _asked_for(request: Request, number: str) -> Proposal:
    require_no_query(request)
    format_of(request, offered=(JSON,))
    if not number.isascii() or not number.isdecimal() or len(number) > 10 or not 1 <= int(number) <= LARGEST_NUMBER:
        raise Http404("There is no such proposal.")
    return _one(int(number))


def _one(key: int) -> Proposal:
    found = Proposal.objects.select_related("page", "by", "settled_by", "revision").filter(pk=key).first()
    if found is None:
        raise Http404("There is no such proposal.")
    return found


def _answer(request: Request, record: Mapping[str, Any]) -> HttpResponse:
    """Answer with a strong ETag of the bytes: a proposal moves without the catalog moving."""
    content = as_json(record)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    wanted = request.headers.get("If-None-Match")
    if wanted is not None and (wanted.strip() == "*" or matches(wanted, etag)):
        return finished(HttpResponse(status=304), etag=etag)
    return finished(HttpResponse(content, content_type=JSON.content_type), etag=etag)
