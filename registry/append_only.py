"""Page history cannot be rewritten: the database itself refuses UPDATE and DELETE on revisions, and what comes to the same.

Triggers live outside Django's schema, and SQLite drops them whenever Django rebuilds a table, so they are put back after every migration.
"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage
from django.core.checks import Warning as CheckWarning
from django.db import connections

from registry.models import Revision

TABLE = Revision._meta.db_table
MESSAGE = "page history is append-only"

_SQLITE_REFUSES = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
_SQLITE = {
    f"{TABLE}_refuses_update": f"BEFORE UPDATE ON {TABLE} {_SQLITE_REFUSES}",
    f"{TABLE}_refuses_delete": f"BEFORE DELETE ON {TABLE} {_SQLITE_REFUSES}",
    # INSERT OR REPLACE removes the row in the way without telling the trigger on DELETE.
    f"{TABLE}_refuses_replace": f"""BEFORE INSERT ON {TABLE}
        WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR (page_id = NEW.page_id AND number = NEW.number)) {_SQLITE_REFUSES}""",  # noqa: S608
}
_POSTGRESQL_REFUSES = f"EXECUTE FUNCTION {TABLE}_refuse()"
_POSTGRESQL = {
    f"{TABLE}_refuses_update": f"BEFORE UPDATE ON {TABLE} FOR EACH ROW {_POSTGRESQL_REFUSES}",
    f"{TABLE}_refuses_delete": f"BEFORE DELETE ON {TABLE} FOR EACH ROW {_POSTGRESQL_REFUSES}",
    f"{TABLE}_refuses_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT {_POSTGRESQL_REFUSES}",
}
_POSTGRESQL_FUNCTION = f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN RAISE EXCEPTION ''{MESSAGE}'' USING ERRCODE = ''integrity_constraint_violation''; END'"""
_TRIGGERS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}
_LIST = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = to_regclass(%s)",
}


def missing(using: str) -> list[str]:
    """Return the names of the triggers that should stand on the table of revisions and do not; none where there is no table yet."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LIST[connection.vendor], [TABLE])
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in _TRIGGERS[connection.vendor] if name not in present]


def install(*, using: str, **_: Any) -> None:
    """Put back the triggers that are missing. Called after every migration."""
    connection = connections[using]
    names = missing(using)
    if not names:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for name in names:
            cursor.execute(f"CREATE TRIGGER {name} {_TRIGGERS[connection.vendor][name]}")


def check_installed(app_configs: Any = None, *, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Say, under `manage.py check --database`, where page history could be rewritten. Migrating puts it right, so that must still run."""
    return [
        CheckWarning(f"Page history in database '{using}' is not protected.", hint="Run manage.py migrate.", id="registry.W001")
        for using in databases or []
        if missing(using)
    ]
