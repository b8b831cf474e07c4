"""The OpenAPI description, made from the same declarations that answers are made from."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, ResolvedComponent
from pydantic import TypeAdapter

from catalog.api.negotiation import FORMATS, JSON, Format
from catalog.api.problems import MEDIA_TYPE
from catalog.api.resources import BESIDE_RESOURCES, RESOURCES, Resource
from catalog.exports import MOST_ROWS
from catalog.exports.about import RESTORING
from catalog.filters import Parameter
from catalog.paging import DEFAULT_LIMIT, MOST_LIMIT

Schema = dict[str, Any]

_PROBLEMS = {
    400: "The query is not understood: each mistake is named, with what is allowed instead.",
    401: "Reading needs a session or a token here, or the token is not valid.",
    403: "The account has no role.",
    404: "There is no such record.",
    406: "The Accept header allows no form that this address answers in.",
    429: "Too many requests: come back after the seconds in Retry-After.",
    503: "The database is not available; nothing was changed.",
}
_SLUG = {"type": "string", "maxLength": 120, "pattern": r"^[a-z0-9]+([.-][a-z0-9]+)*$"}
_URL = {"type": "string", "format": "uri"}
_ABOUT_VIEW = (
    "A saved view, by slug, that is shared or the caller's own: its filters and its order, over which those of the request are put. "
    "`next` and `previous` name them one by one."
)
_TEXT_HEADER = {"schema": {"type": "string"}}
_FRESHNESS = {
    "ETag": {"description": "Changes whenever the answer does. Send it back in If-None-Match.", **_TEXT_HEADER},
    "RateLimit": {"description": "What is left of the tightest limit.", **_TEXT_HEADER},
    "RateLimit-Policy": {"description": "The limits that apply.", **_TEXT_HEADER},
}
_PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "Into the query (/query/<parameter>) or the body."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                    "allowed": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


@lru_cache(maxsize=1)
def components() -> Mapping[str, Schema]:
    """Return the schema of every representation, by name."""
    adapters: list[Any] = [(kind, "serialization", TypeAdapter(kind)) for each in RESOURCES.values() for kind in (each.record, each.detail)]
    _, made = TypeAdapter.json_schemas(adapters, ref_template="#/components/schemas/{model}")
    found: dict[str, Schema] = {name: _untitled(schema) for name, schema in made["$defs"].items()}
    for resource in RESOURCES.values():
        for kind in (resource.record, resource.detail):
            found[f"{kind.__name__}Selection"] = _selection(found[kind.__name__])
        found[_list_name(resource)] = _list(resource)
    found["Problem"] = _PROBLEM
    return found


def _untitled(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: _untitled(value) for key, value in schema.items() if key != "title" or not isinstance(value, str)}
    return [_untitled(part) for part in schema] if isinstance(schema, list) else schema


def _selection(schema: Schema) -> Schema:
    """What `fields` leaves of a record."""
    without = {key: value for key, value in schema.items() if key != "required"}
    return {**without, "description": "The fields that were asked for with `fields`.", "minProperties": 1}


def _list_name(resource: Resource) -> str:
    return resource.record.__name__.replace("Record", "List")


def _list(resource: Resource) -> Schema:
    link = {"anyOf": [_URL, {"type": "null"}]}
    return {
        "type": "object",
        "required": ["results", "next", "previous"],
        "properties": {
            "results": {"type": "array", "items": _whole_or_chosen(resource.record), "maxItems": MOST_LIMIT},
            "next": {**link, "description": "The next page."},
            "previous": {**link, "description": "The page before."},
            "count": {"type": "integer", "minimum": 0, "description": "Records on all pages; left out with count=false."},
        },
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _whole_or_chosen(kind: type) -> Schema:
    return {"anyOf": [_ref(kind.__name__), _ref(f"{kind.__name__}Selection")]}


class ResourceSchema(AutoSchema):
    """Describes the operations of the views of this package."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: ComponentRegistry) -> Schema | None:
        """Return the operation and register what it refers to."""
        self.registry, self.path, self.method = registry, path, method.upper()
        for name, schema in components().items():
            registry.register_on_missing(ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema))
        security = self.get_auth() + ([{}] if settings.PUBLIC_READ else [])
        resource: Resource | None = getattr(self.view, "resource", None)
        return {**_described(resource, path), "security": security}


def _described(resource: Resource | None, path: str) -> Schema:
    if resource is None:
        return _root()
    return _one(resource) if "{slug}" in path else _many(resource)


def _root() -> Schema:
    names = [*RESOURCES, *BESIDE_RESOURCES]
    answer = {"type": "object", "required": names, "properties": dict.fromkeys(names, _URL)}
    return {
        "operationId": "root",
        "tags": ["root"],
        "summary": "The addresses of all resources.",
        "parameters": [_format((JSON,)), _IF_NONE_MATCH],
        "responses": _responses({JSON: answer}, statuses=(400, 401, 403, 406, 429, 503)),
    }


