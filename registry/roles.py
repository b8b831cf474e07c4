"""The four roles, as Django groups: viewer, editor, reviewer, administrator. Each may do all that the ones before it may."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.apps.registry import Apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.db.models import Model


class Role(StrEnum):
    """What a person may do; the value is the name of the Django group."""

    VIEWER = "viewer"
    EDITOR = "editor"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"

    def includes(self, other: "Role") -> bool:
        """Whether someone in this role may do what `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


# Kept by the product itself: nobody edits or deletes these rows by hand, an administrator neither.
KEPT_BY_THE_PRODUCT = frozenset(
    {
        "revision", "catalogrevision", "formerslug", "importrun", "recordeddecision", "pagename", "pagelink", "proposal", "comment",
        "mention", "journalnote", "searchentry",
    }
)  # fmt: skip
# Pages are withdrawn, never deleted.
PAGES = frozenset({"page", "aimodel", "modelfamily", "license", "organization", "article"})

_ROLES_OF_USER = "_catalog_roles"


def roles_of(user: AbstractBaseUser | AnonymousUser) -> frozenset[Role]:
    """The roles of a person, each with those it includes; none for anonymous and disabled people. One query per user object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known: frozenset[Role] | None = getattr(user, _ROLES_OF_USER, None)
    if known is None:
        known = frozenset(role for held in _held_by(user) for role in Role if held.includes(role))
        setattr(user, _ROLES_OF_USER, known)
    return known


def has_role(user: AbstractBaseUser | AnonymousUser, role: Role) -> bool:
    """Whether this person holds `role` or one that includes it."""
    return role in roles_of(user)


def give_role(user: User, role: Role) -> None:
    """Put a person into a role, beside those they have."""
    group, _ = Group.objects.get_or_create(name=role.value)
    user.groups.add(group)
    if hasattr(user, _ROLES_OF_USER):
        delattr(user, _ROLES_OF_USER)


def _held_by(user: Any) -> Iterator[Role]:
    if user.is_superuser:
        yield Role.ADMINISTRATOR
        return
    for name in user.groups.filter(name__in=list(Role)).values_list("name", flat=True):
        yield Role(name)


def actions_on(model: type[Model], role: Role) -> frozenset[str]:
    """The default Django permissions (view, add, change, delete) that a role has on a table of the record."""
    name = model._meta.model_name
    if name in KEPT_BY_THE_PRODUCT or not role.includes(Role.EDITOR):
        return frozenset({"view"})
    if name in PAGES:
        return frozenset({"view", "add", "change"})
    return frozenset({"view", "add", "change", "delete"})


def grant_after_migrate(*, app_config: AppConfig, using: str, verbosity: int, apps: Apps = installed_apps, **_: Any) -> None:
    """Receiver of `post_migrate` for the record: create the groups and give them what `actions_on` says. Repeating it changes nothing."""
    try:
        apps.get_model("auth", "Permission")
    except LookupError:
        return
    create_permissions(app_config, verbosity=verbosity, using=using, apps=apps)
    for role in Role:
        grant(
            role,
            {
                (model._meta.app_label, f"{action}_{model._meta.model_name}")
                for model in app_config.get_models()
                for action in actions_on(model, role)
            },
            app_labels={app_config.label},
            using=using,
        )


def grant(role: Role, codenames: Iterable[tuple[str, str]], *, app_labels: Iterable[str], using: str = "default") -> None:
    """Make (app label, codename) pairs the exact permissions of a role in these apps; its permissions elsewhere stay."""
    group, _ = Group.objects.using(using).get_or_create(name=role.value)
    wanted = set(codenames)
    known = Permission.objects.using(using).filter(content_type__app_label__in=list(app_labels)).select_related("content_type")
    should_have = {permission.pk for permission in known if (permission.content_type.app_label, permission.codename) in wanted}
    has = set(group.permissions.filter(content_type__app_label__in=list(app_labels)).values_list("pk", flat=True))
    group.permissions.add(*(should_have - has))
    group.permissions.remove(*(has - should_have))
