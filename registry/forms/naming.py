"""Names that a person may leave empty, because they follow from others."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any


def slug_from(*texts: str) -> str:
    """Return the slug for a name: "Llama 3.1 8B" becomes llama-3.1-8b. The page's script does the same while a name is typed."""
    plain = unicodedata.normalize("NFKD", " ".join(texts))
    kept = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    words = (word.strip(".") for word in re.split(r"[^a-z0-9.]+", kept))
    return "-".join(re.sub(r"\.{2,}", ".", word) for word in words if word)[:120].rstrip("-.")


def free(wanted: str, taken: Iterable[str]) -> str:
    """Return the name, or the name with -2, -3 and so on where it is taken."""
    known = set(taken)
    name, number = wanted, 1
    while name in known:
        number += 1
        name = f"{wanted}-{number}"
    return name


def fill(items: list[dict[str, Any]], *, field: str, make: Any) -> None:
    """Give each item that has no `field` the name that `make(item)` says, so that no two are alike."""
    for item in items:
        if not item.get(field):
            item[field] = free(make(item), (other.get(field, "") for other in items))


def source_key(*, title: str, url: str, kind: str) -> str:
    """Return the key of a source that was given none: made from its title, else from its address, else from its kind."""
    for text in (title, url.partition("://")[2], kind):
        if key := slug_from(text)[:60].rstrip("-."):
            return key
    return "source"
