"""Licenses with their terms."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from catalog.api.asks import Ask
from catalog.api.resources.evidence import PageEvidence, source_refs
from catalog.api.resources.pages import SHARED, page_detail, page_record
from catalog.api.shapes.licenses import LicenseDetail, LicenseRecord, TermRecord, TermRef
from catalog.api.values import DISCLAIMER, partial, text
from catalog.statements import Statement
from registry.models import License, LicenseTerm

_LICENSES = Statement(
    License.objects.all, *SHARED,
    "version", "spdx_id", "license_ref", "scancode_key", "scancode_category", "hub_ids", "category", "commercial_use", "osi_approved",
    "licensor", "effective_date", "effective_date_precision", "applies_to", "predecessor_id", among="pk",
)  # fmt: skip
_LICENSORS = Statement(
    lambda: License.licensors.through.objects.order_by("organization__name", "organization_id"),
    "license_id", "organization_id", among="license_id",
)  # fmt: skip
_TERMS = Statement(
    lambda: LicenseTerm.objects.order_by("license_id", "position", "pk"),
    "pk", "license_id", "key", "type", "effect", "section", "paraphrase", "verification", "parameters", among="license_id",
)  # fmt: skip
_TERMS_IN_SHORT = Statement(
    lambda: LicenseTerm.objects.order_by("license_id", "position", "pk"), "license_id", "key", "type", "effect", among="license_id"
)
_CITED = Statement(
    lambda: LicenseTerm.sources.through.objects.order_by("pagesource__key"),
    "licenseterm_id", "pagesource_id", among="licenseterm__license_id",
)  # fmt: skip
_SUCCESSORS = Statement(lambda: License.objects.order_by("name", "pk"), "pk", among="predecessor_id")
_VERSIONS = Statement(License.objects.all, "versions", among="pk")


def licenses(pks: Collection[int], ask: Ask) -> dict[int, LicenseRecord]:
    """Return licenses by primary key, their terms in short unless they are expanded."""
    rows = _LICENSES.dicts(pks)
    licensors = _licensors(pks, ask) if ask.wants("licensors") else {}
    terms: dict[int, Any] = {}
    if ask.wants("terms"):
        terms = _terms(pks) if "terms" in ask.expand else _terms_in_short(pks)
    predecessors = ask.related("predecessor", "licenses", [row["predecessor_id"] for row in rows])
    return {
        row["pk"]: {
            **page_record(row, resource="licenses", kind="license", ask=ask),
            "version": text(row["version"]),
            "spdx_id": text(row["spdx_id"]),
            "license_ref": text(row["license_ref"]),
            "scancode_key": text(row["scancode_key"]),
            "scancode_category": text(row["scancode_category"]),
            "hub_ids": row["hub_ids"],
            "category": row["category"],
            "commercial_use": row["commercial_use"],
            "osi_approved": row["osi_approved"],
            "licensor": text(row["licensor"]),
            "licensors": licensors.get(row["pk"], []),
            "effective_date": partial(row["effective_date"], row["effective_date_precision"]),
            "effective_date_precision": row["effective_date_precision"] or None,
            "applies_to": row["applies_to"],
            "predecessor": predecessors[row["predecessor_id"]] if row["predecessor_id"] else None,
            "terms": terms.get(row["pk"], []),
        }
        for row in rows
    }


def license(pk: int, ask: Ask) -> LicenseDetail:
    """Return one license in full."""
    found = licenses([pk], replace(ask, expand={**ask.expand, "terms": {}}))[pk]
    successors = [successor for (successor,) in _SUCCESSORS.rows([pk])]
    refs = ask.refs.of("licenses", successors)
    return {
        **found,
        **page_detail(pk, PageEvidence(pk)),
        "successors": [refs[successor] for successor in successors],
        "versions": [
            {"version": issue["version"], "verification": issue["verification"], "change": issue.get("change") or None}
            for issue in _VERSIONS.rows([pk])[0][0]
        ],
        "disclaimer": DISCLAIMER,
    }


def _licensors(pks: Collection[int], ask: Ask) -> dict[int, list[Any]]:
    links = _LICENSORS.rows(pks)
    related = ask.related("licensors", "organizations", (organization for _, organization in links))
    found = defaultdict(list)
    for of, organization in links:
        found[of].append(related[organization])
    return found


def _terms_in_short(pks: Collection[int]) -> dict[int, list[TermRef]]:
    found = defaultdict(list)
    for of, key, type, effect in _TERMS_IN_SHORT.rows(pks):
        found[of].append(TermRef(id=key, type=type, effect=effect))
    return found


def _terms(pks: Collection[int]) -> dict[int, list[TermRef | TermRecord]]:
    links = _CITED.rows(pks)
    sources = source_refs({source for _, source in links})
    cited = defaultdict(list)
    for term, source in links:
        cited[term].append(sources[source])
    found: dict[int, list[TermRef | TermRecord]] = defaultdict(list)
    for row in _TERMS.dicts(pks):
        record: TermRecord = {
            "id": row["key"],
            "type": row["type"],
            "effect": row["effect"],
            "section": row["section"],
            "paraphrase": row["paraphrase"],
            "verification": row["verification"],
            "parameters": row["parameters"],
            "sources": cited[row["pk"]],
        }
        found[row["license_id"]].append(record)
    return found
