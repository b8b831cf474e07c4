"""Family (Llama) > model (Llama 2) > variant (Llama 2 70B). The license is a fact of the variant, never of the family."""

from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.db.models import Q

from registry.models.organizations import Organization
from registry.models.pages import Page, PageQuerySet, newest_first_index
from registry.models.vocabulary import CommercialUse, Kind, Precision, Status, one_of


class ModelFamily(Page):
    """The line above releases: Llama, Qwen, Gemma."""

    KIND: ClassVar[str] = Kind.FAMILY

    developers = models.ManyToManyField(Organization, through="FamilyDeveloper", related_name="families")

    class Meta:
        verbose_name_plural = "model families"


class FamilyDeveloper(models.Model):
    """Who develops a family, the main developer first."""

    family = models.ForeignKey(ModelFamily, on_delete=models.CASCADE, related_name="developer_links")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="family_links")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("family_id", "position")
        constraints = [models.UniqueConstraint(fields=["family", "organization"], name="family_developer_unique")]

    def __str__(self) -> str:
        return str(self.organization)


class AIModelQuerySet(PageQuerySet):
    """Questions about models (releases)."""

    def by_developer(self, slugs: Iterable[str]) -> "AIModelQuerySet":
        """Models that one of the organizations developed."""
        return self.filter(pk__in=ModelDeveloper.objects.filter(organization__slug__in=slugs).values("model_id"))

    def offered(self, **conditions: object) -> "AIModelQuerySet":
        """Models with a hosting offer that meets the conditions, such as partner__slug__in or channel__in."""
        return self.filter(pk__in=AIModel.objects.filter(**{f"offers__{name}": value for name, value in conditions.items()}).values("pk"))

    def with_variant(self, **conditions: object) -> "AIModelQuerySet":
        """Models with a variant that meets all the conditions, such as license__slug__in or open_weights."""
        return self.filter(pk__in=AIModel.objects.filter(**{f"variants__{name}": value for name, value in conditions.items()}).values("pk"))


class AIModel(Page):
    """A release: what its developer announced under one name."""

    KIND: ClassVar[str] = Kind.MODEL

    family = models.ForeignKey(ModelFamily, on_delete=models.PROTECT, related_name="releases")
    developers = models.ManyToManyField(Organization, through="ModelDeveloper", related_name="models_developed")
    status = models.CharField(max_length=10, choices=Status, default=Status.RELEASED)
    release_date = models.DateField(null=True, blank=True)
    release_date_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    commercial_use = models.CharField(max_length=13, choices=CommercialUse, default=CommercialUse.UNKNOWN, editable=False)
    commercial_use_differs = models.BooleanField(default=False, editable=False, help_text="Its variants do not agree.")

    objects = AIModelQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "model"
        constraints = [
            models.CheckConstraint(condition=Q(**one_of("status", Status)), name="model_status_known"),
            models.CheckConstraint(condition=Q(**one_of("commercial_use", CommercialUse)), name="model_commercial_use_known"),
            models.CheckConstraint(
                condition=(Q(release_date=None) & Q(release_date_precision=""))
                | (Q(release_date__isnull=False) & Q(**one_of("release_date_precision", Precision))),
                name="model_release_date_has_precision",
            ),
        ]
        indexes = [
            newest_first_index("page_ptr", name="model_newest"),
            models.Index(fields=["commercial_use", "page_ptr"], name="model_by_commercial_use"),
        ]


class ModelDeveloper(models.Model):
    """Who developed a model, the main developer first."""

    model = models.ForeignKey(AIModel, on_delete=models.CASCADE, related_name="developer_links")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="model_links")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("model_id", "position")
        constraints = [models.UniqueConstraint(fields=["model", "organization"], name="model_developer_unique")]

    def __str__(self) -> str:
        return str(self.organization)
