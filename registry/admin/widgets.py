"""Choosers that hold slugs and keys, never row numbers: what they show is looked up once for the whole page."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from registry.forms.widgets import LOOK

if TYPE_CHECKING:
    from registry.admin.surroundings import Surroundings


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
