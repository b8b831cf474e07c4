"""The addresses of baseline B, the same as the product's."""

from django.urls import include, path
from rest_framework.routers import DefaultRouter

from benchmarks.baseline.views import ModelViewSet, VariantViewSet

router = DefaultRouter()
router.register("variants", VariantViewSet, basename="variant")
router.register("models", ModelViewSet, basename="model")

urlpatterns = [path("api/v1/", include(router.urls))]
