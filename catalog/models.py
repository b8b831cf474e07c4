"""Readers' own things: the tokens of machines that read for them."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from knox.models import AbstractAuthToken, AuthTokenManager


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
