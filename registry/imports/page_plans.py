"""What the records of a source do to a model's page: a new document, and what a person has to settle. Plain Python.

Only what nobody knows here is filled in, marked as unconfirmed; what people set or verified stays, and the difference is told.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from registry.documents.evidence import Source
from registry.documents.models import ModelDocument
from registry.documents.variants import VariantDocument
from registry.imports.agreeing import COMPARED, EVIDENCE_NAME, agrees, is_unknown
from registry.imports.offer_plans import OfferPlans, service_of
from registry.imports.records import CatalogRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The snapshot that records come from: the source's code, the key and the entry by which pages cite it, its day (ISO 8601)."""

    source: str
    key: str
    cited: Source
    as_of: str

    @property
    def entry(self) -> dict[str, Any]:
        """The entry in its plain form."""
        return self.cited.model_dump(mode="json", exclude_defaults=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A record with the variant that it means and the partner that hosts it, by slug; no partner: nobody knows who that is."""

    record: CatalogRecord
    variant: str
    partner: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim against a fact of the page, with the keys of the records that make it."""

    fact: str
    ours: Any
    claimed: Any
    records: tuple[str, ...]


@dataclass(slots=True)
class PagePlan:
    """The page as it would be, what differs, and the keys of the records that changed it."""

    document: ModelDocument
    differences: list[Difference] = field(default_factory=list)
    took_from: set[str] = field(default_factory=set)


def plan_page(document: ModelDocument, meant: Sequence[Meant], *, origin: Origin, last: Mapping[str, Any] | None) -> PagePlan:
    """Return what the records do to the page. `last` is the page as the source's own last import left it: what is still as it was
    then, and cites the source alone, follows the source; anything else that is known stays."""
    data = document.as_data()
    plan = PagePlan(document)
    by_variant: dict[str, list[CatalogRecord]] = defaultdict(list)
    for each in meant:
        by_variant[each.variant].append(each.record)
    was = {variant["slug"]: variant for variant in (last or {}).get("variants", [])}
    for variant in data["variants"]:
        if variant["slug"] in by_variant:
            _take_facts(variant, by_variant[variant["slug"]], plan, origin=origin, was=was.get(variant["slug"]))
    services = {service_of(each.record) for each in meant}
    offers = OfferPlans(data, services=services, origin_key=origin.key, as_of=origin.as_of)
    for each in sorted(meant, key=lambda each: (len(each.record.host), each.record.key)):
        if each.partner:
            offers.add(each.record, variant=each.variant, partner=each.partner)
    plan.took_from |= offers.took_from
    plan.differences += [Difference(fact, ours, claimed, (key,)) for fact, ours, claimed, key in offers.differences]
    if plan.took_from:
        data["sources"] = {**data.get("sources", {}), origin.key: origin.entry}
        plan.document = ModelDocument.model_validate(data)
    return plan


def _take_facts(
    variant: dict[str, Any], records: Iterable[CatalogRecord], plan: PagePlan, *, origin: Origin, was: Mapping[str, Any] | None
) -> None:
    for fact in COMPARED:
        claims: dict[str, tuple[Any, list[str]]] = {}
        for record in records:
            if fact in record.facts and not is_unknown(record.facts[fact]):
                claims.setdefault(repr(record.facts[fact]), (record.facts[fact], []))[1].append(record.key)
        if not claims:
            continue
        ours = variant.get(fact)
        follows = is_unknown(ours) or _follows(variant, fact, origin=origin, was=was)
        if follows and len(claims) == 1:
            value, keys = next(iter(claims.values()))
            if value == ours:
                continue
            if _fill(variant, fact, value, origin=origin):
                plan.took_from.update(keys)
                continue
        path = f"variants/{variant['slug']}/{EVIDENCE_NAME.get(fact, fact)}"
        for value, keys in claims.values():
            if is_unknown(ours) or not agrees(fact, ours=ours, claimed=value):
                here, there = ({fact: side} if fact in EVIDENCE_NAME else side for side in (ours, value))
                plan.differences.append(Difference(path, here, there, tuple(keys)))


def _follows(variant: Mapping[str, Any], fact: str, *, origin: Origin, was: Mapping[str, Any] | None) -> bool:
    """Tell whether the source's own import set the fact and nobody touched it since."""
    evidence = variant.get("evidence", {}).get(EVIDENCE_NAME.get(fact, fact), {})
    only_here = evidence.get("sources") and all(is_snapshot(key, of=origin.source) for key in evidence["sources"])
    untouched = was is not None and was.get(fact) == variant.get(fact)
    return bool(only_here and untouched and evidence.get("verification") == "recalled" and not evidence.get("checked_by"))


def is_snapshot(key: str, *, of: str) -> bool:
    """Tell whether a key in a page's list of sources is a snapshot of the source: models-dev-2026-05-21."""
    return re.fullmatch(rf"{re.escape(of)}-\d{{4}}-\d\d-\d\d", key) is not None


def _fill(variant: dict[str, Any], fact: str, value: Any, *, origin: Origin) -> bool:
    """Write a claim into a variant; False, and nothing written, where a variant cannot hold such a value."""
    mark = {"verification": "recalled", "sources": [origin.key]}
    filled = {**variant, fact: value, "evidence": {**variant.get("evidence", {}), EVIDENCE_NAME.get(fact, fact): mark}}
    try:
        VariantDocument.model_validate(filled)
    except ValidationError:
        return False
    variant.update(filled)
    return True
