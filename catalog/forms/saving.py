"""The form of a saved view. What it may say is checked where it is stored."""

from typing import Any

from django import forms

from catalog.models import SavedView
from registry.documents.fields import SLUG

_NAME, _SLUG, _NOTE, _QUERY = 200, 120, 20_000, 4_000


class SavedViewForm(forms.Form):
    """Name, address, note and what is opened; `number` is the one that its author saw. Who does not own it chooses no address for it."""

    name = forms.CharField(max_length=_NAME, help_text="Such as: Llama releases for the support product.")
    slug = forms.CharField(
        max_length=_SLUG, required=False, label="Address", help_text="Part of the address. Made from the name when left empty."
    )
    note = forms.CharField(
        max_length=_NOTE, required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="What it is for, what you concluded. Markdown, with links to pages: [[Llama 2]].",
    )  # fmt: skip
    query = forms.CharField(
        max_length=_QUERY, label="What it opens", widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text="The part of the address after the question mark; a whole address can be pasted.",
    )  # fmt: skip
    shared = forms.BooleanField(
        required=False, label="Shared",
        help_text="Everyone who may read the catalog sees it, and editors may change it. Otherwise only you see it.",
    )  # fmt: skip
    number = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, is_owner: bool, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        if not is_owner:
            del self.fields["slug"], self.fields["shared"]

    def clean_slug(self) -> str:
        """Refuse what cannot stand in an address."""
        slug = str(self.cleaned_data["slug"]).strip()
        if slug and not SLUG.fullmatch(slug):
            raise forms.ValidationError("Use lower-case letters, digits, dots and hyphens, as in llama-line.")
        return slug


def initial_of(view: SavedView) -> dict[str, Any]:
    """Return what the form shows for a view that is there."""
    return {name: getattr(view, name) for name in ("name", "slug", "note", "query", "shared", "number")}
