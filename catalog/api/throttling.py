"""How often one caller may ask: counted per address, per person and per token, in windows of one minute, hour or day."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from rest_framework.exceptions import Throttled
from rest_framework.request import Request

from catalog.models import ApiToken

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_FORM = re.compile(r"(\d+)/(second|minute|hour|day)")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds."""

    requests: int
    seconds: int


@lru_cache(maxsize=32)
def rate_from(text: str) -> Rate | None:
    """Read "600/minute"; an empty text is no limit. ImproperlyConfigured for anything else."""
    if not text:
        return None
    match = _FORM.fullmatch(text)
    if match is None or not int(match[1]):
        raise ImproperlyConfigured(f"'{text}' is not a rate: write 600/minute (second, minute, hour, day), or nothing for no limit.")
    return Rate(int(match[1]), _SECONDS[match[2]])


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left of one limit."""

    policy: str
    rate: Rate
    remaining: int
    reset: int


def count(request: Request, *, export: bool = False) -> dict[str, str]:
    """Count this request against every limit that applies and return the RateLimit fields of the tightest.

    Throttled says after how many seconds to come back. Counts live in the cache: a cache that all server processes share counts exactly.
    """
    now = time.time()
    standings = [_counted(policy, rate, key, now=now) for policy, rate, key in _limits(request, export=export)]
    if not standings:
        return {}
    tightest = min(standings, key=lambda standing: (standing.remaining, -standing.reset))
    fields = {
        "RateLimit-Policy": ", ".join(f'"{each.policy}";q={each.rate.requests};w={each.rate.seconds}' for each in standings),
        "RateLimit": f'"{tightest.policy}";r={max(0, tightest.remaining)};t={tightest.reset}',
    }
    if tightest.remaining < 0:
        error = Throttled(wait=max(each.reset for each in standings if each.remaining < 0))
        error.fields = fields  # type: ignore[attr-defined]
        raise error
    return fields


def _limits(request: Request, *, export: bool) -> Iterator[tuple[str, Rate, str]]:
    rates = settings.API_RATES
    user, token = request.user, request.auth
    who = f"user:{user.pk}" if user.is_authenticated else f"address:{address_of(request)}"
    wanted = [("user" if user.is_authenticated else "anonymous", who)]
    if isinstance(token, ApiToken):
        wanted.append(("token", f"token:{token.pk}"))
    if export:
        wanted.append(("export", f"export:{who}"))
    for policy, key in wanted:
        if rate := rate_from(rates[policy]):
            yield policy, rate, key


def _counted(policy: str, rate: Rate, key: str, *, now: float) -> Standing:
    window, elapsed = divmod(int(now), rate.seconds)
    name = f"api-rate:{key}:{rate.seconds}:{window}"
    cache.add(name, 0, timeout=rate.seconds * 2)
    try:
        used = cache.incr(name)
    except ValueError:
        used = 1
    return Standing(policy, rate, rate.requests - used, rate.seconds - elapsed)


def address_of(request: Request) -> str:
    """Return the caller's address: what the connection says, or what our own proxies, as many as there are, say of it."""
    proxies = settings.TRUSTED_PROXY_COUNT
    if proxies:
        listed = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if listed:
            return listed[-min(proxies, len(listed))]
    return request.META.get("REMOTE_ADDR", "") or "unknown"
