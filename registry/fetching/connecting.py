"""A connection to an address that was chosen beforehand, which cannot be kept waiting beyond a moment."""

import http.client
import io
import socket
import ssl
import time
from collections.abc import Sequence
from functools import cache

from registry.fetching.hosts import IPAddress

_MOST_TRIED = 3


class PinnedConnection(http.client.HTTPConnection):
    """Connects to one of the addresses given, whatever the name of the host means by then; TimeoutError after `ends`, a monotonic time."""

    def __init__(
        self, host: str, port: int, *, addresses: Sequence[IPAddress], secure: bool, usual_port: int, connect_timeout: float,
        read_timeout: float, ends: float,
    ) -> None:  # fmt: skip
        super().__init__(host, port, timeout=connect_timeout)
        self.default_port = usual_port
        self._addresses = addresses[:_MOST_TRIED]
        self._secure = secure
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._ends = ends

    def connect(self) -> None:
        """Connect to the first address that takes it, and have it prove its name where that is asked for."""
        opened = self._opened()
        try:
            if self._secure:
                opened = _context().wrap_socket(opened, server_hostname=self.host)
        except BaseException:
            opened.close()
            raise
        self.sock = _TimedSocket(opened, each=self._read_timeout, ends=self._ends)

    def _opened(self) -> socket.socket:
        failure: OSError = ConnectionError("nothing to connect to")
        for address in self._addresses:
            try:
                return socket.create_connection((str(address), self.port), timeout=min(self._connect_timeout, _left(self._ends)))
            except OSError as error:
                failure = error
        raise failure


class _TimedSocket:
    """What http.client needs of a socket, with an end to the whole and not only to each wait."""

    def __init__(self, opened: socket.socket, *, each: float, ends: float) -> None:
        self._socket, self._each, self._ends = opened, each, ends

    def sendall(self, data: bytes) -> None:
        self._socket.settimeout(min(self._each, _left(self._ends)))
        self._socket.sendall(data)

    def receive(self, buffer: memoryview) -> int:
        """Read what is there into the buffer."""
        self._socket.settimeout(min(self._each, _left(self._ends)))
        return self._socket.recv_into(buffer)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self))

    def close(self) -> None:
        self._socket.close()


class _Incoming(io.RawIOBase):
    def __init__(self, source: _TimedSocket) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._source.receive(buffer)


def _left(ends: float) -> float:
    """The seconds that are left; TimeoutError where there are none."""
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()
