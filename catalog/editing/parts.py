"""Forms over one part of a page's document: plain data in, plain data out, under the document's own names."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.forms.utils import ErrorDict

from catalog.editing.around import Around
from catalog.editing.fields import AroundField, PageField, PagesField

Groups = tuple[tuple[str, tuple[str, ...]], ...]
EMPTY: tuple[Any, ...] = (None, "", [], {})


class PartForm(forms.Form):
    """One part of a document. `ELSEWHERE` maps paths below the part to other fields, `FACT_OF` fields to facts of another name.

    `GROUPS` puts the fields under headings, the first group without one; `DATA` are values that are no facts.
    """

    ELSEWHERE: ClassVar[Mapping[str, str]] = {}
    FACT_OF: ClassVar[Mapping[str, str]] = {}
    GROUPS: ClassVar[Groups] = ()

    def __init__(self, data: Any = None, *, part: Mapping[str, Any], around: Around, **options: Any) -> None:
        self.part = dict(part)
        self.around = around
        super().__init__(data, initial=self.initial_of(self.part), label_suffix="", **options)
        self.add_fields()
        for name, field in self.fields.items():
            if isinstance(field, AroundField):
                field.surround(around)
            if isinstance(field, PageField | PagesField):
                around.names.want(field.kind, field.texts(self[name].value()))

    def add_fields(self) -> None:
        """Add the fields that depend on what the part is."""

    @classmethod
    def initial_of(cls, part: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the fields show for a part of a document."""
        return {name: part[name] for name in cls.base_fields if name in part}

    def to_part(self) -> dict[str, Any]:
        """Return the part that the cleaned form stands for; what is empty is left out."""
        return {name: value for name, value in self.cleaned_data.items() if not _is_empty(value)}

    def field_at(self, path: str) -> str | None:
        """Return the field that shows the value at a path below this part, or None for the part as a whole."""
        for prefix, name in self.ELSEWHERE.items():
            if path == prefix or path.startswith(f"{prefix}/"):
                return name
        name = path.partition("/")[0]
        return name if name in self.fields else None

    def groups(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the fields that there are, by heading."""
        known = [(title, tuple(name for name in names if name in self.fields)) for title, names in self.GROUPS]
        return known or [("", tuple(self.fields))]

    def meant(self, name: str) -> list[str]:
        """Return what the pages are called that a field names, for the line below it."""
        asked = self.fields[name]
        if not isinstance(asked, PageField | PagesField):
            return []
        found = ((text, self.around.names.name(asked.kind, text)) for text in asked.texts(self[name].value()))
        return [called for text, called in found if called and called != text]

    def quiet(self) -> None:
        """Show what was typed and find no fault with it yet."""
        self._errors = ErrorDict()
        self.cleaned_data = {}


def _is_empty(value: Any) -> bool:
    return not isinstance(value, bool | int | float) and value in EMPTY


class Rows:
    """The small parts that a part lists under one path, such as the prices of an offer; rows that stay empty are left out."""

    SPARE: ClassVar[int] = 2
    AT_MOST: ClassVar[int] = 200

    def __init__(
        self, path: str, form: type[PartForm], *, title: str, one: str, fact: str = "", needs_source: str = "source"
    ) -> None:  # fmt: skip
        self.path, self.form, self.title, self.one, self.fact, self.needs_source = path, form, title, one, fact, needs_source

    def opened(self, owner: Mapping[str, Any], *, data: Any, around: Around) -> "OpenRows":
        """Return the rows of a part, or those that were typed."""
        found: Any = owner
        for step in self.path.split("/"):
            found = found.get(step, {})
        return OpenRows(self, list(found or []), data=data, around=around)


class OpenRows:
    """The rows of one form."""

    def __init__(self, about: Rows, items: list[dict[str, Any]], *, data: Any, around: Around) -> None:
        self.about, self.items = about, items
        self.prefix = about.path.rpartition("/")[2]
        self.count_name = f"{self.prefix}-rows"
        self.count = len(items) + about.SPARE if data is None else _bounded(data.get(self.count_name), about.AT_MOST)
        self.sent = self.count if data is not None else 0
        self.has_more = data is not None and data.get("more") == self.prefix
        if self.has_more:
            self.count = min(self.count + about.SPARE, about.AT_MOST)
        self.forms = [self._form(number, data, around) for number in range(self.count)]

    def _form(self, number: int, data: Any, around: Around) -> PartForm:
        part = self.items[number] if data is None and number < len(self.items) else {}
        options = {"empty_permitted": True, "use_required_attribute": False}
        typed = data if number < self.sent else None
        return self.about.form(typed, prefix=f"{self.prefix}-{number}", part=part, around=around, **options)

    def is_removed(self, form: PartForm) -> bool:
        """Whether the row is marked for removal."""
        return f"{form.prefix}-remove" in form.data

    @property
    def live(self) -> list[PartForm]:
        """The rows that take part: those in which something stands that does not stand there by itself."""
        return [form for form in self.forms if self.is_filled_in(form) and not self.is_removed(form)]

    def is_filled_in(self, form: PartForm) -> bool:
        """Whether somebody typed in a row."""
        return form.is_bound and any(form[name].value() not in (*EMPTY, False) for name in form.changed_data)

    def is_valid(self) -> bool:
        """Whether nothing has to be corrected in them."""
        return not [form for form in self.live if not form.is_valid()]

    def to_parts(self) -> list[dict[str, Any]]:
        """Return the parts that the cleaned rows stand for."""
        return [form.to_part() for form in self.live]


def _bounded(text: str | None, most: int) -> int:
    return min(int(text), most) if text and text.isascii() and text.isdecimal() and len(text) < 6 else 0
