"""What variants were made from, under which licenses they stood, and how they score."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from catalog.api.asks import Ask
from catalog.api.resources.evidence import PageEvidence
from catalog.api.shapes.parts import Base, Benchmark, EarlierLicense
from catalog.api.shapes.releases import FurtherFacts
from catalog.api.values import exact, text
from catalog.statements import Statement
from registry.models import BenchmarkResult, Lineage, VariantLicense

_BASES = Statement(
    lambda: Lineage.objects.order_by("variant_id", "position"),
    "variant_id", "base__slug", "base__name", "base__published", "external_name", "external_kind", "external_terms",
    "external_verification", "external_note", "relation", "same_licensor", "source_id", among="variant_id",
)  # fmt: skip
_EARLIER = Statement(
    lambda: VariantLicense.objects.order_by("variant_id", "valid_from"),
    "variant_id", "license_id", "label", "valid_from", "valid_until", "source_id", among="variant_id",
)  # fmt: skip
_RESULTS = Statement(
    lambda: BenchmarkResult.objects.order_by("variant_id", "position"),
    "variant_id", "benchmark", "metric", "shots", "score", "tuning", "harness", "source_id", among="variant_id",
)  # fmt: skip


class FurtherFactsOf:
    """Lineage, earlier licenses and results of some variants of one page: three queries."""

    def __init__(self, variants: Collection[int], ask: Ask, evidence: PageEvidence) -> None:
        self._evidence = evidence
        self._bases: dict[int, list[Base]] = defaultdict(list)
        self._earlier: dict[int, list[EarlierLicense]] = defaultdict(list)
        self._results: dict[int, list[Benchmark]] = defaultdict(list)
        for row in _BASES.dicts(variants):
            self._bases[row["variant_id"]].append(self._base(row, ask))
        earlier = _EARLIER.rows(variants)
        licenses = ask.refs.of("licenses", [row[1] for row in earlier])
        for variant, license, label, valid_from, valid_until, source in earlier:
            self._earlier[variant].append(
                {
                    "license": licenses[license] if license else None,
                    "label": text(label),
                    "valid_from": valid_from,
                    "valid_until": valid_until,
                    "source": evidence.refs.get(source),
                }
            )
        for variant, benchmark, metric, shots, score, tuning, harness, source in _RESULTS.rows(variants):
            self._results[variant].append(
                {
                    "benchmark": benchmark,
                    "metric": text(metric),
                    "shots": shots,
                    "score": exact(score) or "0",
                    "tuning": text(tuning),
                    "harness": text(harness),
                    "source": evidence.refs.get(source),
                }
            )

    def of(self, row: Mapping[str, Any]) -> FurtherFacts:
        """Return what is shown of a variant on its own page and on its model's."""
        pk, path = row["pk"], f"variants/{row['slug']}"
        return {
            "languages_count": row["languages_count"],
            "training_tokens": text(row["training_tokens"]),
            "license_since": row["license_since"],
            "earlier_licenses": self._earlier[pk],
            "lineage": {"status": row["lineage_status"], "bases": self._bases[pk]},
            "benchmarks": self._results[pk],
            "notes": row["notes"],
            "verification": self._evidence.marks(path),
            "evidence": self._evidence.of(path),
        }

    def _base(self, row: Mapping[str, Any], ask: Ask) -> Base:
        slug = row["base__slug"]
        url = ask.refs.api("variants", slug) if slug and row["base__published"] else None
        return {
            "base": {"slug": slug, "name": row["base__name"], "url": url} if slug else None,
            "external": {
                "name": row["external_name"],
                "kind": row["external_kind"],
                "terms": text(row["external_terms"]),
                "verification": row["external_verification"] or None,
                "note": text(row["external_note"]),
            }
            if row["external_name"]
            else None,
            "relation": row["relation"],
            "same_licensor": row["same_licensor"],
            "source": self._evidence.refs.get(row["source_id"]),
        }
