"""The databases that are measured: one for each size, made once and made anew when the tables or the generator change."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "benchmarks"
# What decides which rows stand in a database.
_MAKES_THE_ROWS = ("benchmarks/bulk.py", "benchmarks/generator.py", "benchmarks/made_up/*.py", "*/migrations/*.py")


def fingerprint(*, seed: int) -> str:
    """Changes with the seed, the generator and the tables."""
    digest = hashlib.sha256(str(seed).encode())
    for pattern in _MAKES_THE_ROWS:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def reserved(*, variants: int) -> Iterator[None]:
    """Let one run at a time have the databases of a size: the writes of another would disturb what is asked again unchanged."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{variants}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(database: str, *, variants: int, seed: int, environ: dict[str, str]) -> str:
    """The DATABASE_URL of a filled database. `database` is "sqlite", or the URL of a PostgreSQL server that lets one make databases."""
    mark = fingerprint(seed=seed)
    if database == "sqlite":
        return _sqlite(variants=variants, seed=seed, mark=mark, environ=environ)
    return _postgresql(database, variants=variants, seed=seed, mark=mark, environ=environ)


def _sqlite(*, variants: int, seed: int, mark: str, environ: dict[str, str]) -> str:
    path = FOLDER / f"{variants}-{mark}.sqlite3"
    if not path.exists():
        for outdated in FOLDER.glob(f"{variants}-*.sqlite3*"):
            outdated.unlink()
        unfinished = FOLDER / f"{variants}-unfinished.sqlite3"
        _generate(f"sqlite:///{unfinished.relative_to(ROOT)}", variants=variants, seed=seed, environ=environ)
        unfinished.rename(path)
    return f"sqlite:///{path.relative_to(ROOT)}"


def _postgresql(server: str, *, variants: int, seed: int, mark: str, environ: dict[str, str]) -> str:
    parts = urlsplit(server)
    name = f"{parts.path.strip('/') or 'bench'}_{variants}"
    url = urlunsplit(parts._replace(path=f"/{name}"))
    maintenance = urlunsplit(parts._replace(scheme="postgresql", path="/postgres"))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        found = connection.execute("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]).fetchone()
        if found == (mark,):
            return url
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
        _generate(url, variants=variants, seed=seed, environ=environ)
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(mark)))
    return url


def _generate(url: str, *, variants: int, seed: int, environ: dict[str, str]) -> None:
    command = [sys.executable, "-m", "benchmarks.generator", "--variants", str(variants), "--seed", str(seed)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **environ, "DATABASE_URL": url}, check=True)
