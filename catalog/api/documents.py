"""The documents of pages: read whole, replaced, patched, and new pages made. Whoever may not publish makes a proposal instead."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from drf_spectacular.plumbing import ComponentRegistry
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from catalog.api.bodies import Body, require_no_query
from catalog.api.idempotency import once, repeatable
from catalog.api.negotiation import JSON, format_of
from catalog.api.operations import ASKING, READING, OperationSchema, Schema, operation, ref
from catalog.api.parsers import MergePatchParser, StrictJSONParser
from catalog.api.permissions import ProposersAccess
from catalog.api.profiles import IF_NONE_MATCH
from catalog.api.resources import RESOURCES, Resource
from catalog.api.schema import ResourceSchema
from catalog.api.shapes.documents import document_components, document_name
from catalog.api.verdicts.operations import FORMAT_JSON
from catalog.api.views import CatalogView, ListView
from catalog.api.writing import (
    SUBMITTED,
    answered,
    document_answer,
    merge_patch,
    read_document,
    read_wish,
    refused_with,
    require_current,
    submission_of,
)  # fmt: skip
from registry.documents.fields import SLUG
from registry.editing import submit
from registry.models import FormerSlug, Revision
from registry.models.vocabulary import State
from registry.roles import Role, has_role

RESOURCES_WITH_DOCUMENTS = {name: RESOURCES[name] for name in ("families", "models", "licenses", "organizations", "articles")}
SLUG_PART: Schema = {
    "name": "slug", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 120, "pattern": f"^{SLUG.pattern}$"},
}  # fmt: skip
IF_MATCH: Schema = {
    "name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"},
    "description": "The ETag of the document that the change is made on; * for whatever is there.",
}  # fmt: skip
WRITING = (*ASKING, 404, 409, 412, 428)
_REFUSED = {409: ref("TakenDocumentProblem"), 412: ref("StaleDocumentProblem")}
_WAITS = "Where the page needs review, or the caller may only propose, the change waits: 202 with the proposal."


def document_operations(resource: Resource) -> Mapping[str, Schema]:
    """Return the operations on one document."""
    name, document = resource.name, ref(document_name(resource.noun))
    parameters = [SLUG_PART, FORMAT_JSON]
    done = {200: document, 202: ref("ProposalDetail")}
    read = operation(
        f"{name}_document", tag=resource.name, summary=f"The document of a {resource.noun}, to be changed.",
        description="The whole page in its canonical form. Drafts are there for editors only.", answers={200: document, 304: None},
        problems=(*READING, 404), parameters=[*parameters, IF_NONE_MATCH], open_to_anyone=True,
    )  # fmt: skip
    read["responses"]["301"] = {"description": "The page has another slug now.", "headers": {"Location": {"schema": {"type": "string"}}}}
    put = operation(
        f"{name}_document_replace", tag=resource.name, summary=f"Replace the document of a {resource.noun}.", description=_WAITS,
        takes=ref(f"{document_name(resource.noun)}Change"), answers=done, problems=WRITING, parameters=[*parameters, IF_MATCH],
    )  # fmt: skip
    patch = operation(
        f"{name}_document_patch", tag=resource.name, summary=f"Change parts of the document of a {resource.noun}.",
        description=f"`document` is a JSON merge patch (RFC 7386): lists are replaced whole, null removes. {_WAITS}",
        takes=ref("DocumentPatch"), answers=done, problems=WRITING, parameters=[*parameters, IF_MATCH],
    )  # fmt: skip
    patch["requestBody"]["content"]["application/merge-patch+json"] = {"schema": ref("DocumentPatch")}
    return {"GET": read, "PUT": refused_with(put, _REFUSED), "PATCH": refused_with(patch, _REFUSED)}


class DocumentSchema(OperationSchema):
    """Describes a view of one resource by a function of the resource."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry) -> Schema | None:
        """Return the operation and register what it refers to."""
        view: Any = self.view
        view.operations = view.described(view.resource)
        return super().get_operation(path, path_regex, path_prefix, method, registry)


