"""Forms over the parts of a page's document: the page itself, a variant, an offer, a price, a source.

A part goes in as plain data and comes out as plain data, under the document's own names. Rows and their numbers play no role here, so a
form that was open while somebody else saved loses nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import HttpRequest
from unfold.admin import StackedInline

from registry.admin.surroundings import Surroundings, surroundings_of
from registry.admin.widgets import Chooser, PageSelect

AT_MOST = 200


class PartForm(forms.ModelForm):
    """One part of a document. Its fields are named as in the document; `ELSEWHERE` maps paths below the part to other fields."""

    ELSEWHERE: ClassVar[dict[str, str]] = {}
    TITLE: ClassVar[tuple[str, ...]] = ("name",)
    surroundings: ClassVar[Surroundings | None] = None
    # The theme sets it: on the form for the forms there are, on its class for the empty row that "Add another" copies.
    nested_formsets: list[Any] = []

    def __init__(self, *args: Any, part: Mapping[str, Any] | None = None, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self.part = dict(part or {})
        kwargs["initial"] = {**self.initial_of(self.part), **(initial or {})}
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = field.widget
            if isinstance(widget, Chooser):
                widget.surroundings = self.surroundings
                if isinstance(widget, PageSelect) and self.surroundings:
                    value = self[name].value() or []
                    self.surroundings.want(widget.kind, [value] if isinstance(value, str) else value)

    @classmethod
    def initial_of(cls, part: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the fields show for a part of a document."""
        return {name: part[name] for name in cls.base_fields if name in part}

    def to_part(self) -> dict[str, Any]:
        """Return the part that the cleaned form stands for; what is empty is left out."""
        return {
            name: self.cleaned_data[name]
            for name in type(self).base_fields
            if name in self.cleaned_data and self.cleaned_data[name] not in (None, "", [], {})
        }

    def field_at(self, path: str) -> str | None:
        """Return the field that shows the value at a path below this part, or None for the part as a whole."""
        for prefix, name in self.ELSEWHERE.items():
            if path == prefix or path.startswith(f"{prefix}/") or prefix == "*":
                return name
        name = path.partition("/")[0]
        return name if name in self.fields else None

    @property
    def heading(self) -> str:
        """What the part is called in a list of its kind, as far as it has been said."""
        shown = []
        for name in self.TITLE:
            value, widget = self[name].value() or "", self.fields[name].widget
            values = value if isinstance(value, list) else [str(value)]
            shown.append(", ".join(widget.label(item) if isinstance(widget, PageSelect) else item for item in values))
        return " · ".join(filter(None, shown))

    @property
    def has_mistakes(self) -> bool:
        """Whether something in it, or in a part below it, must be corrected."""
        return self.is_bound and (bool(self.errors) or any(nested.formset.has_mistakes for nested in self.nested_formsets))

    def _post_clean(self) -> None:
        """Say what the document as a whole was refused for; columns are checked when the document is written."""
        for name, message in self.surroundings.refusals.get(self.prefix or "", []) if self.surroundings else []:
            self.add_error(name if name in self.fields else None, message)


class PartFormSet(forms.BaseInlineFormSet):
    """The parts that a document lists under one name."""

    fk = None  # type: ignore[assignment]
    path: ClassVar[str]
    keyed = False

    def __init__(self, data: Any = None, files: Any = None, instance: Any = None, prefix: str | None = None, **_: Any) -> None:
        self.instance = instance
        self.parts = list(self.parts_of(getattr(instance, "part", {})))
        BaseFormSet.__init__(self, data, files, prefix=prefix, auto_id="id_%s")

    @classmethod
    def get_default_prefix(cls) -> str:
        return cls.path.rpartition("/")[2]

    @classmethod
    def parts_of(cls, owner: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the parts below their owner, as the forms take them."""
        found: Any = owner
        for step in cls.path.split("/"):
            found = found.get(step, {})
        if cls.keyed:
            yield from ({"key": key, **part} for key, part in found.items())
        else:
            yield from found

    def initial_form_count(self) -> int:
        if self.is_bound:
            return BaseFormSet.initial_form_count(self)
        return len(self.parts)

    def total_form_count(self) -> int:
        return BaseFormSet.total_form_count(self)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        part = self.parts[index] if index is not None and index < min(len(self.parts), self.initial_form_count()) else {}
        instance: Any = self.model()  # type: ignore[misc]
        instance.part = part
        return {"part": part, "instance": instance}

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        return BaseFormSet._construct_form(self, i, **kwargs)  # type: ignore[attr-defined]  # noqa: SLF001

    def add_fields(self, form: Any, index: int | None) -> None:
        BaseFormSet.add_fields(self, form, index)

    def get_queryset(self) -> list[Any]:  # type: ignore[override]
        """Return one object per existing part: the admin draws a form for each."""
        return [form.instance for form in self.initial_forms]

    def validate_unique(self) -> None:
        """Names that must differ are compared in the document."""

    @property
    def has_mistakes(self) -> bool:
        """Whether a form in it must be corrected."""
        return any(form.has_mistakes for form in self.forms)  # type: ignore[attr-defined]

    def is_kept(self, form: Any) -> bool:
        """Tell whether a form takes part: neither marked for removal nor an empty row that nobody touched."""
        removed = self._should_delete_form(form)  # type: ignore[attr-defined]
        return not removed and (form.has_changed() or not form.empty_permitted)

    def live_forms(self) -> list[Any]:
        """Return the forms that take part, in their order."""
        return [form for form in self.forms if self.is_kept(form)]


class PartInline(StackedInline):
    """Draws the parts of one name below the page, or below another part (`inlines`)."""

    form = PartForm
    formset = PartFormSet
    template = "admin/registry/parts.html"
    extra = 0
    path = ""
    keyed = False
    groups: ClassVar[tuple[Any, ...]] = ()
    inlines: ClassVar[tuple[type["PartInline"], ...]] = ()
    explanation = ""

    def get_formset(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> Any:
        form = type(self.form.__name__, (self.form,), {"surroundings": surroundings_of(request)})
        formset = formset_factory(
            form, formset=self.formset, extra=self.get_extra(request, obj), can_delete=True, max_num=AT_MOST, absolute_max=AT_MOST
        )
        formset.model = self.model  # type: ignore[attr-defined]
        formset.path = self.path  # type: ignore[attr-defined]
        formset.keyed = self.keyed  # type: ignore[attr-defined]
        return formset

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        """Return one empty row to begin with on a new page, where `extra` asks for it; none on an existing one."""
        return self.extra if obj is None or not getattr(obj, "pk", None) else 0

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        return list(self.groups or [(None, {"fields": tuple(self.form.base_fields)})])

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model.objects.none()

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        return None

    def _may(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever may change the page may change its parts."""
        codename = self.parent_model._meta.model_name
        return request.user.has_perm(f"registry.change_{codename}") or request.user.has_perm(f"registry.add_{codename}")

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = _may
