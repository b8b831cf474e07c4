"""Typed license terms: one clause as data, refused unless every field and word is one the engine understands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from registry.licensing.term_types import TERM_TYPE_SPECS, FieldSpec, TermTypeSpec
from registry.licensing.vocabulary import EFFECTS, LICENSE_CATEGORIES, VERIFICATIONS

__all__ = [
    "EFFECTS",
    "LICENSE_CATEGORIES",
    "TERM_TYPES",
    "TERM_TYPE_SPECS",
    "InvalidTerm",
    "LicenseFacts",
    "Term",
    "parse_term",
    "term_as_dict",
]

TERM_TYPES = tuple(TERM_TYPE_SPECS)
COMMON_FIELDS = ("id", "type", "effect", "section", "paraphrase", "verification")


class InvalidTerm(ValueError):  # noqa: N818
    """A term that the engine would not understand. `errors` is a list of (field, what is allowed there)."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        self.errors = list(errors)
        super().__init__("; ".join(f"{name}: {message}" for name, message in self.errors))


@dataclass(frozen=True)
class Term:
    """One clause of a license. `params` holds the fields of its type, immutable, lists as tuples."""

    id: str
    type: str
    effect: str
    section: str
    paraphrase: str
    verification: str
    params: Mapping[str, object] = field(hash=False, default_factory=lambda: MappingProxyType({}))

    def words(self, name: str) -> tuple[str, ...]:
        """A list-valued parameter as a tuple, empty where the term does not have it."""
        value = self.params.get(name)
        return value if isinstance(value, tuple) else ()

    def text(self, name: str) -> str | None:
        """A text parameter, None where the term does not have it."""
        value = self.params.get(name)
        return value if isinstance(value, str) else None

    def record(self, name: str) -> Mapping[str, object]:
        """A parameter with named entries, empty where the term does not have it."""
        value = self.params.get(name)
        return value if isinstance(value, Mapping) else {}


@dataclass(frozen=True)
class LicenseFacts:
    """A license as the engine reads it: who grants it, how well it is confirmed, and its terms."""

    slug: str
    name: str
    licensor: str
    verification: str
    category: str
    terms: tuple[Term, ...] = field(hash=False, default=())

    def terms_of(self, term_type: str) -> tuple[Term, ...]:
        """Its terms of one type, in the order of the document."""
        return tuple(term for term in self.terms if term.type == term_type)


def parse_term(data: Mapping[str, object]) -> Term:
    """The term that `data` describes, in the shape of facts/SCHEMA.md; InvalidTerm lists every mistake at once."""
    errors: list[tuple[str, str]] = []
    for name in COMMON_FIELDS:
        if name not in data:
            errors.append((name, "is required"))
        elif not isinstance(data[name], str) or not str(data[name]).strip():
            errors.append((name, "must be a text that is not empty"))
    term_type = data.get("type")
    spec = TERM_TYPE_SPECS.get(term_type) if isinstance(term_type, str) else None
    if isinstance(term_type, str) and term_type.strip() and spec is None:
        errors.append(("type", _one_of(TERM_TYPES)))
    if isinstance(data.get("verification"), str) and data["verification"] not in VERIFICATIONS:
        errors.append(("verification", _one_of(VERIFICATIONS)))
    if spec is None:
        raise InvalidTerm(errors)
    if isinstance(data.get("effect"), str) and data["effect"] not in spec.effects:
        errors.append(("effect", _one_of(spec.effects)))
    errors.extend(_field_errors(data=data, spec=spec))
    errors.extend(_consistency_errors(data))
    if errors:
        raise InvalidTerm(errors)
    params = {name: _frozen(value) for name, value in data.items() if name not in COMMON_FIELDS}
    common = {name: str(data[name]) for name in COMMON_FIELDS}
    return Term(**common, params=MappingProxyType(params))


def term_as_dict(term: Term) -> dict[str, object]:
    """The plain form of a term: `parse_term(term_as_dict(term)) == term`."""
    plain: dict[str, object] = {name: getattr(term, name) for name in COMMON_FIELDS}
    plain.update({name: _thawed(value) for name, value in term.params.items()})
    return plain


