"""The web addresses that a page names, in its facts and in its prose, each with the part of the page where it stands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from registry.documents.links import without_code

HUB = "https://huggingface.co/"
LONGEST = 1_000
LONGEST_HOST = 253
# What names each part of a list that has a form of its own; by its place, counted from 1, where there is nothing else.
_PARTS = {"variants": "slug", "offers": "slug", "terms": "id", "versions": "", "contradictions": ""}
_ADDRESS = re.compile(r"https?://[^\s<>\"`|\\^{}\x00-\x1f\x7f]+", re.IGNORECASE)
_ENDINGS = ".,;:!?'*_~"
_BRACKETS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True, order=True)
class NamedAddress:
    """A web address without its fragment, the part of the page that names it ("" is the page itself), and the field or fact there."""

    part: str
    url: str
    fact: str = ""

    @property
    def host(self) -> str:
        """The name of its host."""
        return urlsplit(self.url).hostname or ""


def addresses_in(data: Mapping[str, Any]) -> list[NamedAddress]:
    """Return the addresses in a document's plain form, each once per part, with the first field that names it."""
    found: dict[tuple[str, str], NamedAddress] = {}
    for part, fact, text in _texts(data):
        for url in _urls(text, fact):
            found.setdefault((part, url), NamedAddress(part, url, fact))
    return sorted(found.values())


def _texts(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (part, field, text) for every text of the document."""
    for name, value in data.items():
        if name == "sources":
            for key, source in value.items():
                yield from _below(source, part=f"sources/{key}", fact="")
        elif name in _PARTS:
            for number, item in enumerate(value, start=1):
                yield from _below(item, part=f"{name}/{item.get(_PARTS[name]) or number}", fact="")
        else:
            yield from _below(value, part="", fact=name)


def _below(value: Any, *, part: str, fact: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, str):
        yield part, fact, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _below(item, part=part, fact=fact or name)
    elif isinstance(value, list):
        for item in value:
            yield from _below(item, part=part, fact=fact)


def _urls(text: str, fact: str) -> Iterator[str]:
    if fact == "huggingface":
        yield HUB + text
        return
    for match in _ADDRESS.finditer(without_code(text)):
        url = _ended(match.group()).partition("#")[0]
        if len(url) <= LONGEST and _has_host(url):
            yield url


def _has_host(url: str) -> bool:
    try:
        return 0 < len(urlsplit(url).hostname or "") <= LONGEST_HOST
    except ValueError:
        return False


def _ended(url: str) -> str:
    """An address in prose without the stop after it and the bracket around it; brackets that it opens itself stay."""
    while url:
        last = url[-1]
        if last in _ENDINGS or (last in _BRACKETS and url.count(last) > url.count(_BRACKETS[last])):
            url = url[:-1]
        else:
            break
    return url
