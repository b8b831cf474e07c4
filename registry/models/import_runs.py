"""What was loaded into the catalog, when, and with which result."""

from django.db import models
from django.db.models import OuterRef, Subquery


class ImportRunQuerySet(models.QuerySet):
    """Questions about loads."""

    def last_digest(self, *, source: str) -> str:
        """Return the digest of what a source held when it was last applied without conflicts, or an empty text."""
        last = self.filter(source=source).order_by("-pk").values_list("digest", "conflicts").first()
        return last[0] if last and not last[1] else ""

    def in_conflict(self) -> "ImportRunQuerySet":
        """The last load of each source, where it left differences for a person to settle, newest first."""
        last = ImportRun.objects.filter(source=OuterRef("source")).order_by("-pk").values("pk")[:1]
        return self.filter(pk=Subquery(last), conflicts__gt=0).order_by("-pk")


class ImportRun(models.Model):
    """One load: which source, what it held, what it changed."""

    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(auto_now_add=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.source} {self.finished_at:%Y-%m-%d %H:%M}"