class PageView(CatalogView):
    """A view of one page, whatever its state, at its newest revision."""

    permission_classes = (ProposersAccess,)
    resource: Resource = RESOURCES["models"]
    schema = DocumentSchema()
    components = staticmethod(document_components)

    def current(self, request: Request, slug: str) -> Revision:
        """Return the newest revision; 404 where there is no page, or a draft for who may not edit."""
        require_no_query(request)
        format_of(request, offered=(JSON,))
        rows = Revision.objects.select_related("page").filter(page__kind=self.resource.noun, page__slug=slug)
        found = rows.order_by("-number").first() if SLUG.fullmatch(slug) else None
        if found is None or (found.page.state == State.DRAFT and not has_role(request.user, Role.EDITOR)):
            raise Http404(f"There is no {self.resource.noun} at this address.")
        return found


class DocumentView(PageView):
    """The document of one page."""

    described = staticmethod(document_operations)

    def get_parsers(self) -> list[BaseParser]:
        """A merge patch is read where patches are sent; the description is made without a request."""
        patches = self.request is None or self.request.method == "PATCH"
        return [StrictJSONParser(), MergePatchParser()] if patches else [StrictJSONParser()]

    def get(self, request: Request, slug: str) -> HttpResponse:
        """Return the document; an old slug leads to the new address."""
        try:
            return document_answer(request, self.current(request, slug))
        except Http404:
            target = FormerSlug.objects.target(kind=self.resource.noun, slug=slug) if SLUG.fullmatch(slug) else None
            if target is None:
                raise
            return HttpResponsePermanentRedirect(reverse(f"api:{self.resource.name}-document", args=[target]))

    def put(self, request: Request, slug: str) -> HttpResponse:
        """Make the page equal to the document."""
        current = self.current(request, slug)
        return self._changed(request, current, require_current(request, current), patch=False)

    def patch(self, request: Request, slug: str) -> HttpResponse:
        """Change what the merge patch names."""
        current = self.current(request, slug)
        return self._changed(request, current, require_current(request, current), patch=True)

    def _changed(self, request: Request, current: Revision, expected: int, *, patch: bool) -> HttpResponse:
        body = Body(request, allowed=("document", *SUBMITTED))
        wish, data = read_wish(body), read_document(body)
        if patch:
            data = merge_patch(current.document, data)
        data.setdefault("kind", self.resource.noun)
        for name, stays in (("kind", self.resource.noun), ("slug", current.page.slug)):
            if name in data and data[name] != stays:
                body.refuse(f"/document/{name}", "read_only", f"stays '{stays}': a page is not turned into another by editing it")
        body.finish()
        return answered(request, submit=lambda: submit(submission_of(request, data, expected=expected, wish=wish)), current=current)


class PagesSchema(ResourceSchema):
    """Describes the list as every list, and making a page beside it."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry) -> Schema | None:
        """Return the operation and register what it refers to."""
        if method.upper() != "POST":
            return super().get_operation(path, path_regex, path_prefix, method, registry)
        making = DocumentSchema()
        making.view = self.view
        return making.get_operation(path, path_regex, path_prefix, method, registry)


def making_operations(resource: Resource) -> Mapping[str, Schema]:
    """Return the operation that makes a page."""
    document = ref(document_name(resource.noun))
    making = operation(
        f"{resource.name}_create", tag=resource.name, summary=f"Make a {resource.noun}.", description=_WAITS,
        takes=ref(f"{document_name(resource.noun)}Change"), answers={201: document, 202: ref("ProposalDetail")},
        problems=(*ASKING, 409), parameters=[FORMAT_JSON],
    )  # fmt: skip
    return {"POST": refused_with(repeatable(making), {409: _REFUSED[409]})}


class PagesView(ListView):
    """The list of a resource, and making a page of it."""

    permission_classes = (ProposersAccess,)
    schema = PagesSchema()
    described = staticmethod(making_operations)
    components = staticmethod(document_components)
    operations: ClassVar[Mapping[str, Schema]] = {}

    def post(self, request: Request) -> HttpResponse:
        """Make a page, or propose it."""
        require_no_query(request)
        format_of(request, offered=(JSON,))
        return once(request, answer=lambda: self._made(request))

    def _made(self, request: Request) -> HttpResponse:
        body = Body(request, allowed=("document", *SUBMITTED))
        wish, data = read_wish(body), read_document(body)
        data.setdefault("kind", self.resource.noun)
        if data["kind"] != self.resource.noun:
            body.refuse("/document/kind", "read_only", f"is '{self.resource.noun}' at this address")
        body.finish()
        return answered(request, submit=lambda: submit(submission_of(request, data, expected=0, wish=wish)), current=None)
