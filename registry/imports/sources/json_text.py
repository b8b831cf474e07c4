"""JSON with exact numbers and nothing hidden: a key given twice and a number that is none stay visible to whoever reads the record."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring, encode_basestring_ascii
from operator import itemgetter
from typing import Any

from registry.imports.records import UnreadableCatalog

DEEPEST = 64
LONGEST_NUMBER = 30
MOST_VALUES = 2_000_000
_TOO_LONG = f"a number has at most {LONGEST_NUMBER} digits"
_TOO_DEEP = f"the content nests deeper than {DEEPEST} levels, which no catalog does: check that it is the right file"


class Doubled(dict[str, Any]):
    """An object in which keys stand twice: `said` is all that it says; as a dict it has the last of each."""

    def __init__(self, said: list[tuple[str, Any]]) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True, slots=True)
class NoNumber:
    """What stands where a number should and cannot be used as one, with the reason."""

    text: str
    reason: str


def pairs(value: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return all that an object says, with what stands twice."""
    return value.said if isinstance(value, Doubled) else list(value.items())


def doubled(value: dict[str, Any]) -> dict[str, list[str]]:
    """Return the keys that stand twice in an object, each with that as a reason."""
    counts = Counter(key for key, _ in pairs(value)) if isinstance(value, Doubled) else {}
    return {key: [f"{_place((key,))}is given twice, so nobody can say which one holds"] for key, count in counts.items() if count > 1}


def parsed(text: str) -> dict[str, Any]:
    """Return the top-level object of a JSON text, numbers as int or Decimal; UnreadableCatalog says what is wrong and where.

    Below the top level, keys given twice and unusable numbers are left in place as Doubled and NoNumber for `written` to name.
    """
    if sum(map(text.count, ",[{")) > MOST_VALUES:
        raise UnreadableCatalog(f"the content holds more than {MOST_VALUES:,} values: divide it")
    try:
        value = json.loads(text, parse_int=_whole, parse_float=_exact, parse_constant=_constant, object_pairs_hook=_object)
    except RecursionError as error:
        raise UnreadableCatalog(_TOO_DEEP) from error
    except json.JSONDecodeError as error:
        hint = (
            ", it looks like a web page: send the file itself" if text.lstrip().startswith("<") else ": send the file as it was published"
        )
        raise UnreadableCatalog(f"the content is not JSON (line {error.lineno:,}, column {error.colno:,}: {error.msg}){hint}") from error
    if not isinstance(value, dict):
        raise UnreadableCatalog("the content is JSON, but its top level is not an object of named entries: check that it is the right file")
    if twice := list(doubled(value)):
        raise UnreadableCatalog(f"{shown(twice[0])} stands twice at the top level, so nobody can say which one holds: remove one")
    _refuse_deep(value)
    return value


def written(value: Any) -> tuple[str, list[str]]:
    """Return a value as compact JSON with sorted keys and each number equal to what was read, and why it cannot be used, if so.

    Reading that text with parse_float=Decimal gives the value back. Where a number was none, it stands as it was written.
    """
    out: list[str] = []
    problems: list[str] = []
    _write(value, (), out, problems)
    return "".join(out), problems


def shown(value: Any, *, longest: int = 60) -> str:
    """Return a value as JSON for a sentence, shortened."""
    text = written(value)[0]
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def is_plain(text: str) -> bool:
    """Tell whether a database and a web page can hold the text: no NUL and no half of a character."""
    if text.isascii():
        return "\x00" not in text
    try:
        return b"\x00" not in text.encode()
    except UnicodeEncodeError:
        return False


def _object(said: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(said)
    return found if len(found) == len(said) else Doubled(said)


def _whole(text: str) -> int | NoNumber:
    if len(text) > LONGEST_NUMBER + text.startswith("-"):
        return NoNumber(text, _TOO_LONG)
    return int(text)


def _exact(text: str) -> Decimal | NoNumber:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return NoNumber(text, _TOO_LONG)
    # A large exponent would be written out in full by the first calculation.
    if abs(number.adjusted()) > LONGEST_NUMBER or len(number.as_tuple().digits) > LONGEST_NUMBER:
        return NoNumber(text, _TOO_LONG)
    return number


def _constant(text: str) -> NoNumber:
    return NoNumber(text, "not a number")


def _refuse_deep(value: Any) -> None:
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        level = [item for holder in level for item in _items(holder) if isinstance(item, (dict, list))]
        if not level:
            return
    raise UnreadableCatalog(_TOO_DEEP)


def _items(holder: Any) -> Iterable[Any]:
    return (item for _, item in pairs(holder)) if isinstance(holder, dict) else holder


def _write(value: Any, at: tuple[str, ...], out: list[str], problems: list[str]) -> None:
    if isinstance(value, str):
        out.append(_quoted(value, at, problems))
    elif value is None or value is True or value is False:
        out.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, (int, Decimal)):
        out.append(str(value))
    elif isinstance(value, dict):
        _write_object(value, at, out, problems)
    elif isinstance(value, list):
        out.append("[")
        for index, item in enumerate(value):
            if index:
                out.append(",")
            _write(item, (*at, str(index)), out, problems)
        out.append("]")
    else:
        problems.append(f"{_place(at)}{_brief(value.text)} cannot be used: {value.reason}")
        out.append(value.text)


def _write_object(value: dict[str, Any], at: tuple[str, ...], out: list[str], problems: list[str]) -> None:
    place = _place(at)
    problems.extend(f"{place}{reason}" for reasons in doubled(value).values() for reason in reasons)
    sign = "{"
    for key, item in sorted(pairs(value), key=itemgetter(0)):
        out.append(f"{sign}{_quoted(key, at, problems)}:")
        _write(item, (*at, key), out, problems)
        sign = ","
    out.append("}" if value else "{}")


def _quoted(text: str, at: tuple[str, ...], problems: list[str]) -> str:
    if is_plain(text):
        return str(encode_basestring(text))
    problems.append(f"{_place(at)}{_brief(encode_basestring_ascii(text))} holds a character that is none (NUL or half of a pair)")
    return str(encode_basestring_ascii(text))


def _place(at: tuple[str, ...]) -> str:
    return f"{_brief('.'.join(encode_basestring_ascii(name)[1:-1] if not is_plain(name) else name for name in at))}: " if at else ""


def _brief(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
