"""The uses that a comparison judges: the standard ones, by an organization of unknown size and place or by that of a saved profile."""

from collections.abc import Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from catalog.asking.activities import ACTIVITIES
from catalog.asking.question import Question
from catalog.presentation.comparing import ANYBODY, Uses
from registry.licensing.use import parse_use
from registry.models import UseProfile
from registry.roles import Role, has_role


def profiles_seen_by(person: AbstractBaseUser | AnonymousUser) -> Mapping[str, UseProfile]:
    """Return the organization's use profiles by slug, for its own people only: they hold its figures."""
    if not has_role(person, Role.VIEWER):
        return {}
    return {profile.slug: profile for profile in UseProfile.objects.order_by("name", "pk")}


def uses_of(profile: UseProfile | None) -> Uses:
    """Return the standard uses as the organization of the profile would make them."""
    if profile is None:
        return ANYBODY
    uses = {name: parse_use(Question(activity=activity, profile=profile).use) for name, activity in ACTIVITIES.items()}
    return Uses(f"For the organization of the use profile “{profile.name}”.", uses)
