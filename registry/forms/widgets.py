"""Inputs that hold a document's values as text."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

# One short class instead of the theme's thirty: a model's page has thousands of these.
LOOK = "catalog-input"


class Line(forms.TextInput):
    """An input that writes its one tag itself: the template engine takes ten times as long, and a page has thousands."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        shown = self.format_value(value)
        given = {
            "type": self.input_type,
            "name": name,
            **({} if shown is None else {"value": shown}),
            **self.build_attrs(self.attrs, attrs),
        }
        return format_html("<input{}>", flatatt(given))


class Area(forms.Textarea):
    """A text area that writes its one tag itself."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        given = {"name": name, **self.build_attrs(self.attrs, attrs)}
        return format_html("<textarea{}>\n{}</textarea>", flatatt(given), self.format_value(value) or "")


def line(**attrs: str) -> forms.Widget:
    """Return a one-line input; underscores in attribute names become hyphens."""
    kind = attrs.pop("type", None)
    widget = Line({"class": LOOK, **{name.replace("_", "-"): value for name, value in attrs.items()}})
    if kind:
        widget.input_type = kind
    return widget


def area(*, rows: int, **attrs: str) -> forms.Widget:
    """Return a text area."""
    return Area({"class": LOOK, "cols": False, "rows": rows, **attrs})


def select(**attrs: str) -> forms.Widget:
    """Return a drop-down; underscores in attribute names become hyphens."""
    return forms.Select({"class": LOOK, **{name.replace("_", "-"): value for name, value in attrs.items()}})


def flag() -> forms.Widget:
    """Return a drop-down of yes, no and not known."""
    widget = forms.NullBooleanSelect({"class": LOOK})
    widget.choices = [("unknown", "Not known"), ("true", "Yes"), ("false", "No")]
    return widget
