"""Sign-in through an organization's own identity provider (OpenID Connect), from the environment."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_NEEDED = ("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")


def openid_connect_providers(environ: Mapping[str, str]) -> list[dict[str, Any]]:
    """The provider described by OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_NAME; empty when none is set.

    Raises ImproperlyConfigured when only some are set, or the URL is neither https nor on this machine.
    """
    given = {name: environ.get(name, "") for name in _NEEDED}
    if not any(given.values()):
        return []
    missing = [name for name, value in given.items() if not value]
    if missing:
        raise ImproperlyConfigured(f"Sign-in by OpenID Connect needs {', '.join(_NEEDED)}; missing: {', '.join(missing)}.")
    address = urlsplit(given["OIDC_SERVER_URL"])
    if address.scheme != "https" and address.hostname not in {"localhost", "127.0.0.1"}:
        raise ImproperlyConfigured("OIDC_SERVER_URL has to begin with https://")
    return [
        {
            "provider_id": "oidc",
            "name": environ.get("OIDC_NAME", "") or "Single sign-on",
            "client_id": given["OIDC_CLIENT_ID"],
            "secret": given["OIDC_CLIENT_SECRET"],
            "settings": {"server_url": given["OIDC_SERVER_URL"]},
        }
    ]


def origin_of(url: str) -> str:
    """Scheme and host of a URL, as a content security policy names them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
