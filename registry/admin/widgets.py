"""Choosers that hold slugs and keys, never row numbers: what they show is looked up once for the whole page."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from registry.admin.surroundings import Surroundings


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


class Chooser:
    """A select whose options are only what is chosen now; the page's script finds the others."""

    surroundings: "Surroundings | None" = None

    def label(self, value: str) -> str:
        """Return what the reader sees for a value."""
        return value

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        chosen = [item for item in value if item]
        options = [] if self.allow_multiple_selected else [self.create_option(name, "", "", not chosen, 0)]  # type: ignore[attr-defined]
        for item in chosen:
            options.append(self.create_option(name, item, self.label(item), True, len(options)))  # type: ignore[attr-defined]
        return [(None, options, 0)]

    @property
    def media(self) -> forms.Media:
        extra = "" if settings.DEBUG else ".min"
        return forms.Media(
            js=(
                f"admin/js/vendor/jquery/jquery{extra}.js",
                f"admin/js/vendor/select2/select2.full{extra}.js",
                "admin/js/jquery.init.js",
                "registry/admin/page.js",
            ),
            css={"screen": (f"admin/css/vendor/select2/select2{extra}.css", "admin/css/autocomplete.css", "registry/admin/page.css")},
        )


class PageSelect(Chooser, forms.Select):
    """One page of a kind, or one variant, found by typing."""

    template_name = "admin/registry/page_select.html"

    def __init__(self, *, kind: str) -> None:
        self.kind = kind
        super().__init__({"class": "catalog-choice", "data-theme": "admin-autocomplete", "data-kind": kind})

    def label(self, value: str) -> str:
        return self.surroundings.label(self.kind, value) if self.surroundings else value

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if self.surroundings:
            context["widget"]["attrs"]["data-url"] = self.surroundings.choices_url(self.kind)
            context["add_url"] = self.surroundings.add_url(self.kind)
        return context | {"kind": self.kind, "html_id": (attrs or {}).get("id", "")}


class PagesSelect(PageSelect, forms.SelectMultiple):
    """Several pages of a kind."""


class KeySelect(Chooser, forms.Select):
    """One of the page's own sources or variants; the script adds those that are typed on the page right now."""

    def __init__(self, *, of: str) -> None:
        self.of = of
        super().__init__({"class": f"{LOOK} catalog-keys", "data-theme": "admin-autocomplete", "data-keys-of": of})


class KeysSelect(KeySelect, forms.SelectMultiple):
    """Some of them."""
