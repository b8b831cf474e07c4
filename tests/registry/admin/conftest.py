"""An editor at the admin."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.roles import Role


@pytest.fixture
def at_admin(person: Callable[..., User], signed_in: Callable[[User], Client]) -> Client:
    """A browser in which the editor Alice is signed in."""
    return signed_in(person(Role.EDITOR, username="alice"))


@pytest.fixture
def at_admin_too(person: Callable[..., User], signed_in: Callable[[User], Client]) -> Client:
    """A second browser, in which the editor Bob is signed in."""
    return signed_in(person(Role.EDITOR, username="bob"))


@pytest.fixture
def reviewing_at_admin(person: Callable[..., User], signed_in: Callable[[User], Client]) -> Client:
    """A browser in which the reviewer Carla is signed in: changes to licenses take effect at once for her."""
    return signed_in(person(Role.REVIEWER, username="carla"))
