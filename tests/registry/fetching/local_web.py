"""A small web on this machine: a server whose paths answer in every way that the real one does, under whatever names a test gives it."""

import ipaddress
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from registry.fetching.hosts import IPAddress

HERE = "127.0.0.1"
STATUS = {
    "/ok": 200, "/missing": 404, "/gone": 410, "/unauthorized": 401, "/forbidden": 403, "/busy": 429, "/error": 500, "/away": 503, "/odd": 418,
    "/strange": 300,
}  # fmt: skip
SENT_WHEN_ENDLESS = 64 * 1024


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "LocalWeb"

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        self.server.asked.append((self.command, self.headers["Host"], self.requestline.split()[1]))
        self.server.agents.add(self.headers["User-Agent"])
        with self.server.at_once:
            match parts.path:
                case "/to":
                    query = parse_qs(parts.query)
                    self._end(int(query["status"][0]), Location=query["url"][0])
                case "/round":
                    self._end(302, Location="/round")
                case "/no-head":
                    self._end(405 if self.command == "HEAD" else 200)
                case "/hangs-up":
                    self.close_connection = True
                case "/drips":
                    self._drip(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: 1\r\n" * 1000)
                case "/drips-body":
                    self._end(200, length="100000")
                    self._drip(b"." * 100_000)
                case "/endless":
                    self._end(200, length=str(10**12))
                    self._send_much()
                case "/many-headers":
                    self.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-One: 1\r\n" * 5000 + b"\r\n")
                case "/no-http":
                    self.wfile.write(b"220 mail.example.org ESMTP\r\n")
                    self.close_connection = True
                case path:
                    self._end(STATUS[path], body=b"Hello" if path == "/ok" else b"")

    def _end(self, status: int, *, body: bytes = b"", length: str = "", **headers: str) -> None:
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", length or str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def _drip(self, data: bytes) -> None:
        for byte in data:
            if self.server.stopping.is_set():
                return
            self.wfile.write(bytes([byte]))
            time.sleep(0.02)

    def _send_much(self) -> None:
        while self.command == "GET" and not self.server.stopping.is_set():
            self.wfile.write(b"." * SENT_WHEN_ENDLESS)
            self.server.sent += SENT_WHEN_ENDLESS

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


class LocalWeb(ThreadingHTTPServer):
    """The server, with what it was asked: (method, Host, path)."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__((HERE, 0), _Handler)
        self.asked: list[tuple[str, str, str]] = []
        self.agents: set[str] = set()
        self.sent = 0
        self.stopping = threading.Event()
        self.at_once = _Counted()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes in the middle is what is tested."""

    def url(self, path: str, *, host: str = "one.test") -> str:
        """Return the address of a path under some name; `names` leads every name here."""
        return f"http://{host}:{self.server_port}{path}"

    def leading(self, url: str, *, status: int = 302, host: str = "one.test") -> str:
        """Return an address that redirects to another."""
        return self.url(f"/to?status={status}&url={quote(url, safe='')}", host=host)


class _Counted:
    """How many requests were answered at the same time, at most."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.now = self.most = 0

    def __enter__(self) -> None:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self.now -= 1


@contextmanager
def served() -> Iterator[LocalWeb]:
    """Serve until the block ends."""
    server = LocalWeb()
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


def names(host: str, port: int) -> Sequence[str]:
    """Look a name up: all lead to this machine but those of .lost, which are not known."""
    if host.endswith(".lost"):
        raise OSError(f"{host} is not known")
    return [HERE]


def only_here(address: IPAddress) -> bool:
    """Permit the one address that the server has: it stands for the public Internet, all others for private networks."""
    return address == ipaddress.ip_address(HERE)


def changing(*answers: str) -> Callable[[str, int], Sequence[str]]:
    """Return a resolver that answers otherwise each time."""
    left = list(answers)
    return lambda *_: [left.pop(0)]


def self_signed(folder: Path) -> Path:
    """Write a certificate that nobody vouches for, with its key, and return the file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "one.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "certificate.pem"
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file
