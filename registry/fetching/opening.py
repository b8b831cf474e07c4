"""open_public: a request to the open Internet, with every redirect checked anew, in bounded time and size."""

import http.client
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from registry.fetching.connecting import PinnedConnection
from registry.fetching.hosts import Permission, Resolver, addresses_of, is_public, looked_up
from registry.fetching.refusals import BadCertificate, InvalidAddress, TimedOut, TooManyRedirects, Unreachable

USUAL_PORTS = {"http": 80, "https": 443}
_PERMANENT = (301, 308)
_REDIRECTS = (*_PERMANENT, 302, 303, 307)
_LONGEST = 2_000
_KEPT = "%/:=&?~+!$,;'@()*[]"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take: seconds to connect, between two pieces of the answer and in all; redirects; bytes of the body."""

    connect: float = 5
    read: float = 10
    whole: float = 20
    redirects: int = 5
    body: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `url` is where it came from in the end; `moved_to` how far permanent redirects alone lead, empty without any."""

    url: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    is_whole: bool = True
    moved_to: str = ""


# Waits until a host may be asked, and keeps others from asking it meanwhile.
Turn = Callable[[str], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class _Manner:
    """How each of the requests is made that one address may take."""

    method: str
    user_agent: str
    limits: Limits
    resolve: Resolver
    permitted: Permission


def open_public(
    url: str, *, user_agent: str, method: str = "GET", limits: Limits | None = None, turn: Turn = nullcontext,
    resolve: Resolver = looked_up, permitted: Permission = is_public,
) -> Answer:  # fmt: skip
    """Ask a web address and follow its redirects, at each of which the host must be permitted; FetchError says why there is no answer.

    The connection is made to the very address that was checked, so a name cannot mean another machine a moment later. At most
    `limits.body` bytes of the body are read, and `is_whole` says whether that was all. Each redirect has the same time again.
    """
    manner = _Manner(method, user_agent, limits or Limits(), resolve, permitted)
    at, moved_to, permanent = url, "", True
    for _ in range(manner.limits.redirects + 1):
        parts = _parts(at)
        with turn(host_of(at)):
            answer = _asked(parts, manner)
        target = answer.headers.get("location", "").strip() if answer.status in _REDIRECTS else ""
        if not target:
            return Answer(at, answer.status, answer.headers, answer.body, answer.is_whole, moved_to)
        at = _joined(at, target)
        permanent = permanent and answer.status in _PERMANENT
        moved_to = at if permanent else moved_to
    raise TooManyRedirects(f"it redirects more than {manner.limits.redirects} times")


def host_of(url: str) -> str:
    """Return the host of a web address as it is asked for; InvalidAddress where it has none."""
    name = _parts(url).hostname or ""
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError as error:
        raise InvalidAddress(f"{name} is no host") from error


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InvalidAddress("it is no web address") from error
    if parts.scheme not in USUAL_PORTS or not parts.hostname or port == 0 or len(url) > _LONGEST:
        raise InvalidAddress("it is no web address")
    if parts.username is not None or parts.password is not None:
        raise InvalidAddress("it holds a name or password")
    if any(ord(c) <= 32 or ord(c) == 127 for c in url):
        raise InvalidAddress("it holds blanks or control characters")
    return parts


def _joined(at: str, target: str) -> str:
    """Where a redirect leads. Headers are read as Latin-1, while those that are not ASCII mean UTF-8."""
    try:
        return urljoin(at, target.encode("latin-1", "replace").decode("utf-8", "replace"))
    except ValueError as error:
        raise InvalidAddress("it redirects to what is no web address") from error


def _asked(parts: SplitResult, manner: _Manner) -> Answer:
    host = host_of(urlunsplit(parts))
    port = parts.port or USUAL_PORTS[parts.scheme]
    addresses = addresses_of(host, port, resolve=manner.resolve, permitted=manner.permitted)
    limits = manner.limits
    connection = PinnedConnection(
        host, port, addresses=addresses, secure=parts.scheme == "https", usual_port=USUAL_PORTS[parts.scheme],
        connect_timeout=limits.connect, read_timeout=limits.read, ends=time.monotonic() + limits.whole,
    )  # fmt: skip
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=_KEPT)
    try:
        connection.request(manner.method, path, headers={"User-Agent": manner.user_agent, "Accept": "*/*", "Connection": "close"})
        response = connection.getresponse()
        headers = {name.lower(): text for name, text in response.getheaders()}
        body = response.read(limits.body + 1) if limits.body else b""
        return Answer("", response.status, headers, body[: limits.body], len(body) <= limits.body)
    except TimeoutError as error:
        raise TimedOut(f"{host} did not answer in time") from error
    except ssl.SSLCertVerificationError as error:
        raise BadCertificate(f"the certificate of {host} is not valid: {error.verify_message}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(f"{host} could not be reached, or did not answer as the web does") from error
    finally:
        connection.close()
