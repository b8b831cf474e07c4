"""Who may read the site: everyone where PUBLIC_READ is set, otherwise people with a role. Writing is never anonymous.

The API has the same rules in `catalog/api/permissions.py`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.management import create_permissions
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from registry.models import Proposal
from registry.roles import Role, grant, has_role, roles_of

View = Callable[..., HttpResponseBase]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# Tables beside the record that an administrator looks after in the admin.
_FOR_ADMINISTRATORS = {
    "auth": {"view_user", "add_user", "change_user"},
    "catalog": {"view_apitoken", "delete_apitoken"},
    "mfa": {"view_authenticator", "delete_authenticator"},
    "axes": {"view_accessattempt", "delete_accessattempt"},
}


def may_read(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this person, or nobody in particular, may read the catalog."""
    return settings.PUBLIC_READ or has_role(user, Role.VIEWER)


class ReadAccessMiddleware(LoginRequiredMiddleware):
    """Leads anonymous people to sign-in, and tells people without a role that they need one, before any view runs.

    A view is exempt only if it is marked with Django's `login_not_required` (sign-in, health checks; the API, which decides itself).
    A view that needs more than reading says so itself, with `role_required` or Django's `login_required`.
    """

    def process_view(self, request: HttpRequest, view_func: View, view_args: Any, view_kwargs: Any) -> HttpResponseBase | None:
        """Django calls this with the view that a path leads to; None lets it run."""
        if not getattr(view_func, "login_required", True):
            return None
        if settings.PUBLIC_READ and request.method in SAFE_METHODS:
            return None
        if not request.user.is_authenticated:
            return self.handle_no_permission(request, view_func)
        if _is_about_the_account(request) or may_read(request.user):
            return None
        raise PermissionDenied("Your account has no role yet. Ask an administrator to make you a viewer.")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pages about an account are kept by no cache: some show a secret, such as recovery codes."""
        if _is_about_the_account(request):
            add_never_cache_headers(response)
        return response


def _is_about_the_account(request: HttpRequest) -> bool:
    """Pages on which people look after their own password and second factor, which they may before they have a role."""
    return request.path_info.startswith(("/accounts/", "/account/"))


def role_required(role: Role) -> Callable[[View], View]:
    """Decorate a view that needs a role: anonymous people are led to sign-in, others without the role get 403.

    For a class-based view: `@method_decorator(role_required(Role.EDITOR), name="dispatch")`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if has_role(request.user, role):
                return view(request, *args, **kwargs)
            if request.user.is_authenticated:
                raise PermissionDenied(f"This needs the role {role.value}. Ask an administrator for it.")
            return redirect_to_login(request.get_full_path())

        return checked

    return decorate


class AccessContext:
    """What templates ask about the reader, as `access`: nothing is looked up until it is asked."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def may_read(self) -> bool:
        """May read the catalog."""
        return may_read(self._request.user)

    @property
    def may_edit(self) -> bool:
        """May change facts."""
        return has_role(self._request.user, Role.EDITOR)

    @property
    def may_review(self) -> bool:
        """May settle proposals and merge pages."""
        return has_role(self._request.user, Role.REVIEWER)

    @property
    def to_review(self) -> int:
        """How many proposals wait that this person may settle; none for who is no reviewer."""
        user = self._request.user
        return Proposal.objects.to_review_by(user).count() if isinstance(user, User) and has_role(user, Role.REVIEWER) else 0

    @property
    def roles(self) -> list[str]:
        """The names of the roles held, the least first."""
        held = roles_of(self._request.user)
        return [role.value for role in Role if role in held]


def access_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `access`, `site_name`, `public_read` and whether mail can be sent."""
    return {
        "access": AccessContext(request),
        "site_name": settings.SITE_NAME,
        "public_read": settings.PUBLIC_READ,
        "email_is_set_up": settings.EMAIL_IS_SET_UP,
        "openid_connect": bool(settings.OIDC_PROVIDERS),
    }


def grant_after_migrate(*, using: str, verbosity: int, apps: Apps = installed_apps, **_: Any) -> None:
    """Receiver of `post_migrate`: give administrators the tables of people. Repeating it changes nothing."""
    try:
        apps.get_model("auth", "Permission")
    except LookupError:
        return
    for label in _FOR_ADMINISTRATORS:
        create_permissions(installed_apps.get_app_config(label), verbosity=verbosity, using=using, apps=apps)
    grant(
        Role.ADMINISTRATOR,
        {(label, codename) for label, codenames in _FOR_ADMINISTRATORS.items() for codename in codenames},
        app_labels=_FOR_ADMINISTRATORS,
        using=using,
    )
