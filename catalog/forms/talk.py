"""The forms of a talk page. What the texts may be is checked where they are stored.

A form keeps in `after` the newest comment or note that it knew of: the same text sent once more since then is a second click.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from registry.talking import LONGEST_TEXT

# Single choices, or groups of them under a title.
Choices = Iterable[tuple[str, Any]]

_EMPTY = {"required": "Write something first."}
_NO_SUCH_FACT = {"invalid_choice": "This page has no such fact: choose one of the list, or the page as a whole."}
_NAMING = "Markdown. Write @ before somebody's username to tell them."


def _text(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST_TEXT})


class CommentForm(forms.Form):
    """A new thread, or a reply where `thread` says below which."""

    fact = forms.ChoiceField(required=False, label="About", error_messages=_NO_SUCH_FACT)
    body = forms.CharField(label="Comment", widget=_text(5), help_text=_NAMING, error_messages=_EMPTY)
    thread = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    after = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    watch = forms.BooleanField(required=False, label="Watch this page")

    def __init__(self, data: Any = None, *, facts: Choices, is_watched: bool, initial: dict[str, Any]) -> None:
        super().__init__(data, auto_id="new_%s_", initial=initial)
        self.fields["fact"].choices = [("", "The page as a whole"), *facts]  # type: ignore[attr-defined]
        if is_watched:
            del self.fields["watch"]


class JournalForm(forms.Form):
    """A dated remark."""

    on = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text="When it happened; today at the latest."
    )
    body = forms.CharField(label="What happened", widget=_text(3), help_text="Markdown.", error_messages=_EMPTY)
    after = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, today: date, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="note_%s_", initial=initial)
        self.fields["on"].widget.attrs["max"] = today.isoformat()
