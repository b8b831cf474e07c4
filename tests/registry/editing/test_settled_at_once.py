"""Twenty reviewers press at once, in four processes: one of them settles the proposal, the others are told."""

import json
import os
import subprocess
import sys

import pytest

from tests.registry.history.test_processes import ROOT, finish, prepared

__all__ = ["prepared"]


def started(url: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.registry.editing.racing", *map(str, arguments)]
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_of_twenty_reviewers_at_once_one_settles(prepared: str) -> None:
    key = finish(started(prepared, "make_proposal")).strip()
    workers = [started(prepared, "settle", key, first, 5) for first in (0, 5, 10, 15)]
    told = [word for worker in workers for word in json.loads(finish(worker))]
    assert told.count("settled already") == 19
    (done,) = [word for word in told if word != "settled already"]
    state, settled_by, revisions = json.loads(finish(started(prepared, "state", key)))
    assert (state, revisions) == (done, 2 if done == "published" else 1)
    assert settled_by == f"reviewer{told.index(done)}"
