"""Licenses with their typed terms."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from registry.admin.evidence import EVIDENCE, choice
from registry.admin.filters import CareFilter, CategoryFilter, CommercialUseFilter, StateFilter
from registry.admin.pages import ABOUT, CARE, IDENTITY, PageAdmin, PageForm
from registry.admin.parts import PartForm, PartInline
from registry.admin.term_help import term_types
from registry.admin.values import KeysField, PageField, PagesField
from registry.documents.licenses import LicenseDocument
from registry.documents.page import WHOLE
from registry.forms.naming import fill
from registry.forms.values import FlagField, LineField, LinesField, ParametersField, PartialDateField, ProseField
from registry.forms.widgets import flag, select
from registry.licensing.terms import COMMON_FIELDS, EFFECTS, TERM_TYPES
from registry.models import License, LicenseTerm
from registry.models.vocabulary import LicenseCategory, Mark


class LicenseForm(PageForm):
    """A license text."""

    spdx_id = LineField(label="SPDX id", help_text="If it is on the SPDX list, such as Apache-2.0.")
    license_ref = LineField(label="LicenseRef", help_text="Otherwise, such as LicenseRef-scancode-llama-2-license-2023.")
    category = choice(LicenseCategory, blank="Choose a category", required=True)
    version = LineField()
    effective_date = PartialDateField()
    predecessor = PageField(kind="license", required=False, help_text="The version before this one.")
    osi_approved = FlagField(label="OSI approved", required=False, widget=flag())
    licensor = LineField(help_text="As the text names it.")
    licensors = PagesField(kind="organization", required=False, help_text="The organizations that stand behind that name.")
    hub_ids = LinesField(label="Hugging Face ids")
    applies_to = LinesField()
    scancode_key = LineField(label="ScanCode key")
    scancode_category = LineField(label="ScanCode category")

    class Meta:
        model = License
        fields = ()


class TermForm(PartForm):
    """One clause as a typed term."""

    TITLE = ("section", "type", "effect")
    ELSEWHERE = {name: name for name in (*COMMON_FIELDS, "sources")} | {"*": "parameters"}

    type = forms.ChoiceField(
        choices=[("", "Choose a type"), *((name, name.replace("_", " ").capitalize()) for name in TERM_TYPES)],
        widget=select(data_term_type=""),
    )
    effect = forms.ChoiceField(choices=[("", "Choose an effect"), *((e, e.replace("_", " ").capitalize()) for e in EFFECTS)],
                               widget=select())  # fmt: skip
    section = LineField(required=True, help_text="The clause to cite, such as §1.b.")
    paraphrase = ProseField(required=True, help_text="In our own words; never a copy of the text.")
    verification = choice(Mark, blank="Choose how sure we are", required=True, label="How sure we are")
    sources = KeysField(help_text="From this page's sources.")
    parameters = ParametersField(help_text="The fields of its type as a JSON object; which there are stands below.")
    id = LineField(label="Id", help_text="Left empty, it is made from the license and the type.")

    class Meta:
        model = LicenseTerm
        fields = ()

    @classmethod
    def initial_of(cls, part: Any) -> dict[str, Any]:
        own = {name: value for name, value in part.items() if name not in (*COMMON_FIELDS, "sources")}
        return {name: part[name] for name in (*COMMON_FIELDS, "sources") if name in part} | ({"parameters": own} if own else {})

    def clean_parameters(self) -> dict[str, Any]:
        """Refuse what has a field of its own."""
        parameters: dict[str, Any] = self.cleaned_data["parameters"]
        taken = sorted(set(parameters) & {*COMMON_FIELDS, "sources"})
        if taken:
            raise forms.ValidationError(f"Take {', '.join(taken)} out: there is a field for it above.")
        return parameters

    def to_part(self) -> dict[str, Any]:
        part = super().to_part()
        return part | part.pop("parameters", {})


class VersionForm(PartForm):
    """An issue of the same text."""

    TITLE = ("version",)
    version = LineField(required=True)
    verification = choice(Mark, blank="Choose how sure we are", required=True, label="How sure we are")
    change = ProseField(rows=2, help_text="What changed.")

    class Meta:
        model = LicenseTerm
        fields = ()


class TermInline(PartInline):
    """Terms below their license."""

    model = LicenseTerm
    form = TermForm
    path = "terms"
    verbose_name = "term"
    verbose_name_plural = "Terms"
    explanation = "Each clause as data: its type says which fields it has, and what it does decides whether a use is allowed."


class VersionInline(PartInline):
    """Versions below their license."""

    model = LicenseTerm
    form = VersionForm
    path = "versions"
    verbose_name = "version"
    verbose_name_plural = "Versions of the text"


@admin.register(License)
class LicenseAdmin(PageAdmin):
    """Licenses, their history and their terms."""

    form = LicenseForm
    inlines = (TermInline, VersionInline, *EVIDENCE)
    groups = (
        (
            "License",
            {"fields": (*IDENTITY, "spdx_id", "license_ref", "category", "version", "effective_date", "predecessor", "osi_approved")},
        ),
        ("Who grants it", {"fields": ("licensor", "licensors", "applies_to")}),
        ("Identifiers elsewhere", {"fields": ("hub_ids", "scancode_key", "scancode_category")}),
        ("About it", {"classes": ("collapse",), "fields": ABOUT}),
        ("Care", {"classes": ("collapse",), "fields": CARE}),
    )
    list_display = ("name", "identifier", "category", "commercial_use", "variant_count", "state", "review_due")
    list_filter = (CategoryFilter, CommercialUseFilter, CareFilter, StateFilter)
    ordering = ("name", "pk")
    facts = (WHOLE, *LicenseDocument.FACTS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(variant_count=Count("variants"))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        return super().render_change_form(request, context | {"term_types": term_types()}, *args, **kwargs)

    def complete(self, data: dict[str, Any]) -> None:
        super().complete(data)
        fill(data.get("terms", []), field="id", make=lambda term: f"{data['slug']}#{term.get('type', '')}")

    @admin.display(description="Identifier", ordering="spdx_id")
    def identifier(self, license: License) -> str:
        """Its SPDX id or LicenseRef."""
        return license.spdx_id or license.license_ref

    @admin.display(description="Variants", ordering="variant_count")
    def variant_count(self, license: Any) -> int:
        """How many variants are under it."""
        return int(license.variant_count)
