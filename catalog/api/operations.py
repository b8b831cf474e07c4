"""Describes the operations that are not lists or records of the catalog: each view says what it takes and answers."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent
from pydantic import TypeAdapter

from catalog.api.problems import MEDIA_TYPE
from catalog.api.schema import components

Schema = dict[str, Any]

PROBLEMS = {
    400: "The request is not understood: each mistake is named with its place.",
    401: "This needs a session or a token, or the token is not valid.",
    403: "The account does not have the role, or the token not the scope.",
    404: "There is nothing at this address.",
    406: "The Accept header allows no form that this address answers in.",
    409: "It contradicts what is stored.",
    412: "Somebody changed it since: the ETag in If-Match is not the current one.",
    413: "The body is too large.",
    415: "The body is not JSON in UTF-8.",
    422: "The Idempotency-Key was used for another request.",
    428: "Changing needs If-Match with the ETag of what was read.",
    429: "Too many requests: come back after the seconds in Retry-After.",
    503: "The database is not available; nothing was changed.",
}
READING = (400, 401, 403, 406, 429, 503)
ASKING = (*READING, 413, 415)
_LIMITS = {
    "RateLimit": {"description": "What is left of the tightest limit.", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "The limits that apply.", "schema": {"type": "string"}},
}


def ref(name: str) -> Schema:
    """Return a reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def operation(
    name: str,
    *,
    tag: str,
    summary: str,
    answers: Mapping[int, Schema | None],
    problems: Iterable[int],
    takes: Schema | None = None,
    parameters: Iterable[Schema] = (),
    description: str = "",
    media_types: Mapping[str, Schema] | None = None,
    open_to_anyone: bool = False,
) -> Schema:
    """Return an operation. `answers`: JSON Schemas by status, None without a body; `media_types`: other forms of the same."""
    found: Schema = {
        "operationId": name, "tags": [tag], "summary": summary, "parameters": list(parameters), "x-open": open_to_anyone,
        "responses": {str(status): _answer(status, schema, media_types or {}) for status, schema in answers.items()},
    }  # fmt: skip
    if description:
        found["description"] = description
    if takes is not None:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": takes}}}
    for status in problems:
        found["responses"][str(status)] = {"description": PROBLEMS[status], "content": {MEDIA_TYPE: {"schema": ref("Problem")}}}
    return found


def _answer(status: int, schema: Schema | None, media_types: Mapping[str, Schema]) -> Schema:
    found: Schema = {"description": {201: "Stored.", 204: "Gone.", 304: "The caller has the current answer."}.get(status, "The answer.")}
    found["headers"] = dict(_LIMITS)
    if schema is not None:
        found["content"] = {"application/json": {"schema": schema}, **{name: {"schema": other} for name, other in media_types.items()}}
    return found


def described_by(*kinds: Any, requests: Mapping[str, Schema] | None = None) -> Mapping[str, Schema]:
    """Return the components that typed dictionaries and request schemas make, by name."""
    adapters: list[Any] = [(kind, "serialization", TypeAdapter(kind)) for kind in kinds]
    _, made = TypeAdapter.json_schemas(adapters, ref_template="#/components/schemas/{model}")
    return {**{name: _untitled(schema) for name, schema in made["$defs"].items()}, **(requests or {})}


def _untitled(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: _untitled(value) for key, value in schema.items() if key != "title" or not isinstance(value, str)}
    return [_untitled(part) for part in schema] if isinstance(schema, list) else schema


class OperationSchema(AutoSchema):
    """Describes a view by its `operations` (by method) and its `components` (a function without arguments)."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry) -> Schema | None:
        """Return the operation and register what it refers to."""
        self.registry, self.path, self.method = registry, path, method.upper()
        view: Any = self.view
        for name, schema in {**_shared(), **view.components()}.items():
            registry.register_on_missing(ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema))
        described = dict(view.operations[self.method])
        anyone = described.pop("x-open") and settings.PUBLIC_READ
        return {**described, "security": self.get_auth() + ([{}] if anyone else [])}


@lru_cache(maxsize=1)
def _shared() -> Mapping[str, Schema]:
    return components()
