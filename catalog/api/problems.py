"""What a caller sees when something is refused: a problem document (RFC 9457) that says what to do."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from math import ceil
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.encoding import escape_uri_path
from rest_framework import exceptions
from rest_framework.request import Request

from catalog.api.bodies import InvalidBody
from catalog.filters import InvalidQuery, Mistake

MEDIA_TYPE = "application/problem+json"


class Refusal(exceptions.APIException):
    """A refusal that says more than its detail: `errors` by pointer, and members of its own (RFC 9457, extension members)."""

    def __init__(self, detail: str, *, status: int, errors: Iterable[tuple[str, str, str]] = (), **members: Any) -> None:
        super().__init__(detail)
        self.status_code = status
        self.errors = [{"pointer": pointer, "code": code, "detail": words} for pointer, code, words in errors]
        self.members = members


def problem(
    request: Request, *, status: int, detail: str, errors: Iterable[dict[str, Any]] = (), headers: dict[str, str] | None = None,
    members: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Return the answer. `errors` are {pointer, code, detail}, with `allowed` where there is a list to choose from."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": escape_uri_path(request.path),
        "errors": list(errors),
        **(members or {}),
    }
    answer = JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=headers)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def query_error(mistake: Mistake) -> dict[str, Any]:
    """Return one mistake of a query. The pointer leads into the query: /query/<parameter>."""
    parameter = mistake.parameter.replace("~", "~0").replace("/", "~1")
    error: dict[str, Any] = {"pointer": f"/query/{parameter}", "code": mistake.code, "detail": mistake.detail}
    if mistake.allowed:
        error["allowed"] = list(mistake.allowed)
    return error


def handle(error: Exception, context: dict[str, Any]) -> HttpResponse | None:  # noqa: PLR0911 - one for each kind of refusal
    """Turn what a view raised into a problem; None for what nobody foresaw, which becomes a logged 500."""
    request: Request = context["request"]
    match error:
        case InvalidQuery():
            detail = " ".join(mistake.detail for mistake in error.mistakes)
            return problem(request, status=400, detail=detail, errors=map(query_error, error.mistakes))
        case InvalidBody():
            errors = [{"pointer": pointer, "code": code, "detail": detail} for pointer, code, detail in error.errors]
            return problem(request, status=error.status, detail=f"The body is not valid. {error}", errors=errors)
        case Http404():
            return problem(request, status=404, detail=str(error) or "There is nothing at this address.")
        case PermissionDenied():
            return problem(request, status=403, detail=str(error) or "Your account may not do this.")
        case RequestDataTooBig():
            return problem(request, status=413, detail="The request is too large.")
        case SuspiciousOperation() | BadRequest() | UnreadablePostError() | RawPostDataException():
            return problem(request, status=400, detail="The server could not understand this request.")
        case exceptions.ValidationError():
            return problem(request, status=400, detail="The body is not valid.", errors=list(_body_errors(error.detail, "")))
        case Refusal():
            return problem(request, status=error.status_code, detail=_said(error.detail), errors=error.errors, members=error.members)
        case exceptions.APIException():
            return problem(request, status=error.status_code, detail=_said(error.detail), headers=_headers(error))
    return None


def _said(detail: Any) -> str:
    return " ".join(_said(part) for part in detail) if isinstance(detail, list) else str(detail)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if auth_header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if (wait := getattr(error, "wait", None)) is not None:
        headers["Retry-After"] = str(max(1, ceil(wait)))
    return headers


def _body_errors(detail: Any, pointer: str) -> Iterable[dict[str, Any]]:
    match detail:
        case dict():
            for name, below in detail.items():
                yield from _body_errors(below, f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}")
        case list():
            for place, below in enumerate(detail):
                yield from _body_errors(below, f"{pointer}/{place}" if isinstance(below, dict | list) else pointer)
        case _:
            yield {"pointer": pointer, "code": getattr(detail, "code", "invalid"), "detail": str(detail)}
