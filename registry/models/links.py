"""The names by which a page can be linked, and the links that texts hold. Both repeat what documents say, so that they can be asked."""

from collections.abc import Iterable

from django.db import models

from registry.models.pages import Page


class Rank(models.IntegerChoices):
    """What kind of name it is; of two pages with one name, the lower rank is meant."""

    NAME = 0
    SLUG = 1
    ALIAS = 2
    VARIANT = 3
    FORMER = 4


class PageNameQuerySet(models.QuerySet["PageName"]):
    """Questions about names."""

    def best_first(self, keys: Iterable[str]) -> "PageNameQuerySet":
        """Return what carries one of the folded names and can be read, what is most likely meant first."""
        found = self.filter(key__in=set(keys)).exclude(page__state="draft").select_related("page")
        return found.order_by("key", "rank", "page__kind", "page_id", "anchor")


class PageName(models.Model):
    """One name of a page or of a variant on it, folded. Former names stay, so that links survive a rename."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="link_names")
    key = models.CharField(max_length=200, db_index=True)
    anchor = models.CharField(max_length=120, blank=True, help_text="The slug of the variant that is meant; empty for the page.")
    rank = models.PositiveSmallIntegerField(choices=Rank)

    objects = PageNameQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "key", "anchor"], name="page_name_unique_on_page"),
            models.CheckConstraint(condition=~models.Q(key=""), name="page_name_is_not_empty"),
            models.CheckConstraint(condition=models.Q(rank__in=Rank.values), name="page_name_rank_known"),
        ]

    def __str__(self) -> str:
        return self.key


class PageLinkQuerySet(models.QuerySet["PageLink"]):
    """Questions about links."""

    def missing(self) -> "PageLinkQuerySet":
        """Links whose name no page carries."""
        return self.exclude(key__in=PageName.objects.exclude(page__state="draft").values("key"))

    def to(self, page: Page) -> "PageLinkQuerySet":
        """Links whose name the page carries."""
        return self.filter(key__in=PageName.objects.filter(page=page).values("key")).exclude(page=page)


class PageLink(models.Model):
    """A [[link]] that stands in the prose of a page, by the name it was written with."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12, blank=True, help_text="Where the author said which: [[license: Llama 2]].")
    key = models.CharField(max_length=200, db_index=True)
    text = models.CharField(max_length=200)

    objects = PageLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "kind", "key"], name="page_link_once_per_page"),
            models.CheckConstraint(condition=~models.Q(key=""), name="page_link_names_something"),
        ]

    def __str__(self) -> str:
        return self.text
