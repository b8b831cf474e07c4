"""Which variants a bill of materials is about, and what they stand on."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from registry.models import Citation, HubRepository, Lineage, ModelDeveloper, ModelVariant, PageSource

MOST_VARIANTS = 200


class UnknownVariants(ValueError):  # noqa: N818 - reads as what it is
    """Slugs that no published variant has; `slugs` names them."""

    def __init__(self, slugs: Sequence[str]) -> None:
        self.slugs = slugs
        super().__init__(", ".join(slugs))


@dataclass(frozen=True)
class Reading:
    """The variants asked for, in that order; every published variant they stand on, by primary key; and where their facts were read."""

    wanted: Sequence[ModelVariant]
    known: Mapping[int, ModelVariant]
    evidence: "Evidence"


def read_variants(slugs: Iterable[str]) -> Reading:
    """Return the variants with all their ancestors; UnknownVariants names each slug that there is not. A few queries per generation."""
    asked = list(dict.fromkeys(slugs))
    by_slug = {variant.slug: variant for variant in _variants().filter(slug__in=asked)}
    if missing := [slug for slug in asked if slug not in by_slug]:
        raise UnknownVariants(missing)
    wanted = [by_slug[slug] for slug in asked]
    known = {variant.pk: variant for variant in wanted}
    newest: Collection[ModelVariant] = wanted
    while above := {edge.base_id for variant in newest for edge in variant.bases.all() if edge.base_id} - known.keys():
        newest = list(_variants().filter(pk__in=above))
        known.update({variant.pk: variant for variant in newest})
        if not newest:
            break
    return Reading(wanted, known, Evidence({variant.model_id for variant in wanted}))


def _variants() -> "QuerySet[ModelVariant]":
    return (
        ModelVariant.objects.published()
        .select_related("model", "license")
        .prefetch_related(
            Prefetch("repositories", HubRepository.objects.order_by("position", "pk")),
            Prefetch("bases", Lineage.objects.select_related("base").order_by("position", "pk")),
            Prefetch("model__developer_links", ModelDeveloper.objects.select_related("organization").order_by("position", "pk")),
        )
        .order_by("slug")
    )


class Evidence:
    """The marks and sources of the facts of variants, from the pages of their models."""

    def __init__(self, pages: Collection[int]) -> None:
        sources = Prefetch("sources", PageSource.objects.select_related("source").order_by("key", "pk"))
        self._citations: dict[int, list[Citation]] = defaultdict(list)
        for citation in Citation.objects.filter(page_id__in=pages).prefetch_related(sources).order_by("page_id", "fact", "pk"):
            self._citations[citation.page_id].append(citation)

    def of(self, variant: ModelVariant) -> list[Citation]:
        """Return the citations of a variant's own facts."""
        path = f"variants/{variant.slug}/"
        return [citation for citation in self._citations[variant.model_id] if citation.fact.startswith(path)]
