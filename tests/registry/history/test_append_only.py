"""Page history cannot be rewritten, not even by someone with a database connection."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from registry import append_only
from registry.models import Page, Revision
from tests import factories

COLUMNS = "page_id, number, document, reason, origin, by_name, created_at"


@pytest.fixture
def revision(db: None) -> Revision:
    factories.make_article()
    return Revision.objects.get()


def refused(statement: str) -> None:
    before = Revision.objects.get()
    with pytest.raises(DatabaseError, match="page history is append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Revision.objects.get().reason == before.reason


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE registry_revision SET reason = 'another'",
        "UPDATE registry_revision SET number = number + 1",
        "DELETE FROM registry_revision",
        "DELETE FROM registry_revision WHERE number = 1",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_revision(revision: Revision, statement: str) -> None:
    refused(statement)


def test_the_orm_cannot_change_or_delete_one_either(revision: Revision) -> None:
    for action in (lambda: Revision.objects.update(reason="another"), Revision.objects.all().delete, revision.delete, revision.save):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            action()
    assert Revision.objects.get().reason == "Made for a test"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a statement of SQLite")
@pytest.mark.parametrize("key", ["id", "NULL"])
def test_sqlite_refuses_to_replace_one(revision: Revision, key: str) -> None:
    refused(f"INSERT OR REPLACE INTO registry_revision (id, {COLUMNS}) SELECT {key}, {COLUMNS} FROM registry_revision")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a statement of PostgreSQL")
def test_postgresql_refuses_to_truncate_them(revision: Revision) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    # Proposals refer to revisions: without CASCADE that alone would refuse it.
    refused("TRUNCATE registry_revision CASCADE")
    refused("TRUNCATE registry_page CASCADE")


def test_a_page_with_history_cannot_be_deleted(revision: Revision) -> None:
    with pytest.raises(ProtectedError):
        Page.objects.all().delete()
    assert Page.objects.exists()


def test_migrating_puts_the_protection_back(db: None) -> None:
    place = " ON registry_revision" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER registry_revision_refuses_update{place}")
    assert append_only.missing("default") == ["registry_revision_refuses_update"]
    append_only.install(using="default")
    assert append_only.missing("default") == []


def test_a_system_check_warns_that_the_protection_is_gone(db: None) -> None:
    """A warning and no error: migrate, which puts it back, does not run past errors."""
    check = ("check", "--database", "default", "--tag", "database", "--fail-level", "WARNING")
    call_command(*check, stdout=StringIO())
    place = " ON registry_revision" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER registry_revision_refuses_delete{place}")
    with pytest.raises(CommandError, match="Page history in database 'default' is not protected"):
        call_command(*check, stdout=StringIO())


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_can_be_cleaned_up_after() -> None:
    factories.make_article()


@pytest.mark.django_db(transaction=True)
def test_and_the_next_one_finds_no_pages_and_the_protection_in_place() -> None:
    assert not Page.objects.exists()
    assert append_only.missing("default") == []
