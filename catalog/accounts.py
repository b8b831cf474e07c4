"""How accounts come to be: an administrator makes them, or the organization's identity provider lets a person in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest

from registry.roles import Role, give_role


def name_that_was_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Under which name a failed sign-in is counted: the user name or email address as typed, without regard to case."""
    given = credentials or {}
    name: str = given.get("username") or given.get("email") or request.POST.get("login") or ""
    return name.casefold()[:255]


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves with a password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """A person whom the identity provider vouches for gets an account, with the role in OIDC_DEFAULT_ROLE."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Open where a provider is set up: it decides who is a member."""
        return bool(settings.OIDC_PROVIDERS)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        """Store the new account and give it the first role."""
        user: User = super().save_user(request, sociallogin, form)
        if settings.OIDC_DEFAULT_ROLE:
            give_role(user, Role(settings.OIDC_DEFAULT_ROLE))
        return user
