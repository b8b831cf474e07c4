"""What search knows of the record: one entry for each page and each variant, made from its document and nothing else that is stored."""

from django.db import models
from django.db.models import Q

from registry.models.pages import Page
from registry.models.vocabulary import State, one_of


class EntryKind(models.TextChoices):
    """What an entry leads to."""

    MODEL = "model", "Models"
    VARIANT = "variant", "Variants"
    LICENSE = "license", "Licenses"
    ORGANIZATION = "organization", "Partners"
    FAMILY = "family", "Families"
    ARTICLE = "article", "Pages"


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Questions about entries. Searching itself is registry.searching's."""

    def shown(self, keys: list[int]) -> list["SearchEntry"]:
        """Return the entries in the order of the keys, with their pages."""
        found = self.filter(pk__in=keys).select_related("page").defer("names", "aliases", "summary", "body", "keys").in_bulk()
        return [found[key] for key in keys if key in found]

    def lacking(self) -> models.QuerySet[Page]:
        """Return the pages that should have an entry and have none."""
        return Page.objects.exclude(state=State.WITHDRAWN).exclude(pk__in=self.filter(anchor="").values("page_id"))


class SearchEntry(models.Model):
    """The words of a page or a variant. Its key is the page's; of a variant, the variant's with a minus before it.

    So a statement can ask for pages or variants alone, by a range of keys. What is withdrawn has no entry.
    """

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="search_entries")
    kind = models.CharField(max_length=12, choices=EntryKind)
    draft = models.BooleanField(default=False)
    anchor = models.CharField(max_length=120, blank=True, help_text="The slug of the variant; empty for the page.")
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=400, help_text="The name as names are compared.")
    keys = models.TextField(help_text="Every name as names are compared, each between bars.")
    names = models.TextField(blank=True)
    aliases = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    text = models.TextField(blank=True, help_text="The prose as it is read, for excerpts.")

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["page", "anchor"], name="search_entry_once"),
            models.CheckConstraint(condition=Q(**one_of("kind", EntryKind)), name="search_entry_kind_known"),
            models.CheckConstraint(
                condition=(Q(kind="variant") & Q(id__lt=0) & ~Q(anchor="")) | (~Q(kind="variant") & Q(id__gt=0) & Q(anchor="")),
                name="search_entry_key_tells_variants",
            ),
        ]
        indexes = [models.Index(fields=["key", "id"], name="search_entry_by_key", opclasses=["varchar_pattern_ops", "int8_ops"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the page, or the place on it that shows the variant."""
        return f"{self.page.get_absolute_url()}#{self.anchor}" if self.anchor else self.page.get_absolute_url()
