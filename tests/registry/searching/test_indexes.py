"""The indexes stand in the database, and the database keeps them."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from registry.models import Page, SearchEntry
from registry.searching import find, indexes, read_words
from tests import factories

ONLY_SQLITE = pytest.mark.skipif(connection.vendor != "sqlite", reason="full-text tables of SQLite")
ONLY_POSTGRESQL = pytest.mark.skipif(connection.vendor != "postgresql", reason="extensions of PostgreSQL")


def found(text: str) -> int:
    return len(find(read_words(text)).hits)


def run(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_they_stand_after_migrating(db: None) -> None:
    assert indexes.missing("default") == []


@ONLY_SQLITE
def test_sqlite_has_words_with_weights_and_letters_as_external_content(db: None) -> None:
    words, letters = (
        run(f"SELECT sql FROM sqlite_master WHERE name = 'registry_searchentry_{name}'")[0][0] for name in ("words", "letters")
    )
    assert "fts5(names, aliases, summary, body, content='registry_searchentry', content_rowid='id'" in words
    assert "tokenize='unicode61 remove_diacritics 2', prefix='2 3'" in words
    assert "tokenize='trigram'" in letters
    assert sorted(indexes.WEIGHTS, reverse=True) == list(indexes.WEIGHTS)


@ONLY_SQLITE
@pytest.mark.parametrize("trigger", ["added", "removed", "changed"])
def test_migrating_puts_a_lost_trigger_back_and_indexes_what_it_missed(db: None, trigger: str) -> None:
    run(f"DROP TRIGGER registry_searchentry_{trigger}")
    assert indexes.missing("default") == [f"registry_searchentry_{trigger}"]
    assert "Search in database 'default' lacks" in indexes.check_installed(databases=["default"])[0].msg
    factories.make_article("a", name="Zebra")
    call_command("migrate", verbosity=0)
    assert indexes.missing("default") == []
    assert found("zebra") == 1


@ONLY_SQLITE
@pytest.mark.parametrize("table", ["words", "letters"])
def test_a_lost_table_is_made_and_filled_anew(db: None, table: str) -> None:
    factories.make_article("a", name="Zebra")
    run(f"DROP TABLE registry_searchentry_{table}")
    indexes.install(using="default")
    assert found("zebra") == 1
    assert run("SELECT count(*) FROM registry_searchentry_letters WHERE registry_searchentry_letters MATCH '\"zeb\"'") == [(1,)]


@ONLY_SQLITE
def test_what_is_changed_past_history_is_indexed_all_the_same(db: None) -> None:
    page = factories.make_article("a", name="Zebra")
    SearchEntry.objects.filter(page=page).update(names="giraffe")
    assert (found("zebra"), found("giraffe")) == (0, 1)
    SearchEntry.objects.filter(page=page).delete()
    assert found("giraffe") == 0
    run("INSERT INTO registry_searchentry_words (registry_searchentry_words) VALUES ('integrity-check')")


@ONLY_POSTGRESQL
def test_postgresql_keeps_the_vector_and_finds_it_by_an_index(db: None) -> None:
    page = factories.make_article("a", name="Zebra")
    SearchEntry.objects.filter(page=page).update(names="giraffe")
    assert (found("zebra"), found("giraffe")) == (0, 1)
    definition = run("SELECT indexdef FROM pg_indexes WHERE indexname = 'registry_searchentry_by_words'")[0][0]
    assert "USING gin (vector)" in definition


@ONLY_POSTGRESQL
def test_without_the_extension_migrating_goes_on(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexes, "_TRIGRAMS", ("CREATE EXTENSION there_is_no_such_extension",))
    indexes.install(using="default")
    assert Page.objects.count() == 0


@ONLY_POSTGRESQL
def test_a_lost_vector_is_made_anew(db: None) -> None:
    run("ALTER TABLE registry_searchentry DROP COLUMN vector")
    assert indexes.missing("default") == ["registry_searchentry.vector", "registry_searchentry_by_words"]
    indexes.install(using="default")
    factories.make_article("a", name="Zebra")
    assert found("zebra") == 1


def test_nothing_is_asked_of_a_database_without_the_table(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(connection.introspection), "table_names", lambda *_, **__: [])
    assert indexes.missing("default") == []
    assert indexes.check_installed(databases=["default"]) == []


def test_no_check_speaks_unless_the_database_is_to_be_asked() -> None:
    assert indexes.check_installed(databases=None) == []
