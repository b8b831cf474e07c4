"""What a term of each type may say, in words, for the person who types it."""

from typing import Any

from registry.licensing.term_types import FieldSpec
from registry.licensing.terms import TERM_TYPE_SPECS

KINDS = {
    "text": "a text",
    "word": "one word",
    "words": "a list of words",
    "flag": "true or false",
    "count": "a whole number",
    "record": "an object",
}


def term_types() -> list[dict[str, Any]]:
    """Return each type with the effects it may have and its fields, as the licensing core checks them."""
    return [
        {
            "name": name,
            "effects": list(spec.effects),
            "fields": [{"name": field, **_said(about)} for field, about in spec.fields.items()],
        }
        for name, spec in TERM_TYPE_SPECS.items()
    ]


def _said(about: FieldSpec) -> dict[str, Any]:
    what = KINDS[about.kind] + (" or null" if about.nullable else "")
    if about.entries:
        what += f" with {', '.join(about.entries)}"
    return {"what": what, "required": about.required, "words": list(about.vocabulary)}
