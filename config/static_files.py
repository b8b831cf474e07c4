"""Collecting the static files for the server, only when one of them is new."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MARKER = ".collected"


def collect_if_changed(destination: Path) -> bool:
    """Collect, hash and compress the static files into `destination`; returns False when nothing had changed since the last time."""
    marker = destination / MARKER
    found = fingerprint()
    if marker.exists() and marker.read_text(encoding="ascii") == found:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    marker.write_text(found, encoding="ascii")
    return True


def fingerprint() -> str:
    """Changes when a file is added, removed, resized or touched."""
    return hashlib.sha256(json.dumps(sorted(_files())).encode()).hexdigest()


def _files() -> Iterator[tuple[str, int, int]]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            yield path, status.st_size, status.st_mtime_ns
