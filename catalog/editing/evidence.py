"""Where facts were read: sources, what cites them, and where they disagree."""

from typing import Any, ClassVar

from django import forms

from catalog.editing.fields import KeyField, KeysField, choice
from catalog.editing.parts import Groups, PartForm
from catalog.editing.widgets import Suggested
from registry.documents.evidence import NEEDS
from registry.documents.fields import REFERENCE_KEY
from registry.forms.naming import source_key
from registry.forms.values import DayField, LineField, LinesField, ProseField, ScalarField
from registry.forms.widgets import line
from registry.models.vocabulary import Mark, SourceKind


class SourceForm(PartForm):
    """A document that someone can find again, and what it was read for."""

    title = LineField(help_text="As the document is titled.")
    url = LineField(label="URL", max_length=1000, widget=line(type="url", placeholder="https://…"))
    kind = choice(SourceKind, initial=SourceKind.WEB_PAGE, label="What it is")
    read_on = DayField(label="Read on", help_text="The day you read it.")
    key = forms.RegexField(
        REFERENCE_KEY, required=False, max_length=80, label="Short name", widget=line(),
        help_text="Facts cite the source by it. Left empty, it is made from the title.",
        error_messages={"invalid": "Use lower-case letters, digits and single dots, hyphens or underscores between, such as model-card."},
    )  # fmt: skip
    note = ProseField(rows=2)
    repo = LineField(label="Repository")
    path = LineField(label="Path in it")
    commit = LineField()
    package = LineField()
    homepage = LineField()
    archive_id = LineField(label="Archive id", help_text="For an archived copy, which has no URL.")
    keys = LinesField(label="Keys in the package")
    upstream = LinesField(label="First published at", help_text="Web addresses.")

    GROUPS: ClassVar[Groups] = (
        ("", ("title", "url", "kind", "read_on", "note")),
        ("Files, packages, archived copies", (
            "repo", "path", "commit", "package", "homepage", "archive_id", "keys", "upstream", "key",
        )),
    )  # fmt: skip

    def add_fields(self) -> None:
        if self.part:
            del self.fields["key"]

    def clean(self) -> dict[str, Any]:
        """Ask for the day on which a page of the web was read: it may say something else tomorrow."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("url") and data.get("kind") not in NEEDS and not data.get("read_on") and not self.part:
            self.add_error("read_on", "Say on which day you read it: web pages change.")
        return data

    def key_for(self) -> str:
        """Return the key it was given, or one made from what it is."""
        data = self.cleaned_data
        return data.get("key") or source_key(title=data.get("title", ""), url=data.get("url", ""), kind=data.get("kind", ""))


class NewSourceForm(SourceForm):
    """The source of the change that is being made; left empty where there is none."""

    GROUPS: ClassVar[Groups] = (("", ("title", "url", "kind", "read_on", "verification")),)
    verification = choice(Mark, blank="Not marked", label="How sure it makes us of what you changed")

    def add_fields(self) -> None:
        """The short form: whatever else a source can say is said on the source's own form."""
        for name in list(self.fields):
            if name not in ("title", "url", "kind", "read_on", "verification"):
                del self.fields[name]

    @property
    def is_given(self) -> bool:
        """Whether somebody filled it in."""
        return any((self[name].value() or "").strip() for name in ("title", "url"))


class CitationForm(PartForm):
    """How sure we are of one fact, and where it was read."""

    verification = choice(Mark, blank="Not marked", label="How sure we are")
    sources = KeysField(label="Sources")
    checked_on = DayField(label="Checked on")
    checked_by = LineField(max_length=200, label="Checked by")
    note = ProseField(rows=2, label="Note on the evidence")


class ContradictionForm(PartForm):
    """A fact on which sources disagree."""

    fact = LineField(
        required=True, widget=Suggested("facts_"), help_text="Such as release_date, or variants/llama-2-7b/context_tokens.",
    )  # fmt: skip
    note = ProseField(rows=2)

    GROUPS = (("", ("fact", "note")),)


class ContestedValueForm(PartForm):
    """What one source says."""

    value = ScalarField(help_text='A number as it stands; "2024" in quotes is a text.')
    source = KeyField()
