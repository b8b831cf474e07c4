"""List filters, each the answer to a question that an editor or a reviewer asks."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter

from registry.models import Contradiction, ModelFamily, Organization
from registry.models.vocabulary import Channel, CommercialUse, LicenseCategory, LineageStatus, State, Status

Narrow = Callable[[Any], Any]


def _overdue(rows: Any) -> Any:
    return rows.overdue(today=timezone.localdate())


def _contradicted(rows: Any) -> Any:
    return rows.filter(Exists(Contradiction.objects.filter(page=OuterRef("pk"))))


CARE: dict[str, tuple[str, Narrow]] = {
    "overdue": ("Review is overdue", _overdue),
    "uncited": ("No source at all", lambda rows: rows.uncited()),
    "unconfirmed": ("A fact is unconfirmed", lambda rows: rows.unconfirmed()),
    "contradicted": ("Sources disagree", _contradicted),
}
MODEL_CARE: dict[str, tuple[str, Narrow]] = {
    **CARE,
    "no_license": ("A variant without a license", lambda rows: rows.with_variant(license=None, open_weights=True)),
    "lineage_not_declared": ("Lineage not declared", lambda rows: rows.with_variant(lineage_status=LineageStatus.NOT_DECLARED)),
    "gated": ("Gated access", lambda rows: rows.with_variant(gated=True)),
}
VARIANT_CARE: dict[str, tuple[str, Narrow]] = {
    "no_license": ("No license", lambda rows: rows.filter(license=None, open_weights=True)),
    "lineage_not_declared": ("Lineage not declared", lambda rows: rows.filter(lineage_status=LineageStatus.NOT_DECLARED)),
    "gated": ("Gated access", lambda rows: rows.filter(gated=True)),
}


class QuestionFilter(DropdownFilter):
    """A drop-down; an answer that is not in the list narrows nothing."""

    def options(self) -> Iterable[tuple[str, str]]:
        """Return the answers to choose from, as (value, what the reader sees)."""
        raise NotImplementedError

    def narrowed(self, rows: Any, value: str) -> Any:
        """Return the rows to which the answer applies."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in self.options()]

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return self.narrowed(queryset, value) if value in dict(self.lookup_choices) else queryset


class CareFilter(QuestionFilter):
    """What needs somebody's care."""

    title = "what needs care"
    parameter_name = "care"
    questions: ClassVar[dict[str, tuple[str, Narrow]]] = CARE

    def options(self) -> Iterable[tuple[str, str]]:
        return ((name, label) for name, (label, _) in self.questions.items())

    def narrowed(self, rows: Any, value: str) -> Any:
        return self.questions[value][1](rows)


class ModelCareFilter(CareFilter):
    """What needs care about a model."""

    questions = MODEL_CARE


class VariantCareFilter(CareFilter):
    """What needs care about a variant."""

    questions = VARIANT_CARE


def vocabulary_filter(name: str, vocabulary: Any, *, title: str, lookup: str = "") -> type[QuestionFilter]:
    """Return a filter over a column that holds words of a vocabulary."""

    def options(self: QuestionFilter) -> Iterable[tuple[str, str]]:
        return vocabulary.choices

    def narrowed(self: QuestionFilter, rows: Any, value: str) -> Any:
        return rows.filter(**{lookup or name: value})

    return type(
        f"{name.title().replace('_', '')}Filter",
        (QuestionFilter,),
        {"title": title, "parameter_name": name, "options": options, "narrowed": narrowed},
    )


StateFilter = vocabulary_filter("state", State, title="state")
StatusFilter = vocabulary_filter("status", Status, title="status")
CommercialUseFilter = vocabulary_filter("commercial_use", CommercialUse, title="commercial use")
CategoryFilter = vocabulary_filter("category", LicenseCategory, title="category")
VariantCategoryFilter = vocabulary_filter("license_category", LicenseCategory, title="license category", lookup="license__category")
ChannelFilter = vocabulary_filter("channel", Channel, title="channel")


class LicenseCategoryFilter(QuestionFilter):
    """Models by the category of a variant's license."""

    title = "license category"
    parameter_name = "license_category"

    def options(self) -> Iterable[tuple[str, str]]:
        return LicenseCategory.choices

    def narrowed(self, rows: Any, value: str) -> Any:
        return rows.with_variant(license__category=value)


class FamilyFilter(QuestionFilter):
    """Models by their family."""

    title = "family"
    parameter_name = "family"

    def options(self) -> Iterable[tuple[str, str]]:
        return ModelFamily.objects.order_by("name", "pk").values_list("slug", "name")

    def narrowed(self, rows: Any, value: str) -> Any:
        return rows.filter(family__slug=value)


class DeveloperFilter(QuestionFilter):
    """Models or variants by who developed them."""

    title = "developer"
    parameter_name = "developer"

    def options(self) -> Iterable[tuple[str, str]]:
        return Organization.objects.in_role(["developer"]).order_by("name", "pk").values_list("slug", "name")

    def narrowed(self, rows: Any, value: str) -> Any:
        return rows.by_developer([value])


class PartnerFilter(QuestionFilter):
    """Models or variants by who offers them."""

    title = "partner"
    parameter_name = "partner"

    def options(self) -> Iterable[tuple[str, str]]:
        return Organization.objects.offering().order_by("name", "pk").values_list("slug", "name")

    def narrowed(self, rows: Any, value: str) -> Any:
        return rows.offered(partner__slug=value)


class OfferPartnerFilter(PartnerFilter):
    """Offers by who makes them."""

    def narrowed(self, rows: Any, value: str) -> Any:
        return rows.filter(partner__slug=value)


class RoleFilter(QuestionFilter):
    """Organizations by what they do."""

    title = "role"
    parameter_name = "role"

    def options(self) -> Iterable[tuple[str, str]]:
        return Organization._meta.get_field("roles").flatchoices

    def narrowed(self, rows: Any, value: str) -> Any:
        return rows.in_role([value])