def _one(resource: Resource) -> Schema:
    moved = {"301": {"description": "The record has another slug now.", "headers": {"Location": {"schema": {"type": "string"}}}}}
    return {
        "operationId": f"{resource.name}_retrieve",
        "tags": [resource.name],
        "summary": f"One {resource.noun}, with all that is known of it.",
        "parameters": [
            {"name": "slug", "in": "path", "required": True, "schema": _SLUG},
            _names("fields", resource.detail_fields, "Only these fields."),
            *_expand(resource),
            _format((JSON,)),
            _IF_NONE_MATCH,
        ],
        "responses": _responses({JSON: _whole_or_chosen(resource.detail)}, statuses=tuple(_PROBLEMS)) | moved,
    }


def _many(resource: Resource) -> Schema:
    order = [sign + name for name in resource.columns for sign in ("", "-")]
    bodies: dict[Format, Schema] = {JSON: _ref(_list_name(resource))}
    bodies |= {form: {"type": "string"} for form in FORMATS if form is not JSON}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_LIMIT, "default": DEFAULT_LIMIT}
    return {
        "operationId": f"{resource.name}_list",
        "tags": [resource.name],
        "summary": resource.about,
        "description": (
            "As JSON page by page; as csv, xlsx, jsonl or md the whole filtered result at once, all of one state of the catalog, where "
            "cursor, count and expand are not taken and limit cuts off after so many records. X-Catalog-Revision says of which state. "
            f"xlsx holds at most {MOST_ROWS:,} records. In csv and xlsx: {RESTORING}"
        ),
        "parameters": [
            *map(query_parameter, resource.filters.parameters()),
            *([_query("view", _SLUG, _ABOUT_VIEW)] if resource.opened_by else []),
            _names("ordering", order, f"Order of the list; {resource.ordering} if not given. What is not known comes last."),
            _query("limit", limit, "Records on a page."),
            _query("cursor", {"type": "string", "minLength": 1}, "A place in the list, as `next` and `previous` give it."),
            _query("count", {"type": "boolean", "default": True}, "Whether to count the records of all pages."),
            _names("fields", resource.fields, "Only these fields."),
            *_expand(resource),
            _format(FORMATS),
            _IF_NONE_MATCH,
        ],
        "responses": _with_table_headers(_responses(bodies, statuses=(400, 401, 403, 406, 429, 503))),
    }


def _with_table_headers(responses: Schema) -> Schema:
    found = responses["200"]
    headers = {
        "X-Catalog-Revision": {"description": "Of which state of the catalog a whole list is.", "schema": {"type": "string"}},
        "Link": {"description": "The same records page by page, and this description.", **_TEXT_HEADER},
    }
    return {**responses, "200": {**found, "headers": {**found["headers"], **headers}}}


def _query(name: str, schema: Mapping[str, Any], about: str) -> Schema:
    return {"name": name, "in": "query", "description": about, "schema": dict(schema)}


def query_parameter(parameter: Parameter) -> Schema:
    """Return a filter's parameter as an operation describes it; several values are separated by commas."""
    described = _query(parameter.name, parameter.schema, parameter.about)
    return {**described, "style": "form", "explode": False} if parameter.schema["type"] == "array" else described


def _names(name: str, allowed: list[str], about: str) -> Schema:
    schema = {"type": "array", "items": {"type": "string", "enum": allowed}, "minItems": 1, "uniqueItems": True}
    return {**_query(name, schema, about), "style": "form", "explode": False}


def _expand(resource: Resource) -> list[Schema]:
    paths = list(resource.paths())
    return [_names("expand", paths, "Show these related records in full.")] if paths else []


def _format(forms: tuple[Format, ...]) -> Schema:
    return _query(
        "format", {"type": "string", "enum": [form.name for form in forms]}, "Form of the answer; else the Accept header decides."
    )


_IF_NONE_MATCH: Schema = {
    "name": "If-None-Match", "in": "header", "description": "The ETag of the answer that the caller has.", "schema": {"type": "string"},
}  # fmt: skip


def _responses(bodies: Mapping[Format, Schema], *, statuses: tuple[int, ...]) -> Schema:
    found: Schema = {
        "200": {
            "description": "The answer.",
            "headers": _FRESHNESS,
            "content": {form.media_type: {"schema": schema} for form, schema in bodies.items()},
        },
        "304": {"description": "The caller has the current answer.", "headers": _FRESHNESS},
    }
    for status in statuses:
        found[str(status)] = {"description": _PROBLEMS[status], "content": {MEDIA_TYPE: {"schema": _ref("Problem")}}}
    return found
