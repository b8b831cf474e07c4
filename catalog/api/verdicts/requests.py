"""JSON Schemas of what verdicts are asked with, made from the vocabularies that the licensing core reads by."""

from typing import Any

from registry.licensing.countries import COUNTRIES
from registry.licensing.intended_use import AMOUNT_FIELDS, HEAD_COUNTS
from registry.licensing.use import LARGEST_AMOUNT
from registry.licensing.vocabulary import ACTS, BUSINESS_TYPES, FIELDS_OF_USE, MAU_SCOPES, PURPOSES, RECEIVED, RELATIONS

Schema = dict[str, Any]

SLUG: Schema = {"type": "string", "minLength": 1, "maxLength": 120}
DAY: Schema = {"type": ["string", "null"], "format": "date"}
_MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$"


def closed(properties: Schema, *, required: tuple[str, ...] = (), **more: Any) -> Schema:
    """Return the schema of an object with these names and no others."""
    return {
        "type": "object", "properties": properties, "additionalProperties": False, "required": list(required), **more,
    }  # fmt: skip


def ref(name: str) -> Schema:
    """Return a reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def _word(words: tuple[str, ...]) -> Schema:
    return {"anyOf": [{"type": "string", "enum": list(words)}, {"type": "null"}]}


def _words(words: tuple[str, ...]) -> Schema:
    return {"type": ["array", "null"], "items": {"type": "string", "enum": list(words)}}


def _amount(*, whole: bool) -> Schema:
    number = {"type": "integer" if whole else "number", "minimum": 0, "maximum": LARGEST_AMOUNT}
    bound = {"anyOf": [number, {"type": "null"}]}
    return {"anyOf": [number, closed({"min": bound, "max": bound}), {"type": "null"}]}


def _months(about: str) -> Schema:
    months = {"type": ["object", "null"], "patternProperties": {_MONTH: _amount(whole=True)}, "additionalProperties": False}
    return {**months, "description": about, "examples": [{"2023-06": 1_000_000, "2024-06": {"max": 5_000_000}}]}


_FLAG: Schema = {"type": ["boolean", "null"]}
_TEXT: Schema = {"type": ["string", "null"]}
_COUNTRY = _word(tuple(sorted(COUNTRIES)))
_ORGANIZATION = closed(
    {
        "domicile": {**_COUNTRY, "description": "ISO 3166-1 alpha-2."},
        "territories": {"type": ["array", "null"], "items": _COUNTRY["anyOf"][0], "description": "Where the model will be used."},
        "mau": _months("Monthly active users by month, in the scope of mau_scope."),
        "mau_scope": _word(MAU_SCOPES),
        "affiliates_mau": _months("Monthly active users of the affiliates alone."),
        **{name: _amount(whole=name in HEAD_COUNTS) for name in AMOUNT_FIELDS},
        "business_types": _words(BUSINESS_TYPES),
        "founded": {"type": ["string", "null"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    }
)
_PLANNED = closed(
    {
        "model_name": _TEXT,
        "display_text": {**_TEXT, "description": "null: nothing is displayed. Left out: not known."},
        "notice_file": _FLAG,
        "license_copy": _FLAG,
        "declared_license": _TEXT,
    }
)
USE: Schema = closed(
    {
        "commercial": _FLAG,
        "acts": _words(ACTS),
        "fields_of_use": _words(FIELDS_OF_USE),
        "organization": {"anyOf": [ref("UseOrganization"), {"type": "null"}]},
        "purpose": _word(PURPOSES),
        "received": _word(RECEIVED),
        "student_imitates_teacher": _FLAG,
        "planned": {"anyOf": [_PLANNED, {"type": "null"}]},
    },
    description='What is intended, and by whom. What is left out or null is unknown, never "no".',
)
_STEP = closed(
    {
        "license": {"anyOf": [SLUG, {"type": "null"}]},
        "relation": {"type": "string", "enum": list(RELATIONS)},
        "same_licensor": _FLAG,
    },
    required=("license", "relation"),
)
_STEPS: Schema = {"type": "array", "items": _STEP, "minItems": 1, "maxItems": 50}
_DECLARED: Schema = {"type": "string", "enum": ["none", "not_declared", "unknown"]}
SUBJECT: Schema = {
    "oneOf": [
        closed({"variant": SLUG}, required=("variant",), description="A variant of the catalog."),
        closed({"model": SLUG}, required=("model",), description="A model: every variant, and in sum."),
        closed(
            {"license": {"anyOf": [SLUG, {"type": "null"}]}, "lineage": {"anyOf": [_STEPS, _DECLARED]}},
            required=("license",), description="A license, null if none could be identified, and what the model under it was made from.",
        ),
        closed({"lineage": _STEPS}, required=("lineage",), description="Your own model, made from models under these licenses."),
    ]
}  # fmt: skip
_COMMON: Schema = {
    "use": {**ref("IntendedUse"), "description": "May be left out where a profile is named."},
    "as_of": {**DAY, "description": "Licenses as they were offered on this day; null for today."},
    "profile": {"anyOf": [SLUG, {"type": "null"}], "description": "A use profile, whose standing answers the use is laid over."},
}
_ASKED_WITH = {"anyOf": [{"required": ["use"]}, {"required": ["profile"]}]}
VERDICT_REQUEST: Schema = {
    "oneOf": [
        closed({"subject": ref("Subject"), **_COMMON}, required=("subject",), **_ASKED_WITH),
        closed(
            {"subjects": {"type": "array", "items": ref("Subject"), "minItems": 1, "maxItems": 200}, **_COMMON},
            required=("subjects",), **_ASKED_WITH,
        ),
    ]
}  # fmt: skip

REQUESTS: dict[str, Schema] = {
    "UseOrganization": _ORGANIZATION, "IntendedUse": USE, "Subject": SUBJECT, "VerdictRequest": VERDICT_REQUEST,
}  # fmt: skip
