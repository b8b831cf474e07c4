"""Variants: in lists, on their own, and as their model lists them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from catalog.api.asks import Ask
from catalog.api.resources.evidence import PageEvidence
from catalog.api.resources.lineage import FurtherFactsOf
from catalog.api.resources.offers import OffersInShort, covering, offers_of_model
from catalog.api.shapes.releases import VariantDetail, VariantFacts, VariantInModel, VariantRecord
from catalog.api.values import DISCLAIMER, partial, text
from catalog.statements import Statement
from registry.models import HubRepository, ModelDeveloper, ModelVariant

COLUMNS = (
    "pk", "slug", "name", "aliases", "status", "release_date", "release_date_precision", "open_weights", "category", "params_total",
    "params_active", "context_tokens", "inputs", "outputs", "knowledge_cutoff", "knowledge_cutoff_precision", "gated", "license_id",
    "declared_license", "commercial_use", "model_id",
)  # fmt: skip
FURTHER = ("languages_count", "training_tokens", "license_since", "lineage_status", "notes")
_OF_MODEL = ("model__slug", "model__name", "model__family_id", "model__number")
_VARIANTS = Statement(ModelVariant.objects.all, *COLUMNS, *_OF_MODEL, among="pk")
_IN_FULL = Statement(ModelVariant.objects.all, *COLUMNS, *FURTHER, *_OF_MODEL, among="pk")
_OF_MODELS_IN_FULL = Statement(lambda: ModelVariant.objects.order_by("position", "pk"), *COLUMNS, *FURTHER, "model__slug", among="model_id")
_REPOSITORIES = Statement(lambda: HubRepository.objects.order_by("position", "pk"), "variant_id", "name", among="variant_id")
_DEVELOPERS = Statement(lambda: ModelDeveloper.objects.order_by("model_id", "position"), "model_id", "organization_id", among="model_id")


def developers_of(models: Collection[int], ask: Ask) -> Mapping[int, list[Any]]:
    """Return the developers of models, the main developer first: one query."""
    links = _DEVELOPERS.rows(models)
    related = ask.related("developers", "organizations", (organization for _, organization in links))
    found: dict[int, list[Any]] = defaultdict(list)
    for model, organization in links:
        found[model].append(related[organization])
    return found


def repositories_of(variants: Collection[int]) -> Mapping[int, list[str]]:
    """Return the Hugging Face repositories of variants: one query."""
    found: dict[int, list[str]] = defaultdict(list)
    for variant, name in _REPOSITORIES.rows(variants):
        found[variant].append(name)
    return found


def facts(row: Mapping[str, Any], ask: Ask, *, licenses: Mapping[int, Any], repositories: Mapping[int, list[str]]) -> VariantFacts:
    """Return what a variant itself is."""
    return {
        "slug": row["slug"],
        "name": row["name"],
        "url": ask.refs.api("variants", row["slug"]),
        "html_url": f"{ask.refs.page('model', row['model__slug'])}#{row['slug']}",
        "aliases": row["aliases"],
        "status": row["status"],
        "release_date": partial(row["release_date"], row["release_date_precision"]),
        "release_date_precision": row["release_date_precision"] or None,
        "open_weights": row["open_weights"],
        "category": row["category"] or None,
        "params_total": row["params_total"],
        "params_active": row["params_active"],
        "context_tokens": row["context_tokens"],
        "inputs": row["inputs"],
        "outputs": row["outputs"],
        "knowledge_cutoff": partial(row["knowledge_cutoff"], row["knowledge_cutoff_precision"]),
        "knowledge_cutoff_precision": row["knowledge_cutoff_precision"] or None,
        "gated": row["gated"],
        "huggingface": repositories.get(row["pk"], []),
        "license": licenses[row["license_id"]] if row["license_id"] else None,
        "declared_license": text(row["declared_license"]),
        "commercial_use": row["commercial_use"],
    }


def variants(pks: Collection[int], ask: Ask) -> dict[int, VariantRecord]:
    """Return variants by primary key."""
    rows = _VARIANTS.dicts(pks)
    models = {row["model_id"] for row in rows}
    repositories = repositories_of(pks) if ask.wants("huggingface") else {}
    developers = developers_of(models, ask) if ask.wants("developers") else {}
    offers = OffersInShort(models if ask.wants("offers") else [], ask)
    belonging = _Belonging(rows, ask)
    return {
        row["pk"]: {
            **facts(row, ask, licenses=belonging.licenses, repositories=repositories),
            "model": belonging.models[row["model_id"]],
            "family": belonging.families[row["model__family_id"]],
            "developers": developers.get(row["model_id"], []),
            "offers": offers.of_variant(row["pk"], model=row["model_id"]),
        }
        for row in rows
    }


def variant(pk: int, ask: Ask) -> VariantDetail:
    """Return one variant in full."""
    (row,) = _IN_FULL.dicts([pk])
    model = row["model_id"]
    evidence = PageEvidence(model)
    belonging = _Belonging([row], ask)
    path = f"variants/{row['slug']}"
    return {
        **facts(row, ask, licenses=belonging.licenses, repositories=repositories_of([pk])),
        **FurtherFactsOf([pk], ask, evidence).of(row),
        "model": belonging.models[model],
        "family": belonging.families[row["model__family_id"]],
        "developers": developers_of([model], ask).get(model, []),
        "offers": covering(offers_of_model(model, ask.below("offers"), evidence), row["slug"]),
        "contradictions": evidence.contradictions(path),
        "sources": evidence.sources,
        "revision": row["model__number"],
        "disclaimer": DISCLAIMER,
    }


def variants_of_model(model: int, ask: Ask, evidence: PageEvidence) -> list[tuple[int | None, VariantInModel]]:
    """Return the variants of one model in full, each with the primary key of its license."""
    rows = _OF_MODELS_IN_FULL.dicts([model])
    pks = [row["pk"] for row in rows]
    licenses = ask.related("license", "licenses", [row["license_id"] for row in rows])
    repositories, further = repositories_of(pks), FurtherFactsOf(pks, ask, evidence)
    return [(row["license_id"], {**facts(row, ask, licenses=licenses, repositories=repositories), **further.of(row)}) for row in rows]


class _Belonging:
    """The model, family and licenses of some variants, in short or expanded."""

    def __init__(self, rows: Collection[Mapping[str, Any]], ask: Ask) -> None:
        refs = {
            row["model_id"]: {"slug": row["model__slug"], "name": row["model__name"], "url": ask.refs.api("models", row["model__slug"])}
            for row in rows
        }
        self.models = ask.related("model", "models", refs, refs=refs)
        self.families = ask.related("family", "families", [row["model__family_id"] for row in rows])
        self.licenses = ask.related("license", "licenses", [row["license_id"] for row in rows])
