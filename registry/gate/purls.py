"""Package URLs of Hugging Face models (purl-spec, type huggingface). Plain Python."""

from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from registry.gate.entries import LONGEST_NAME, odd_character

HUB_HOSTS = ("huggingface.co", "www.huggingface.co", "hf.co")


class InvalidPurl(ValueError):  # noqa: N818
    """A text that begins like a purl of a Hugging Face model and is none."""


class HubPurl(NamedTuple):
    """What a purl names. `repository` is None where the purl says that the files come from another host than the hub:
    then the id says nothing about what they are, and `remark` says so."""

    repository: str | None
    revision: str | None
    remark: str | None


def huggingface(text: str) -> HubPurl | None:
    """Read `pkg:huggingface/org/name@revision`; None for a purl of another type; InvalidPurl for a broken one."""
    scheme, _, rest = text.partition(":")
    kind, slash, rest = rest.lstrip("/").partition("/")
    if scheme.lower() != "pkg" or kind.lower() != "huggingface":
        return None
    rest = rest.partition("#")[0]
    rest, _, query = rest.partition("?")
    path, _, version = rest.rstrip("/").partition("@")
    parts = [unquote(part, errors="strict") for part in path.strip("/").split("/")] if _decodes(rest) else []
    if not slash or not 1 <= len(parts) <= 2 or not all(parts) or any("/" in part for part in parts):
        raise InvalidPurl("a purl of a model is pkg:huggingface/org/name@revision")
    repository = "/".join(parts)
    revision = unquote(version) or None
    if odd_character(repository + (revision or "")) is not None or len(repository) > LONGEST_NAME:
        raise InvalidPurl("the purl holds invisible characters or is too long")
    elsewhere = _other_host(query)
    if elsewhere is not None:
        return HubPurl(None, revision, f"The purl says that the files come from {elsewhere}, so its id does not tell which model they are.")
    return HubPurl(repository, revision, None)


def _decodes(text: str) -> bool:
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError:
        return False
    return True


def _other_host(query: str) -> str | None:
    address = next((value for key, value in parse_qsl(query) if key.lower() == "repository_url"), None)
    if address is None:
        return None
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        host = ""
    if host.lower() in HUB_HOSTS:
        return None
    return host if host and odd_character(host) is None else "another host"
