"""People, a license and proposals on it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.models import License, Proposal
from registry.roles import Role
from tests.registry.editing.conftest import alice, apache, apache_saying, carla, proposed, sources

__all__ = ["alice", "apache", "apache_saying", "carla", "proposed", "sources"]


@pytest.fixture
def waiting(alice: User, apache: License) -> Proposal:
    """Alice's change to the license, which waits."""
    return proposed(apache_saying("Alice's words."), by=alice, expected=1, reason="Plainer")


@pytest.fixture
def as_alice(alice: User, signed_in: Callable[[User], Client]) -> Client:
    """A browser of the editor Alice, the author."""
    return signed_in(alice)


@pytest.fixture
def as_carla(carla: User, signed_in: Callable[[User], Client]) -> Client:
    """A browser of the reviewer Carla."""
    return signed_in(carla)


@pytest.fixture
def as_other_editor(person: Callable[..., User], signed_in: Callable[[User], Client]) -> Client:
    """A browser of an editor who has nothing to do with it."""
    return signed_in(person(Role.EDITOR, username="erin"))
