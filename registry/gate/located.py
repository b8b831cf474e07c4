"""JSON whose objects know the line they begin at. Plain Python."""

import json
import re
from collections.abc import Iterator
from typing import Any

from registry.gate.entries import InvalidEntries, Mistake, Place

DEEPEST = 100
MOST_OBJECTS = 300_000
# The closing quote is optional, so that a text that never ends is passed once and not once from each quote inside it.
_MARK = re.compile(r'"(?:[^"\\\n]++|\\.)*+"?|[{}\[\]\n]')


class Located(dict[str, Any]):
    """A JSON object with the line it begins at, and its place in the order of the file."""

    line = 1
    order = 0


class _Repeated(ValueError):  # noqa: N818
    def __init__(self, key: str, line: int) -> None:
        super().__init__(key)
        self.line = line


def read_json(text: str, *, file: str) -> Any:
    """The value that a JSON text holds; InvalidEntries with the line for what is not JSON, says one key twice or nests too deep."""
    beginnings = _beginnings(text, file=file)

    def located(pairs: list[tuple[str, Any]]) -> Located:
        value = Located(pairs)
        value.order, value.line = next(beginnings)
        if len(value) != len(pairs):
            seen: set[str] = set()
            raise _Repeated(next(key for key, _ in pairs if key in seen or seen.add(key)), value.line)  # type: ignore[func-returns-value]
        return value

    def refuse(word: str) -> None:
        raise ValueError(f"{word} is not JSON")

    try:
        json.loads(text)
        return json.loads(text, object_pairs_hook=located, parse_constant=refuse)
    except json.JSONDecodeError as error:
        detail = f"this is not valid JSON ({error.msg}, column {error.colno})"
        raise InvalidEntries([Mistake(Place(file, error.lineno), detail)]) from None
    except _Repeated as error:
        raise InvalidEntries([Mistake(Place(file, error.line), f"the object that begins here says '{error}' twice: keep one")]) from None
    except (ValueError, RecursionError) as error:
        raise InvalidEntries([Mistake(Place(file, 1), f"this is not JSON that can be read: {error}")]) from None


def _beginnings(text: str, *, file: str) -> Iterator[tuple[int, int]]:
    """(offset, line) of each object's opening brace, in the order in which the objects end, as the decoder hands them over."""
    closed: list[tuple[int, int]] = []
    opened: list[tuple[int, int]] = []
    line = 1
    for mark in _MARK.finditer(text):
        sign = mark[0]
        if sign == "\n":
            line += 1
        elif sign in "{[":
            opened.append((mark.start(), line))
            if len(opened) > DEEPEST:
                detail = f"the JSON nests more than {DEEPEST} levels deep, which no bill of materials needs"
                raise InvalidEntries([Mistake(Place(file, line), detail)])
        elif sign in "}]" and opened:
            beginning = opened.pop()
            if sign == "}":
                closed.append(beginning)
            if len(closed) > MOST_OBJECTS:
                raise InvalidEntries([Mistake(Place(file, line), f"the JSON holds more than {MOST_OBJECTS:,} objects: split it")])
    return iter(closed)
