"""The inputs of a question as query parameters: one flat name for each place in the intended use, in both directions."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from catalog.asking.amounts import read_amount, write_amount
from registry.licensing.use import ACTS, AMOUNT_FIELDS, BUSINESS_TYPES, FIELDS_OF_USE, MAU_SCOPES, PURPOSES, RECEIVED

Kind = Literal["truth", "word", "words", "amount", "country", "countries", "text"]
NONE = "none"


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that can be stated: where it stands in the use, what kind of value it takes, which words are known."""

    path: tuple[str, ...]
    kind: Kind
    words: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the query parameter."""
        return ".".join(self.path)


def _inputs() -> Iterator[Input]:
    yield Input(("commercial",), "truth")
    yield Input(("acts",), "words", ACTS)
    yield Input(("fields_of_use",), "words", FIELDS_OF_USE)
    yield Input(("purpose",), "word", PURPOSES)
    yield Input(("received",), "word", RECEIVED)
    yield Input(("student_imitates_teacher",), "truth")
    for name in ("model_name", "display_text", "declared_license"):
        yield Input(("planned", name), "text")
    for name in ("notice_file", "license_copy"):
        yield Input(("planned", name), "truth")
    yield Input(("organization", "domicile"), "country")
    yield Input(("organization", "territories"), "countries")
    yield Input(("organization", "mau_scope"), "word", MAU_SCOPES)
    yield Input(("organization", "business_types"), "words", BUSINESS_TYPES)
    yield Input(("organization", "founded"), "text")
    for name in AMOUNT_FIELDS:
        yield Input(("organization", name), "amount")


INPUTS = {made.name: made for made in _inputs()}
_MONTHLY = re.compile(r"organization\.(mau|affiliates_mau)\.(\d{4}-\d{2})")


class InputError(ValueError):
    """What cannot be read, by the name of the parameter."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


def input_named(name: str) -> Input | None:
    """Return the input behind a parameter, months included (organization.mau.2024-06); None for any other name."""
    if found := _MONTHLY.fullmatch(name):
        return Input(("organization", found[1], found[2]), "amount")
    return INPUTS.get(name)


def input_at(pointer: str) -> Input | None:
    """Return the input at a JSON pointer into the use; None where a person cannot state it in a form."""
    return input_named(pointer.strip("/").replace("/", "."))


def read_inputs(parameters: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return the intended use that parameters state; what is empty or left out stays unknown. InputError names every mistake."""
    use: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, values in parameters.items():
        stated = [value for value in values if value.strip()]
        made = input_named(name)
        if made is None:
            errors[name] = f"there is no input called '{name[:60]}'"
        elif stated:
            try:
                _place(use, made.path, _READERS[made.kind](made, stated))
            except ValueError as error:
                errors[name] = str(error)
    if errors:
        raise InputError(errors)
    return use


def write_inputs(use: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the parameters that state a use: reading them gives it back."""
    return list(_flat(use, ()))


def _flat(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    made = input_named(".".join(path)) if path else None
    if made is None:
        for key, below in value.items() if isinstance(value, Mapping) else ():
            yield from _flat(below, (*path, str(key)))
    elif value is not None:
        for text in _written(made, value):
            yield made.name, text


def _written(made: Input, value: Any) -> list[str]:
    match made.kind:
        case "truth":
            return ["yes" if value else "no"]
        case "amount":
            return [write_amount(value)]
        case "words" | "countries":
            return list(value) or ([NONE] if made.kind == "words" else [])
        case _:
            return [str(value)]


def _place(use: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        use = use.setdefault(step, {})
    use[path[-1]] = value


def _truth(made: Input, values: list[str]) -> bool:
    if values[-1] not in ("yes", "no"):
        raise ValueError(f"'{values[-1][:60]}' is neither yes nor no; leave it out when you do not know")
    return values[-1] == "yes"


def _word(made: Input, values: list[str]) -> str:
    if values[-1] not in made.words:
        raise ValueError(f"'{values[-1][:60]}' is not one of {', '.join(made.words)}")
    return values[-1]


def _words(made: Input, values: list[str]) -> list[str]:
    stated = [word.strip() for value in values for word in value.split(",") if word.strip()]
    if stated == [NONE]:
        return []
    for word in stated:
        if word not in made.words:
            raise ValueError(f"'{word[:60]}' is not one of {', '.join(made.words)}; '{NONE}' alone means none of them")
    return list(dict.fromkeys(stated))


def _country(made: Input, values: list[str]) -> str:
    return values[-1].strip().upper()


def _countries(made: Input, values: list[str]) -> list[str]:
    return list(dict.fromkeys(code.upper() for value in values for code in re.split(r"[\s,;]+", value.strip()) if code))


def _amount(made: Input, values: list[str]) -> int | dict[str, int]:
    return read_amount(values[-1])


def _text(made: Input, values: list[str]) -> str:
    return values[-1].strip()


_READERS: dict[Kind, Callable[[Input, list[str]], Any]] = {
    "truth": _truth,
    "word": _word,
    "words": _words,
    "amount": _amount,
    "country": _country,
    "countries": _countries,
    "text": _text,
}
