"""Page: what every noun with a page of its own is; and the wiki's free articles."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce
from django.db.models.sql.compiler import SQLCompiler
from django.urls import reverse

from registry.models.fields import PageSlugField
from registry.models.vocabulary import Kind, Mark, State, one_of


def folded(*texts: str) -> str:
    """Return texts as search compares them: without accents and case, words of letters and digits, one space between."""
    plain = unicodedata.normalize("NFKD", " ".join(texts))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.casefold().split())


# From a page to the pages whose facts name it.
_WAYS_TO_NAME = (
    "modelfamily__releases",
    "organization__model_links__model",
    "organization__family_links__family",
    "organization__licenses_granted",
    "organization__offers__model",
    "license__variants__model",
    "license__earlier_variants__variant__model",
    "license__successors",
    "aimodel__variants__derivatives__variant__model",
)


class PageQuerySet(models.QuerySet):
    """Questions about pages of any kind."""

    def published(self) -> Self:
        """Pages that readers see."""
        return self.filter(state=State.PUBLISHED)

    def overdue(self, *, today: date) -> Self:
        """Pages whose review was due before today."""
        return self.filter(review_due__lt=today)

    def uncited(self) -> Self:
        """Pages that name no source at all."""
        return self.filter(page_sources__isnull=True)

    def unconfirmed(self) -> Self:
        """Pages with a fact that is only recalled."""
        condition = Q()
        marks = (
            "citations__verification",
            "license__terms__verification",
            "aimodel__offers__verification",
            "aimodel__variants__bases__external_verification",
        )
        for mark in marks:
            condition |= Q(pk__in=Page.objects.filter(**{mark: Mark.RECALLED}).values("pk"))
        return self.filter(condition)

    def contested(self) -> Self:
        """Pages with a fact on which sources disagree."""
        return self.filter(pk__in=Page.objects.filter(contradictions__isnull=False).values("pk"))

    def named_in_facts(self) -> Self:
        """Pages that a fact of a published page names: as family, developer, licensor, partner, license, predecessor or base."""
        condition = Q()
        for way in _WAYS_TO_NAME:
            condition |= Q(pk__in=Page.objects.filter(**{f"{way}__state": State.PUBLISHED}).values("pk"))
        return self.filter(condition)

    def merged_target(self, *, kind: str, slug: str) -> str | None:
        """Return the slug of the page of the same kind that a page was merged into, or None."""
        merged = self.filter(kind=kind, slug=slug, merged_into__kind=kind).exclude(merged_into__state=State.DRAFT)
        return merged.values_list("merged_into__slug", flat=True).first()

    def matching(self, text: str) -> Self:
        """Pages whose name, aliases or identifiers hold every word of the text."""
        return self.filter(words_match(text))

    def named_like(self, names: Iterable[str]) -> Self:
        """Pages that already carry one of the names, as name, slug or alias, however it is spelled."""
        condition = Q(pk__in=[])
        for name in filter(None, (folded(name) for name in names)):
            condition |= Q(name_key__contains=f"|{name}|")
        return self.filter(condition)


NO_DATE = date(1, 1, 1)


class WrittenOut(Value):
    """A date in the text of the statement: SQLite matches an index on an expression only where its constants are no parameters."""

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """For SQLite."""
        return f"'{self.value.isoformat()}'", ()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """For PostgreSQL, where it needs a type."""
        return f"'{self.value.isoformat()}'::date", ()


def newest_first(field: str = "release_date") -> OrderBy:
    """Return the ordering by which the newest comes first and what has no date comes last, alike on every database and with an index."""
    return Coalesce(field, WrittenOut(NO_DATE, output_field=models.DateField())).desc()


def newest_first_index(*others: str, name: str) -> models.Index:
    """Return the index along which newest_first() reads."""
    return models.Index(Coalesce("release_date", Value(NO_DATE, output_field=models.DateField())).desc(), *others, name=name)


def words_match(text: str, *, field: str = "search_text") -> Q:
    """Return the condition that a folded text column holds every word of the text."""
    condition = Q()
    for word in folded(text).split():
        condition &= Q(**{f"{field}__contains": word})
    return condition


def name_key(names: Iterable[str]) -> str:
    """Return the folded names in one column, each between bars, so that near-duplicates are found by one LIKE."""
    return "|".join(["", *sorted({folded(name) for name in names if folded(name)}), ""])


class Page(models.Model):
    """The identity, state and standing of a page. Its facts are in the noun's own columns and in its child rows."""

    KIND: ClassVar[str] = ""

    kind = models.CharField(max_length=12, choices=Kind, editable=False)
    slug = PageSlugField(max_length=120, help_text="Part of the address; keeps its dots.")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State, default=State.PUBLISHED)
    aliases = models.JSONField(default=list, blank=True, help_text="Other names people search for.")
    summary = models.TextField(blank=True, max_length=20_000, help_text="Markdown. What a reader must know, in the first sentence.")
    notes = models.JSONField(default=list, blank=True)
    review_due = models.DateField(null=True, blank=True, help_text="When someone should look at the facts again.")
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField(default=0, editable=False, help_text="The current revision.")
    needs_review = models.BooleanField(null=True, editable=False, help_text="Unset: as usual for pages of its kind.")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged_pages")
    search_text = models.TextField(default="", blank=True, editable=False)
    name_key = models.TextField(default="", blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="page_slug_unique_in_kind"),
            models.CheckConstraint(condition=Q(**one_of("kind", Kind)), name="page_kind_known"),
            models.CheckConstraint(condition=Q(**one_of("state", State)), name="page_state_known"),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(name=""), name="page_has_slug_and_name"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (Q(state=State.WITHDRAWN) & ~Q(merged_into=F("id"))),
                name="page_merged_is_withdrawn",
            ),
        ]
        indexes = [models.Index(fields=["kind", "state", "name", "id"], name="page_listing")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address readers use."""
        return reverse(f"catalog:{self.kind}", args=[self.slug])


class Article(Page):
    """A free page of the wiki."""

    KIND: ClassVar[str] = Kind.ARTICLE

    body = models.TextField(blank=True, max_length=20_000, help_text="Markdown.")


class FormerSlugQuerySet(models.QuerySet):
    """Questions about slugs that were given up."""

    def target(self, *, kind: str, slug: str) -> str | None:
        """Return the slug that replaced a former one, or None."""
        return self.filter(kind=kind, slug=slug).values_list("target", flat=True).first()


class FormerSlug(models.Model):
    """An old address that answers with a permanent redirect."""

    kind = models.CharField(max_length=12)
    slug = models.CharField(max_length=120)
    target = models.CharField(max_length=120)

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "slug"], name="former_slug_unique"),
            models.CheckConstraint(condition=~Q(slug=F("target")), name="former_slug_leads_elsewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} → {self.target}"
