"""Twenty copies of a request with one Idempotency-Key, sent at once by four processes: one decision, twenty times the same answer."""

import json
import os
import subprocess
import sys

import pytest

from tests.registry.history.test_processes import ROOT, finish, prepared

__all__ = ["prepared"]


def started(url: str, *arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.api.verdicts.racing", *map(str, arguments)]
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_twenty_at_once_record_one_decision(prepared: str) -> None:
    secret = finish(started(prepared, "make_reviewer")).strip()
    workers = [started(prepared, "post", secret, "the-one", 5) for _ in range(4)]
    answers = [tuple(answer) for worker in workers for answer in json.loads(finish(worker))]
    assert sorted(answers) == [(201, 1, False), *[(201, 1, True)] * 19]
    assert json.loads(finish(started(prepared, "state"))) == [1, 1]
