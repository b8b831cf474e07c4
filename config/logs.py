"""Logs: one JSON object per line, each line of a request with the request's id. For people, `LOG_FORMAT=console`."""

import logging.config
import re
import time
import uuid
from collections.abc import Callable
from typing import Any, TextIO

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponseBase

logger = structlog.stdlib.get_logger("catalog.requests")

# An id that came from outside is written to logs and headers: only what cannot break either.
_TRUSTED_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}", re.ASCII)
_PROBES = frozenset({"/healthz", "/readyz"})

_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.stdlib.ExtraAdder(allow=["status_code"]),
    structlog.processors.StackInfoRenderer(),
]


def logging_config(*, level: int, form: str, stream: TextIO) -> dict[str, Any]:
    """A `logging.config.dictConfig` that sends everything to `stream`, as JSON (`form="json"`) or for people ("console").

    Raises ImproperlyConfigured for any other form.
    """
    if form == "json":
        rendering: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    elif form == "console":
        rendering = [structlog.dev.ConsoleRenderer(colors=stream.isatty())]
    else:
        raise ImproperlyConfigured(f"LOG_FORMAT is {form!r}; it can be json or console.")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _PROCESSORS,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
            }
        },
        "handlers": {"stream": {"class": "logging.StreamHandler", "stream": stream, "formatter": "line"}},
        "root": {"handlers": ["stream"], "level": level},
        "loggers": {
            # The line of RequestLogMiddleware already says each 4xx.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": False},
            "_granian": {"level": max(level, logging.INFO)},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Set up the standard library's logging from `config`, and structlog to write through it."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_PROCESSORS,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def request_id_from(header: str | None) -> str:
    """The caller's X-Request-ID when it is short and harmless, a new random one otherwise."""
    if header and _TRUSTED_ID.fullmatch(header):
        return header
    return uuid.uuid4().hex


class RequestLogMiddleware:
    """Gives each request an id (the caller's, if it sent a usable one), says it in the answer, and writes one line per request.

    The line has method, path, status and milliseconds, and the user if something else asked who it was: finding out costs a query.
    The query string is left out, since people type into it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = request_id_from(request.headers.get("X-Request-ID"))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        if request.path not in _PROBES:
            user = getattr(request, "_cached_user", None)
            logger.log(
                logging.WARNING if response.status_code >= 500 else logging.INFO,
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
                user=user.pk if user is not None else None,
            )
        return response
