"""A term of a license: the clause in words, and as data whose fields depend on its type."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from catalog.editing.fields import KeysField, choice
from catalog.editing.parts import PartForm
from catalog.editing.widgets import OneOf, SomeOf
from catalog.presentation.documents.labels import label_of
from catalog.presentation.figures import sentence_case
from catalog.presentation.terms import effect_words, type_words
from registry.forms.naming import slug_from
from registry.forms.values import CountField, LineField, LinesField, ProseField
from registry.licensing.term_types import FieldSpec
from registry.licensing.terms import COMMON_FIELDS, EFFECTS, TERM_TYPE_SPECS, TERM_TYPES
from registry.models.vocabulary import Mark

NULL = "null"
OWN = "own-"
_WORDS = {"gt": "More than", "gte": "At least"}


class TermForm(PartForm):
    """One clause as a typed term."""

    type = forms.ChoiceField(choices=[("", "Choose a type"), *((name, type_words(name)) for name in TERM_TYPES)], widget=OneOf())
    effect = forms.ChoiceField(
        choices=[("", "Choose what it does"), *((name, effect_words(name)) for name in EFFECTS)], widget=OneOf(), label="What it does"
    )
    section = LineField(required=True, label="Clause", help_text="As it is cited, such as §1.b.")
    paraphrase = ProseField(required=True, rows=4, label="In other words", help_text="In our own words; never a copy of the text.")
    verification = choice(Mark, blank="Choose how sure we are", required=True, label="How sure we are")
    sources = KeysField(help_text="Where the clause was read.")
    id = LineField(label="Short name", help_text="Left empty, it is made from the license and the type.")

    GROUPS = (("", ("type", "effect", "section", "paraphrase", "verification", "sources", "id")),)

    @classmethod
    def initial_of(cls, part: Mapping[str, Any]) -> dict[str, Any]:
        shown = {name: part[name] for name in (*COMMON_FIELDS, "sources") if name in part}
        spec = TERM_TYPE_SPECS.get(part.get("type", ""))
        own = _flat(spec.fields, part) if spec else ()
        return shown | {f"{OWN}{path}": _shown(value, about) for path, about, value in own if value is not _ABSENT}

    def add_fields(self) -> None:
        """Add the fields of its type."""
        if self.part:
            del self.fields["id"]
        self.term_type = str(self["type"].value() or "")
        spec = TERM_TYPE_SPECS.get(self.term_type)
        had = self.part if self.part.get("type") == self.term_type else {}
        self.own = {path: about for path, about, _ in _flat(spec.fields, had)} if spec else {}
        self.had = {path: value for path, _, value in _flat(spec.fields, had)} if spec else {}
        for path, about in self.own.items():
            self.fields[OWN + path] = _field(path, about)
        if spec:
            offered = [("", "Choose what it does"), *((name, effect_words(name)) for name in spec.effects)]
            self.fields["effect"].choices = offered  # type: ignore[attr-defined]
            if len(spec.effects) == 1 and not self.is_bound and not self.part:
                self.initial["effect"] = spec.effects[0]

    def groups(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the common fields, and below them those of its type."""
        title = f"What a clause of this type can say: {type_words(self.term_type)}"
        return [*super().groups(), *([(title, tuple(OWN + path for path in self.own))] if self.own else [])]

    def field_at(self, path: str) -> str | None:
        """Return the field at a path, those of the type included."""
        own = path.replace("/", ".")
        for name in self.own:
            if own == name or own.startswith(f"{name}.") or name.startswith(f"{own}."):
                return OWN + name
        return super().field_at(path)

    def to_part(self) -> dict[str, Any]:
        common = {name: value for name, value in super().to_part().items() if not name.startswith(OWN)}
        made = f"{self.around.page_slug}#{slug_from(common.get('type', '').replace('_', ' ')).replace('-', '_')}"
        # What was said to be empty stays so: an empty list of exemptions is a finding.
        own: dict[str, Any] = {name: {} for name, value in self.part.items() if value == {} and common.get("type") == self.part["type"]}
        for path, about in self.own.items():
            value = _said(self.cleaned_data.get(OWN + path), about, had=self.had[path])
            if value is not _ABSENT:
                *above, last = path.split(".")
                place = own
                for step in above:
                    place = place.setdefault(step, {})
                place[last] = value
        return common | own | {"id": self.part.get("id") or common.get("id") or made}


_ABSENT: Any = object()


def _flat(fields: Mapping[str, FieldSpec], part: Any, above: str = "") -> Iterator[tuple[str, FieldSpec, Any]]:
    for name, about in fields.items():
        value = part.get(name, _ABSENT) if isinstance(part, Mapping) else _ABSENT
        if about.entries:
            yield from _flat(about.entries, value, f"{above}{name}.")
        else:
            yield above + name, about, value


def _shown(value: Any, about: FieldSpec) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return NULL if about.kind in ("flag", "word") else ""
    return value


def _field(path: str, about: FieldSpec) -> forms.Field:
    label = ": ".join(label_of(step) for step in path.split("."))
    required = about.required and "." not in path
    plain: dict[str, Any] = {"required": required, "label": label}
    options = [(word, _word(word)) for word in about.vocabulary]
    none = [(NULL, "The text does not say")] if about.nullable else []
    match about.kind:
        case "flag":
            unsaid = [] if required else [("", "Not recorded")]
            choices = [*unsaid, *none, ("true", "Yes"), ("false", "No"), *options]
            return forms.ChoiceField(**plain, choices=choices, widget=OneOf())
        case "word" if options:
            return forms.ChoiceField(**plain, choices=[("", "Choose" if required else "Not recorded"), *none, *options], widget=OneOf())
        case "words" if options:
            return forms.MultipleChoiceField(**plain, choices=options, widget=SomeOf())
        case "words":
            return LinesField(**plain)
        case "count":
            return AmountField(**plain, help_text="A whole number, such as 700000000 or 700M.")
        case _:
            return LineField(**{**plain, "max_length": 20_000})


def _word(word: str) -> str:
    if word in _WORDS:
        return _WORDS[word]
    return word if word.isupper() else sentence_case(word.replace("_", " ").capitalize())


def _said(value: Any, about: FieldSpec, *, had: Any) -> Any:
    """Return what a cleaned field says in the document: a text that was "not said" stays so while it is left empty."""
    if value in (None, "", []):
        return had if had == [] or (about.nullable and had is None) else _ABSENT
    if value == NULL:
        return None
    if about.kind == "flag":
        return {"true": True, "false": False}.get(value, value)
    if about.kind == "words" and isinstance(had, list):
        return [word for word in had if word in value] + [word for word in value if word not in had]
    return value


class AmountField(CountField):
    """A whole number that may be zero."""

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        return 0 if str(value).strip() == "0" else super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return "0" if value == 0 else super().prepare_value(value)


class VersionForm(PartForm):
    """An issue of the same text."""

    version = LineField(required=True)
    verification = choice(Mark, blank="Choose how sure we are", required=True, label="How sure we are")
    change = ProseField(rows=2, label="What changed")

    GROUPS = (("", ("version", "verification", "change")),)
