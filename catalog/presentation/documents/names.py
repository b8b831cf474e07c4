"""What the pages and variants that documents name are called today."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse

from registry.models import ModelVariant, Page
from registry.models.vocabulary import State

# Which fields name something elsewhere, and what.
_REFERENCES = {
    "family": "family", "developers": "organization", "licensors": "organization", "predecessor": "license", "license": "license",
    "partner": "organization", "base": "variant", "variants": "variant",
}  # fmt: skip
Reference = tuple[str, str]


class Names:
    """Names and addresses by kind and slug. What is a draft or no longer there has neither: its slug stands for it."""

    def __init__(self, known: Mapping[Reference, tuple[str, str]]) -> None:
        self._known = known

    @classmethod
    def of(cls, *documents: Mapping[str, Any]) -> "Names":
        """Look up all that the documents name: two queries."""
        wanted = {reference for document in documents for reference in _references(document)}
        known: dict[Reference, tuple[str, str]] = {}
        pages = Page.objects.exclude(state=State.DRAFT).filter(slug__in={slug for kind, slug in wanted if kind != "variant"})
        for kind, slug, name in pages.values_list("kind", "slug", "name"):
            known[kind, slug] = (name, reverse(f"catalog:{kind}", args=[slug]))
        variants = ModelVariant.objects.published().filter(slug__in={slug for kind, slug in wanted if kind == "variant"})
        for slug, name, model in variants.values_list("slug", "name", "model__slug"):
            known["variant", slug] = (name, f"{reverse('catalog:model', args=[model])}#{slug}")
        for document in documents:
            for variant in _items(document, "variants"):
                known.setdefault(("variant", str(variant.get("slug"))), (str(variant.get("name")), ""))
        return cls(known)

    def found(self, field: str, slug: str) -> tuple[str, str]:
        """Return the name and the address of what a field names by slug; the address may be empty."""
        return self._known.get((_REFERENCES.get(field, ""), slug), (slug, ""))


def refers(field: str) -> bool:
    """Whether a field names pages or variants by their slugs."""
    return field in _REFERENCES


def _references(value: Any) -> Iterator[Reference]:
    if isinstance(value, Mapping):
        for field, below in value.items():
            named = [below] if isinstance(below, str) else below if isinstance(below, list) else []
            if field in _REFERENCES:
                yield from ((_REFERENCES[field], slug) for slug in named if isinstance(slug, str))
            yield from _references(below)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


def _items(document: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    return (item for item in document.get(name, ()) if isinstance(item, Mapping))
