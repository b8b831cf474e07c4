"""The models and variants of a comparison, read with all that its rows say of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalog.comparison.table import Column
from catalog.presentation.evidence import Evidence, Support
from catalog.presentation.lineage import license_slugs
from catalog.reading import licenses_with_terms, page_rows
from registry.licensing.lineage import Subject
from registry.models import AIModel, HostingOffer, License, ModelVariant
from registry.models.vocabulary import Kind
from registry.subjects import subjects_of


@dataclass(frozen=True, slots=True)
class Release:
    """One column: a model with all its variants, or one of them."""

    column: Column
    model: AIModel
    variants: tuple[ModelVariant, ...]
    subjects: tuple[Subject, ...]
    evidence: Evidence

    @property
    def is_whole(self) -> bool:
        """Whether the model is meant, not one of its variants."""
        return self.column.kind == Kind.MODEL

    @property
    def closed(self) -> bool:
        """Whether no weights are published of any of it."""
        return not any(variant.open_weights for variant in self.variants)

    @property
    def offers(self) -> list[HostingOffer]:
        """The offers of it: those of the whole model, and those that cover one of its variants."""
        own = {variant.pk for variant in self.variants}
        return [offer for offer in self.model.offers.all() if self._covers(offer, own)]

    def support(self, variant: ModelVariant, fact: str) -> Support:
        """Return what a fact of a variant rests on; its mark leads to the model's page."""
        support = self.evidence.support(f"variants/{variant.slug}/{fact}")
        return elsewhere(support, self.model.get_absolute_url())

    def _covers(self, offer: Any, own: set[int]) -> bool:
        covered = {link.variant_id for link in offer.covered.all()}
        if self.is_whole:
            return True
        return bool(covered & own) or (not covered and not offer.other_variant)


def elsewhere(support: Support, address: str) -> Support:
    """Return the same support with its mark leading to the page that shows the sources."""
    return replace(support, elsewhere=f"{address}{support.href}" if support.href else "")


def releases(slugs: Sequence[str], *, today: date) -> tuple[list[Release], dict[str, License]]:
    """Return the columns in the order of their slugs, and every license that any of them or its lineage ever had, by slug."""
    variants = {row.slug: row for row in ModelVariant.objects.published().filter(slug__in=slugs).select_related("model")}
    wanted = {*slugs, *(variant.model.slug for variant in variants.values())}
    models = {row.slug: row for row in page_rows(Kind.MODEL).filter(slug__in=wanted, state="published")}
    subjects = subjects_of([variant.pk for model in models.values() for variant in model.variants.all()])
    named = {variant.license.slug for model in models.values() for variant in model.variants.all() if variant.license}
    licenses = {row.slug: row for row in licenses_with_terms(named | license_slugs(subjects.values()))}
    return [_release(slug, models, variants, subjects) for slug in slugs], licenses


def _release(slug: str, models: Mapping[str, Any], variants: Mapping[str, Any], subjects: Mapping[int, Subject]) -> Release:
    model = models.get(slug) or models[variants[slug].model.slug]
    all_of_it = tuple(model.variants.all())
    chosen = all_of_it if model.slug == slug else tuple(variant for variant in all_of_it if variant.slug == slug)
    only = chosen[0] if model.slug != slug else None
    column = (
        Column("variant", slug, only.name, only.get_absolute_url(), f"variant of {model.name}")
        if only
        else Column("model", slug, model.name, model.get_absolute_url(), _variants_in_words(len(all_of_it)))
    )
    return Release(column, model, chosen, tuple(subjects[variant.pk] for variant in chosen), Evidence.of(model))


def _variants_in_words(count: int) -> str:
    return "one variant" if count == 1 else f"{count} variants" if count else "no variant recorded"
