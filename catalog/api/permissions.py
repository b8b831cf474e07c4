"""Who may ask the API for what."""

from django.views import View
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from catalog.access import may_read
from catalog.models import ApiToken, Scope
from registry.roles import Role, has_role


class CatalogAccess(BasePermission):
    """Reading: a person or token with any role, or everyone where PUBLIC_READ is set. Writing: an editor, never anonymous, by token only
    with the scope write."""

    message = "This needs a role that your account does not have, or a token with the scope write."

    def has_permission(self, request: Request, view: View) -> bool:
        """Whether this request may reach the view."""
        if self.only_reads(request):
            return may_read(request.user)
        if isinstance(request.auth, ApiToken) and request.auth.scope != Scope.WRITE:
            return False
        return has_role(request.user, Role.EDITOR)

    def only_reads(self, request: Request) -> bool:
        """Whether the request changes nothing."""
        return request.method in SAFE_METHODS


class QuestionAccess(CatalogAccess):
    """For a view that is asked by POST because the question is long, and stores nothing: reading access is enough."""

    def only_reads(self, request: Request) -> bool:
        """POST counts as reading, besides GET, HEAD and OPTIONS."""
        return request.method == "POST" or super().only_reads(request)


class ProposersAccess(CatalogAccess):
    """Reading as everywhere. Writing: everybody with a role, by token only with the scope write; whether a change takes effect at once or
    waits for a reviewer is decided where it is made."""

    def has_permission(self, request: Request, view: View) -> bool:
        """Whether this request may reach the view."""
        if self.only_reads(request):
            return super().has_permission(request, view)
        if isinstance(request.auth, ApiToken) and request.auth.scope != Scope.WRITE:
            return False
        return has_role(request.user, Role.VIEWER)
