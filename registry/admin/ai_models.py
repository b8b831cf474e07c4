"""Models: a release with its variants and offers on one page."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from registry.admin.evidence import EVIDENCE, SourceInline, choice
from registry.admin.filters import (
    CommercialUseFilter,
    DeveloperFilter,
    FamilyFilter,
    LicenseCategoryFilter,
    ModelCareFilter,
    PartnerFilter,
    StateFilter,
    StatusFilter,
)  # fmt: skip
from registry.admin.offers import OfferInline
from registry.admin.pages import ABOUT, CARE, IDENTITY, PageAdmin, PageForm
from registry.admin.values import PageField, PagesField
from registry.admin.variants import VariantInline
from registry.documents.dates import partial_date
from registry.documents.models import ModelDocument
from registry.documents.offers import OfferDocument
from registry.documents.page import WHOLE
from registry.documents.variants import VariantDocument
from registry.forms.naming import fill, slug_from
from registry.forms.values import PartialDateField
from registry.models import AIModel
from registry.models.vocabulary import Status


class ModelForm(PageForm):
    """A release."""

    family = PageField(kind="family", help_text="The line it belongs to, such as Llama. Type part of the name.")
    developers = PagesField(kind="organization", help_text="The main developer first.")
    status = choice(Status, initial=Status.RELEASED)
    release_date = PartialDateField()

    class Meta:
        model = AIModel
        fields = ()


@admin.register(AIModel)
class AIModelAdmin(PageAdmin):
    """Models with their variants, offers and evidence."""

    form = ModelForm
    inlines = (VariantInline, OfferInline, *EVIDENCE)
    groups = (
        ("Model", {"fields": (*IDENTITY, "family", "developers", "release_date", "status")}),
        ("About it", {"classes": ("collapse",), "fields": ABOUT}),
        ("Care", {"classes": ("collapse",), "fields": CARE}),
    )
    list_display = ("name", "family", "released", "status", "commercial_use_shown", "variant_count", "offer_count", "state")
    list_filter = (
        ModelCareFilter, CommercialUseFilter, LicenseCategoryFilter, PartnerFilter, DeveloperFilter, FamilyFilter, StatusFilter,
        StateFilter,
    )  # fmt: skip
    list_select_related = ("family",)
    ordering = ("name", "pk")
    facts = (WHOLE, *ModelDocument.FACTS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        variants = Count("variants", distinct=True)
        return super().get_queryset(request).annotate(variant_count=variants, offer_count=Count("offers", distinct=True))

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Put the sources first on a new page, where everything else rests on them; and last on a page that has many."""
        return self.inlines if obj else (SourceInline, *(inline for inline in self.inlines if inline is not SourceInline))

    def facts_below(self) -> dict[str, list[str]]:
        return {"variants": [WHOLE, *VariantDocument.FACTS], "offers": list(OfferDocument.FACTS)}

    def complete(self, data: dict[str, Any]) -> None:
        super().complete(data)
        fill(data.get("variants", []), field="slug", make=lambda variant: slug_from(variant.get("name", "")))
        offered = data["slug"]
        fill(
            data.get("offers", []),
            field="slug",
            make=lambda offer: slug_from(
                offer.get("partner", ""), "-".join(offer.get("variants", [])) or offered, offer.get("service", "")
            ),
        )

    @admin.display(description="Released", ordering="release_date")
    def released(self, model: AIModel) -> str | None:
        """The date as exact as it is known."""
        return partial_date(model.release_date, precision=model.release_date_precision)

    @admin.display(description="Commercial use", ordering="commercial_use")
    def commercial_use_shown(self, model: AIModel) -> str:
        """The most severe status of its variants, and whether they differ."""
        return f"{model.get_commercial_use_display()}{', variants differ' if model.commercial_use_differs else ''}"

    @admin.display(description="Variants", ordering="variant_count")
    def variant_count(self, model: Any) -> int:
        """How many variants it has."""
        return int(model.variant_count)

    @admin.display(description="Offers", ordering="offer_count")
    def offer_count(self, model: Any) -> int:
        """How many offers it has."""
        return int(model.offer_count)
