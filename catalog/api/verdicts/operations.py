"""How the OpenAPI description describes asking for verdicts."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from catalog.api.operations import ASKING, described_by, operation, ref
from catalog.api.verdicts.requests import REQUESTS
from catalog.api.verdicts.shapes import VerdictList, VerdictRecord

FORMAT_JSON: dict[str, Any] = {
    "name": "format", "in": "query", "description": "Form of the answer; else the Accept header decides.",
    "schema": {"type": "string", "enum": ["json"]},
}  # fmt: skip

ASK = operation(
    "verdicts_ask",
    tag="verdicts",
    summary="May we use it? For one subject or up to 200.",
    description="Asked by POST because the question is long; nothing is stored. Information about license texts, not legal advice.",
    takes=ref("VerdictRequest"),
    answers={200: {"oneOf": [ref("VerdictRecord"), ref("VerdictList")]}},
    problems=ASKING,
    parameters=[FORMAT_JSON],
    open_to_anyone=True,
)


@lru_cache(maxsize=1)
def verdict_components() -> Mapping[str, Any]:
    """Return the schemas of questions and verdicts by name."""
    return described_by(VerdictRecord, VerdictList, requests=REQUESTS)
