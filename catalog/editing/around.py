"""What the fields of one form know of the page around them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.editing.names import Names, Option

# Stands for the source that is added at the foot of the form, before it has a key.
NEW_SOURCE = "+"


@dataclass(frozen=True, slots=True)
class Around:
    """The page's own sources and variants by key, the facts it has, and the names of other pages."""

    sources: tuple[Option, ...] = ()
    variants: tuple[Option, ...] = ()
    facts: tuple[str, ...] = ()
    page_slug: str = ""
    may_add_source: bool = True
    names: Names = field(default_factory=Names)

    def keys(self, of: str) -> list[Option]:
        """Return what can be chosen: sources, the one that is being added first, or variants."""
        if of == "variants":
            return list(self.variants)
        return [*([(NEW_SOURCE, "The source added at the foot of this form")] if self.may_add_source else []), *self.sources]


def around(document: Mapping[str, Any], *, facts: tuple[str, ...], may_add_source: bool) -> Around:
    """Return what the fields of a form on a document need to know."""
    sources = tuple((key, source_label(key, source)) for key, source in document.get("sources", {}).items())
    variants = tuple((item["slug"], item["name"]) for item in document.get("variants", ()))
    return Around(sources, variants, facts, document.get("slug", ""), may_add_source)


def source_label(key: str, source: Mapping[str, Any]) -> str:
    """Return how a source is called in a list of choices."""
    words = source.get("title") or source.get("url") or source.get("repo") or source.get("package") or source.get("archive_id") or ""
    return f"{words} ({key})" if words else key
