"""Fields that only the site's forms have: other pages by name, the page's own sources, words of a vocabulary."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from catalog.editing.around import Around
from catalog.editing.names import Unknown
from catalog.editing.widgets import OneOf, Several, SomeOf, Suggested
from catalog.presentation.figures import sentence_case
from registry.forms.values import DocumentValue, FlagField

KIND_WORDS = {"organization": "organization", "family": "family", "license": "license", "model": "model", "variant": "variant"}


class AroundField(DocumentValue):
    """A field that asks the page around it."""

    around: Around

    def surround(self, around: Around) -> None:
        """Take the page around it; called once, before anything is asked."""
        self.around = around


class PageField(AroundField, forms.CharField):
    """Another page, or a variant, by slug or name; the value is its slug."""

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(**{"required": False, "max_length": 300, "widget": Suggested(f"names_{kind}_"), **kwargs})

    def texts(self, value: Any) -> list[str]:
        """Return what it will ask about."""
        return [str(value)] if value else []

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return chosen(self.around, self.kind, typed) if typed else ""


class PagesField(AroundField, forms.Field):
    """Several pages, in the order given."""

    def __init__(self, *, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(**{"required": False, "widget": Several(f"names_{kind}_"), **kwargs})

    def surround(self, around: Around) -> None:
        super().surround(around)
        self.widget.attrs["data-label"] = str(self.label or "")

    def texts(self, value: Any) -> list[str]:
        """Return what it will ask about."""
        return [str(item)[:300] for item in value or [] if str(item).strip()]

    def to_python(self, value: Any) -> list[str]:
        return self.texts(value)

    def clean(self, value: Any) -> list[str]:
        slugs, mistakes = [], []
        for typed in super().clean(value):
            try:
                slugs.append(chosen(self.around, self.kind, typed))
            except ValidationError as error:
                mistakes.append(error)
        if mistakes:
            raise ValidationError(mistakes)
        return list(dict.fromkeys(slugs))


def chosen(around: Around, kind: str, typed: str) -> str:
    """Return the slug of what was typed, or say what is near it and how to add what is missing."""
    try:
        return around.names.slug(kind, typed)
    except Unknown as unknown:
        near = format_html_join(", ", "{} ({})", ((slug, name) for slug, name in unknown.near))
        word = KIND_WORDS.get(kind, kind)
        if unknown.several:
            raise ValidationError(format_html("More than one {} is called “{}”: type one of {}.", word, typed, near)) from None
        meant = format_html(" Did you mean {}?", near) if near else ""
        new = "model" if kind == "variant" else kind
        url = f"{reverse('catalog:new-page', args=[new])}?{urlencode({'name': typed})}"
        article = "an" if new[0] in "aeio" else "a"
        add = "It has to be in the catalog first:" if kind == "variant" else "Choose one of the catalog, or"
        raise ValidationError(
            format_html('There is no {} “{}”.{} {} <a href="{}">add {} {}</a>.', word, typed, meant, add, url, article, new)
        ) from None  # fmt: skip


class KeyField(AroundField, forms.CharField):
    """One of the page's own sources, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 120, "widget": OneOf(), "label": "Source", **kwargs})

    def surround(self, around: Around) -> None:
        super().surround(around)
        self.widget.choices = [("", "None"), *around.keys("sources")]

    def clean(self, value: Any) -> str:
        key = super().clean(value)
        if key and key not in dict(self.widget.choices):
            raise ValidationError("This page has no such source: choose one of its list.")
        return key


class KeysField(AroundField, forms.Field):
    """Some of the page's own sources, or of its variants; sources are kept sorted."""

    def __init__(self, *, of: str = "sources", **kwargs: Any) -> None:
        self.of = of
        super().__init__(**{"required": False, "widget": SomeOf(f"keys_{of}_"), **kwargs})

    def surround(self, around: Around) -> None:
        super().surround(around)
        self.widget.choices = around.keys(self.of)

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(str(item).strip() for item in value or [] if str(item).strip()))

    def clean(self, value: Any) -> list[str]:
        choices = [(str(key), words) for key, words in self.widget.choices]
        by_words = {words: key for key, words in choices}
        keys = [by_words.get(item, item) for item in super().clean(value)]
        missing = [key for key in keys if key not in dict(choices)]
        if missing:
            raise ValidationError(f"This page has no {self.of[:-1]} “{missing[0][:80]}”: choose from its list.")
        return sorted(set(keys)) if self.of == "sources" else list(dict.fromkeys(keys))


def choice(vocabulary: Any, *, blank: str = "", **kwargs: Any) -> forms.ChoiceField:
    """Return a drop-down over a vocabulary; `blank` is what the empty choice says."""
    words = [(value, sentence_case(str(label))) for value, label in vocabulary.choices]
    choices: Iterable[Any] = [*([("", blank)] if blank else []), *words]
    return forms.ChoiceField(**{"choices": choices, "required": not blank, "widget": OneOf(), **kwargs})


def words(vocabulary: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    """Return checkboxes over a vocabulary."""
    choices = [(value, sentence_case(str(label))) for value, label in vocabulary.choices]
    return forms.MultipleChoiceField(**{"choices": choices, "required": False, "widget": SomeOf(), **kwargs})


def flag(**kwargs: Any) -> FlagField:
    """Return yes, no or not known."""
    widget = forms.NullBooleanSelect()
    widget.choices = [("unknown", "Not known"), ("true", "Yes"), ("false", "No")]
    return FlagField(**{"required": False, "widget": widget, **kwargs})
