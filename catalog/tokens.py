"""Issuing and revoking API tokens. A token's secret exists once, in the answer to the person who asked for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from catalog.models import ApiToken, Scope
from registry.roles import Role, has_role

LONGEST_LIFETIME = timedelta(days=366)


class TokenRefusedError(Exception):
    """A token that may not be issued; the message says why, to the person who asked."""


@dataclass(frozen=True, kw_only=True)
class IssuedToken:
    """A new token and its secret, which cannot be shown again."""

    row: ApiToken
    secret: str


def issue(*, user: User, name: str, scope: Scope, lifetime: timedelta, now: datetime) -> IssuedToken:
    """Make a token for `user` that ends at `now + lifetime`.

    Raises TokenRefusedError for a disabled person, for write scope without the role of an editor, for no name, and for a lifetime of
    nothing or of more than 366 days.
    """
    if not user.is_active:
        raise TokenRefusedError("This account is disabled.")
    if scope == Scope.WRITE and not has_role(user, Role.EDITOR):
        raise TokenRefusedError("Writing needs the role editor; this account may only have tokens for reading.")
    if not name.strip():
        raise TokenRefusedError("A token needs a name.")
    if not timedelta(0) < lifetime <= LONGEST_LIFETIME:
        raise TokenRefusedError(f"A token lives for 1 to {LONGEST_LIFETIME.days} days.")
    digest, secret = get_digest_token()
    row = ApiToken(
        user=user,
        name=name.strip(),
        scope=scope,
        digest=digest,
        token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH],
        expiry=now + lifetime,
    )
    row.full_clean()
    row.save(force_insert=True)
    return IssuedToken(row=row, secret=secret)


def revoke(*, user: User, token_key: str) -> int:
    """Delete the person's own token that begins with `token_key`; returns how many were deleted, 0 for anyone else's."""
    deleted, _ = ApiToken.objects.filter(user=user, token_key=token_key).delete()
    return deleted
