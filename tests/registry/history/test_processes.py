"""Writers race, and writers are killed: on both databases a page counts each save once, and a save is all there or not at all."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

pytestmark = [pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "fixtures"
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The URL of a database of our own, which other processes can open, with an article and a model."""
    if connection.vendor == "sqlite":
        yield from _prepared(f"sqlite:///{tmp_path_factory.mktemp('processes') / 'catalog.sqlite3'}")
        return
    settings = connection.settings_dict
    name = f"{settings['NAME']}_processes"
    with django_db_blocker.unblock():
        _statement(f'DROP DATABASE IF EXISTS "{name}"')
        _statement(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
        who = f"{settings['USER']}:{settings['PASSWORD']}" if settings["PASSWORD"] else settings["USER"]
        try:
            yield from _prepared(f"postgres://{who}@{settings['HOST']}:{settings['PORT'] or 5432}/{name}")
        finally:
            _statement(f'DROP DATABASE "{name}" WITH (FORCE)')


def _prepared(url: str) -> Iterator[str]:
    subprocess.run(
        [sys.executable, "-m", "tests.registry.history.workers", "prepare"], cwd=ROOT, env={**os.environ, "DATABASE_URL": url}, check=True
    )
    yield url


def _statement(text: str) -> None:
    import psycopg

    settings = connection.settings_dict
    address = {"host": settings["HOST"], "port": settings["PORT"] or 5432, "user": settings["USER"], "password": settings["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as admin:
        admin.execute(text)


@pytest.fixture
def start(prepared: str) -> Iterator[Start]:
    """A function that starts a worker."""
    running: list[subprocess.Popen[str]] = []

    def run(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.registry.history.workers", *map(str, arguments)]
        environment = {**os.environ, "DATABASE_URL": prepared}
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        running.append(worker)
        return worker

    yield run
    for worker in running:
        if worker.poll() is None:
            worker.kill()
        worker.communicate()


def finish(worker: "subprocess.Popen[str]") -> str:
    output, errors = worker.communicate(timeout=120)
    assert worker.returncode == 0, errors
    return output


def state(start: Start) -> dict[str, Any]:
    return dict(json.loads(finish(start("state"))))


def kill_when_written(worker: "subprocess.Popen[str]") -> None:
    assert worker.stdout
    assert worker.stdout.readline() == "written, not committed\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def test_sixteen_writers_lose_nothing_and_win_as_often_as_there_are_revisions(start: Start) -> None:
    before = state(start)
    workers = [start("write", 4, 3) for _ in range(4)]
    for worker in workers:
        finish(worker)
    after = state(start)
    assert len(after["numbers"]) == len(before["numbers"]) + 16 * 3
    assert after["catalog"] == before["catalog"] + 16 * 3
    assert after["differences"] == []


def test_a_save_that_is_killed_leaves_nothing_behind(start: Start) -> None:
    before = state(start)
    kill_when_written(start("save_and_wait"))
    assert state(start) == before


def test_a_load_that_is_killed_leaves_nothing_behind_and_the_next_does_it_all(start: Start) -> None:
    before = state(start)
    kill_when_written(start("load_and_wait", FIXTURES))
    assert state(start) == before
    finish(start("load", FIXTURES))
    after = state(start)
    assert after["catalog"] == before["catalog"] + 1
    assert after["runs"] == 1
    assert after["differences"] == []
