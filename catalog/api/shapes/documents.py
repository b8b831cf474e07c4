"""Page documents as the API takes and answers them, described from the types that check them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from catalog.api.operations import described_by, ref
from catalog.api.shapes.proposals import FactChanged, ProposalDetail
from catalog.api.verdicts.requests import Schema, closed
from registry.documents import DOCUMENTS

REASON: Schema = {"type": "string", "minLength": 1, "maxLength": 500, "description": "Why the page changes; readers see it in its history."}
_SUBMITTED: Schema = {
    "reason": REASON,
    "propose": {"type": "boolean", "default": False, "description": "Ask for review although the change could take effect at once."},
    "agreed_duplicates": {
        "type": ["string", "null"], "maxLength": 64,
        "description": "What a 409 about near-duplicates gave: save in spite of exactly these.",
    },
}  # fmt: skip
_PATCH: Schema = {"type": "object", "description": "A JSON merge patch (RFC 7386) of the page's document: null removes."}
_REVISION: Schema = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1, "description": "The revision whose document comes back."}
_DUPLICATE: Schema = {
    "type": "object",
    "required": ["label", "why", "kind", "slug", "url"],
    "properties": {name: {"type": "string"} for name in ("label", "why", "kind", "slug")} | {"url": {"type": "string", "format": "uri"}},
}


def document_name(kind: str) -> str:
    """Return the name of the component that describes documents of a kind."""
    return DOCUMENTS[kind].__name__


@lru_cache(maxsize=1)
def document_components() -> Mapping[str, Schema]:
    """Return the schemas of page documents, of what changes them, and of what a change is refused with."""
    changes = {}
    for kind in DOCUMENTS:
        document = ref(document_name(kind))
        changes[f"{document_name(kind)}Change"] = closed({"document": document, **_SUBMITTED}, required=("document", "reason"))
    return {
        **described_by(FactChanged, ProposalDetail),
        **_documents(),
        **changes,
        "DocumentPatch": closed({"document": _PATCH, **_SUBMITTED}, required=("document", "reason")),
        "DocumentRestoration": closed({"revision": _REVISION, **_SUBMITTED}, required=("revision", "reason")),
        "StaleDocumentProblem": _problem(
            "The page is at another revision than the caller's.",
            revision={"type": "integer", "description": "The page's current revision."},
            etag={"type": "string", "description": "Its ETag, for If-Match."},
            changes={
                "type": ["array", "null"], "items": ref("FactChanged"),
                "description": "What changed since the revision that If-Match names; null where it names none of this page.",
            },
        ),
        "TakenDocumentProblem": _problem(
            "The address is taken, or the catalog seems to have it already: `agreed_duplicates` is sent back to save all the same.",
            optional=True, duplicates={"type": "array", "items": _DUPLICATE}, agreed_duplicates={"type": "string"},
        ),
    }  # fmt: skip


def _problem(about: str, *, optional: bool = False, **members: Schema) -> Schema:
    more = {"type": "object", "properties": members} | ({} if optional else {"required": list(members)})
    return {"description": about, "allOf": [ref("Problem"), more]}


def _documents() -> dict[str, Schema]:
    """Return the schemas of documents and their parts; the parts are called Document…, because records have parts of these names."""
    adapters: list[Any] = [(kind, "validation", TypeAdapter(kind)) for kind in DOCUMENTS.values()]
    _, made = TypeAdapter.json_schemas(adapters, ref_template="#/components/schemas/{model}")
    names = {name: name if name.endswith("Document") else f"Document{name}" for name in made["$defs"]}
    return {names[name]: _renamed(schema, names) for name, schema in made["$defs"].items()}


def _renamed(schema: Any, names: Mapping[str, str]) -> Any:
    if isinstance(schema, list):
        return [_renamed(part, names) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _renamed(value, names) for key, value in schema.items() if key != "title" or not isinstance(value, str)}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = ref(names[found["$ref"].rpartition("/")[2]])["$ref"]
    return found
