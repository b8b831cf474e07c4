"""What supports the figures of many variants at once, whichever pages they are on: the same few queries for all of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models import Q

from catalog.presentation.evidence import WHOLE, Evidence, NumberedSource, Support, fact_anchor
from registry.models import Citation, ModelVariant, PageSource


def supports_of(variants: Sequence[ModelVariant], *, facts: Iterable[str]) -> Mapping[int, Mapping[str, Support]]:
    """Return by primary key what each fact of the variants rests on; its mark leads to the evidence on the model's own page."""
    facts = list(facts)
    wanted = Q(fact=WHOLE) | Q(fact__endswith=f"/{WHOLE}")
    for fact in facts:
        wanted |= Q(fact__endswith=f"/{fact}")
    pages = {variant.model_id for variant in variants}
    citations: dict[int, dict[str, Citation]] = {}
    for citation in Citation.objects.filter(wanted, page_id__in=pages).prefetch_related("sources__source"):
        citations.setdefault(citation.page_id, {})[citation.fact] = citation
    evidence = {pk: _evidence(citations.get(pk, {})) for pk in pages}
    return {variant.pk: {fact: _support(evidence[variant.model_id], variant, fact) for fact in facts} for variant in variants}


def _evidence(citations: dict[str, Citation]) -> Evidence:
    uses: dict[int, PageSource] = {use.pk: use for citation in citations.values() for use in citation.sources.all()}
    return Evidence(sources=[NumberedSource(0, use) for use in uses.values()], citations=citations, contradictions=[])


def _support(evidence: Evidence, variant: ModelVariant, fact: str) -> Support:
    support = evidence.support(f"variants/{variant.slug}/{fact}")
    page = variant.model.get_absolute_url()
    return replace(support, elsewhere=f"{page}#{fact_anchor(support.fact)}") if support.has_row else support
