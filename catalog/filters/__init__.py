"""Which records: one strict set of filters per resource, for the site's lists and the API alike."""

from catalog.filters.evidence import has_mark
from catalog.filters.kinds import Filter, Parameter
from catalog.filters.queries import FilterSet, InvalidQuery, Mistake, read_query, without_blanks
from catalog.filters.resources import (
    ArticleFilters,
    FamilyFilters,
    LicenseFilters,
    ModelFilters,
    OfferFilters,
    OrganizationFilters,
    VariantFilters,
)  # fmt: skip

__all__ = [
    "ArticleFilters",
    "FamilyFilters",
    "Filter",
    "FilterSet",
    "InvalidQuery",
    "LicenseFilters",
    "Mistake",
    "ModelFilters",
    "OfferFilters",
    "OrganizationFilters",
    "Parameter",
    "VariantFilters",
    "has_mark",
    "read_query",
    "without_blanks",
]
