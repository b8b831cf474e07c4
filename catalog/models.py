"""Readers' own things: tokens of machines that read for them, the pages they watch, what they saved, answers to requests sent twice."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpResponse
from knox.models import AbstractAuthToken, AuthTokenManager

from registry.models import Comment, Page, Revision
from registry.models.fields import PageSlugField


class Scope(models.TextChoices):
    """What a token may be used for. Writing also needs a person who may write."""

    READ = "read", "Read"
    WRITE = "write", "Read and write"


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Questions about tokens."""

    def usable(self, *, now: datetime) -> "ApiTokenQuerySet":
        """Not expired at `now`, and of a person whose account is not disabled."""
        return self.filter(models.Q(expiry__isnull=True) | models.Q(expiry__gt=now), user__is_active=True)

    def newest_first(self) -> "ApiTokenQuerySet":
        """For a person's own list."""
        return self.order_by("-created", "digest")


class ApiToken(AbstractAuthToken):
    """A secret that a program sends instead of a person signing in. Only its SHA-512 digest is stored."""

    name = models.CharField(max_length=80, help_text="What it is for, so that you know it again when you revoke it.")
    scope = models.CharField(max_length=5, choices=Scope.choices, default=Scope.READ)

    objects: ClassVar = AuthTokenManager.from_queryset(ApiTokenQuerySet)()

    class Meta:
        verbose_name = "API token"
        constraints = [
            models.CheckConstraint(condition=models.Q(scope__in=[Scope.READ, Scope.WRITE]), name="api_token_scope_is_known"),
            models.CheckConstraint(condition=~models.Q(name=""), name="api_token_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.token_key}…)"


class WatchQuerySet(models.QuerySet["Watch"]):
    """Questions about watched pages."""

    def of(self, person: AbstractBaseUser) -> "WatchQuerySet":
        """The pages a person watches, those that changed most recently first."""
        return self.filter(person=person).select_related("page").order_by("-page__updated_at", "page__name", "pk")

    def with_news(self) -> "WatchQuerySet":
        """Those whose page has a revision or a comment by somebody else that the watcher has not seen."""
        mine = models.OuterRef("person")
        revisions = Revision.objects.filter(page=models.OuterRef("page"), number__gt=models.OuterRef("seen_number")).exclude(by=mine)
        comments = Comment.objects.filter(page=models.OuterRef("page"), pk__gt=models.OuterRef("seen_comment"), withdrawn_at=None)
        return self.filter(models.Exists(revisions) | models.Exists(comments.exclude(by=mine)))

    def to_mail(self) -> "WatchQuerySet":
        """Those whose watcher wants mail and has neither seen nor been sent the newest revision, which may be the watcher's own."""
        newer = models.Q(page__number__gt=models.F("seen_number")) & models.Q(page__number__gt=models.F("mailed_number"))
        return self.filter(newer, by_mail=True)


class Watch(models.Model):
    """A page that a person wants to hear about, with the revision and the comment that they saw last."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="watches")
    seen_number = models.PositiveIntegerField(default=0)
    seen_comment = models.PositiveBigIntegerField(default=0)
    by_mail = models.BooleanField(default=False)
    mailed_number = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "page"], name="watch_once_per_page")]

    def __str__(self) -> str:
        return f"{self.person_id} watches {self.page_id}"


class Opens(models.TextChoices):
    """What a saved view opens."""

    COMPARISON = "comparison", "Comparison"
    VARIANTS = "variants", "List of variants"


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Questions about saved views."""

    def seen_by(self, person: AbstractBaseUser | AnonymousUser) -> "SavedViewQuerySet":
        """Those that a person saved, and those that others share; the shared ones where nobody is signed in."""
        mine = models.Q(owner=person.pk) if person.pk else models.Q()
        return self.filter(models.Q(shared=True) | mine)

    def opening(self, opens: Opens) -> "SavedViewQuerySet":
        """Those that open one place, by name."""
        return self.filter(opens=opens).order_by("name", "pk")


class SavedView(models.Model):
    """A comparison or a list as somebody steered it, under a name and a slug of its own, with a note on what it is for."""

    slug = PageSlugField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    opens = models.CharField(max_length=10, choices=Opens)
    query = models.CharField(max_length=4000, blank=True, help_text="The parameters of the address, such as m=llama-1&m=llama-2.")
    note = models.TextField(blank=True, max_length=20_000, help_text="Markdown, with [[links]] to pages.")
    shared = models.BooleanField(default=False, help_text="Everyone who may read the catalog sees it, and editors may change it.")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    number = models.PositiveIntegerField(default=1, help_text="Counts the changes; a writer must name the one they saw.")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(opens__in=list(Opens.values)), name="saved_view_opens_a_known_place"),
            models.CheckConstraint(condition=~models.Q(slug="") & ~models.Q(name=""), name="saved_view_has_slug_and_name"),
        ]
        indexes = [models.Index(fields=["opens", "name"], name="saved_view_by_name")]

    def __str__(self) -> str:
        return self.name


def digest_of(content: bytes) -> str:
    """Return what tells a request from another without keeping it."""
    return sha256(content).hexdigest()


class IdempotentRequestQuerySet(models.QuerySet["IdempotentRequest"]):
    """Questions about requests that were sent with an Idempotency-Key."""

    def made_before(self, moment: datetime) -> "IdempotentRequestQuerySet":
        """Those that are older than a moment."""
        return self.filter(created_at__lt=moment)


class IdempotentRequest(models.Model):
    """A request that came with an Idempotency-Key, and the answer that it gets each time it comes again.

    The row is written in one transaction with what the request made: there is none for a request that was refused.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    address = models.CharField(max_length=64, help_text="SHA-256 of method and path.")
    body = models.CharField(max_length=64, help_text="SHA-256 of the body.")
    status = models.PositiveSmallIntegerField(default=0)
    content = models.BinaryField(default=b"")
    content_type = models.CharField(max_length=100, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = IdempotentRequestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="idempotent_request_key_once")]

    def __str__(self) -> str:
        return f"{self.key} of {self.person_id}"

    def keep(self, answer: HttpResponse, *, headers: Iterable[str]) -> None:
        """Keep the answer, with those of these headers that it has."""
        self.status, self.content, self.content_type = answer.status_code, answer.content, answer.headers["Content-Type"]
        self.headers = {name: answer.headers[name] for name in headers if name in answer.headers}
        self.save(update_fields=["status", "content", "content_type", "headers"])
