"""Browsers of an editor, a viewer and a reviewer."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client


@pytest.fixture
def at_work(editor: User, signed_in: Callable[[User], Client]) -> Client:
    """An editor's browser."""
    return signed_in(editor)


@pytest.fixture
def reviewing(reviewer: User, signed_in: Callable[[User], Client]) -> Client:
    """A reviewer's browser."""
    return signed_in(reviewer)
