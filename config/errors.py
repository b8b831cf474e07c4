"""What a caller sees when something is refused or broken: a page for people, a problem document (RFC 9457) under /api/."""

import http
import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.utils.encoding import escape_uri_path
from django.utils.html import escape

from config.charset import REFUSED_CHARSET

logger = logging.getLogger("catalog.errors")

RETRY_AFTER_SECONDS = 5
_OUTAGE = (OperationalError, InterfaceError)


def refusal(request: HttpRequest, *, status: int, detail: str) -> HttpResponse:
    """The answer for an error that no view has answered, in the form that the path's readers expect."""
    title = http.HTTPStatus(status).phrase
    if request.path_info.startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": detail, "instance": escape_uri_path(request.path)}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    return HttpResponse(_page(request, status=status, title=title, detail=detail), status=status)


def _page(request: HttpRequest, *, status: int, title: str, detail: str) -> str:
    """The site's page for an error, or plain words where the site's pages cannot be shown.

    Who is asking is shown for 403 and 404 alone. Otherwise it may be unknown yet (413), not to be believed (400, a forged host), or only
    to be found out by asking what has just failed (500, 503).
    """
    knows_who = status in {403, 404} and hasattr(request, "user")
    context = {"status": status, "title": title, "detail": detail, "site_name": settings.SITE_NAME}
    try:
        return render_to_string("catalog/errors/error.html", context, request if knows_who else None)
    except Exception:  # an error page that fails must not hide the error it was to show
        logger.exception("The error page itself failed")
        return f"<!doctype html><title>{escape(title)}</title><h1>{escape(title)}</h1><p>{escape(detail)}</p>"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, without repeating what was wrong with a request that may be an attack."""
    return refusal(request, status=400, detail="The server could not understand this request.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the sentence the view gave, if it gave one."""
    return refusal(request, status=403, detail=str(exception) or "Your account may not do this.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from this site, or was open for longer than its cookie lives."""
    detail = "This form did not come from this site, or it was open for too long. Go back, reload the page and send it again."
    return refusal(request, status=403, detail=detail)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return refusal(request, status=404, detail="There is no page at this address.")


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 when what failed, in a middleware or anywhere else, was the database."""
    if isinstance(sys.exc_info()[1], _OUTAGE):
        return outage(request)
    return refusal(request, status=500, detail="Something went wrong on our side. It has been logged.")


def outage(request: HttpRequest) -> HttpResponse:
    """503: the database cannot be reached or does not answer; the caller may try again in some seconds."""
    response = refusal(request, status=503, detail="The database is not available at the moment. Try again in some seconds.")
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


class OutageMiddleware:
    """Answers 503 for a view that failed because of the database.

    The view's transaction has been rolled back by then, so nothing is half written. Bugs (a wrong table, a broken constraint) are
    other exceptions and stay 500.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django calls this with what a view raised; None leaves it to others."""
        if not isinstance(exception, _OUTAGE):
            return None
        logger.error("The database is not available", exc_info=exception)
        return outage(request)


class BodyLimitMiddleware:
    """Refuses a request whose body is announced as larger than MAX_BODY_BYTES with 413, before a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if not announced.isdecimal():
            return refusal(request, status=400, detail="Content-Length is not a number.")
        if int(announced) > settings.MAX_BODY_BYTES:
            return refusal(request, status=413, detail=f"At most {settings.MAX_BODY_BYTES} bytes can be sent in one request.")
        return self.get_response(request)


class CharsetMiddleware:
    """Refuses a request that names another charset than UTF-8 with 415."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.META.get(REFUSED_CHARSET):
            return refusal(request, status=415, detail="Requests have to be in UTF-8; leave the charset out.")
        return self.get_response(request)
