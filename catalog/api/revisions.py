"""Bringing back what a page said at an earlier revision."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from catalog.api.bodies import Body, InvalidBody
from catalog.api.documents import IF_MATCH, SLUG_PART, WRITING, PageView
from catalog.api.idempotency import once, repeatable
from catalog.api.members import person
from catalog.api.operations import Schema, operation, ref
from catalog.api.resources import Resource
from catalog.api.shapes.documents import document_name
from catalog.api.verdicts.operations import FORMAT_JSON
from catalog.api.writing import SUBMITTED, answered, read_wish, refused_with, require_current
from registry.editing import restore
from registry.models import Revision
from registry.models.vocabulary import Origin

LARGEST = 2**31 - 1


def restoring_operations(resource: Resource) -> Mapping[str, Schema]:
    """Return the operation that brings a revision back."""
    restoring = operation(
        f"{resource.name}_document_restore", tag=resource.name, summary=f"Make a {resource.noun} say again what it said at a revision.",
        description="As a new revision, or as a proposal where the change waits; the page keeps today's address.",
        takes=ref("DocumentRestoration"), answers={200: ref(document_name(resource.noun)), 202: ref("ProposalDetail")}, problems=WRITING,
        parameters=[SLUG_PART, FORMAT_JSON, IF_MATCH],
    )  # fmt: skip
    return {"POST": refused_with(repeatable(restoring), {409: ref("TakenDocumentProblem"), 412: ref("StaleDocumentProblem")})}


class RestoreView(PageView):
    """An earlier document of one page, brought back."""

    described = staticmethod(restoring_operations)

    def post(self, request: Request, slug: str) -> HttpResponse:
        """Bring it back, on top of the revision that the caller saw."""
        return once(request, answer=lambda: self._restored(request, slug))

    def _restored(self, request: Request, slug: str) -> HttpResponse:
        current = self.current(request, slug)
        expected = require_current(request, current)
        body = Body(request, allowed=("revision", *SUBMITTED))
        wish, number = read_wish(body), _number(body, current)
        body.finish()
        options = {"by": person(request), "origin": Origin.API, "today": timezone.localdate(), "expected": expected, **wish}
        return answered(request, submit=lambda: restore(current.page, number=number, **options), current=current)


def _number(body: Body, current: Revision) -> int:
    found = body.given.get("revision")
    if isinstance(found, bool) or not isinstance(found, int) or not 1 <= found <= LARGEST:
        raise InvalidBody([*body.errors, ("/revision", "invalid_type", "must be the number of a revision of this page")])
    if found > current.number:
        body.refuse("/revision", "not_found", f"the page has revisions 1 to {current.number}")
    return found
