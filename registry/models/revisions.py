"""Page history, append-only, and the one number that says which catalog a reader saw."""

from datetime import datetime

from django.conf import settings
from django.db import models

from registry.models.pages import Page
from registry.models.vocabulary import Origin, one_of


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Questions about page history."""

    def latest_of(self, page: Page) -> "Revision | None":
        """Return the current revision of a page, or None for a page that was never recorded."""
        return self.filter(page=page).order_by("-number").first()

    def as_of(self, page: Page, moment: datetime) -> "Revision | None":
        """Return the revision of a page that was in force at a moment, or None before the first."""
        return self.filter(page=page, created_at__lte=moment).defer("document").order_by("-number").first()

    def between(self, page: Page, first: int, last: int) -> "RevisionQuerySet":
        """Return the revisions of a page from one number to another, newest first."""
        return self.filter(page=page, number__gte=first, number__lte=last).order_by("-number")

    def listed(self) -> "RevisionQuerySet":
        """Who changed what when and why, newest first, without the documents, which are long."""
        return self.defer("document").order_by("-created_at", "-pk")


class Revision(models.Model):
    """A page as it stood after one save: the whole document, who, when, why. The database refuses UPDATE and DELETE."""

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    reason = models.CharField(max_length=500)
    origin = models.CharField(max_length=6, choices=Origin)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="revisions")
    by_name = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ("page_id", "-number")
        constraints = [
            models.UniqueConstraint(fields=["page", "number"], name="revision_number_unique"),
            models.CheckConstraint(condition=models.Q(**one_of("origin", Origin)), name="revision_origin_known"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="revision_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.page} #{self.number}"


class CatalogRevision(models.Model):
    """One row: a number that moves in the same transaction as every write. ETags and kept answers rest on it."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="catalog_revision_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """Return today's number; 0 for a catalog that was never written."""
        return cls.objects.filter(pk=cls.ONLY).values_list("number", flat=True).first() or 0

    @classmethod
    def lock(cls) -> None:
        """Let one writer at a time pass until the transaction ends."""
        cls.objects.get_or_create(pk=cls.ONLY)
        cls.objects.select_for_update().get(pk=cls.ONLY)

    @classmethod
    def move(cls) -> None:
        """Count one more write. Call it in the transaction that writes."""
        cls.objects.filter(pk=cls.ONLY).update(number=models.F("number") + 1)
