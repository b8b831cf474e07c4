"""Whether this process can serve: the database answers, and has every migration that this code needs."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Migration = tuple[str, str]


@cache
def newest_migrations() -> frozenset[Migration]:
    """The last migration of each app, as (app label, name), read from this code's files once per process."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def pending_migrations() -> list[Migration]:
    """Those of them that the database does not have. Raises DatabaseError when it cannot be asked."""
    return sorted(newest_migrations() - MigrationRecorder(connection).applied_migrations().keys())


def why_not_ready() -> str:
    """An empty string when ready, otherwise the reason in words, without names of hosts or tables."""
    try:
        pending = pending_migrations()
    except DatabaseError:
        return "The database cannot be reached."
    if pending:
        return f"The database lacks migrations of: {', '.join(sorted({app for app, _ in pending}))}."
    return ""
