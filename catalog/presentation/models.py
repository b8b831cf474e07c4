"""What the page of a model shows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.linking import Links
from catalog.presentation.answers import Answer, LicensesBySlug, merged, use_words, variant_answer
from catalog.presentation.evidence import Evidence, Support
from catalog.presentation.families import standing
from catalog.presentation.figures import listed
from catalog.presentation.hosting import OfferLine, by_channel, offer_line
from catalog.presentation.lineage import Places, ancestor_slugs, descent, license_slugs
from catalog.presentation.matrix import matrix
from catalog.presentation.terms import TermLine, term_lines, thresholds
from catalog.reading import licenses_with_terms, line_of
from registry.models import AIModel, License, ModelVariant, Organization
from registry.models.vocabulary import CommercialUse
from registry.subjects import subjects_of


@dataclass(frozen=True)
class VariantRow:
    """A variant with what supports each of its figures."""

    variant: ModelVariant
    answer: Answer
    support: dict[str, Support]
    disputed: frozenset[str]

    @property
    def label_differs(self) -> bool:
        """Whether the publisher's label names something else than the license we concluded."""
        license = self.variant.license
        declared = self.variant.declared_license.casefold()
        if not declared:
            return False
        names = {license.slug, license.spdx_id, license.license_ref, license.name, *license.hub_ids} if license else set()
        return declared not in {str(name).casefold() for name in names}


@dataclass(frozen=True)
class LicenseCard:
    """A license of the model with its key terms, and the variants it covers."""

    license: License
    variants: tuple[ModelVariant, ...]
    key_terms: tuple[TermLine, ...]
    thresholds: tuple[Any, ...]

    @property
    def part(self) -> str:
        """What keeps the ids in its summary apart from those of other texts."""
        return str(self.license.slug)


_SUPPORTED = (
    "release_date", "params_total", "params_active", "context_tokens", "modalities", "knowledge_cutoff", "license", "declared_license",
    "lineage", "huggingface", "gated", "languages_count", "training_tokens", "open_weights", "benchmarks",
)  # fmt: skip
# The clauses that people look for first, in the order in which a short list shows them.
_KEY_TERMS = (
    "purpose", "scale_threshold", "business_model", "registration", "royalty", "region", "hosting", "redistribution", "output_use",
    "naming", "attribution", "notice_file", "flow_down", "share_alike", "aup", "litigation_termination",
)  # fmt: skip


def model_context(model: AIModel, *, today: date) -> dict[str, Any]:
    """Return what the template of a model needs; the number of queries depends on the depth of the lineage only."""
    variants = list(model.variants.all())
    subjects = subjects_of([variant.pk for variant in variants])
    above = ModelVariant.objects.filter(slug__in=ancestor_slugs(subjects.values())).select_related("model")
    own = {variant.license.slug for variant in variants if variant.license}
    licenses = {license.slug: license for license in licenses_with_terms(own | license_slugs(subjects.values()))}
    pages = LicensesBySlug(licenses)
    places = Places.of(above, licenses.values())
    evidence = Evidence.of(model)
    evidence.subjects = {f"variants/{variant.slug}": variant.name for variant in variants}
    evidence.subjects |= {f"offers/{offer.slug}": f"{offer.partner.name}: {offer.service}" for offer in model.offers.all()}
    answers = {v.pk: variant_answer(v, subject=subjects[v.pk], licenses=pages, today=today) for v in variants}
    offers = [offer_line(offer, evidence=evidence) for offer in model.offers.all()]
    together = merged(answers[variant.pk] for variant in variants)
    cards = _cards(variants, licenses)
    return {
        "model": model,
        "wiki": Links.of_pages([model, *(card.license for card in cards)]),
        "answers": together,
        "matrix": matrix([subjects[variant.pk] for variant in variants], kind="variant", today=today),
        "answer_in_one": answer_in_one(model, variants),
        "variants": [_row(variant, answers[variant.pk], evidence) for variant in variants],
        "license_cards": cards,
        "reaching": _reaching(together, own),
        "channels": by_channel(offers),
        "offers": offers,
        "hosts": _hosts(offers),
        "descents": [descent(v, subject=subjects[v.pk], places=places, drifted=answers[v.pk].drifted, today=today) for v in variants],
        "benchmarks": [
            (variant, [(result, evidence.one(result.source)) for result in variant.benchmarks.all()])
            for variant in variants
            if variant.benchmarks.all()
        ],
        "standing": standing(model, list(line_of(model.family))),
        "evidence": evidence,
        "release_support": evidence.support("release_date"),
    }


def answer_in_one(model: AIModel, variants: list[ModelVariant]) -> str:
    """Return how the variants of a model differ, or an empty text where they agree."""
    if not model.commercial_use_differs:
        return ""
    counts = {use: sum(variant.commercial_use == use for variant in variants) for use in CommercialUse}
    parts = [f"{use_words(use).lower()} for {number}" for use, number in counts.items() if number]
    return f"{listed(parts)} of its {len(variants)} variants.".capitalize()


def _row(variant: ModelVariant, answer: Answer, evidence: Evidence) -> VariantRow:
    path = f"variants/{variant.slug}"
    return VariantRow(
        variant=variant,
        answer=answer,
        support={fact: evidence.support(f"{path}/{fact}") for fact in _SUPPORTED},
        disputed=frozenset(fact for fact in _SUPPORTED if evidence.is_disputed(f"{path}/{fact}")),
    )


def _cards(variants: list[ModelVariant], licenses: dict[str, License]) -> list[LicenseCard]:
    covered: dict[str, list[ModelVariant]] = {}
    for variant in variants:
        if variant.license:
            covered.setdefault(variant.license.slug, []).append(variant)
    cards = []
    for slug, own in covered.items():
        lines = term_lines(licenses[slug], on_its_own_page=False)
        key = sorted((line for line in lines if line.term.type in _KEY_TERMS), key=lambda line: _KEY_TERMS.index(line.term.type))
        cards.append(LicenseCard(licenses[slug], tuple(own), tuple(key), tuple(thresholds(lines))))
    return cards


def _reaching(answers: list[Answer], own: set[str]) -> list[License]:
    """Licenses that reach a variant only through what it was made from."""
    return list(dict.fromkeys(license for answer in answers for license in answer.licenses if license.slug not in own))


def _hosts(offers: list[OfferLine]) -> list[tuple[str, list[Organization]]]:
    """The partners of each channel that offer it now, by name."""
    hosts = []
    for group in by_channel(line for line in offers if not line.has_ended):
        partners = dict.fromkeys(line.offer.partner for line in group.offers)
        hosts.append((group.title, list(partners)))
    return hosts
