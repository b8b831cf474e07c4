"""What the tests of verdicts share."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.api.verdicts import samples


@pytest.fixture(scope="module")
def _asked_of(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        samples.catalog()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def catalog(_asked_of: None, db: None) -> None:
    """The catalog of samples.py, written once for a module; what a test changes is undone after it."""
