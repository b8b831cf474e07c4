"""What the tests of the API share."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker
from rest_framework.test import APIClient

from catalog import directory
from catalog.api import freshness
from tests.api import samples


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts as a new server process does."""
    monkeypatch.setattr(freshness, "_kept", None)
    monkeypatch.setattr(directory, "_kept", None)


@pytest.fixture
def anyone(db: None, public_read: None) -> APIClient:
    """An anonymous caller of a catalog that is open for reading."""
    return APIClient()


@pytest.fixture(scope="module")
def _catalog_of_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        samples.catalog()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own_catalog(db: None) -> None:
    """The catalog of samples.py, written for one test, for modules whose other tests begin with nothing."""
    samples.catalog()


@pytest.fixture
def catalog(_catalog_of_the_module: None, db: None) -> None:
    """The catalog of samples.py, written once for all tests of a module; what a test changes is undone after it."""
