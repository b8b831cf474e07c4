"""In which form an answer goes out: by `?format=`, or by what the Accept header likes best."""

from dataclasses import dataclass

from django.http import HttpRequest
from rest_framework.exceptions import NotAcceptable

from catalog.filters import InvalidQuery, Mistake


@dataclass(frozen=True, slots=True)
class Format:
    """A form of answer: its name in `?format=`, its media type, and the Content-Type that is sent."""

    name: str
    media_type: str
    content_type: str


JSON = Format("json", "application/json", "application/json")
CSV = Format("csv", "text/csv", "text/csv; charset=utf-8; header=present")
XLSX = Format(
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
JSONL = Format("jsonl", "application/jsonl", "application/jsonl")
MARKDOWN = Format("md", "text/markdown", "text/markdown; charset=utf-8")
FORMATS = (JSON, CSV, XLSX, JSONL, MARKDOWN)


def format_of(request: HttpRequest, *, offered: tuple[Format, ...]) -> Format:
    """Return the form to answer in. InvalidQuery for a format that is not offered, NotAcceptable (406) for such an Accept header."""
    by_name = {form.name: form for form in offered}
    named = request.GET.getlist("format")
    if named:
        if len(named) > 1:
            raise InvalidQuery([Mistake("format", "repeated", "'format' is given more than once.", tuple(by_name))])
        if named[0] not in by_name:
            detail = f"'format' has to be one of {', '.join(by_name)} here."
            raise InvalidQuery([Mistake("format", "invalid_value", detail, tuple(by_name))])
        return by_name[named[0]]
    if not request.headers.get("Accept", "").strip():
        return offered[0]
    by_type = {form.media_type: form for form in offered}
    liked = request.get_preferred_type(list(by_type))
    if liked is None:
        raise NotAcceptable(f"This address answers as {', '.join(by_type)}; the Accept header allows none of them.")
    return by_type[liked]
