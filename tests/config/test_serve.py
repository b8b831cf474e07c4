"""`make run`: what it fills in, what it refuses, and that it really serves."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured

from config import install, serve
from config.first_start import create_first_administrator
from registry.roles import Role, has_role

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_on_this_machine_alone_everything_is_filled_in(host: str, monkeypatch, tmp_path: Path):
    monkeypatch.setattr(serve, "keep_local_key", lambda: tmp_path / "key")
    environ: dict[str, str] = {}
    serve.fill_in_for_this_machine(environ, host=host)
    assert environ == {
        "SECRET_KEY_FILE": str(tmp_path / "key"),
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "HTTPS": "0",
        "PUBLIC_READ": "1",
    }


def test_what_is_given_is_kept():
    given = {"SECRET_KEY": "k", "ALLOWED_HOSTS": "a", "HTTPS": "1", "PUBLIC_READ": "0"}
    environ = dict(given)
    serve.fill_in_for_this_machine(environ, host="127.0.0.1")
    assert environ == given


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "catalog.example.org"])
def test_where_others_can_reach_it_nothing_is_made_up(host: str):
    environ: dict[str, str] = {}
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS"):
        serve.fill_in_for_this_machine(environ, host=host)
    environ = {"ALLOWED_HOSTS": "catalog.example.org"}
    serve.fill_in_for_this_machine(environ, host=host)
    assert environ == {"ALLOWED_HOSTS": "catalog.example.org"}


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "80a", "²"])
def test_a_port_that_is_none_is_named(port: str):
    with pytest.raises(ImproperlyConfigured, match="PORT"):
        serve.address_from({"PORT": port})


def test_a_taken_port_is_named_before_any_work():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ImproperlyConfigured, match=f"Port {port}"):
            serve.refuse_taken("127.0.0.1", port)


def test_the_first_administrator_is_made_once(db: None):
    password = create_first_administrator()
    assert password is not None
    assert len(password) >= 20
    admin = User.objects.get()
    assert admin.check_password(password)
    assert has_role(admin, Role.ADMINISTRATOR)
    assert create_first_administrator() is None
    assert User.objects.count() == 1


def test_no_administrator_is_made_where_somebody_has_an_account(viewer: User):
    assert create_first_administrator() is None


def test_an_installation_counts_only_for_the_lock_file_it_was_made_from(tmp_path: Path, monkeypatch):
    lock = tmp_path / "requirements.txt"
    lock.write_text("a==1", encoding="ascii")
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "PYTHON", lock)
    monkeypatch.setattr(install, "LOCKS", {"run": lock})
    assert not install.is_installed("run")
    install.stamp("run").write_text(install.fingerprint("run"), encoding="ascii")
    assert install.is_installed("run")
    lock.write_text("a==2", encoding="ascii")
    assert not install.is_installed("run")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"])
def test_every_requirement_is_locked_by_version_and_hash_and_names_no_index(name: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.findall(r"^[a-z0-9][^\s=]*==", text, flags=re.MULTILINE)
    blocks = re.findall(r"^[a-z0-9][^\s=]*==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", text, flags=re.MULTILINE)
    assert len(packages) == len(blocks) > 0
    assert not re.search(r"index-url|find-links|file:|://|trusted-host", text)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class Server:
    """The server command in a process of its own."""

    def __init__(self, directory: Path, **settings: str) -> None:
        self.port = free_port()
        self.output = directory / "output"
        environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environ |= {
            "PORT": str(self.port),
            "DATABASE_URL": f"sqlite:///{directory}/catalog.sqlite3",
            "STATIC_ROOT": str(directory / "static"),
            "SECRET_KEY": "k" * 60,
            "WORKERS": "1",
            **settings,
        }
        self.started = time.monotonic()
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.serve"],
                cwd=ROOT,
                env=environ,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def first_answer(self, *, within: float) -> float:
        """Seconds from the start to the first answer of /readyz."""
        while time.monotonic() - self.started < within:
            assert self.process.poll() is None, self.output.read_text()
            try:
                if fetch(self.url("/readyz"))[0] == 200:
                    return time.monotonic() - self.started
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        pytest.fail(f"No answer within {within} s:\n{self.output.read_text()}")

    def kill(self) -> None:
        """End it and its workers at once, if they still run."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """A function that starts the server command, always in the same directory; whatever still runs at the end is stopped."""
    started: list[Server] = []

    def start_one() -> Server:
        started.append(Server(tmp_path))
        return started[-1]

    yield start_one
    for server in started:
        server.kill()


@pytest.mark.slow
def test_the_server_command_starts_from_nothing_and_again_with_everything(start: Callable[[], Server]):
    server = start()
    server.first_answer(within=180)
    assert fetch(server.url("/healthz")) == (200, '{"status": "alive"}')
    status, page = fetch(server.url("/accounts/login/"))
    assert status == 200
    (stylesheet,) = re.findall(r'href="(/static/[^"]+\.css)"', page)[:1]
    assert fetch(server.url(stylesheet))[0] == 200
    assert server.stop() == 0
    first = server.output.read_text()
    assert "Preparing the database" in first
    assert "Collected the static files" in first
    assert len(re.findall(r"^      password  \S{20}$", first, flags=re.MULTILINE)) == 1
    assert f"http://127.0.0.1:{server.port}/" in first

    again = start()
    again.first_answer(within=120)
    assert again.stop() == 0
    second = again.output.read_text()
    assert "password" not in second
    assert "Preparing the database" not in second
    assert "Collected the static files" not in second


@pytest.mark.slow
def test_the_server_command_says_in_a_line_why_it_cannot_start():
    result = subprocess.run(
        [sys.executable, "-m", "config.serve"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOST": "0.0.0.0", "PORT": str(free_port())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert result.stderr.startswith("Cannot start: HOST=0.0.0.0")
    assert len(result.stderr.splitlines()) == 1
