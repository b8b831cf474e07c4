"""Models: in lists with their variants and offers in short, on their own in full."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from catalog.api.asks import Ask
from catalog.api.resources.evidence import PageEvidence
from catalog.api.resources.offers import OffersInShort, offers_of_model
from catalog.api.resources.pages import SHARED, page_detail, page_record
from catalog.api.resources.variants import developers_of, variants_of_model
from catalog.api.shapes.releases import ModelDetail, ModelFacts, ModelRecord
from catalog.api.values import DISCLAIMER, partial
from catalog.statements import Statement
from registry.models import AIModel, ModelVariant

_MODELS = Statement(
    AIModel.objects.all, *SHARED,
    "family_id", "status", "release_date", "release_date_precision", "commercial_use", "commercial_use_differs", among="pk",
)  # fmt: skip
_VARIANTS_IN_SHORT = Statement(
    lambda: ModelVariant.objects.order_by("position", "pk"),
    "pk", "model_id", "slug", "name", "params_total", "params_active", "context_tokens", "open_weights", "license_id", "commercial_use",
    among="model_id",
)  # fmt: skip


def models(pks: Collection[int], ask: Ask) -> dict[int, ModelRecord]:
    """Return models by primary key."""
    rows = _MODELS.dicts(pks)
    of_model = defaultdict(list)
    for variant in _VARIANTS_IN_SHORT.dicts(pks) if ask.wants("variants", "license", "licenses") else []:
        of_model[variant["model_id"]].append(variant)
    shown = _variants_in_short(of_model, ask) if ask.wants("variants") else {}
    families = ask.related("family", "families", [row["family_id"] for row in rows])
    developers = developers_of(pks, ask) if ask.wants("developers") else {}
    offers = OffersInShort(pks if ask.wants("offers") else [], ask)
    licenses = _Licenses((variant["license_id"] for variants in of_model.values() for variant in variants), ask)
    return {
        row["pk"]: {
            **_facts(
                row,
                ask,
                family=families[row["family_id"]],
                developers=developers.get(row["pk"], []),
                licenses=licenses.of(variant["license_id"] for variant in of_model[row["pk"]]),
            ),
            "variants": [shown[variant["pk"]] for variant in of_model[row["pk"]]] if shown else [],
            "offers": offers.of_model(row["pk"]),
        }
        for row in rows
    }


def model(pk: int, ask: Ask) -> ModelDetail:
    """Return one model with its variants, its offers and all evidence."""
    (row,) = _MODELS.dicts([pk])
    evidence = PageEvidence(pk)
    variants = variants_of_model(pk, ask.below("variants"), evidence)
    families = ask.related("family", "families", [row["family_id"]])
    licenses = [license for license, _ in variants]
    return {
        **_facts(
            row,
            ask,
            family=families[row["family_id"]],
            developers=developers_of([pk], ask).get(pk, []),
            licenses=_Licenses(licenses, ask).of(licenses),
        ),
        **page_detail(pk, evidence),
        "variants": [variant for _, variant in variants],
        "offers": offers_of_model(pk, ask.below("offers"), evidence),
        "verification": evidence.marks(),
        "disclaimer": DISCLAIMER,
    }


def _facts(row: Mapping[str, Any], ask: Ask, *, family: Any, developers: list[Any], licenses: tuple[Any, list[Any]]) -> ModelFacts:
    return {
        **page_record(row, resource="models", kind="model", ask=ask),
        "family": family,
        "developers": developers,
        "status": row["status"],
        "release_date": partial(row["release_date"], row["release_date_precision"]),
        "release_date_precision": row["release_date_precision"] or None,
        "commercial_use": row["commercial_use"],
        "commercial_use_differs": row["commercial_use_differs"],
        "license": licenses[0],
        "licenses": licenses[1],
    }


class _Licenses:
    """The licenses of models, from those of their variants."""

    def __init__(self, keys: Iterable[int | None], ask: Ask) -> None:
        keys = list(keys)
        self._one = ask.related("license", "licenses", keys)
        self._all = ask.related("licenses", "licenses", keys)

    def of(self, variants: Iterable[int | None]) -> tuple[Any, list[Any]]:
        """Return the license on which all variants agree, or None, and all licenses, each once in the order of the variants."""
        keys = list(dict.fromkeys(variants))
        return self._one[keys[0]] if len(keys) == 1 and keys[0] else None, [self._all[key] for key in keys if key]


def _variants_in_short(of_model: Mapping[int, list[dict[str, Any]]], ask: Ask) -> Mapping[int, Any]:
    rows = [variant for variants in of_model.values() for variant in variants]
    refs = ask.refs
    licenses = refs.of("licenses", [row["license_id"] for row in rows])
    return ask.related(
        "variants",
        "variants",
        [row["pk"] for row in rows],
        refs={
            row["pk"]: {
                "slug": row["slug"],
                "name": row["name"],
                "url": refs.api("variants", row["slug"]),
                "params_total": row["params_total"],
                "params_active": row["params_active"],
                "context_tokens": row["context_tokens"],
                "open_weights": row["open_weights"],
                "license": licenses[row["license_id"]] if row["license_id"] else None,
                "commercial_use": row["commercial_use"],
            }
            for row in rows
        },
    )
