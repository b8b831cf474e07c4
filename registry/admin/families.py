"""Families: the line above releases."""

from django.contrib import admin

from registry.admin.filters import CareFilter, StateFilter
from registry.admin.pages import ABOUT, CARE, IDENTITY, PageAdmin, PageForm
from registry.admin.values import PagesField
from registry.documents.organizations import FamilyDocument
from registry.documents.page import WHOLE
from registry.models import ModelFamily


class FamilyForm(PageForm):
    """A family."""

    developers = PagesField(kind="organization", required=False, help_text="The main developer first.")

    class Meta:
        model = ModelFamily
        fields = ()


@admin.register(ModelFamily)
class ModelFamilyAdmin(PageAdmin):
    """Families of models."""

    form = FamilyForm
    groups = (
        ("Family", {"fields": (*IDENTITY, "developers")}),
        ("About it", {"classes": ("collapse",), "fields": ABOUT}),
        ("Care", {"classes": ("collapse",), "fields": CARE}),
    )
    list_display = ("name", "slug", "state", "review_due", "updated_at")
    list_filter = (CareFilter, StateFilter)
    ordering = ("name", "pk")
    facts = (WHOLE, *FamilyDocument.FACTS)
