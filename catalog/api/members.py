"""What is the organization's own — use profiles, recorded decisions — is for its people, even where the catalog is open to everyone."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.utils import timezone
from django.views import View
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from catalog.api.freshness import fresh_answer
from catalog.api.negotiation import JSON
from catalog.api.permissions import CatalogAccess
from catalog.api.views import CatalogView, user_class
from catalog.directory import current_edition
from catalog.models import ApiToken, Scope
from registry.roles import Role, has_role


class MembersAccess(CatalogAccess):
    """Reading: a person or token with any role. Writing: an editor, by token only with the scope write."""

    writers = Role.EDITOR

    def has_permission(self, request: Request, view: View) -> bool:
        """Whether this request may reach the view."""
        if self.only_reads(request):
            return has_role(request.user, Role.VIEWER)
        if isinstance(request.auth, ApiToken) and request.auth.scope != Scope.WRITE:
            return False
        return has_role(request.user, self.writers)


class DecidersAccess(MembersAccess):
    """Reading: any role. Writing: a reviewer, by token only with the scope write."""

    writers = Role.REVIEWER


class MembersView(CatalogView):
    """A view of what is the organization's own."""

    permission_classes = (MembersAccess,)

    def fresh_today(self, request: Request, *, build: Callable[[], bytes]) -> HttpResponse:
        """Answer with bytes that stay good while the catalog stays the same, and not beyond the day."""
        who = f"{user_class(request)} on {timezone.localdate()}"
        url = request.build_absolute_uri()
        return fresh_answer(
            request, edition=current_edition(), user_class=who, media_type=JSON.content_type, url=url, build=build
        )  # fmt: skip


class PreconditionMissing(APIException):
    """A change without If-Match."""

    status_code = 428
    default_detail = "Send If-Match with the ETag of what you read, so that nobody's change is lost."


class PreconditionFailed(APIException):
    """A change to something that moved since."""

    status_code = 412
    default_detail = "Somebody changed it since you read it: read it again, and then decide."


class Conflict(APIException):
    """Something that is stored stands against it."""

    status_code = 409


def expected_number(request: Request, *, current: int, etag: Callable[[int], str]) -> int:
    """Return the number that If-Match names: the current one, or one that nothing has (0). PreconditionMissing without the header."""
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionMissing
    tags = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return current if tags & {"*", etag(current)} else 0


def person(request: Request) -> User:
    """Return who writes; the permission has made sure that it is somebody."""
    assert isinstance(request.user, User)
    return request.user


def stored(content: bytes, *, status: int = 200, **headers: Any) -> HttpResponse:
    """Return what was written, kept by no cache."""
    answer = HttpResponse(content, status=status, content_type=JSON.content_type)
    for name, value in {"Cache-Control": "no-store", **{key.replace("_", "-"): value for key, value in headers.items()}}.items():
        answer.headers[name] = value
    return answer
