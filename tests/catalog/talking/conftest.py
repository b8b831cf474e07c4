"""One page to talk about, and people who do."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.models import Page
from registry.roles import Role
from tests.factories import WEB_PAGE, make_license, make_model, offer_document, variant_document


@pytest.fixture
def llama(db: None) -> Page:
    """Llama 2 with a cited fact; its talk page is /models/llama-2/talk/."""
    make_license("llama-2-community", license_ref="LicenseRef-llama-2")
    cited = {"license": {"verification": "verified", "sources": ["card"]}}
    variants = [variant_document("llama-2-7b", name="Llama 2 7B", license="llama-2-community", evidence=cited)]
    model = make_model("llama-2", name="Llama 2", variants=variants, offers=[offer_document()], sources={"card": WEB_PAGE})
    return Page.objects.get(pk=model.pk)


@pytest.fixture
def other(person: Callable[..., User]) -> User:
    """A second viewer."""
    return person(Role.VIEWER, username="other")


@pytest.fixture
def as_editor(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


@pytest.fixture
def as_reviewer(reviewer: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def as_other(other: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(other)
