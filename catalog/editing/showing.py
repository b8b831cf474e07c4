"""An editor as its template shows it: fields under headings, each with the evidence of its fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple

from catalog.editing.fields import PageField, PagesField
from catalog.editing.forms import Citation, PartEditor
from catalog.editing.parts import OpenRows, PartForm
from catalog.editing.shapes import NEW, Shape, places_in, shapes_of
from catalog.presentation.documents.labels import word_of
from catalog.presentation.evidence import fact_words

# What most people leave alone is folded away until it is asked for, or has a mistake in it.
_FOLDED = frozenset(
    {
        "Other names and notes", "Summary, other names and notes", "Standing of the page", "Identifiers elsewhere", "Further details",
        "Files, packages, archived copies",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One field: how it is labelled, what stands below it."""

    field: BoundField
    control: str
    meant: str = ""
    evidence: "ShownEvidence | None" = None


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """What a fact rests on: in a few words, and as fields."""

    fact: str
    words: str
    is_open: bool
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading."""

    title: str
    items: list[Item]
    is_folded: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class ShownRows:
    """Rows of one kind with the evidence of their fact."""

    rows: OpenRows
    items: list[tuple[PartForm, list[Item], bool]]
    evidence: ShownEvidence | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class ListedParts:
    """One list of a page's parts, for the index beside its own form."""

    shape: Shape
    parts: list[tuple[str, str]]

    @property
    def new(self) -> str:
        """What stands after `?part=` to add one."""
        return f"{self.shape.name}/{NEW}"


@dataclass(frozen=True, slots=True)
class ShownEditor:
    """All of it."""

    groups: list[Group]
    rows: list[ShownRows]
    others: list[ShownEvidence]
    source: list[Item]
    lists: list[tuple[str, list[tuple[str, str]]]]
    parts: list[ListedParts]


def shown(editor: PartEditor) -> ShownEditor:
    """Return what the template of an editor shows."""
    left = dict(editor.citations)
    groups = [_group(editor.main, title, names, left) for title, names in editor.main.groups()]
    rows = [_rows(opened, left) for opened in editor.rows]
    others = [_evidence(citation, is_whole=True) for citation in left.values()]
    source = items_of(editor.source) if editor.source is not None else []
    return ShownEditor(groups, rows, others, source, list(_lists(editor)), index_of(editor))


def index_of(editor: PartEditor) -> list[ListedParts]:
    """Return the parts of the page that have forms of their own."""
    if not editor.place.is_page or editor.is_new_page:
        return []
    return [
        ListedParts(shape, [(place.path, title) for place, title in places_in(editor.document, shape)]) for shape in shapes_of(editor.kind)
    ]


def items_of(form: PartForm) -> list[Item]:
    """Return the fields of a form, without evidence."""
    return [_item(form, name) for name in form.fields]


def _group(form: PartForm, title: str, names: tuple[str, ...], left: dict[str, Citation]) -> Group:
    items = []
    for name in names:
        citation = left.pop(form.FACT_OF.get(name, name), None)
        items.append(_item(form, name, _evidence(citation) if citation else None))
    has_mistake = any(name in form.errors for name in names)
    return Group(title, items, title in _FOLDED, has_mistake or (form.is_bound and any(name in form.changed_data for name in names)))


def _rows(opened: OpenRows, left: dict[str, Citation]) -> ShownRows:
    citation = left.pop(opened.about.fact, None)
    items = [(form, items_of(form), opened.is_removed(form) if form.is_bound else False) for form in opened.forms]
    is_open = bool(opened.items) or bool(opened.live) or opened.has_more
    return ShownRows(opened, items, _evidence(citation) if citation else None, is_open)


def _item(form: PartForm, name: str, evidence: ShownEvidence | None = None) -> Item:
    field = form[name]
    widget = field.field.widget
    control = "group" if isinstance(widget, CheckboxSelectMultiple) else "checkbox" if isinstance(widget, CheckboxInput) else "plain"
    return Item(field, control, ", ".join(form.meant(name)), evidence)


def _evidence(citation: Citation, *, is_whole: bool = False) -> ShownEvidence:
    had = citation.had
    count = len(had.get("sources", ()))
    sure = word_of("verification", had["verification"]) if had.get("verification") else ""
    sources = {0: "no source of its own", 1: "1 source"}.get(count, f"{count} sources")
    what = fact_words(citation.fact) if is_whole else ""
    words = ", ".join(filter(None, (sure, sources)))
    label = f"{what[:1].upper()}{what[1:]}: {words}" if what else f"Sources: {words}"
    return ShownEvidence(citation.fact, label, citation.form.is_bound and citation.is_open, items_of(citation.form))


def _lists(editor: PartEditor) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the lists of suggestions that the fields ask for, each once: id, then value and words."""
    about = editor.main.around
    kinds = {field.kind for form in _all(editor) for field in form.fields.values() if isinstance(field, PageField | PagesField)}
    for kind in sorted(kinds):
        yield f"names_{kind}_", about.names.options(kind)
    yield "keys_sources_", [(words, "") for _, words in about.sources]
    yield "keys_variants_", [(words, "") for _, words in about.variants]
    if about.facts:
        yield "facts_", [(fact, "") for fact in about.facts]


def _all(editor: PartEditor) -> list[Any]:
    return [editor.main, *(rows.about.form(part={}, around=editor.main.around) for rows in editor.rows)]
