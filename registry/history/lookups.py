"""Slugs to rows: what a document names elsewhere must exist, and nothing may stand on itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.documents import InvalidDocument, PageDocument, Problem
from registry.documents.licenses import LicenseDocument
from registry.documents.models import ModelDocument
from registry.history.drafts import found
from registry.models import License, Lineage, ModelFamily, ModelVariant, Organization, Page

TABLES: dict[str, type[Any]] = {"organization": Organization, "family": ModelFamily, "license": License, "variant": ModelVariant}


@dataclass(slots=True)
class Lookups:
    """Primary keys by kind and slug, for everything that a set of documents names."""

    ids: dict[str, dict[str, int]] = field(default_factory=dict)

    def learn(self, documents: Iterable[PageDocument], *, kinds: Iterable[str]) -> None:
        """Read the keys of all of these kinds that the documents name, a query each; InvalidDocument for what does not exist."""
        kinds = list(kinds)
        references = [(document, *reference) for document in documents for reference in document.references() if reference[1] in kinds]
        for kind in kinds:
            slugs = list({slug for _, _, of_kind, slug in references if of_kind == kind})
            self.ids[kind] = dict(found(TABLES[kind].objects.values_list("slug", "pk"), "slug", slugs))
        for document in {id(document): document for document, *_ in references}.values():
            self._check(document, kinds)

    def id(self, kind: str, slug: str | None) -> int | None:
        """Return the primary key; None for an empty slug; KeyError for one that `learn` would have refused."""
        return self.ids[kind][slug] if slug else None

    def _check(self, document: PageDocument, kinds: list[str]) -> None:
        problems = [
            Problem(pointer, "unknown_reference", f"there is no {kind} '{slug}' in the catalog: add it first or correct the slug")
            for pointer, kind, slug in document.references()
            if kind in kinds and slug not in self.ids[kind]
        ]
        if problems:
            raise InvalidDocument(problems, document=document)


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


def refuse_cycles(models: Iterable[tuple[Page, ModelDocument]]) -> None:
    """Raise InvalidDocument where a variant of the models is its own ancestor."""
    models = list(models)
    wanted = [page.pk for page, _ in models]
    start = [pk for (pk,) in found(ModelVariant.objects.values_list("pk"), "model_id", wanted)]
    columns = ("variant_id", "variant__slug", "base__slug", "base_id")
    cycle = find_cycle(_edges_above(start, Lineage.objects.filter(base__isnull=False).values_list(*columns), key="variant_id"))
    if cycle is None:
        return
    for _, document in models:
        for index, variant in enumerate(document.variants):
            if variant.slug in cycle:
                raise InvalidDocument([cycle_problem(cycle, at=f"/variants/{index}/lineage")], document=document)


def refuse_license_cycles(licenses: Iterable[tuple[Page, LicenseDocument]]) -> None:
    """Raise InvalidDocument where a license is its own predecessor's predecessor."""
    licenses = list(licenses)
    columns = ("pk", "slug", "predecessor__slug", "predecessor_id")
    start = [page.pk for page, document in licenses if document.predecessor]
    cycle = find_cycle(_edges_above(start, License.objects.filter(predecessor__isnull=False).values_list(*columns), key="pk"))
    for _, document in licenses:
        if cycle and document.slug in cycle:
            raise InvalidDocument([cycle_problem(cycle, at="/predecessor")], document=document)


def cycle_problem(cycle: list[str], *, at: str) -> Problem:
    """Return what is wrong with a line of descent that leads back to its start."""
    return Problem(at, "cycle", f"the lineage leads back to its start: {' → '.join(cycle)}; remove one of these steps")


def _edges_above(start: Iterable[int], steps: Any, *, key: str) -> dict[str, list[str]]:
    """Walk up from the given rows, a query per generation. `steps` are rows of (id, slug, slug above, id above)."""
    edges: dict[str, list[str]] = {}
    seen: set[int] = set()
    level = set(start)
    while level:
        seen |= level
        rows = found(steps, key, list(level))
        for _, slug, above, _ in rows:
            edges.setdefault(slug, []).append(above)
        level = {above for *_, above in rows} - seen
    return edges
