"""Read-only ModelViewSets with the usual pagination, filters, search, select_related and prefetch_related."""

from django.db.models import Count, QuerySet
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from benchmarks.baseline.serializers import (
    FamilySerializer,
    LicenseSerializer,
    ModelDetailSerializer,
    ModelSerializer,
    OfferSerializer,
    OrganizationSerializer,
    VariantDetailSerializer,
    VariantSerializer,
)  # fmt: skip
from registry.models import AIModel, HostingOffer, License, ModelFamily, ModelVariant, Organization

# What is counted, and whether a variant can have several of it.
FACETS = {
    "commercial_use": False, "license__slug": False, "license__category": False, "model__developers__slug": True,
    "model__family__slug": False, "inputs": False, "offers__channel": True, "offers__partner__slug": True, "open_weights": False,
    "status": False, "params_total": False, "context_tokens": False, "release_date__year": False,
}  # fmt: skip


class Pages(PageNumberPagination):
    """?page=3&limit=50"""

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = 200


class BySlug(viewsets.ReadOnlyModelViewSet):
    """What all of them share."""

    lookup_field = "slug"
    lookup_value_regex = "[^/]+"
    pagination_class = Pages


class VariantViewSet(BySlug):
    """Variants with all that they name."""

    serializer_class = VariantSerializer
    filterset_fields = {
        "license__category": ["exact"],
        "commercial_use": ["exact"],
        "inputs": ["contains"],
        "params_total": ["gte", "lte"],
        "release_date": ["gte", "lte"],
        "model__developers__slug": ["exact"],
        "offers__partner__slug": ["exact"],
    }
    search_fields = ["name", "slug", "model__name", "repositories__name"]
    ordering_fields = ["name", "release_date", "params_total"]
    ordering = ["name", "id"]
    queryset = (
        ModelVariant.objects.filter(published=True)
        .select_related("model__family", "license")
        .prefetch_related("model__developers", "repositories", "offers__partner")
    )

    def get_queryset(self) -> QuerySet[ModelVariant]:
        queryset = super().get_queryset()
        if self.detail:
            return queryset.prefetch_related(
                "bases__base", "benchmarks", "earlier_licenses__license", "offers__prices__source__source", "offers__sources__source",
                "model__page_sources__source", "model__citations__sources",
            )  # fmt: skip
        return queryset

    @action(detail=False)
    def facets(self, request: Request) -> Response:
        """How many variants have each value: a GROUP BY for each facet."""
        found = self.filter_queryset(ModelVariant.objects.filter(published=True)).order_by()
        counts = {name: found.values_list(name).annotate(number=Count("pk", distinct=several)) for name, several in FACETS.items()}
        return Response({name: [list(row) for row in rows] for name, rows in counts.items()})

    def get_serializer_class(self) -> type[BaseSerializer[ModelVariant]]:
        return VariantDetailSerializer if self.detail else VariantSerializer


class ModelViewSet(BySlug):
    """Models; one of them with everything on its page."""

    serializer_class = ModelSerializer
    filterset_fields = {"commercial_use": ["exact"], "family__slug": ["exact"], "developers__slug": ["exact"]}
    search_fields = ["name", "slug"]
    ordering_fields = ["name", "release_date"]
    ordering = ["name", "id"]
    queryset = AIModel.objects.filter(state="published").select_related("family").prefetch_related("developers")

    def get_queryset(self) -> QuerySet[AIModel]:
        queryset = super().get_queryset()
        if self.detail:
            return queryset.prefetch_related(
                "variants__license", "variants__repositories", "variants__bases__base", "variants__benchmarks",
                "variants__earlier_licenses__license", "offers__partner", "offers__prices__source__source", "offers__sources__source",
                "page_sources__source", "citations__sources",
            )  # fmt: skip
        return queryset

    def get_serializer_class(self) -> type[BaseSerializer[AIModel]]:
        return ModelDetailSerializer if self.detail else ModelSerializer


class FamilyViewSet(BySlug):
    """Not measured; links lead here."""

    serializer_class = FamilySerializer
    queryset = ModelFamily.objects.filter(state="published")


class LicenseViewSet(BySlug):
    """Not measured; links lead here."""

    serializer_class = LicenseSerializer
    queryset = License.objects.filter(state="published")


class OrganizationViewSet(BySlug):
    """Not measured; links lead here."""

    serializer_class = OrganizationSerializer
    queryset = Organization.objects.filter(state="published")


class OfferViewSet(BySlug):
    """Not measured; links lead here."""

    serializer_class = OfferSerializer
    queryset = HostingOffer.objects.filter(model__state="published").select_related("partner")
