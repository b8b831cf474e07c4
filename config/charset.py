"""Requests are in UTF-8. One that names another charset is marked before Django reads it.

Django reads addresses and forms with any codec of Python that a request names, while it builds the request: a codec that is no text
encoding (bz2_codec, hex) fails there, where no middleware can answer. The mark lets `config.errors.CharsetMiddleware` refuse it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.http import parse_header_parameters

REFUSED_CHARSET = "registry.refused_charset"
_UTF_8 = frozenset({"utf-8", "utf8"})

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def marking_other_charsets(application: Application) -> Application:
    """Return a WSGI application that takes the charset out of a request that is not in UTF-8, and marks it as refused."""

    def marked(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        charset = _charset(environ.get("CONTENT_TYPE", ""))
        if charset not in _UTF_8:
            environ |= {"CONTENT_TYPE": "", REFUSED_CHARSET: charset}
        return application(environ, start_response)

    return marked


def _charset(content_type: str) -> str:
    """The charset that a header names, in lower case; UTF-8 when it names none."""
    try:
        _, parameters = parse_header_parameters(content_type)
    except (LookupError, ValueError):
        return "unreadable"
    return parameters.get("charset", "utf-8").lower()
