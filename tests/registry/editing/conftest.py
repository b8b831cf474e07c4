"""People and pages that changes are submitted to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from registry.editing import Submission, Submitted, submit
from registry.models import License, Organization, Proposal
from registry.roles import Role
from tests.conftest import NOW
from tests.factories import WEB_PAGE, license_document, make_license, make_organization, organization_document

Submit = Callable[..., Submitted]


@pytest.fixture
def alice(person: Callable[..., User]) -> User:
    """An editor."""
    return person(Role.EDITOR, username="alice")


@pytest.fixture
def carla(person: Callable[..., User]) -> User:
    """A reviewer."""
    return person(Role.REVIEWER, username="carla")


@pytest.fixture
def sources() -> dict[str, Any]:
    return {"card": WEB_PAGE}


@pytest.fixture
def apache(sources: dict[str, Any]) -> License:
    """A license at revision 1: changes to it wait for a reviewer."""
    return make_license("apache-2.0", summary="Permissive.", sources=sources)


@pytest.fixture
def meta(sources: dict[str, Any]) -> Organization:
    """An organization at revision 1: editors change it at once."""
    return make_organization("meta", summary="A company.", sources=sources)


def send(data: dict[str, Any], *, by: User, expected: int, **options: Any) -> Submitted:
    """Submit a document as somebody did on the site."""
    given = {"reason": "Clearer", "origin": "site", "today": NOW.date(), **options}
    return submit(Submission(data=data, by=by, expected=expected, **given))


def apache_saying(summary: str, **fields: Any) -> dict[str, Any]:
    """Return the document of the license with another summary."""
    return license_document("apache-2.0", summary=summary, sources={"card": WEB_PAGE}, **fields)


def meta_saying(summary: str, **fields: Any) -> dict[str, Any]:
    """Return the document of the organization with another summary."""
    return organization_document("meta", summary=summary, sources={"card": WEB_PAGE}, **fields)


def proposed(data: dict[str, Any], *, by: User, expected: int, **options: Any) -> Proposal:
    """Submit a document that must wait, and return what waits."""
    done = send(data, by=by, expected=expected, **options)
    assert done.change is None
    assert done.proposal is not None
    return done.proposal
