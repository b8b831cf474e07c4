"""A variant of a model: what was published, under which license, from what, with which results."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from catalog.editing.fields import KeyField, PageField, choice, flag, words
from catalog.editing.parts import PartForm
from registry.forms.naming import slug_from
from registry.forms.values import CountField, DayField, LineField, LinesField, ParagraphsField, PartialDateField, ProseField, SlugField
from registry.forms.widgets import line
from registry.models.vocabulary import ExternalKind, LineageStatus, Mark, Modality, Relation, Status, VariantCategory


class VariantForm(PartForm):
    """One published artifact."""

    ELSEWHERE = {"lineage": "lineage_status", "lineage/status": "lineage_status"}
    FACT_OF = {"inputs": "modalities", "outputs": "modalities", "lineage_status": "lineage", "license_since": "license"}

    name = LineField(required=True, max_length=200, help_text="With its size, such as Llama 3.1 8B.")
    slug = SlugField(label="Address", help_text="Left empty, it is made from the name.")
    params_total = CountField(label="Parameters, total", help_text="8B, 1.8T or 70_000_000_000.")
    params_active = CountField(label="Parameters, active per token", help_text="Only where fewer are active than there are.")
    context_tokens = CountField(label="Context window, in tokens", suffixes=False, help_text="In full, such as 131072.")
    license = PageField(kind="license", help_text="By name or address. Empty means that no license was found.")
    open_weights = forms.BooleanField(required=False, initial=True, label="Weights are published")
    huggingface = LinesField(label="Hugging Face repositories", help_text="As owner/name.")
    gated = flag(label="Gated: terms must be accepted before the download")
    release_date = PartialDateField(label="Released")
    status = choice(Status, initial=Status.RELEASED)
    inputs = words(Modality, initial=["text"], label="Takes in")
    outputs = words(Modality, initial=["text"], label="Gives out")
    category = choice(VariantCategory, blank="General", label="Specialised in")
    knowledge_cutoff = PartialDateField(label="Knowledge to")
    training_tokens = LineField(help_text='As the developer states it, such as "15T+".')
    languages_count = CountField(label="Number of languages", suffixes=False)
    declared_license = LineField(label="License as declared", help_text="As the publisher or the hub labels it.")
    license_since = DayField(label="Today's license since", help_text="Needed where an earlier license is listed.")
    lineage_status = choice(
        LineageStatus, initial=LineageStatus.NOT_DECLARED, label="Lineage",
        help_text="“Trained from scratch” is a claim of the developer; where nobody says, it is not declared.",
    )  # fmt: skip
    aliases = LinesField(label="Also called", help_text="Other names people search for.")
    notes = ParagraphsField()

    GROUPS = (
        ("", ("name", "slug", "params_total", "params_active", "context_tokens", "release_date", "status")),
        ("License and weights", ("license", "declared_license", "license_since", "open_weights", "huggingface", "gated")),
        ("What it does and was trained on", (
            "inputs", "outputs", "category", "knowledge_cutoff", "training_tokens", "languages_count", "lineage_status",
        )),
        ("Other names and notes", ("aliases", "notes")),
    )  # fmt: skip

    @classmethod
    def initial_of(cls, part: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the fields show; what an existing variant leaves out has the document's default, not the new one's."""
        if not part:
            return {}
        shown = {"inputs": [], "outputs": [], "status": Status.RELEASED.value, **super().initial_of(part)}
        return shown | {"lineage_status": part.get("lineage", {}).get("status", LineageStatus.NONE.value)}

    def add_fields(self) -> None:
        if self.part:
            del self.fields["slug"]

    def to_part(self) -> dict[str, Any]:
        part = super().to_part()
        slug = self.part.get("slug") or part.get("slug") or slug_from(part.get("name", ""))
        lineage = {"status": part.pop("lineage_status", LineageStatus.NONE.value)}
        return part | {"slug": slug, "open_weights": self.cleaned_data.get("open_weights", False), "lineage": lineage}


class BaseForm(PartForm):
    """What a variant was made from, and how."""

    ELSEWHERE = {
        "external/name": "external_name", "external/kind": "external_kind", "external/terms": "external_terms",
        "external/verification": "external_verification", "external/note": "external_note", "external": "external_name",
    }  # fmt: skip
    OUTSIDE: ClassVar[tuple[str, ...]] = ("name", "kind", "terms", "verification", "note")

    relation = choice(Relation, blank="Choose how", required=True, label="How it was made from it")
    base = PageField(kind="variant", label="Variant of the catalog", help_text="Such as llama-3.1-8b.")
    external_name = LineField(max_length=200, label="Or a model outside the catalog", help_text="By its name.")
    external_kind = choice(ExternalKind, blank="In the catalog", label="Which is")
    external_terms = ProseField(rows=2, label="Its terms")
    external_verification = choice(Mark, blank="Not marked", label="How sure we are of it")
    external_note = ProseField(rows=2, label="Note on it")
    same_licensor = forms.BooleanField(required=False, label="By the same licensor")
    source = KeyField()

    @classmethod
    def initial_of(cls, part: Mapping[str, Any]) -> dict[str, Any]:
        outside = part.get("external") or {}
        return super().initial_of(part) | {f"external_{name}": outside[name] for name in cls.OUTSIDE if name in outside}

    def to_part(self) -> dict[str, Any]:
        part = super().to_part()
        outside = {name: part.pop(f"external_{name}") for name in self.OUTSIDE if f"external_{name}" in part}
        if not part.get("same_licensor"):
            part.pop("same_licensor", None)
        return part | ({"external": outside} if outside else {})


class EarlierLicenseForm(PartForm):
    """A license that a variant had before today's."""

    license = PageField(kind="license", help_text="By name or address.")
    label = LineField(help_text="As it was titled, where the text is not in the catalog.")
    valid_from = DayField(required=True, label="From")
    valid_until = DayField(required=True, label="Until")
    source = KeyField()


class BenchmarkForm(PartForm):
    """A score with what it needs to be compared."""

    benchmark = LineField(required=True, max_length=200)
    score = forms.DecimalField(max_digits=14, decimal_places=4, widget=line(inputmode="decimal"))
    metric = LineField()
    shots = forms.IntegerField(required=False, min_value=0, max_value=1_000_000, widget=line(inputmode="numeric"))
    tuning = LineField(help_text="base, instruct, …")
    harness = LineField()
    source = KeyField()

    def to_part(self) -> dict[str, Any]:
        part = super().to_part()
        return part | {"score": f"{part['score'].normalize():f}"}
