"""Pages that are rendered once per edition of the catalog, and answered 304 to a browser that has them already.

Kept only for people who are not signed in and have no session: everybody else gets a page of their own that nothing stores.
"""

import gzip
import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as kept_pages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags, quote_etag
from django.utils.text import compress_string

from catalog.directory import current_edition

View = Callable[..., HttpResponseBase]
_DAY = 24 * 3600
_LARGEST_KEPT = 512 * 1024
_WORTH_COMPRESSING = 1000
# Random bytes in the compressed form of a page with secrets hide their length (the BREACH attack).
_RANDOM_BYTES = 100


def kept(view: View) -> View:
    """Decorate a page that depends on the address, the catalog, the day and the chosen appearance, and on nothing else."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES or request.user.is_authenticated:
            return _own(request, view(request, *args, **kwargs))
        key = _key(request)
        etag = quote_etag(key)
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return _shared(HttpResponseNotModified(headers={"ETag": etag}))
        found = kept_pages.get(key)
        if found is None:
            response = view(request, *args, **kwargs)
            if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:
                return _shared(response)
            found = (response.content, response.headers["Content-Type"])
            if "gzip" in key:
                found = (gzip.compress(found[0], compresslevel=6, mtime=0), found[1])
            if len(found[0]) <= _LARGEST_KEPT:
                kept_pages.set(key, found, _DAY)
        response = HttpResponse(found[0], content_type=found[1], headers={"ETag": etag})
        if "gzip" in key:
            response.headers["Content-Encoding"] = "gzip"
        return _shared(response)

    return answer


def _key(request: HttpRequest) -> str:
    theme = request.COOKIES.get("theme", "")
    parts = (
        settings.SITE_NAME, this_program(), str(current_edition()), timezone.localdate().isoformat(), request.get_full_path(),
        request.get_host(), theme if theme in ("light", "dark") else "",
    )  # fmt: skip
    digest = hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
    return f"{digest}-gzip" if _takes_gzip(request) else digest


def _takes_gzip(request: HttpRequest) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


@cache
def this_program() -> str:
    """A digest of the code, the templates and the styles: a page that an older program kept is not this one's."""
    digest = hashlib.blake2b(digest_size=8)
    for folder in ("catalog", "registry"):
        for path in sorted((Path(settings.ROOT) / folder).rglob("*")):
            if path.suffix in (".py", ".html", ".css", ".js"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _shared(response: HttpResponseBase) -> HttpResponseBase:
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _own(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What belongs to one person: compressed on the way, stored by nobody."""
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    patch_cache_control(response, private=True, no_store=True)
    if not isinstance(response, HttpResponse) or response.has_header("Content-Encoding"):
        return response
    if len(response.content) >= _WORTH_COMPRESSING and _takes_gzip(request):
        response.content = compress_string(response.content, max_random_bytes=_RANDOM_BYTES)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
    return response
