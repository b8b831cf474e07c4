"""Changing pages over the API: what a request says, and what becomes of it."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request

from catalog.api.bodies import MOST_ERRORS, Body, InvalidBody
from catalog.api.freshness import Body as Content
from catalog.api.freshness import accepts_gzip, finished, matches
from catalog.api.members import PreconditionMissing, person, stored
from catalog.api.negotiation import JSON
from catalog.api.operations import Schema
from catalog.api.problems import MEDIA_TYPE, Refusal
from catalog.api.proposed import proposal_detail
from catalog.api.resources import RESOURCES
from catalog.api.views import as_json, origin_of
from registry.documents import Problem, in_order
from registry.documents.diff import FactChange, changes
from registry.editing import Refused, Submission, Submitted
from registry.editing.duplicates import Duplicate
from registry.models import Revision
from registry.models.vocabulary import Origin

SUBMITTED = ("reason", "propose", "agreed_duplicates")
LONGEST_REASON = 500
_TAG = re.compile(r'(?:W/)?"([a-z]+)-([0-9]{1,18})-([0-9]{1,9})(?:-gzip)?"')


def etag_of_document(revision: Revision) -> str:
    """Return the strong ETag of a page's document as JSON: it names the kind, the page and the revision."""
    return f'"{revision.page.kind}-{revision.page_id}-{revision.number}"'


def document_answer(request: Request, revision: Revision) -> HttpResponse:
    """Answer a GET with a page's document, compressed for who can read that; 304 for who has it."""
    etag = etag_of_document(revision)
    content = Content(as_json(in_order(revision.document)))
    zipped = accepts_gzip(request.headers.get("Accept-Encoding", "")) and content.worth_zipping
    tag = f'{etag[:-1]}-gzip"' if zipped else etag
    wanted = request.headers.get("If-None-Match")
    if wanted is not None and (wanted.strip() == "*" or matches(wanted, tag)):
        return finished(HttpResponse(status=304), etag=tag)
    answer = HttpResponse(content.compressed().zipped if zipped else content.plain, content_type=JSON.content_type)
    if zipped:
        answer.headers["Content-Encoding"] = "gzip"
    return finished(answer, etag=tag)


def require_current(request: Request, revision: Revision) -> int:
    """Return the current revision, which the caller saw or does not mind (`*`); 428 without If-Match, 412 for another revision.

    A tag counts whether it was given out for the plain or for the compressed form.
    """
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionMissing
    if header.strip() == "*":
        return revision.number
    mine = (revision.page.kind, str(revision.page_id))
    seen = {int(found[3]) for found in _TAG.finditer(header) if (found[1], found[2]) == mine}
    if revision.number in seen:
        return revision.number
    raise stale(revision, seen=max(seen, default=None))


def stale(revision: Revision, *, seen: int | None) -> Refusal:
    """Return the 412 that names the current revision and what changed since the one that was seen."""
    before = Revision.objects.filter(page=revision.page_id, number=seen).first() if seen else None
    since = None if before is None else [fact_changed(change) for change in changes(in_order(before.document), in_order(revision.document))]
    detail = f"The page is at revision {revision.number}: look at what changed since, and send your change on top of that."
    return Refusal(detail, status=412, revision=revision.number, etag=etag_of_document(revision), changes=since)


def fact_changed(change: FactChange) -> dict[str, Any]:
    """Return a change of a fact as the API shows it."""
    return {"path": change.path, "before": change.before, "after": change.after}


def read_wish(body: Body) -> dict[str, Any]:
    """Return why, whether review is asked for and which near-duplicates are agreed to."""
    return {
        "reason": body.text("reason", longest=LONGEST_REASON, required=True),
        "propose": body.flag("propose"),
        "agreed_duplicates": body.text("agreed_duplicates", longest=64),
    }


def read_document(body: Body) -> dict[str, Any]:
    """Return the object under `document`."""
    found = body.given.get("document")
    if isinstance(found, Mapping):
        return dict(found)
    body.refuse("/document", "required" if found is None else "invalid_type", "must be an object: the page's document")
    return {}


def merge_patch(target: Any, patch: Any) -> Any:
    """Return what a JSON merge patch (RFC 7386) makes of the target."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merge_patch(result.get(name), value)
    return result


def submission_of(request: Request, data: Mapping[str, Any], *, expected: int, wish: Mapping[str, Any]) -> Submission:
    """Return the document with who sends it through which door."""
    return Submission(data=data, by=person(request), origin=Origin.API, today=timezone.localdate(), expected=expected, **wish)


def answered(request: Request, *, submit: Callable[[], Submitted], current: Revision | None) -> HttpResponse:
    """Submit and say what became of it: 200 or 201 with the document, 202 with the proposal. What keeps it from being written is told."""
    try:
        done = submit()
    except Refused as refusal:
        raise _told(refusal, request, current) from None
    origin = origin_of(request)
    if done.proposal is not None:
        record = proposal_detail(done.proposal, origin=origin)
        return stored(as_json(record), status=202, Location=record["url"])
    assert done.change is not None
    revision = done.change.revision or current
    assert revision is not None
    content, etag = as_json(in_order(revision.document)), etag_of_document(revision)
    if current is not None:
        return stored(content, ETag=etag)
    return stored(content, status=201, ETag=etag, Location=document_url(revision.page.kind, revision.page.slug, origin=origin))


def document_url(kind: str, slug: str, *, origin: str) -> str:
    """Return where the document of a page is."""
    name = next(each.name for each in RESOURCES.values() if each.noun == kind)
    return f"{origin}{reverse(f'api:{name}-document', args=[slug])}"


def _told(refusal: Refused, request: Request, current: Revision | None) -> Exception:
    if refusal.conflict is not None and current is not None:
        latest = Revision.objects.select_related("page").filter(page=current.page_id).order_by("-number")[0]
        return stale(latest, seen=current.number)
    if refusal.duplicates:
        return Refusal(
            "The catalog seems to have this already. Look at what is there; to save all the same, send agreed_duplicates.",
            status=409, duplicates=[_duplicate(found, origin_of(request)) for found in refusal.duplicates],
            agreed_duplicates=refusal.agreement,
        )  # fmt: skip
    errors = told_problems(refusal.problems)
    if refusal.conflict is not None:
        errors = [("/document/slug", "duplicate_slug", "somebody made a page at this address just now")]
    if any(code in ("duplicate_slug", "merged") for _, code, _ in errors):
        return Refusal(f"{errors[0][2].capitalize()}.", status=409, errors=errors)
    return InvalidBody(errors)


def told_problems(problems: Iterable[Problem]) -> list[tuple[str, str, str]]:
    """Return problems of a document with pointers into the request's body."""
    return [(f"/document{problem.pointer}", problem.code, problem.detail) for problem in problems][:MOST_ERRORS]


def _duplicate(found: Duplicate, origin: str) -> dict[str, str]:
    where = {"kind": found.kind, "slug": found.slug, "url": document_url(found.kind, found.slug, origin=origin)}
    return {"label": found.label, "why": found.why, **where}


def refused_with(operation: Schema, schemas: Mapping[int, Schema]) -> Schema:
    """Return the operation with refusals that say more than a problem does."""
    told = {
        str(status): {**operation["responses"][str(status)], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status, schema in schemas.items()
    }  # fmt: skip
    return {**operation, "responses": {**operation["responses"], **told}}
