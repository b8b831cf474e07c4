"""The form that settles conflicts: which, how, and why."""

from typing import Any

from django import forms

from registry.models import ClaimConflict
from registry.models.vocabulary import Settlement

HOW = (
    (Settlement.KEPT.value, "Keep ours: the page stays as it is, and the same claim does not ask again"),
    (Settlement.TAKEN.value, "Take theirs over: the page says what they claim, and cites them"),
    (Settlement.NOTED.value, "Note both: the page shows both values, each with its source"),
)


class SettleForm(forms.Form):
    """Conflicts that are settled in one way for one reason."""

    conflicts = forms.ModelMultipleChoiceField(
        queryset=ClaimConflict.objects.none(),
        error_messages={
            "required": "Choose at least one conflict.",
            "invalid_choice": "One of the conflicts is not open any more. Look at the list again.",
        },
    )
    how = forms.ChoiceField(choices=HOW, widget=forms.RadioSelect, label="What holds?", error_messages={"required": "Say what holds."})
    reason = forms.CharField(
        max_length=500, label="Why", help_text="It stands in the page's history and with the decision.",
        error_messages={"required": "Say in a few words why."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conflicts"].queryset = ClaimConflict.objects.all()  # type: ignore[attr-defined]
