"""Controls of the site's forms. They write their tags themselves: a form has hundreds, and templates for each would be slow."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Option = tuple[str, str]
SPARE = 2
# More checkboxes than this are too many to look through: then only what is chosen has one, and others are found by typing.
IN_FULL = 12


class Suggested(forms.TextInput):
    """A text input with a list of suggestions that the page holds once."""

    def __init__(self, list_id: str, **attrs: str) -> None:
        super().__init__({"list": list_id, "autocomplete": "off", **attrs})


class Several(forms.TextInput):
    """Several inputs of one name: one for each value, and two more."""

    def __init__(self, list_id: str) -> None:
        super().__init__({"list": list_id, "autocomplete": "off"})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return list(data.getlist(name)) if hasattr(data, "getlist") else list(data.get(name, []))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs(self.attrs, attrs)
        own_id = given.pop("id", "")
        values = [item for item in value or [] if item]
        return format_html_join("", "{}", ((item,) for item in self._inputs(name, [*values, *[""] * SPARE], own_id, given)))

    def _inputs(self, name: str, values: list[str], own_id: str, given: dict[str, Any]) -> Iterable[SafeString]:
        label = given.pop("data-label", "")
        for number, value in enumerate(values):
            named = {} if number == 0 else {"aria-label": f"{label}, {number + 1}"}
            tag = {"type": "text", "name": name, "value": value, "id": f"{own_id}_{number}" if number else own_id, **given, **named}
            yield format_html("<input{}>", flatatt(tag))


class OneOf(forms.Select):
    """A drop-down."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chosen = {str(item) for item in self.format_value(value)}
        options = format_html_join(
            "", '<option value="{}"{}>{}</option>',
            ((key, " selected" if str(key) in chosen else "", words) for key, words in self.choices),
        )  # fmt: skip
        return format_html("<select{}>{}</select>", flatatt({"name": name, **self.build_attrs(self.attrs, attrs)}), options)


class SomeOf(forms.CheckboxSelectMultiple):
    """Checkboxes; where there are very many, those that are chosen, and inputs to find others by typing."""

    def __init__(self, list_id: str = "") -> None:
        super().__init__()
        self.list_id = list_id

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs(self.attrs, attrs)
        own_id, described = given.get("id", name), given.get("aria-describedby", "")
        chosen = set(self.format_value(value))
        choices = [(str(key), words) for key, words in self.choices]
        known = {key for key, _ in choices}
        typed = [item for item in chosen if item not in known] if self.list_id else []
        by_typing = bool(self.list_id) and len(choices) > IN_FULL
        shown = [(key, words) for key, words in choices if not by_typing or key in chosen or key == choices[0][0]]
        boxes = format_html_join(
            "", '<label class="form-check"><input{}> {}</label>',
            (
                (flatatt({
                    "type": "checkbox", "class": "form-check-input", "name": name, "value": key, "id": f"{own_id}_{number}",
                    "checked": key in chosen, **({"aria-describedby": described} if described else {}),
                }), words)
                for number, (key, words) in enumerate(shown)
            ),
        )  # fmt: skip
        if not by_typing:
            return boxes
        inputs = (
            (flatatt({
                "type": "text", "class": "form-control", "name": name, "value": text, "list": self.list_id, "autocomplete": "off",
                "aria-label": "Another one, by its title or key",
            }),)
            for text in [*sorted(typed), *[""] * SPARE]
        )  # fmt: skip
        return format_html("{}{}", boxes, format_html_join("", "<input{}>", inputs))
