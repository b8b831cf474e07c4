"""The indexes that entries are searched by, made in the database after every migration and kept there by the database itself.

SQLite: full-text tables (FTS5) over the words and over the letters of names, with the entries as their content, and triggers, which
SQLite drops whenever Django rebuilds a table. PostgreSQL: a generated tsvector with a GIN index, and one of trigrams where the extension
can be had; without it the same questions read the table.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.db import DatabaseError, connections, transaction

from registry.models.search import SearchEntry

TABLE = SearchEntry._meta.db_table
WORDS = f"{TABLE}_words"
LETTERS = f"{TABLE}_letters"
COLUMNS = ("names", "aliases", "summary", "body")
# A name counts for more than another name, that for more than the summary, that for more than the rest.
WEIGHTS = (10.0, 5.0, 2.0, 1.0)
_TOKENS = "tokenize='unicode61 remove_diacritics 2', prefix='2 3'"
_SQLITE_TABLES = {
    WORDS: f"CREATE VIRTUAL TABLE {WORDS} USING fts5({', '.join(COLUMNS)}, content='{TABLE}', content_rowid='id', {_TOKENS})",
    LETTERS: f"CREATE VIRTUAL TABLE {LETTERS} USING fts5(keys, content='{TABLE}', content_rowid='id', tokenize='trigram')",
}


def _add(row: str) -> str:
    words = ", ".join(f"{row}.{name}" for name in COLUMNS)
    return f"""INSERT INTO {WORDS} (rowid, {", ".join(COLUMNS)}) VALUES ({row}.id, {words});
        INSERT INTO {LETTERS} (rowid, keys) VALUES ({row}.id, {row}.keys);"""  # noqa: S608 - names of our own


def _remove(row: str) -> str:
    words = ", ".join(f"{row}.{name}" for name in COLUMNS)
    return f"""INSERT INTO {WORDS} ({WORDS}, rowid, {", ".join(COLUMNS)}) VALUES ('delete', {row}.id, {words});
        INSERT INTO {LETTERS} ({LETTERS}, rowid, keys) VALUES ('delete', {row}.id, {row}.keys);"""  # noqa: S608


_SQLITE_TRIGGERS = {
    f"{TABLE}_added": f"AFTER INSERT ON {TABLE} BEGIN {_add('NEW')} END",
    f"{TABLE}_removed": f"AFTER DELETE ON {TABLE} BEGIN {_remove('OLD')} END",
    f"{TABLE}_changed": f"AFTER UPDATE OF id, keys, {', '.join(COLUMNS)} ON {TABLE} BEGIN {_remove('OLD')} {_add('NEW')} END",
}
_VECTOR = " || ".join(
    f"setweight(to_tsvector('simple', {name}), '{weight}')" for name, weight in zip(COLUMNS, "ABCD", strict=True)
)  # fmt: skip
_POSTGRESQL = {
    f"{TABLE}.vector": f"ALTER TABLE {TABLE} ADD COLUMN vector tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED",
    f"{TABLE}_by_words": f"CREATE INDEX {TABLE}_by_words ON {TABLE} USING gin (vector)",
}
_TRIGRAMS = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"CREATE INDEX IF NOT EXISTS {TABLE}_by_letters ON {TABLE} USING gin (keys gin_trgm_ops)",
)
_LIST = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')",
    "postgresql": f"""SELECT indexname FROM pg_indexes WHERE schemaname = ANY (current_schemas(false)) AND tablename = '{TABLE}'
        UNION ALL SELECT '{TABLE}.' || attname FROM pg_attribute WHERE attrelid = to_regclass('{TABLE}') AND NOT attisdropped""",  # noqa: S608
}


def _wanted(vendor: str) -> Mapping[str, str]:
    if vendor == "postgresql":
        return _POSTGRESQL
    return {**_SQLITE_TABLES, **{name: f"CREATE TRIGGER {name} {what}" for name, what in _SQLITE_TRIGGERS.items()}}


def missing(using: str) -> list[str]:
    """Return the names of what should stand in the database for search and does not; none where there is no table of entries yet."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return []
        cursor.execute(_LIST[connection.vendor])
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in _wanted(connection.vendor) if name not in present]


def install(*, using: str, **_: Any) -> None:
    """Make what is missing, and index what stands there already. Called after every migration."""
    connection = connections[using]
    names = missing(using)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for name in names:
            cursor.execute(_wanted(connection.vendor)[name])
        if names and connection.vendor == "sqlite":
            rebuild(using=using)
    if connection.vendor == "postgresql" and TABLE in connection.introspection.table_names():
        _index_letters(using)


def rebuild(*, using: str) -> None:
    """Index all entries anew, and tell PostgreSQL's planner what there is. Changes nothing that is found in a sound database."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {TABLE}")
            return
        for table in (WORDS, LETTERS):
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # noqa: S608


def _index_letters(using: str) -> None:
    """The extension is a help, not a need: who may not create it has near names all the same, only more slowly."""
    try:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            for statement in _TRIGRAMS:
                cursor.execute(statement)
    except DatabaseError:
        return


def check_installed(app_configs: Any = None, *, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Say, under `manage.py check --database`, where search would find nothing. Migrating puts it right, so that must still run."""
    return [
        CheckWarning(
            f"Search in database '{using}' lacks {', '.join(lacking)}.", hint="Run manage.py migrate.", id="registry.W002"
        )
        for using in databases or []
        if (lacking := missing(using))
    ]  # fmt: skip
