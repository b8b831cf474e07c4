"""The intended use of a request: a profile's standing answers, and on top of them what is stated for the occasion."""

from collections.abc import Mapping
from typing import Any

from catalog.api.bodies import Body
from registry.decisions import merged_use
from registry.licensing.intended_use import IntendedUse
from registry.licensing.use import InvalidUse, parse_use
from registry.models import UseProfile


def read_use(body: Body, *, profile: UseProfile | None, required: bool = True) -> tuple[IntendedUse, dict[str, Any]]:
    """Return the whole use, read and in plain form. Mistakes are noted in the body, each with a pointer from /use on.

    A use may be left out where a profile is named, and where it is not `required`.
    """
    stated = body.given.get("use")
    if stated is None and (profile is not None or "profile" in body.given or not required):
        stated = {}
    if not isinstance(stated, Mapping):
        code = "required" if stated is None else "invalid_type"
        body.refuse("/use", code, "must be an object: the intended use, where what is left out is unknown")
        return IntendedUse(), {}
    try:
        parse_use(stated)
    except InvalidUse as error:
        for pointer, code, detail in error.errors:
            body.refuse(f"/use{pointer}", code, detail)
        return IntendedUse(), {}
    whole = merged_use(profile, stated)
    try:
        return parse_use(whole), whole
    except InvalidUse as error:
        for pointer, code, detail in error.errors:
            body.refuse("/profile", code, f"the profile's own answer at {pointer} {detail}")
        return IntendedUse(), {}
