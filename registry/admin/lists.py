"""Variants, offers and sources as lists to look through. They are edited on the page they belong to."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from unfold.admin import ModelAdmin

from registry.admin.choosing import ChoosableAdmin
from registry.admin.filters import (
    ChannelFilter,
    CommercialUseFilter,
    DeveloperFilter,
    OfferPartnerFilter,
    PartnerFilter,
    StatusFilter,
    VariantCareFilter,
    VariantCategoryFilter,
    vocabulary_filter,
)  # fmt: skip
from registry.documents.dates import partial_date
from registry.models import HostingOffer, ModelVariant, Source
from registry.models.pages import words_match
from registry.models.vocabulary import Mark, SourceKind, State


class LookThrough(ModelAdmin):
    """A list without adding, changing or deleting; a row leads to the page where it is edited."""

    list_per_page = 25
    show_full_result_count = False
    list_filter_submit = True
    actions = None
    anchor = ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Lead to where the row is edited."""
        row = self.get_object(request, object_id)
        if row is None or not self.anchor or not self.has_view_permission(request, row):
            raise Http404("There is no such row.")
        return HttpResponseRedirect(reverse("admin:registry_aimodel_change", args=[row.model_id]) + f"#{self.anchor}")


class FoldedSearch(LookThrough):
    """Searches the folded text that the record keeps."""

    search_fields = ("search_text",)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> tuple[QuerySet[Any], bool]:
        return queryset.filter(words_match(search_term)) if search_term.strip() else queryset, False


@admin.register(ModelVariant)
class ModelVariantAdmin(ChoosableAdmin, FoldedSearch):  # type: ignore[misc]
    """All variants."""

    anchor = "variants-group"
    list_display = ("name", "model", "license", "commercial_use", "params_total", "context_tokens", "released", "gated", "lineage_status")
    list_filter = (VariantCareFilter, CommercialUseFilter, VariantCategoryFilter, PartnerFilter, DeveloperFilter, StatusFilter)
    list_select_related = ("model", "license")
    ordering = ("name", "pk")

    def choosable(self) -> Any:
        return ModelVariant.objects.exclude(model__state=State.WITHDRAWN).order_by("name", "pk").values_list("slug", "name")

    @admin.display(description="Released", ordering="release_date")
    def released(self, variant: ModelVariant) -> str | None:
        """The date as exact as it is known."""
        return partial_date(variant.release_date, precision=variant.release_date_precision)


@admin.register(HostingOffer)
class HostingOfferAdmin(FoldedSearch):
    """All offers."""

    anchor = "offers-group"
    list_display = ("service", "partner", "model", "channel", "identifier", "status", "verification")
    list_filter = (OfferPartnerFilter, ChannelFilter, vocabulary_filter("verification", Mark, title="how sure we are"))
    list_select_related = ("partner", "model")
    ordering = ("service", "pk")


@admin.register(Source)
class SourceAdmin(LookThrough):
    """All sources, with the number of pages that cite each."""

    list_display = ("label", "kind", "url", "use_count")
    list_filter = (vocabulary_filter("kind", SourceKind, title="what it is"),)
    list_display_links = None
    search_fields = ("title", "url", "repo", "path", "archive_id", "package")
    ordering = ("title", "url", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(use_count=Count("uses"))

    @admin.display(description="Pages", ordering="use_count")
    def use_count(self, source: Any) -> int:
        """How many pages name it."""
        return int(source.use_count)
