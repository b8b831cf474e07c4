"""One form on one part of a page: its fields, its rows, its evidence, the source of the change and the reason for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from catalog.editing.around import around
from catalog.editing.evidence import CitationForm, NewSourceForm
from catalog.editing.parts import OpenRows, PartForm
from catalog.editing.shapes import CONTRADICTIONS, SOURCES, Place
from registry.documents import DOCUMENTS
from registry.documents.offers import OfferDocument
from registry.documents.page import WHOLE
from registry.documents.variants import VariantDocument
from registry.forms.values import LineField

Data = dict[str, Any]
LONGEST_REASON = 500


class SaveForm(forms.Form):
    """About the change, not about the page. `expected` is the revision that the form was opened at, 0 for a new page."""

    reason = LineField(
        required=True, max_length=LONGEST_REASON, label="Why this change",
        help_text="Readers see it in the page's history. At most 500 characters.",
        error_messages={"required": "Say in a few words why the page changes, such as “Meta released it today”."},
    )  # fmt: skip
    expected = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput())
    no_source = forms.BooleanField(
        required=False, label="I have no source yet",
        help_text="What you changed then shows as “citation needed” until somebody adds one.",
    )  # fmt: skip


@dataclass(slots=True)
class Citation:
    """The evidence of one fact, as a form."""

    fact: str
    form: CitationForm
    had: Mapping[str, Any]

    @property
    def is_open(self) -> bool:
        """Whether it was typed in, so that it is shown open."""
        return self.form.is_bound and (bool(self.form.errors) or self.to_entry() != dict(self.had))

    def to_entry(self) -> Data:
        """Return the entry that the cleaned form stands for."""
        return self.form.to_part()


@dataclass(slots=True)
class PartEditor:
    """The forms over one part. `data` is what was sent, None for a form that is only opened."""

    kind: str
    place: Place
    document: Mapping[str, Any]
    number: int
    data: Any = None
    today: str = ""
    prefilled: Mapping[str, Any] = field(default_factory=dict)
    part: Data = field(init=False)
    main: PartForm = field(init=False)
    rows: list[OpenRows] = field(init=False)
    citations: dict[str, Citation] = field(init=False)
    source: NewSourceForm | None = field(init=False)
    save: SaveForm = field(init=False)

    def __post_init__(self) -> None:
        shape, data = self.place.shape, self.data
        self.part = self.place.part_in(self.document) or {}
        facts = facts_in(self.document, self.kind) if shape is CONTRADICTIONS else ()
        about = around(self.document, facts=facts, may_add_source=shape is not SOURCES)
        options: Data = {"part": {**self.prefilled, **self.part}, "around": about, "prefix": "f"}
        if self.place.is_page:
            options["is_new"] = self.is_new_page
        self.main = shape.form(data, **options)
        self.rows = [rows.opened(self.part, data=data, around=about) for rows in shape.rows]
        evidence = self.part.get("evidence", {})
        self.citations = {
            fact: Citation(fact, CitationForm(data, prefix=f"e-{fact}", part=evidence.get(fact, {}), around=about), evidence.get(fact, {}))
            for fact in (shape.facts if not self.is_new_page else ())
        }
        dated = {"kind": "web_page", "read_on": self.today}
        self.source = None if shape is SOURCES else NewSourceForm(data, prefix="source", part=dated, around=about)
        self.save = SaveForm(data, initial={"expected": self.number}, label_suffix="")
        self.save.fields["reason"].required = not self.is_tried_out

    @property
    def is_tried_out(self) -> bool:
        """Whether the author only wants to see what would change: then neither a reason nor a source is asked for."""
        return self.data is not None and self.data.get("do") == "preview"

    @property
    def is_new_page(self) -> bool:
        """Whether the page is not there yet."""
        return self.place.is_page and not self.number

    @property
    def is_removed(self) -> bool:
        """Whether the part is to be taken away."""
        return self.data is not None and "remove" in self.data and not self.place.is_page and not self.place.is_new

    def forms(self) -> Iterator[PartForm]:
        """Yield every form over values of the part."""
        yield self.main
        for rows in self.rows:
            yield from rows.live
        for citation in self.citations.values():
            yield citation.form
        if self.source is not None and self.source.is_given:
            yield self.source

    def is_valid(self) -> bool:
        """Whether each field by itself can be read."""
        if self.is_removed:
            return self.save.is_valid()
        return all([*(form.is_valid() for form in self.forms()), self.save.is_valid()])

    def quiet(self) -> None:
        """Show what was typed and find no fault with it yet."""
        everything = [self.main, *(row for rows in self.rows for row in rows.forms), *(c.form for c in self.citations.values())]
        for form in [*everything, *([self.source] if self.source else [])]:
            form.quiet()
        self.save.errors.clear()

    def to_part(self) -> Data:
        """Return the part that the cleaned forms stand for, still without the source that is being added."""
        part = self.main.to_part()
        for rows in self.rows:
            *above, name = rows.about.path.split("/")
            owner = part
            for step in above:
                owner = owner.setdefault(step, {})
            if items := rows.to_parts():
                owner[name] = items
        entries = {fact: citation.to_entry() for fact, citation in self.citations.items()}
        kept = {fact: entry for fact, entry in entries.items() if entry or (self.citations[fact].had == {} and fact in self._evidence)}
        return part | ({"evidence": kept} if kept else {})

    @property
    def _evidence(self) -> Mapping[str, Any]:
        return self.part.get("evidence", {})


def facts_in(document: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    """Return the path of every fact of a page that a contradiction may name."""
    below = (("variants", "slug", (WHOLE, *VariantDocument.FACTS)), ("offers", "slug", (WHOLE, *OfferDocument.FACTS)))
    own = (f"{name}/{item[key]}/{fact}" for name, key, facts in below for item in document.get(name, ()) for fact in facts)
    return (WHOLE, *DOCUMENTS[kind].FACTS, *own, *(f"terms/{term['id']}" for term in document.get("terms", ())))
