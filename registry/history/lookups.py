"""Slugs to rows: what a document names elsewhere must exist, and nothing may stand on itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from registry.documents import InvalidDocument, PageDocument, Problem
from registry.models import AIModel, License, Lineage, ModelFamily, ModelVariant, Organization

TABLES = {"organization": Organization, "family": ModelFamily, "license": License, "variant": ModelVariant, "model": AIModel}


@dataclass(slots=True)
class Lookups:
    """Primary keys by kind and slug, for everything that a set of documents names."""

    ids: dict[str, dict[str, int]] = field(default_factory=dict)

    @classmethod
    def for_documents(cls, documents: Iterable[PageDocument]) -> "Lookups":
        """Read the keys of all that the documents name: one query per kind."""
        wanted: dict[str, set[str]] = {}
        for document in documents:
            for _, kind, slug in document.references():
                wanted.setdefault(kind, set()).add(slug)
        return cls({kind: dict(TABLES[kind].objects.filter(slug__in=slugs).values_list("slug", "pk")) for kind, slugs in wanted.items()})

    def id(self, kind: str, slug: str | None) -> int | None:
        """Return the primary key; None for an empty slug; KeyError for one that check() would have refused."""
        return self.ids[kind][slug] if slug else None

    def check(self, document: PageDocument) -> None:
        """Raise InvalidDocument for every reference of the document that leads nowhere."""
        problems = [
            Problem(pointer, "unknown_reference", f"there is no {kind} '{slug}' in the catalog: add it first or correct the slug")
            for pointer, kind, slug in document.references()
            if slug not in self.ids.get(kind, {})
        ]
        if problems:
            raise InvalidDocument(problems)


def find_cycle(edges: Mapping[str, Iterable[str]]) -> list[str] | None:
    """Return one path that leads back to its start, as [a, b, a], or None. Edges lead from a variant to its bases."""
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                done.add(path.pop())
            elif node in path:
                return [*path[path.index(node) :], node]
            elif node not in done:
                path.append(node)
                stack.append((node, True))
                stack.extend((base, False) for base in edges.get(node, ()))
    return None


def refuse_cycles(variants: Iterable[int]) -> None:
    """Raise InvalidDocument where a variant is its own ancestor: walks up from the given variants, a query per generation."""
    edges: dict[str, list[str]] = {}
    seen: set[int] = set()
    level = set(variants)
    while level:
        seen |= level
        rows = list(
            Lineage.objects.filter(variant__in=level, base__isnull=False).values_list("variant__slug", "base__slug", "base_id")
        )
        for child, base, _ in rows:
            edges.setdefault(child, []).append(base)
        level = {base_id for *_, base_id in rows} - seen
    cycle = find_cycle(edges)
    if cycle:
        raise InvalidDocument(
            [Problem("/variants", "lineage_cycle", f"the lineage leads back to its start: {' → '.join(cycle)}; remove one of these bases")]
        )
