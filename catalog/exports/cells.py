"""Cells of tables: no spreadsheet takes one for a formula, and nothing is lost by that."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

Row = Sequence[Any]

SUSPICIOUS = frozenset("'=+-@\t\r")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")
_PLAIN = frozenset((str, int, bool, type(None)))
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe goes before = + - @ tab and CR. Numbers stay as they are."""
    if text[:1] not in SUSPICIOUS or not _FORMULA.match(text) or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def restored(text: str) -> str:
    """Undo what neutral() did: one apostrophe goes where apostrophes stand before = + - @ tab or CR."""
    return text[1:] if _QUOTED_FORMULA.match(text) else text


def flat(value: Any) -> Any:
    """Return a value of a record as one cell: pages by slug, lists with semicolons, what is not known as None."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, list):
        return "; ".join([part if type(part) is str else str(flat(part)) for part in value]) if value else ""
    if isinstance(value, Mapping):
        named = value.get("slug") or value.get("id")
        return named or "; ".join(f"{name}: {flat(part)}" for name, part in value.items() if part is not None)
    return str(value)
