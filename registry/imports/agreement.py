"""Check: the catalog as it would stand after loading must agree with itself, whatever was there before."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from registry.documents import FOLDERS, PageDocument
from registry.documents.files import FileProblem
from registry.documents.licenses import LicenseDocument
from registry.documents.models import ModelDocument
from registry.history.drafts import found
from registry.history.lookups import cycle_problem, find_cycle
from registry.history.taken import Claim, claimed_twice, claims
from registry.imports.catalog_files import Entry, Reading
from registry.imports.plan import Action, Plan
from registry.models import HostingOffer, License, Lineage, ModelVariant, Page


@dataclass(slots=True)
class Standing:
    """What stands in the catalog and is not replaced: slugs by kind, who owns variants and offers, and lines of descent."""

    slugs: dict[str, set[str]] = field(default_factory=dict)
    owners: dict[Claim, str] = field(default_factory=dict)
    bases: dict[str, list[str]] = field(default_factory=dict)
    predecessors: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def beside(cls, plan: Plan) -> "Standing":
        """Read what stands in the catalog beside the pages that the plan writes."""
        standing = cls({kind: set() for kind in (*FOLDERS, "variant", "offer")})
        replaced = {step.entry.key for step in plan.writes}
        rewritten = [slug for kind, slug in replaced if kind == "model"]
        own = {pk for pk, kind in found(Page.objects.values_list("pk", "kind"), "slug", rewritten) if kind == "model"}
        for kind, slug in Page.objects.values_list("kind", "slug"):
            standing.slugs[kind].add(slug)
        for what, table in (("variant", ModelVariant), ("offer", HostingOffer)):
            for slug, owner, page in table.objects.values_list("slug", "model__slug", "model_id"):
                if page not in own:
                    standing.owners[what, slug] = owner
                    standing.slugs[what].add(slug)
        edges = Lineage.objects.filter(base__isnull=False).values_list("variant__slug", "base__slug", "variant__model_id")
        for variant, base, page in edges:
            if page not in own:
                standing.bases.setdefault(variant, []).append(base)
        for slug, predecessor in License.objects.filter(predecessor__isnull=False).values_list("slug", "predecessor__slug"):
            if ("license", slug) not in replaced:
                standing.predecessors[slug] = [predecessor]
        return standing


def disagreements(reading: Reading, plan: Plan, standing: Standing) -> list[FileProblem]:
    """Return a mistake for every slug that is claimed twice, every name that leads nowhere and every lineage that leads back."""
    return [*_claimed_twice(plan, standing), *_dangling(reading, plan, standing), *_cycles(plan, standing)]


def _claimed_twice(plan: Plan, standing: Standing) -> Iterator[FileProblem]:
    owners = dict(standing.owners)
    for step in plan.steps:
        for claim, pointer in claims(step.entry.document):
            owner = owners.setdefault(claim, step.entry.document.slug)
            if owner != step.entry.document.slug and step in plan.writes:
                yield step.entry.file.problem(pointer, claimed_twice(claim, owner=owner))


def _dangling(reading: Reading, plan: Plan, standing: Standing) -> Iterator[FileProblem]:
    known = {kind: set(slugs) for kind, slugs in standing.slugs.items()}
    for kind, slug in reading.pages:
        known[kind].add(slug)
    for step in plan.writes:
        known["variant"] |= _variants(step.entry.document)
    lost = _unreadable(reading)
    for step in plan.steps:
        if step.action == Action.KEPT:
            continue
        own = _variants(step.entry.document)
        for pointer, kind, slug in step.entry.document.references():
            if slug not in known[kind] and not (kind == "variant" and slug in own) and slug not in lost.get(kind, {slug}):
                detail = f"there is no {kind} '{slug}', neither in the files nor in the catalog: add it or correct the slug"
                yield step.entry.file.problem(pointer, detail)


def _variants(document: PageDocument) -> set[str]:
    return {variant.slug for variant in document.variants} if isinstance(document, ModelDocument) else set()


def _unreadable(reading: Reading) -> dict[str, set[str]]:
    """What files with mistakes would hold if they could be read: nobody is told that it is missing.

    For variants a model file that cannot be read leaves it open; the kind is then left out, which stands for "any of them".
    """
    lost: dict[str, set[str]] = {kind: set() for kind in (*FOLDERS, "variant")}
    kinds = {folder: kind for kind, folder in FOLDERS.items()}
    for file in reading.files:
        if file.document is None:
            kind = kinds.get(file.path.relative_to(reading.root).parts[0], "")
            lost.setdefault(kind, set()).add(file.path.stem)
            if kind == "model":
                lost.pop("variant", None)
    return lost


def _cycles(plan: Plan, standing: Standing) -> Iterator[FileProblem]:
    bases, predecessors = dict(standing.bases), dict(standing.predecessors)
    of_variants: dict[str, tuple[Entry, str]] = {}
    of_licenses: dict[str, tuple[Entry, str]] = {}
    for step in plan.writes:
        document = step.entry.document
        if isinstance(document, ModelDocument):
            for index, variant in enumerate(document.variants):
                bases[variant.slug] = [edge.base for edge in variant.lineage.bases if edge.base]
                of_variants[variant.slug] = (step.entry, f"/variants/{index}/lineage")
        if isinstance(document, LicenseDocument):
            predecessors[document.slug] = [document.predecessor] if document.predecessor else []
            of_licenses[document.slug] = (step.entry, "/predecessor")
    for edges, places in ((bases, of_variants), (predecessors, of_licenses)):
        if cycle := find_cycle(edges):
            entry, pointer = next(places[slug] for slug in cycle if slug in places)
            yield entry.file.problem(pointer, cycle_problem(cycle, at=pointer).detail)
