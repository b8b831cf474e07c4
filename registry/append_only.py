"""Page history cannot be rewritten: the database itself refuses UPDATE and DELETE on revisions.

Triggers live outside Django's schema, and SQLite drops them whenever Django rebuilds a table, so they are put back after every migration.
"""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections

from registry.models import Revision

TABLE = Revision._meta.db_table
NAMES = {event: f"{TABLE}_refuses_{event.lower()}" for event in ("UPDATE", "DELETE")}

_INSTALL = {
    "sqlite": """CREATE TRIGGER {name} BEFORE {event} ON {table}
        BEGIN SELECT RAISE(ABORT, 'page history is append-only'); END""",
    "postgresql": """CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN RAISE EXCEPTION ''page history is append-only'' USING ERRCODE = ''integrity_constraint_violation''; END';
        CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
}
_LIST = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = to_regclass(%s)",
}


def installed(using: str) -> set[str]:
    """Return the names of the triggers that stand on the table of revisions."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_LIST[connection.vendor], [TABLE])
        return {row[0] for row in cursor.fetchall()}


def install(*, using: str, **_: Any) -> None:
    """Put back the triggers that are missing. Called after every migration."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    present = installed(using)
    with connection.cursor() as cursor:
        for event, name in NAMES.items():
            if name not in present:
                cursor.execute(_INSTALL[connection.vendor].format(name=name, event=event, table=TABLE))


def check_installed(*, databases: list[str] | None, **_: Any) -> list[CheckMessage]:
    """Say, under `manage.py check --database`, where page history could be rewritten."""
    return [
        Error(f"Page history in database '{using}' is not protected.", hint="Run manage.py migrate.", id="registry.E001")
        for using in databases or []
        if TABLE in connections[using].introspection.table_names() and not set(NAMES.values()) <= installed(using)
    ]
