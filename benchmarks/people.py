"""Somebody who may ask what may be used under a profile: the made-up catalog has neither people nor profiles."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from catalog.models import ApiToken, Scope
from catalog.tokens import issue
from registry.models import UseProfile
from registry.roles import Role, give_role

PROFILE = "bench"
# A company whose figures settle most clauses: some licenses allow its product, some do not.
_USE: dict[str, Any] = {
    "fields_of_use": [],
    "organization": {"domicile": "US", "territories": ["US"], "business_types": [], "mau_current": 1_000, "revenue_annual_usd": 100_000},
}


def headers_of_a_viewer() -> Mapping[str, str]:
    """Make a viewer with a token and the profile, or find them, and return what they send along with a request."""
    viewer, _ = User.objects.get_or_create(username=PROFILE)
    give_role(viewer, Role.VIEWER)
    UseProfile.objects.get_or_create(slug=PROFILE, defaults={"name": PROFILE, "use": _USE})
    ApiToken.objects.filter(user=viewer).delete()
    secret = issue(user=viewer, name=PROFILE, scope=Scope.READ, lifetime=timedelta(days=1), now=datetime.now(UTC)).secret
    return {"Authorization": f"Token {secret}"}