def _field_errors(*, data: Mapping[str, object], spec: TermTypeSpec) -> list[tuple[str, str]]:
    errors = []
    for name in data:
        if name not in COMMON_FIELDS and name not in spec.fields:
            allowed = ", ".join(spec.fields) or "no field beside the common ones"
            errors.append((str(name), f"is not a field of a {data['type']} term; allowed: {allowed}"))
    for name, field_spec in spec.fields.items():
        if name in data:
            errors.extend(_value_errors(name=name, value=data[name], spec=field_spec))
        elif field_spec.required:
            errors.append((name, f"is required for a {data['type']} term"))
    return errors


def _value_errors(*, name: str, value: object, spec: FieldSpec) -> list[tuple[str, str]]:
    if value is None:
        return [] if spec.nullable else [(name, "must not be null")]
    if spec.kind == "words":
        return _words_errors(name=name, value=value, spec=spec)
    if spec.kind == "record":
        return _record_errors(name=name, value=value, spec=spec)
    message = _SCALARS[spec.kind](value, spec)
    return [(name, message)] if message else []


def _flag_error(value: object, spec: FieldSpec) -> str | None:
    if isinstance(value, bool) or value in spec.vocabulary:
        return None
    words = "".join(f" or {word!r}" for word in spec.vocabulary)
    return f"must be true or false{words}{' or null' if spec.nullable else ''}"


def _count_error(value: object, spec: FieldSpec) -> str | None:
    fine = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return None if fine else "must be a whole number, 0 or more"


def _text_error(value: object, spec: FieldSpec) -> str | None:
    if spec.vocabulary:
        return None if isinstance(value, str) and value in spec.vocabulary else _one_of(spec.vocabulary)
    return None if isinstance(value, str) and value.strip() else "must be a text that is not empty"


_SCALARS: Mapping[str, Callable[[object, FieldSpec], str | None]] = {
    "flag": _flag_error,
    "count": _count_error,
    "word": _text_error,
    "text": _text_error,
}


def _words_errors(*, name: str, value: object, spec: FieldSpec) -> list[tuple[str, str]]:
    if not isinstance(value, (list, tuple)):
        return [(name, "must be a list")]
    if spec.required and not value:
        return [(name, "must not be an empty list")]
    errors = [
        (f"{name}.{index}", _one_of(spec.vocabulary))
        for index, word in enumerate(value)
        if not isinstance(word, str) or word not in spec.vocabulary
    ]
    if not errors and len(set(value)) != len(value):
        errors.append((name, "must not name the same word twice"))
    return errors


def _record_errors(*, name: str, value: object, spec: FieldSpec) -> list[tuple[str, str]]:
    if not isinstance(value, Mapping):
        return [(name, f"must be a record of {', '.join(spec.entries)}")]
    errors = [(f"{name}.{key}", f"is not known here; allowed: {', '.join(spec.entries)}") for key in value if key not in spec.entries]
    for key, entry in spec.entries.items():
        if key in value:
            errors.extend(_value_errors(name=f"{name}.{key}", value=value[key], spec=entry))
        elif entry.required:
            errors.append((f"{name}.{key}", "is required"))
    return errors


def _consistency_errors(data: Mapping[str, object]) -> list[tuple[str, str]]:
    """What fields must say together: a refusal names its route, a sum of money its currency and period."""
    errors = []
    effect, remedy = data.get("effect"), data.get("remedy")
    if effect == "prohibit" and remedy in ("separate_license", "licensor_review"):
        errors.append(("remedy", "a clause that offers a route has the effect need_permission, not prohibit"))
    if effect == "need_permission" and remedy in (None, "none"):
        errors.append(("remedy", "is required for need_permission: separate_license or licensor_review"))
    if data.get("metric") == "revenue":
        errors += [(name, "is required where the metric is revenue") for name in ("currency", "period") if name not in data]
    if data.get("type") == "attribution" and effect == "oblige" and not data.get("trigger"):
        errors.append(("trigger", "is required for an attribution that obliges"))
    return errors


def _one_of(words: Sequence[str]) -> str:
    return f"must be one of: {', '.join(words)}"


def _frozen(value: object) -> object:
    if isinstance(value, Mapping):
        return MappingProxyType({str(key): _frozen(entry) for key, entry in value.items()})
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(entry) for entry in value)
    return value


def _thawed(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _thawed(entry) for key, entry in value.items()}
    if isinstance(value, tuple):
        return [_thawed(entry) for entry in value]
    return value
