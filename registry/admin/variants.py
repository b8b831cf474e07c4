"""Variants on a model's page: sizes and editions, with license, lineage and results; and the list of all variants."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from registry.admin.evidence import choice
from registry.admin.parts import PartForm, PartInline
from registry.admin.values import KeyField, PageField
from registry.forms.values import (
    CountField,
    DayField,
    FlagField,
    LineField,
    LinesField,
    ParagraphsField,
    PartialDateField,
    ProseField,
    SlugField,
    WordsField,
)
from registry.forms.widgets import flag, line
from registry.models import BenchmarkResult, Lineage, ModelVariant, VariantLicense
from registry.models.vocabulary import ExternalKind, LineageStatus, Mark, Modality, Relation, Status, VariantCategory


def modalities(**kwargs: Any) -> WordsField:
    """Return checkboxes for what goes in or comes out."""
    return WordsField(required=False, choices=Modality.choices, widget=forms.CheckboxSelectMultiple(), **kwargs)


class VariantForm(PartForm):
    """One published artifact."""

    ELSEWHERE = {"lineage": "lineage_status", "lineage/status": "lineage_status"}

    name = LineField(required=True, max_length=200, widget=line(placeholder="Llama 3.1 8B"))
    slug = SlugField(help_text="Left empty, it is made from the name.")
    params_total = CountField(label="Parameters, total", help_text="8B, 1.8T or 70_000_000_000.")
    params_active = CountField(label="Parameters, active", help_text="Only where fewer are active per token.")
    context_tokens = CountField(label="Context window, tokens", suffixes=False, help_text="In full, such as 131072.")
    license = PageField(
        kind="license", required=False, help_text="Empty means that no license was found, never that there is none to heed."
    )
    open_weights = forms.BooleanField(required=False, initial=True, label="Open weights")
    huggingface = LinesField(label="Hugging Face repositories", help_text="As owner/name.")
    release_date = PartialDateField()
    status = choice(Status, initial=Status.RELEASED)
    gated = FlagField(label="Gated access", required=False, widget=flag())
    inputs = modalities(initial=["text"], label="Takes")
    outputs = modalities(initial=["text"], label="Gives")
    lineage_status = choice(
        LineageStatus, initial=LineageStatus.NOT_DECLARED, label="Lineage",
        help_text="“Trained from scratch” is a claim of the developer; where nobody says, it is not declared.",
    )  # fmt: skip
    declared_license = LineField(help_text="As the publisher or the hub labels it, where that differs or helps.")
    license_since = DayField(label="Today's license since", help_text="Needed where an earlier license is listed.")
    category = choice(VariantCategory, blank="General")
    knowledge_cutoff = PartialDateField()
    training_tokens = LineField(help_text='As the developer states it, such as "15T+".')
    languages_count = CountField(label="Languages", suffixes=False)
    aliases = LinesField(help_text="Other names people search for.")
    notes = ParagraphsField()

    class Meta:
        model = ModelVariant
        fields = ()

    @classmethod
    def initial_of(cls, part: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the fields show; what an existing variant leaves out has the document's default, not the new row's."""
        if not part:
            return {}
        shown = {"inputs": [], "outputs": [], "status": Status.RELEASED, **super().initial_of(part)}
        return shown | {"lineage_status": part.get("lineage", {}).get("status", LineageStatus.NONE)}

    def to_part(self) -> dict[str, Any]:
        part = super().to_part()
        return part | {"open_weights": self.cleaned_data["open_weights"], "lineage": {"status": part.pop("lineage_status")}}


class BaseForm(PartForm):
    """What a variant was made from, and how."""

    TITLE = ("relation", "base", "external_name")
    ELSEWHERE = {
        "external/name": "external_name", "external/kind": "external_kind", "external/terms": "external_terms",
        "external/verification": "external_verification", "external/note": "external_note", "external": "external_name",
    }  # fmt: skip

    relation = choice(Relation)
    base = PageField(kind="variant", required=False, label="Variant of the catalog")
    external_name = LineField(max_length=200, label="Or a model outside the catalog", help_text="By its name.")
    external_kind = choice(ExternalKind, blank="In the catalog", label="Which is")
    external_terms = ProseField(rows=2, label="Its terms")
    external_verification = choice(Mark, blank="Not marked", label="How sure we are of it")
    external_note = ProseField(rows=2, label="Note on it")
    same_licensor = forms.BooleanField(required=False, label="Same licensor")
    source = KeyField()

    class Meta:
        model = Lineage
        fields = ()

    OUTSIDE: ClassVar[tuple[str, ...]] = ("name", "kind", "terms", "verification", "note")

    @classmethod
    def initial_of(cls, part: Mapping[str, Any]) -> dict[str, Any]:
        outside = part.get("external") or {}
        return super().initial_of(part) | {f"external_{name}": outside[name] for name in cls.OUTSIDE if name in outside}

    def to_part(self) -> dict[str, Any]:
        part = super().to_part()
        outside = {name: part.pop(f"external_{name}") for name in self.OUTSIDE if f"external_{name}" in part}
        return part | ({"external": outside} if outside else {})


class EarlierLicenseForm(PartForm):
    """A license that a variant had before today's."""

    TITLE = ("license", "label", "valid_from")
    license = PageField(kind="license", required=False)
    label = LineField(help_text="As it was titled, where the text is not in the catalog.")
    valid_from = DayField(required=True)
    valid_until = DayField(required=True)
    source = KeyField()

    class Meta:
        model = VariantLicense
        fields = ()


class BenchmarkForm(PartForm):
    """A score with what it needs to be compared."""

    TITLE = ("benchmark", "metric", "score")
    benchmark = LineField(required=True, max_length=200)
    score = forms.DecimalField(max_digits=14, decimal_places=4, widget=line(inputmode="decimal"))
    metric = LineField()
    shots = forms.IntegerField(required=False, widget=line(inputmode="numeric"))
    tuning = LineField(help_text="base, instruct, …")
    harness = LineField()
    source = KeyField()

    class Meta:
        model = BenchmarkResult
        fields = ()


class BaseInline(PartInline):
    """Lineage below a variant."""

    model = Lineage
    fk_name = "variant"
    form = BaseForm
    path = "lineage/bases"
    verbose_name = "base"
    verbose_name_plural = "Made from"


class EarlierLicenseInline(PartInline):
    """Earlier licenses below a variant."""

    model = VariantLicense
    form = EarlierLicenseForm
    path = "earlier_licenses"
    verbose_name = "earlier license"
    verbose_name_plural = "Earlier licenses"


class BenchmarkInline(PartInline):
    """Results below a variant."""

    model = BenchmarkResult
    form = BenchmarkForm
    path = "benchmarks"
    verbose_name = "benchmark result"
    verbose_name_plural = "Benchmark results"


class VariantInline(PartInline):
    """Variants below their model."""

    model = ModelVariant
    form = VariantForm
    path = "variants"
    extra = 1
    inlines = (BaseInline, EarlierLicenseInline, BenchmarkInline)
    verbose_name = "variant"
    verbose_name_plural = "Variants"
    explanation = "One for each size, tuning or edition that was published. The license is a fact of the variant."
    groups = (
        (None, {"fields": ("name", "slug", "params_total", "context_tokens", "license", "huggingface", "open_weights")}),
        (
            "More about it",
            {
                "fields": (
                    "release_date", "status", "gated", "params_active", "inputs", "outputs", "category", "knowledge_cutoff",
                    "training_tokens", "languages_count", "aliases",
                )
            },
        ),
        ("License and lineage in detail", {"fields": ("lineage_status", "declared_license", "license_since", "notes")}),
    )  # fmt: skip
