"""A PostgreSQL that goes away under a running server: 503 while it is gone, answers again at once when it is back."""

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from tests.config.test_serve import Server, fetch

pytestmark = [pytest.mark.slow, pytest.mark.skipif(connection.vendor != "postgresql", reason="the suite runs on SQLite: PostgreSQL only")]
Statement = Callable[[str], None]


@pytest.fixture
def name() -> str:
    return f"catalog_outage_{uuid.uuid4().hex[:8]}"


@pytest.fixture
def on_the_database(name: str) -> Iterator[Statement]:
    """A function that runs a statement about a database of its own, `{}` standing for its name, from outside that database."""
    given = connection.settings_dict
    with psycopg.connect(
        dbname="postgres", user=given["USER"], password=given["PASSWORD"], host=given["HOST"], port=given["PORT"] or 5432, autocommit=True
    ) as outside:

        def run(statement: str) -> None:
            outside.execute(sql.SQL(statement).format(sql.Identifier(name)))

        run("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
        yield run
        run("DROP DATABASE {} WITH (FORCE)")


def test_readers_get_503_while_it_is_away_and_pages_as_soon_as_it_is_back(tmp_path: Path, name: str, on_the_database: Statement):
    given = connection.settings_dict
    url = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT'] or 5432}/{name}"
    server = Server(tmp_path, DATABASE_URL=url)
    try:
        server.first_answer(within=300)
        assert fetch(server.url("/models/llama-2/"))[0] == 200

        on_the_database("ALTER DATABASE {} ALLOW_CONNECTIONS false")
        on_the_database(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")
        for path in ("/readyz", "/models/llama-3.1/", "/licenses/apache-2.0/"):
            assert fetch(server.url(path))[0] == 503, path
        assert fetch(server.url("/healthz"))[0] == 200

        on_the_database("ALTER DATABASE {} ALLOW_CONNECTIONS true")
        assert fetch(server.url("/models/llama-3.1/"))[0] == 200
    finally:
        server.kill()
