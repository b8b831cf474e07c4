"""Where a fact was read, and how sure we are."""

from django.db import models
from django.db.models import Q

from registry.models.pages import Page
from registry.models.vocabulary import Mark, SourceKind, one_of


class Source(models.Model):
    """A document that someone can find again. One row however many pages cite it."""

    kind = models.CharField(max_length=32, choices=SourceKind)
    title = models.CharField(max_length=500, blank=True)
    url = models.URLField(max_length=1000, blank=True)
    repo = models.CharField(max_length=500, blank=True)
    path = models.CharField(max_length=500, blank=True)
    commit = models.CharField(max_length=500, blank=True)
    package = models.CharField(max_length=500, blank=True)
    homepage = models.CharField(max_length=500, blank=True)
    archive_id = models.CharField(max_length=500, blank=True)
    identity = models.CharField(max_length=64, unique=True, editable=False, help_text="Digest of all fields above.")

    class Meta:
        ordering = ("kind", "title", "url", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(**one_of("kind", SourceKind)), name="source_kind_known"),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="https://") | Q(url__startswith="http://"), name="source_url_is_web_address"
            ),
            models.CheckConstraint(condition=~Q(kind=SourceKind.STORED_PUBLIC_FILE) | Q(url=""), name="source_archived_copy_has_no_link"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How the source is named to readers."""
        if self.title:
            return self.title
        if self.repo:
            return f"{self.repo}: {self.path}" if self.path else self.repo
        if self.archive_id:
            return f"archived copy {self.archive_id}"
        return self.package or self.url or self.get_kind_display()


class PageSource(models.Model):
    """A source in a page's own list, with what it was read for. Facts cite it by its key."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="page_sources")
    key = models.CharField(max_length=80)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="uses")
    read_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, max_length=20_000)
    keys = models.JSONField(default=list, blank=True)
    upstream = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("page_id", "key")
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="page_source_key_unique")]

    def __str__(self) -> str:
        return self.key


class Citation(models.Model):
    """One fact of a page: its verification mark and the sources it was read in."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="citations")
    fact = models.CharField(max_length=500, help_text="Such as release_date or variants/llama-2-7b/context_tokens.")
    verification = models.CharField(max_length=18, choices=Mark, blank=True)
    sources = models.ManyToManyField(PageSource, blank=True, related_name="citations")
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True, max_length=20_000)

    class Meta:
        ordering = ("page_id", "fact")
        constraints = [
            models.UniqueConstraint(fields=["page", "fact"], name="citation_fact_unique"),
            models.CheckConstraint(condition=Q(**one_of("verification", Mark, blank=True)), name="citation_verification_known"),
        ]
        indexes = [models.Index(fields=["verification", "page"], name="citation_by_mark")]

    def __str__(self) -> str:
        return self.fact


class Contradiction(models.Model):
    """A fact on which sources disagree: both values are shown with their sources, none is chosen silently."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="contradictions")
    position = models.PositiveSmallIntegerField()
    fact = models.CharField(max_length=500)
    note = models.TextField(blank=True, max_length=20_000)

    class Meta:
        ordering = ("page_id", "position")
        constraints = [models.UniqueConstraint(fields=["page", "position"], name="contradiction_position_unique")]

    def __str__(self) -> str:
        return self.fact


class ContestedValue(models.Model):
    """What one source says about a contested fact."""

    contradiction = models.ForeignKey(Contradiction, on_delete=models.CASCADE, related_name="values")
    position = models.PositiveSmallIntegerField()
    value = models.JSONField()
    source = models.ForeignKey(PageSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("contradiction_id", "position")
        constraints = [models.UniqueConstraint(fields=["contradiction", "position"], name="contested_value_position_unique")]

    def __str__(self) -> str:
        return str(self.value)
