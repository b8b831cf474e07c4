"""The short forms: renaming a page, withdrawing it, merging it into another."""

from typing import Any

from django import forms

from catalog.editing.around import Around
from catalog.editing.fields import PageField
from registry.forms.values import LineField

LONGEST_REASON = 500


class ReasonForm(forms.Form):
    """Why something is done, at which revision of the page it was decided."""

    reason = LineField(
        required=True, max_length=LONGEST_REASON, label="Why", help_text="Readers see it in the page's history.",
        error_messages={"required": "Say in a few words why."},
    )  # fmt: skip
    expected = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput())

    field_order = ("slug", "name", "into", "reason", "expected")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class RenameForm(ReasonForm):
    """The new address, and the name if that changes too."""

    slug = LineField(
        required=True, max_length=300, label="New address", help_text="The last part of it: lower-case letters, digits, dots and hyphens."
    )
    name = LineField(required=True, max_length=200, label="Name")


class MergeForm(ReasonForm):
    """The page that stays."""

    into = PageField(kind="", required=True, label="Merge into", help_text="The page that stays, by name or address.")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.kind = kind
        field.widget.attrs["list"] = f"names_{kind}_"
        self.around = Around(may_add_source=False)
        field.surround(self.around)
        self.around.names.want(kind, field.texts(self["into"].value()))
