"""Sources, citations and contradictions: the evidence that every kind of page carries."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from registry.admin.parts import PartForm, PartFormSet, PartInline
from registry.admin.values import KeyField, KeysField
from registry.documents.evidence import NEEDS
from registry.forms.naming import slug_from, source_key
from registry.forms.values import DayField, LineField, LinesField, ProseField, ScalarField
from registry.forms.widgets import line, select
from registry.models import Citation, ContestedValue, Contradiction, PageSource
from registry.models.vocabulary import Mark, SourceKind


def choice(vocabulary: Any, *, blank: str = "", **kwargs: Any) -> forms.ChoiceField:
    """Return a select over a vocabulary; `blank` is what the empty choice says."""
    choices = [*([("", blank)] if blank else []), *vocabulary.choices]
    return forms.ChoiceField(**{"choices": choices, "required": not blank, "widget": select(), **kwargs})


class SourceForm(PartForm):
    """A document that someone can find again, and what it was read for."""

    TITLE = ("key", "title")
    title = LineField(help_text="As the document is titled.")
    kind = choice(SourceKind, initial=SourceKind.WEB_PAGE, label="What it is")
    url = LineField(label="URL", max_length=1000, widget=line(type="url", placeholder="https://…"))
    read_on = DayField(label="Read on", help_text="The day you read it.")
    key = LineField(
        required=False, max_length=80, widget=line(data_slug_of="title"), label="Key",
        help_text="A short name for it on this page; facts cite it by this. Left empty, it is made from the title.",
    )  # fmt: skip
    repo = LineField(label="Repository")
    path = LineField(label="Path in it")
    commit = LineField()
    package = LineField()
    homepage = LineField()
    archive_id = LineField(label="Archive id", help_text="For an archived copy, which has no URL.")
    keys = LinesField(label="Keys in the package")
    upstream = LinesField(label="Upstream URLs")
    note = ProseField(rows=2)

    class Meta:
        model = PageSource
        fields = ()

    def clean_key(self) -> str:
        """Return the key, made from the title or the address where it is empty."""
        given = {name: self.cleaned_data.get(name, "") for name in ("title", "url", "kind")}
        key: str = self.cleaned_data["key"] or source_key(**given)
        if slug_from(key) != key and not _is_key(key):
            raise ValidationError(f"“{key}” is not a key: use lower-case letters, digits, dots, hyphens and underscores.")
        return key

    def clean(self) -> dict[str, Any]:
        """Ask for the day on which a page of the web was read: it may say something else tomorrow."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("url") and data.get("kind") not in NEEDS and not data.get("read_on") and not self.part:
            self.add_error("read_on", "Say on which day you read it: web pages change.")
        return data


def _is_key(text: str) -> bool:
    return all(part.isalnum() and part.isascii() and part == part.lower() for part in text.replace("_", ".").replace("-", ".").split("."))


class CitationForm(PartForm):
    """One fact, how sure we are of it, and the sources it was read in."""

    TITLE = ("fact",)
    fact = LineField(
        required=True, widget=line(list="catalog-facts", autocomplete="off"),
        help_text="Such as release_date, or variants/llama-2-7b/context_tokens; “record” means the page as a whole.",
    )  # fmt: skip
    verification = choice(Mark, blank="Not marked")
    sources = KeysField(help_text="From this page's sources.")
    checked_on = DayField()
    checked_by = LineField(max_length=200)
    note = ProseField(rows=2)

    class Meta:
        model = Citation
        fields = ()


class CitationFormSet(PartFormSet):
    """The evidence of a page, of its variants and of its offers in one list, as a citation names its fact."""

    @classmethod
    def parts_of(cls, owner: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        for fact, entry in owner.get("evidence", {}).items():
            yield {"fact": fact, **entry}
        for name in ("variants", "offers"):
            for item in owner.get(name, ()):
                for fact, entry in item.get("evidence", {}).items():
                    yield {"fact": f"{name}/{item['slug']}/{fact}", **entry}


class ContestedValueForm(PartForm):
    """What one source says."""

    TITLE = ("value",)
    value = ScalarField(help_text='A number as it stands; "2024" in quotes is a text.')
    source = KeyField()

    class Meta:
        model = ContestedValue
        fields = ()


class ContradictionForm(PartForm):
    """A fact on which sources disagree."""

    TITLE = ("fact",)
    fact = LineField(required=True, widget=line(list="catalog-facts", autocomplete="off"))
    note = ProseField(rows=2)

    class Meta:
        model = Contradiction
        fields = ()


class ContestedValueInline(PartInline):
    """What each source says of a contested fact."""

    model = ContestedValue
    form = ContestedValueForm
    path = "values"
    verbose_name = "value"
    verbose_name_plural = "What the sources say (two or more)"


class SourceInline(PartInline):
    """The page's own list of sources."""

    model = PageSource
    form = SourceForm
    path = "sources"
    keyed = True
    extra = 1
    verbose_name = "source"
    verbose_name_plural = "Sources"
    explanation = "Where the facts of this page were read. A page needs at least one source to be published."
    groups = (
        (None, {"fields": ("title", "url", "kind", "read_on", "key")}),
        (
            "Files, packages, archived copies",
            {"fields": ("repo", "path", "commit", "package", "homepage", "archive_id", "keys", "upstream")},
        ),
        ("Note", {"fields": ("note",)}),
    )


class CitationInline(PartInline):
    """Which facts rest on which sources."""

    model = Citation
    form = CitationForm
    formset = CitationFormSet
    path = "evidence"
    verbose_name = "citation"
    verbose_name_plural = "Citations"
    explanation = "Which source says which fact, and how sure we are."


class ContradictionInline(PartInline):
    """Where sources disagree."""

    model = Contradiction
    form = ContradictionForm
    path = "contradictions"
    inlines = (ContestedValueInline,)
    verbose_name = "contradiction"
    verbose_name_plural = "Contradictions"
    explanation = "Facts on which sources disagree. Every value is shown to readers, none is chosen silently."


EVIDENCE = (SourceInline, CitationInline, ContradictionInline)
