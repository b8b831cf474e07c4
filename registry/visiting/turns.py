"""Politeness: at most one request at a time to a host, with a pause after each."""

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

PAUSE = 1.0


class Turns:
    """Hands out the turns at each host; shared by all who ask."""

    def __init__(self, *, pause: float = PAUSE) -> None:
        self._pause = pause
        self._lock = Lock()
        self._hosts: dict[str, Lock] = defaultdict(Lock)
        self._free_at: dict[str, float] = {}

    @contextmanager
    def __call__(self, host: str) -> Iterator[None]:
        """Wait until nobody asks the host and the pause after the last request is over; then it is the caller's."""
        with self._lock:
            of_host = self._hosts[host]
        with of_host:
            time.sleep(max(0.0, self._free_at.get(host, 0.0) - time.monotonic()))
            try:
                yield
            finally:
                self._free_at[host] = time.monotonic() + self._pause
