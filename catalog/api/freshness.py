"""Answers that stay good as long as the catalog stays the same: strong ETags, and bodies kept in the process."""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from catalog.directory import Edition

Answer = TypeVar("Answer", bound=HttpResponseBase)

VARY = ("Accept", "Accept-Encoding", "Authorization", "Cookie")
_WORTH_COMPRESSING = 1_000


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """Return a digest of the code that makes answers, so that a new version of it makes new ETags."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def etag_of(*, edition: Edition, user_class: str, media_type: str, url: str, gzipped: bool) -> str:
    """Return the strong ETag of one representation: equal tags, equal bytes."""
    parts = (str(edition), code_fingerprint(), user_class, media_type, url)
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
    return f'"{digest}-gzip"' if gzipped else f'"{digest}"'


def matches(header: str | None, etag: str) -> bool:
    """Whether an If-None-Match header names the tag, compared weakly as RFC 9110 asks."""
    if header is None:
        return False
    return any(tag.strip().removeprefix("W/") == etag for tag in header.split(","))


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header allows gzip."""
    weights = {}
    for part in header.lower().split(","):
        coding, _, parameters = part.partition(";")
        weight = parameters.replace(" ", "").removeprefix("q=") or "1"
        try:
            weights[coding.strip()] = float(weight)
        except ValueError:
            weights[coding.strip()] = 0.0
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


@dataclass(frozen=True, slots=True)
class Body:
    """A finished answer, and its compressed form once somebody asked for that."""

    plain: bytes
    zipped: bytes = b""

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.plain) + len(self.zipped)

    @property
    def worth_zipping(self) -> bool:
        """Whether compressing gains anything."""
        return len(self.plain) >= _WORTH_COMPRESSING

    def compressed(self) -> "Body":
        """Return the same answer with its compressed form."""
        return Body(self.plain, gzip.compress(self.plain, compresslevel=1, mtime=0))


class KeptBodies:
    """Finished answers of one edition, the longest unused leaving first. Nothing of an older edition survives the first of a newer one."""

    def __init__(self, *, most_bytes: int) -> None:
        self._most = most_bytes
        self._lock = threading.Lock()
        self._bodies: OrderedDict[tuple[str, ...], Body] = OrderedDict()
        self._edition: Edition | None = None
        self.size = 0

    def get(self, key: tuple[str, ...], *, edition: Edition) -> Body | None:
        """Return the body kept under the key in this edition."""
        with self._lock:
            if edition != self._edition or key not in self._bodies:
                return None
            self._bodies.move_to_end(key)
            return self._bodies[key]

    def put(self, key: tuple[str, ...], body: Body, *, edition: Edition) -> None:
        """Keep a body, unless it alone would take an eighth of the room or the catalog was never written through its history."""
        if body.size * 8 > self._most or not edition.number:
            return
        with self._lock:
            if edition != self._edition:
                if self._edition is not None and _older(edition, self._edition):
                    return
                self._bodies.clear()
                self.size, self._edition = 0, edition
            if (replaced := self._bodies.pop(key, None)) is not None:
                self.size -= replaced.size
            self._bodies[key] = body
            self.size += body.size
            while self.size > self._most:
                _, dropped = self._bodies.popitem(last=False)
                self.size -= dropped.size


def _older(edition: Edition, other: Edition) -> bool:
    if edition.recorded_at is None or other.recorded_at is None:
        return False
    return edition.recorded_at < other.recorded_at


_kept: KeptBodies | None = None


def kept_bodies() -> KeptBodies:
    """Return the bodies kept in this process."""
    global _kept  # noqa: PLW0603 - one per process, sized by the settings
    if _kept is None:
        _kept = KeptBodies(most_bytes=settings.API_KEPT_BYTES)
    return _kept


def fresh_answer(
    request: HttpRequest, *, edition: Edition, user_class: str, media_type: str, url: str, build: Callable[[], bytes]
) -> HttpResponse:
    """Answer a GET: 304 before any work where the caller has the current bytes, a kept body where there is one, a new one otherwise."""
    wanted = request.headers.get("If-None-Match")
    can_unzip = accepts_gzip(request.headers.get("Accept-Encoding", ""))
    tags = [etag_of(edition=edition, user_class=user_class, media_type=media_type, url=url, gzipped=zipped) for zipped in (False, True)]
    if edition.number:
        for tag in tags[: 2 if can_unzip else 1]:
            if matches(wanted, tag):
                return finished(HttpResponse(status=304), etag=tag)
    key = (user_class, media_type, url)
    body = kept_bodies().get(key, edition=edition)
    made = body is None
    if body is None:
        body = Body(build())
    zipped = can_unzip and body.worth_zipping
    if zipped and not body.zipped:
        body, made = body.compressed(), True
    if made:
        kept_bodies().put(key, body, edition=edition)
    if wanted is not None and wanted.strip() == "*":
        return finished(HttpResponse(status=304), etag=tags[zipped])
    content = body.zipped if zipped else body.plain
    answer = HttpResponse(b"" if request.method == "HEAD" else content, content_type=media_type)
    answer.headers["Content-Length"] = str(len(content))
    if zipped:
        answer.headers["Content-Encoding"] = "gzip"
    return finished(answer, etag=tags[zipped])


def finished(answer: Answer, *, etag: str) -> Answer:
    """Add what every fresh answer says of itself."""
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, VARY)
    return answer
