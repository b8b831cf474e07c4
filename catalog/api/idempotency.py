"""The Idempotency-Key of a request that must not take effect twice: the second time its first answer is given again."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from catalog.api.members import person
from catalog.api.operations import PROBLEMS, Schema, ref
from catalog.api.problems import MEDIA_TYPE
from catalog.models import IdempotentRequest, digest_of

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT = timedelta(hours=24)
LONGEST_KEY = 255
_KEY = re.compile(rf"[ -~]{{1,{LONGEST_KEY}}}")
_REPEATED_HEADERS = ("Location", "ETag")


class InvalidKey(APIException):
    """A key that is none."""

    status_code = 400
    default_detail = f"{HEADER} is 1 to {LONGEST_KEY} printable ASCII characters, such as a UUID."


class KeyOfAnotherRequest(APIException):
    """A key that came before, with something else."""

    status_code = 422
    default_detail = f"This {HEADER} was used for another request. Send a new one with each new request, the same only to repeat one."


def once(request: Request, *, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request, or give the answer again that it got before under the same key; without the header, just answer.

    What the request makes and the answer that is kept are one transaction. The same key on its way at the same time waits for it. A
    refusal is not kept, so a request that was put right may use its key again. KeyOfAnotherRequest where the key stands for another
    request of the same person within 24 hours.
    """
    key = _key(request)
    if key is None:
        return answer()
    asked = {"address": digest_of(f"{request.method} {request.get_full_path()}".encode()), "body": digest_of(request.body)}
    IdempotentRequest.objects.made_before(timezone.now() - KEPT).delete()
    with transaction.atomic():
        kept, is_first = IdempotentRequest.objects.get_or_create(person=person(request), key=key, defaults=asked)
        if not is_first:
            return _again(kept, asked)
        given = answer()
        if given.status_code >= 400:
            transaction.set_rollback(True)
        else:
            kept.keep(given, headers=_REPEATED_HEADERS)
        return given


def _key(request: Request) -> str | None:
    key = request.headers.get(HEADER)
    if key is not None and not _KEY.fullmatch(key):
        raise InvalidKey
    return key


def _again(kept: IdempotentRequest, asked: dict[str, str]) -> HttpResponse:
    if any(getattr(kept, name) != digest for name, digest in asked.items()):
        raise KeyOfAnotherRequest
    headers = {**kept.headers, "Cache-Control": "no-store", REPLAYED: "true"}
    return HttpResponse(bytes(kept.content), status=kept.status, content_type=kept.content_type, headers=headers)


def repeatable(operation: Schema) -> Schema:
    """Return the operation with what the header adds to it."""
    header: dict[str, Any] = {
        "name": HEADER, "in": "header",
        "description": "A new text of your own for each request. The same request again within 24 hours gets the same answer, and nothing "
        "is done twice.",
        "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"},
    }  # fmt: skip
    replayed = {"description": "true: this is the answer that the request got before.", "schema": {"type": "string", "enum": ["true"]}}
    responses = {
        status: {**response, "headers": {**response["headers"], REPLAYED: replayed}} if status.startswith("2") else response
        for status, response in operation["responses"].items()
    }
    other = {"description": PROBLEMS[422], "content": {MEDIA_TYPE: {"schema": ref("Problem")}}}
    return {**operation, "parameters": [*operation["parameters"], header], "responses": {**responses, "422": other}}
