"""What was loaded into the catalog, when, and with which result."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from registry.models.vocabulary import RunState, one_of


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
    """One load: which source, what it held, what it changed. Of a catalog of others each record is counted once: created, updated,
    unchanged, in conflict or rejected."""

    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=500, blank=True, help_text="The name or address that it was read from.")
    as_of = models.DateField(null=True, blank=True, help_text="The day whose state the source describes.")
    state = models.CharField(max_length=7, choices=RunState, default=RunState.DONE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0, help_text="Records of earlier runs that the source no longer has.")
    pages = models.PositiveIntegerField(default=0, help_text="Pages that got a revision.")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(auto_now_add=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = [models.CheckConstraint(condition=Q(**one_of("state", RunState)), name="import_run_state_known")]

    def __str__(self) -> str:
        return f"{self.source} {self.finished_at:%Y-%m-%d %H:%M}"
