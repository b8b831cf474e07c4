"""What an organization says of itself once, and what it decided: recorded with the verdict and the facts as they stood."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from registry.models.ai_models import AIModel
from registry.models.licenses import License
from registry.models.variants import ModelVariant
from registry.models.vocabulary import Outcome, Verdict, one_of


class UseProfile(models.Model):
    """An organization's standing answers (domicile, users by month, revenue, business types), so that people answer once."""

    slug = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True, max_length=20_000)
    use = models.JSONField(default=dict, blank=True, help_text="As POST /api/v1/verdicts/ takes it; what is left out is unknown.")
    number = models.PositiveIntegerField(default=1, help_text="Counts the changes; a writer must name the one they saw.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.CheckConstraint(condition=~Q(slug="") & ~Q(name=""), name="use_profile_has_slug_and_name")]

    def __str__(self) -> str:
        return self.name


class RecordedDecisionQuerySet(models.QuerySet):
    """Questions about recorded decisions."""

    def in_force(self) -> "RecordedDecisionQuerySet":
        """Decisions that no later one replaced."""
        return self.filter(superseded_by=None)

    def expired(self, *, today: date) -> "RecordedDecisionQuerySet":
        """Decisions whose last day lies before today."""
        return self.filter(valid_until__lt=today)


class RecordedDecision(models.Model):
    """A person with the right to do so approved or rejected a use. Everything that the decision rested on is frozen here."""

    number = models.PositiveIntegerField(unique=True)
    outcome = models.CharField(max_length=24, choices=Outcome)
    product = models.CharField(max_length=200, help_text="The product or purpose the decision is for.")
    conditions = models.TextField(blank=True, max_length=20_000)
    reason = models.TextField(max_length=20_000)
    valid_until = models.DateField(null=True, blank=True)
    variant = models.ForeignKey(ModelVariant, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    model = models.ForeignKey(AIModel, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    license = models.ForeignKey(License, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    use = models.JSONField(blank=True, help_text="The intended use, profile included.")
    profile = models.ForeignKey(UseProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions")
    as_of = models.DateField(null=True, blank=True)
    verdict = models.CharField(max_length=24, choices=Verdict)
    answer = models.JSONField(help_text="The whole verdict as it was given.")
    revisions = models.JSONField(blank=True, help_text="Revision numbers of the pages that the verdict rested on, by kind/slug.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    decided_at = models.DateTimeField(auto_now_add=True)
    superseded_by = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes")

    objects = RecordedDecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.CheckConstraint(condition=Q(**one_of("outcome", Outcome)), name="decision_outcome_known"),
            models.CheckConstraint(condition=Q(**one_of("verdict", Verdict)), name="decision_verdict_known"),
            models.CheckConstraint(
                condition=Q(variant__isnull=False, model=None, license=None)
                | Q(variant=None, model__isnull=False, license=None)
                | Q(variant=None, model=None, license__isnull=False),
                name="decision_has_one_subject",
            ),
            models.CheckConstraint(condition=~Q(product="") & ~Q(reason=""), name="decision_has_product_and_reason"),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.APPROVED_WITH_CONDITIONS) | ~Q(conditions=""), name="decision_conditions_are_stated"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number} {self.get_outcome_display()}: {self.product}"
