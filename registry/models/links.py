"""The names by which a page can be linked, and the links that texts hold. Both repeat what documents say, so that they can be asked."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, Max, OuterRef, Q, Subquery, When

from registry.models.pages import Page, folded
from registry.models.vocabulary import Kind, State

LONGEST = 200


def link_key(name: str) -> str:
    """Return the key by which a name is found: folded, but for the plus, which tells Command R+ from Command R."""
    return folded(name.replace("+", " plus "))[:LONGEST].rstrip()


class Rank(models.IntegerChoices):
    """What kind of name it is; of two pages with one name, the lower rank is meant."""

    NAME = 0
    SLUG = 1
    ALIAS = 2
    VARIANT = 3
    FORMER = 4


class PageNameQuerySet(models.QuerySet["PageName"]):
    """Questions about names."""

    def likeliest_first(self) -> "PageNameQuerySet":
        """Return the names of pages that can be read, for each key what is most likely meant first; what is withdrawn comes last."""
        gone = Case(When(page__state=State.WITHDRAWN, then=1), default=0)
        kind = Case(*(When(page__kind=kind, then=place) for place, kind in enumerate(Kind.values)), output_field=models.IntegerField())
        return self.exclude(page__state=State.DRAFT).order_by("key", gone, "rank", kind, "page_id", "anchor")

    def best_first(self, keys: Iterable[str]) -> "PageNameQuerySet":
        """Return what carries one of the folded names and can be read, what is most likely meant first."""
        return self.filter(key__in=set(keys)).likeliest_first().select_related("page__merged_into")

    def linked_from(self, pages: Iterable[Page]) -> "PageNameQuerySet":
        """Return what the links in the prose of pages may mean, what is most likely meant first."""
        keys = PageLink.objects.filter(page__in=[page.pk for page in pages]).values("key")
        return self.filter(key__in=keys).likeliest_first().select_related("page__merged_into")

    def are_outdated(self) -> bool:
        """Whether a page with a plus in its name goes by none that says so: its names were written before keys kept it."""
        saying = self.filter(key__contains="plus").values("page_id")
        return Page.objects.filter(name__contains="+").exclude(pk__in=saying).exists()

    def own(self) -> "PageNameQuerySet":
        """Return the names that pages go by today, without those of variants and those of the past; what is withdrawn goes by none."""
        return self.filter(anchor="", rank__lte=Rank.ALIAS).exclude(page__state=State.WITHDRAWN)

    def shared(self) -> "models.QuerySet[PageName, Any]":
        """Return the names that several pages of one kind go by now, as kind, key and number of pages, the most shared first."""
        counted = self.own().order_by().values("page__kind", "key").annotate(pages=Count("page", distinct=True))
        return counted.filter(pages__gt=1).order_by("-pages", "page__kind", "key")


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

    def leading(self) -> "PageLinkQuerySet":
        """Annotate each link with the page that it leads to, `leads_to`; nothing where no page carries its name."""
        carriers = PageName.objects.filter(key=OuterRef("key")).likeliest_first()
        of_kind = carriers.filter(page__kind=OuterRef("kind"))
        found = Case(When(kind="", then=_first(carriers)), default=_first(of_kind), output_field=models.BigIntegerField())
        return self.annotate(leads_to=found)

    def missing(self) -> "PageLinkQuerySet":
        """Links whose name no page carries, on pages that can be read."""
        return self.leading().filter(Q(leads_to=None)).exclude(page__state=State.DRAFT)

    def asked_for(self) -> "models.QuerySet[PageLink, Any]":
        """Return the names that no page carries as kind, key, text and number of pages that link them, the most wanted first."""
        counted = self.missing().order_by().values("kind", "key").annotate(text=Max("text"), pages=Count("page", distinct=True))
        return counted.order_by("-pages", "key", "kind")

    def to(self, pages: Iterable[Page]) -> "PageLinkQuerySet":
        """Links on other pages that lead to one of the pages, or to one that was merged into it."""
        keys = [page.pk for page in pages]
        meant = Page.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).values("pk")
        named = self.filter(key__in=PageName.objects.filter(page__in=meant).values("key"))
        return named.leading().filter(Q(leads_to__in=meant)).exclude(page__in=keys)

    def targets(self) -> "models.QuerySet[PageLink, Any]":
        """Return the keys of the pages that links on other pages lead to, for use in a query."""
        found: models.QuerySet[Any] = self.leading()
        return found.exclude(leads_to=None).exclude(leads_to=F("page_id")).order_by().values("leads_to")


def _first(names: "PageNameQuerySet") -> Subquery:
    return Subquery(names.values("page_id")[:1])


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
