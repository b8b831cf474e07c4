"""What happens once: the first administrator."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction

from registry.roles import Role, give_role

USERNAME = "admin"


def create_first_administrator() -> str | None:
    """Make the account `admin` with a random password when there is no account at all.

    Returns the password, which is stored only as a hash; None when somebody has an account already.
    """
    with transaction.atomic():
        if User.objects.exists():
            return None
        password = secrets.token_urlsafe(15)
        give_role(User.objects.create_superuser(USERNAME, password=password), Role.ADMINISTRATOR)
        return password
