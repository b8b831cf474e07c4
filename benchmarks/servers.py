"""Starting one of the two servers on a free port, asking it, and reading what it used."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from benchmarks.processes import CpuTimes, cpu_times, peak_memory_mb, tree

ROOT = Path(__file__).resolve().parent.parent
LOGS = ROOT / "var" / "benchmarks"
# The same for both. A thread's time is lost when it ends, so that threads are kept for as long as granian lets us.
_FLAGS = (
    "--interface", "wsgi", "--workers", "1", "--blocking-threads", "4", "--blocking-threads-idle-timeout", "600", "--log-level", "warning",
)  # fmt: skip
_STARTS_WITHIN_SECONDS = 60


@dataclass(frozen=True)
class Request:
    """A GET."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class DidNotStartError(Exception):
    """The server ended or did not listen in time; its log says why."""


class Server:
    """A server process, from `with` to the end of the block. `backends` names the database processes that work for it now."""

    def __init__(self, name: str, *, application: str, environ: Mapping[str, str], backends: Callable[[str], list[int]]) -> None:
        self.name = name
        self._application = application
        self._environ = {**os.environ, **environ, "PGAPPNAME": f"bench-{name}"}
        self._backends = backends
        self.port = _free_port()

    def __enter__(self) -> "Server":
        LOGS.mkdir(parents=True, exist_ok=True)
        self.log = LOGS / f"{self.name}-{self.port}.log"
        command = [sys.executable, "-m", "granian", *_FLAGS, "--port", str(self.port), self._application]
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environ, stdout=log, stderr=log)
        try:
            self._wait()
        except DidNotStartError:
            self._stop()
            raise
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()
        self._stop()
        if error is None:
            self.log.unlink()

    def _wait(self) -> None:
        deadline = time.monotonic() + _STARTS_WITHIN_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise DidNotStartError(f"The {self.name} server did not start. Its log is {self.log.relative_to(ROOT)}.")

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def get(self, request: Request) -> Answer:
        """Ask over a connection that stays open; the server closes it when nothing was asked for half a minute."""
        try:
            response = self._ask(request)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self._connection.close()
            response = self._ask(request)
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())

    def _ask(self, request: Request) -> http.client.HTTPResponse:
        self._connection.request("GET", request.path, headers={"Accept": "application/json", **request.headers})
        return self._connection.getresponse()

    def cpu(self) -> CpuTimes:
        """CPU times so far, of the process tree and of the database's processes that work for it."""
        # The worker may have something left to do after the last byte is out, such as its log line.
        time.sleep(0.005)
        return cpu_times([*tree(self._process.pid), *self._backends(f"bench-{self.name}")])

    def peak_memory_mb(self) -> float:
        """See processes.peak_memory_mb; without the database's processes."""
        return peak_memory_mb(self._process.pid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
