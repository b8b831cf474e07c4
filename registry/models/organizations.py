"""Organizations. Developer, hosting partner and licensor are roles of one of them."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models

from registry.models.fields import WordsField, having_word
from registry.models.pages import Page, PageQuerySet
from registry.models.vocabulary import Kind, Role


class OrganizationQuerySet(PageQuerySet):
    """Questions about organizations."""

    def in_role(self, roles: Iterable[str]) -> "OrganizationQuerySet":
        """Organizations that have at least one of the roles."""
        return self.filter(having_word("roles", roles))

    def offering(self) -> "OrganizationQuerySet":
        """Organizations with at least one hosting offer."""
        return self.filter(offers__isnull=False).distinct()


class Organization(Page):
    """A company, laboratory or foundation."""

    KIND: ClassVar[str] = Kind.ORGANIZATION

    roles = WordsField(max_length=80, blank=True, choices=Role)
    country = models.CharField(max_length=2, blank=True, help_text="Seat of the headquarters, ISO 3166-1 alpha-2; empty = unknown.")
    website = models.URLField(max_length=1000, blank=True)

    objects = OrganizationQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(country="") | models.Q(country__regex=r"^[A-Z]{2}$"), name="organization_country_code"
            )
        ]
