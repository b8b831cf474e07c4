"""What catalogs of others say: their records as received, whom and what they mean, and where they differ from what stands here."""

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from registry.models.import_runs import ImportRun
from registry.models.organizations import Organization
from registry.models.pages import Page
from registry.models.variants import ModelVariant
from registry.models.vocabulary import Matched, RecordOutcome, Settlement, one_of


class ClaimedHostQuerySet(models.QuerySet["ClaimedHost"]):
    """Questions about hosts as others name them."""

    def unresolved(self) -> "ClaimedHostQuerySet":
        """Hosts that nobody could match with an organization, those with the most records first."""
        counted = self.filter(organization=None).annotate(record_count=Count("records"))
        return counted.order_by("-record_count", "source", "code")


class ClaimedHost(models.Model):
    """A host by the code that a source gives it, and the organization that is meant."""

    source = models.CharField(max_length=40)
    code = models.CharField(max_length=120)
    name = models.CharField(max_length=200, blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="claimed_as")
    matched = models.CharField(max_length=8, choices=Matched, default=Matched.NOTHING)

    objects = ClaimedHostQuerySet.as_manager()

    class Meta:
        ordering = ("source", "code")
        constraints = [
            models.UniqueConstraint(fields=["source", "code"], name="claimed_host_unique"),
            models.CheckConstraint(condition=Q(**one_of("matched", Matched)), name="claimed_host_matched_known"),
        ]

    def __str__(self) -> str:
        return self.name or self.code


class ClaimedRecordQuerySet(models.QuerySet["ClaimedRecord"]):
    """Questions about records."""

    def listed(self) -> "ClaimedRecordQuerySet":
        """Records that their source still had when it was read last."""
        return self.filter(gone_in=None)

    def on(self, model: Page) -> "ClaimedRecordQuerySet":
        """Records that mean a variant of the model, in the order of their hosts."""
        return self.filter(variant__model=model.pk).select_related("host__organization", "variant").order_by("host__name", "key", "pk")

    def doubtful(self) -> "ClaimedRecordQuerySet":
        """Records of which a person is asked what they mean, those that are called alike together."""
        return self.listed().filter(matched=Matched.DOUBTFUL).order_by("asked_as", "source", "key")

    def settled(self, names: Iterable[str]) -> "ClaimedRecordQuerySet":
        """Records called by one of the names of which a person said what they mean; the last word comes last."""
        return self.filter(matched=Matched.PERSON, asked_as__in=list(names)).order_by("settled_at", "pk")


class ClaimedRecord(models.Model):
    """One record of a source as it was received last. Nothing of it is lost: `received` is the whole."""

    source = models.CharField(max_length=40)
    key = models.CharField(max_length=500, help_text="What tells it from the source's other records.")
    host = models.ForeignKey(ClaimedHost, on_delete=models.PROTECT, null=True, blank=True, related_name="records")
    identifier = models.CharField(max_length=500)
    name = models.CharField(max_length=500, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    prices = models.JSONField(default=list, blank=True)
    received = models.TextField(help_text="JSON as it came, numbers as they were written.")
    digest = models.CharField(max_length=64)
    variant = models.ForeignKey(ModelVariant, on_delete=models.SET_NULL, null=True, blank=True, related_name="claimed_as")
    matched = models.CharField(max_length=8, choices=Matched, default=Matched.NOTHING)
    candidates = models.JSONField(default=list, blank=True, help_text="Slugs of the variants that may be meant, where it is in doubt.")
    asked_as = models.CharField(
        max_length=500, blank=True, help_text="Its identifier as people are asked what it means: folded, of any host."
    )
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=RecordOutcome, help_text="What the last run that saw it did with it.")
    first_seen = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="+")
    last_seen = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="records")
    gone_in = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ClaimedRecordQuerySet.as_manager()

    class Meta:
        ordering = ("source", "key")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="claimed_record_unique"),
            models.CheckConstraint(condition=Q(**one_of("matched", Matched)), name="claimed_record_matched_known"),
            models.CheckConstraint(condition=Q(**one_of("outcome", RecordOutcome)), name="claimed_record_outcome_known"),
            models.CheckConstraint(
                condition=~Q(matched=Matched.PERSON) | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="claimed_record_settled_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(variant=None) | ~Q(matched__in=[Matched.NOTHING, Matched.DOUBTFUL]), name="claimed_record_says_how_matched"
            ),
        ]
        indexes = [
            models.Index(fields=["matched", "source"], name="claimed_record_by_match"),
            models.Index(fields=["asked_as", "matched"], name="claimed_record_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"


class RejectedRecord(models.Model):
    """A record that a run could not believe, as it was received, with every reason."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rejected_records")
    key = models.CharField(max_length=500)
    reasons = models.JSONField()
    received = models.TextField()

    class Meta:
        ordering = ("run_id", "key", "pk")
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="rejected_record_unique")]

    def __str__(self) -> str:
        return self.key


class ClaimConflictQuerySet(models.QuerySet["ClaimConflict"]):
    """Questions about conflicts."""

    def open(self) -> "ClaimConflictQuerySet":
        """Conflicts that wait for a person, on pages that can still be read."""
        return self.filter(settlement=Settlement.OPEN)

    def by_page(self) -> "ClaimConflictQuerySet":
        """In the order of pages and facts."""
        return self.select_related("page").order_by("page__name", "page_id", "fact", "source", "pk")


class ClaimConflict(models.Model):
    """A source says something else about a fact than the page. One row for each value that a source claims: once a person has
    settled it, the same claim does not ask again."""

    source = models.CharField(max_length=40)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="claim_conflicts")
    fact = models.CharField(max_length=500, help_text="As in citations: variants/llama-2-7b/context_tokens.")
    claimed = models.JSONField()
    claimed_digest = models.CharField(max_length=64, editable=False)
    ours = models.JSONField(null=True, help_text="What the page said when the claim was last compared.")
    records = models.ManyToManyField(ClaimedRecord, related_name="conflicts", blank=True)
    noticed_in = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="conflicts_noticed")
    settlement = models.CharField(max_length=7, choices=Settlement, default=Settlement.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = ClaimConflictQuerySet.as_manager()

    class Meta:
        ordering = ("page_id", "fact", "source", "pk")
        constraints = [
            models.UniqueConstraint(fields=["source", "page", "fact", "claimed_digest"], name="claim_conflict_asks_once"),
            models.CheckConstraint(condition=Q(**one_of("settlement", Settlement)), name="claim_conflict_settlement_known"),
            models.CheckConstraint(
                condition=Q(settled_at=None) & ~Q(settlement__in=[Settlement.KEPT, Settlement.TAKEN, Settlement.NOTED])
                | Q(settled_at__isnull=False, settled_by__isnull=False)
                & ~Q(reason="")
                & ~Q(settlement__in=[Settlement.OPEN, Settlement.AGREED]),
                name="claim_conflict_settled_by_a_person",
            ),
        ]
        indexes = [models.Index(fields=["settlement", "page"], name="claim_conflict_by_state")]

    def __str__(self) -> str:
        return f"{self.page}: {self.fact}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person."""
        return self.settlement == Settlement.OPEN
