"""Organizations in each of their roles."""

from django import forms
from django.contrib import admin

from registry.admin.filters import CareFilter, RoleFilter, StateFilter
from registry.admin.pages import ABOUT, CARE, IDENTITY, PageAdmin, PageForm
from registry.documents.organizations import OrganizationDocument
from registry.documents.page import WHOLE
from registry.forms.values import LineField, WordsField
from registry.forms.widgets import line
from registry.models import Organization
from registry.models.vocabulary import Role


class OrganizationForm(PageForm):
    """A company, laboratory or foundation."""

    roles = WordsField(required=False, choices=Role.choices, widget=forms.CheckboxSelectMultiple(), help_text="All that it does.")
    country = LineField(max_length=2, help_text="Seat of the headquarters as two letters, such as US; empty means not known.")
    website = LineField(max_length=1000, widget=line(type="url", placeholder="https://…"))

    class Meta:
        model = Organization
        fields = ()

    def clean_country(self) -> str:
        """Take small letters too."""
        return str(self.cleaned_data["country"]).upper()


@admin.register(Organization)
class OrganizationAdmin(PageAdmin):
    """Developers, hosting partners, licensors and hardware vendors."""

    form = OrganizationForm
    groups = (
        ("Organization", {"fields": (*IDENTITY, "roles", "country", "website")}),
        ("About it", {"classes": ("collapse",), "fields": ABOUT}),
        ("Care", {"classes": ("collapse",), "fields": CARE}),
    )
    list_display = ("name", "slug", "roles_shown", "country", "state", "review_due")
    list_filter = (RoleFilter, CareFilter, StateFilter)
    ordering = ("name", "pk")
    facts = (WHOLE, *OrganizationDocument.FACTS)

    @admin.display(description="Roles")
    def roles_shown(self, organization: Organization) -> str:
        """Its roles in words."""
        return ", ".join(Role(role).label for role in organization.roles)
