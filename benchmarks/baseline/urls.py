"""The addresses of baseline B, the same as the product's."""

from django.urls import include, path
from rest_framework.routers import DefaultRouter

from benchmarks.baseline import views

router = DefaultRouter()
router.register("variants", views.VariantViewSet, basename="variant")
router.register("models", views.ModelViewSet, basename="model")
router.register("families", views.FamilyViewSet, basename="family")
router.register("licenses", views.LicenseViewSet, basename="license")
router.register("organizations", views.OrganizationViewSet, basename="organization")
router.register("offers", views.OfferViewSet, basename="offer")

urlpatterns = [path("api/v1/", include(router.urls))]
