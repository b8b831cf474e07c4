"""What a bill of materials will hold, as its page shows it before it is downloaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse

from catalog.comparison.wanted import found
from catalog.filters.kinds import shortened
from catalog.mlbom import MOST_VARIANTS, read_variants
from catalog.presentation.lineage import relation_words
from registry.models import ModelVariant
from registry.models.vocabulary import LineageStatus

KNOWN = ("m",)


@dataclass(frozen=True, slots=True)
class Choice:
    """Variants that an address names, in its order; `errors` say in sentences what was not understood."""

    slugs: tuple[str, ...]
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BillLine:
    """A variant of the bill, and what it was made from, in words."""

    variant: ModelVariant
    made_from: tuple[str, ...]


def read_choice(query: QueryDict) -> Choice:
    """Read ?m=llama-2&m=Llama 3.1 70B: variants, and models for all of theirs, each by slug or name. Nothing is raised."""
    errors = [f"There is no parameter '{shortened(name)}' here. There is: {', '.join(KNOWN)}." for name in query if name not in KNOWN]
    typed = [text.strip() for value in query.getlist("m") for text in value.split(",") if text.strip()]
    named, unknown = found(typed[: MOST_VARIANTS + 1], by="m")
    errors += [f"There is no model or variant '{shortened(text)}' in the catalog." for text in unknown]
    slugs = _variants_of(named)
    if empty := [slug for slug in named if not any(slug in pair for pair in slugs)]:
        errors.append(f"No variant of {', '.join(empty)} is recorded.")
    chosen = list(dict.fromkeys(slug for slug, _ in slugs))
    if len(chosen) > MOST_VARIANTS or len(typed) > MOST_VARIANTS:
        errors.append(f"One file holds at most {MOST_VARIANTS} variants: leave some out.")
    return Choice(tuple(chosen[:MOST_VARIANTS]), tuple(errors))


def _variants_of(named: Sequence[str]) -> list[tuple[str, str]]:
    """Each variant that is meant with its model, in the order of what was named; a model stands for all of its own."""
    rows = ModelVariant.objects.published().filter(Q(slug__in=named) | Q(model__slug__in=named)).order_by("model__slug", "position", "pk")
    pairs = list(rows.values_list("slug", "model__slug"))
    models = {model for _, model in pairs}
    return [pair for slug in named for pair in pairs if slug == (pair[1] if slug in models else pair[0])]


def bill_lines(slugs: Sequence[str]) -> list[BillLine]:
    """Return the lines of a bill. The number of queries depends on the depth of the lineage only."""
    return [BillLine(variant, tuple(_made_from(variant))) for variant in (read_variants(slugs).wanted if slugs else ())]


def _made_from(variant: ModelVariant) -> list[str]:
    edges = [f"{relation_words(edge.relation)} {edge.base.name if edge.base else edge.external_name}" for edge in variant.bases.all()]
    words = edges or ["trained from scratch" if variant.lineage_status == LineageStatus.NONE else "not declared"]
    return [f"{text[:1].upper()}{text[1:]}" for text in words]


def bill_address(slugs: Sequence[str]) -> str:
    """Return where the bill is downloaded."""
    return f"{reverse('api:mlbom')}?{urlencode([('variant', slug) for slug in slugs])}"
