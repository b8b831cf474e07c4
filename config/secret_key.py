"""Where the key that signs sessions comes from: the environment, or a file. It is never made up outside `make run` on this machine."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LOCAL_KEY_FILE = Path(__file__).resolve().parent.parent / "var" / "secret_key"

_MISSING = (
    "SECRET_KEY is not set. Give the server a random value of 50 characters or more in SECRET_KEY, or the path of a file that "
    "holds one in SECRET_KEY_FILE. Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'. "
    "`make run` on 127.0.0.1 makes one for itself; DEBUG=1 needs none."
)
_MINIMUM_LENGTH = 32


def secret_key(*, environ: Mapping[str, str], debug: bool) -> str:
    """The key from SECRET_KEY or SECRET_KEY_FILE.

    Raises ImproperlyConfigured when there is none, or it is too short to sign anything, and this is not development.
    """
    key = environ.get("SECRET_KEY", "")
    key_file = environ.get("SECRET_KEY_FILE", "")
    if not key and key_file:
        try:
            key = Path(key_file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"SECRET_KEY_FILE cannot be read: {key_file}: {error.strerror}") from error
    if not key and debug:
        return "development-only-" + "0" * 50
    if not key:
        raise ImproperlyConfigured(_MISSING)
    if len(key) < _MINIMUM_LENGTH and not debug:
        raise ImproperlyConfigured(f"SECRET_KEY has {len(key)} characters; at least {_MINIMUM_LENGTH} are needed.")
    return key


def keep_local_key(path: Path = LOCAL_KEY_FILE) -> Path:
    """Write a random key to `path` unless one is there, readable by its owner alone; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(50))
    return path
