"""YAML without its surprises and dangers: dates and "no" stay text, numbers are exact, nothing is built from aliases or tags."""

import re
from decimal import Decimal
from typing import Any

import yaml

from registry.imports.sources.json_text import LONGEST_NUMBER, Doubled

DEEPEST = 20
MOST_VALUES = 100_000
_INTEGER = re.compile(rf"[-+]?[0-9]{{1,{LONGEST_NUMBER}}}")
_FLOAT = re.compile(r"[-+]?[0-9]{1,15}\.[0-9]{1,15}(?:[eE][-+]?[0-9]{1,2})?")
_CONSTANTS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "True": True, "false": False, "False": False}
_TEXT_TAG = "tag:yaml.org,2002:str"


class UnreadableText(ValueError):  # noqa: N818 - what it is
    """YAML that is not read; the message says why."""


def parsed_yaml(text: str) -> Any:
    """Return the value of one YAML document; keys given twice are left in place as Doubled. UnreadableText says what is wrong and where."""
    try:
        return _Builder().built(text)
    except yaml.MarkedYAMLError as error:
        where = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise UnreadableText(f"not valid YAML{where}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise UnreadableText(f"not valid YAML: {error}") from error


class _Builder:
    """Builds from events, which come one at a time, so that depth and number are known before anything is held in memory."""

    def __init__(self) -> None:
        self._open: list[tuple[int, list[Any]]] = [(1, [])]
        self._count = 0

    def built(self, text: str) -> Any:
        documents = 0
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise UnreadableText("it holds more than one document")
            elif isinstance(event, yaml.AliasEvent):
                raise UnreadableText(f"line {_line(event)}: aliases have no place here: write the value out")
            elif isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)):
                self._begin(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._end(event)
        _, found = self._open[0]
        return found[0] if found else None

    def _begin(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        self._count += 1
        line = _line(event)
        if self._count > MOST_VALUES:
            raise UnreadableText(f"it holds more than {MOST_VALUES:,} values")
        if isinstance(event, yaml.ScalarEvent):
            self._open[-1][1].append(_scalar(event))
            return
        if event.tag is not None:
            raise UnreadableText(f"line {line}: the tag {event.tag} has no meaning here")
        if len(self._open) > DEEPEST:
            raise UnreadableText(f"line {line}: it nests deeper than {DEEPEST} levels")
        self._open.append((line, []))

    def _end(self, event: yaml.CollectionEndEvent) -> None:
        line, items = self._open.pop()
        self._open[-1][1].append(_mapping(items, line=line) if isinstance(event, yaml.MappingEndEvent) else items)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _mapping(items: list[Any], *, line: int) -> dict[str, Any]:
    keys, values = items[::2], items[1::2]
    if any(isinstance(key, (dict, list)) for key in keys):
        raise UnreadableText(f"line {line}: a key must be plain text")
    said = [(key if isinstance(key, str) else str(key), value) for key, value in zip(keys, values, strict=True)]
    found = dict(said)
    return found if len(found) == len(said) else Doubled(said)


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = str(event.value)
    if event.tag is not None and event.tag not in ("!", _TEXT_TAG):
        raise UnreadableText(f"line {_line(event)}: the tag {event.tag} has no meaning here")
    if event.tag is not None or not event.implicit[0]:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _FLOAT.fullmatch(text) else text
