"""Answers of the licensing core as the API says them."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from catalog.api.verdicts.shapes import DecisionRecord, ReasonRecord, SubjectRecord, VariantDecisionRecord, VerdictRecord
from catalog.api.verdicts.sources import ClauseSources
from registry.asking import Answer, Asked
from registry.gate.combining import all_of
from registry.licensing.decide import DISCLAIMER, Decision
from registry.licensing.reasons import Reason

_OF_THE_WHOLE = ("decided_for", "disclaimer")
_PLURALS = {"variant": "variants", "model": "models", "license": "licenses"}


def verdict_records(answers: Sequence[Answer], *, revision: int, origin: str) -> list[VerdictRecord]:
    """Return answers in their order. `revision` is that of the catalog; two queries for the sources of all of them."""
    sources = ClauseSources(reason.license for answer in answers for decision in answer.decisions for reason in decision.reasons)
    return [_verdict(answer, sources=sources, revision=revision, origin=origin) for answer in answers]


def _verdict(answer: Answer, *, sources: ClauseSources, revision: int, origin: str) -> VerdictRecord:
    in_sum = all_of(answer.decisions)
    return {
        "subject": subject_record(answer.asked, origin=origin),
        **_decision(in_sum, sources),
        "variants": _variants(answer, sources) if answer.asked.kind == "model" else [],
        "decided_for": in_sum.decided_for.isoformat(),
        "revisions": answer.revisions,
        "revision": revision,
        "disclaimer": DISCLAIMER,
    }


def subject_record(asked: Asked, *, origin: str) -> SubjectRecord:
    """Return what was asked about, with its address where the catalog has one."""
    url = f"{origin}{reverse(f'api:{_PLURALS[asked.kind]}-detail', args=[asked.slug])}" if asked.kind in _PLURALS and asked.slug else None
    return SubjectRecord(kind=asked.kind, slug=asked.slug or None, name=asked.name, url=url)  # type: ignore[typeddict-item]


def _variants(answer: Answer, sources: ClauseSources) -> list[VariantDecisionRecord]:
    return [
        {"slug": subject.slug or None, "name": subject.name or answer.asked.name, **_decision(decision, sources)}
        for subject, decision in zip(answer.asked.subjects, answer.decisions, strict=True)
    ]


def _decision(decision: Decision, sources: ClauseSources) -> DecisionRecord:
    plain: dict[str, Any] = {name: value for name, value in decision.as_dict().items() if name not in _OF_THE_WHOLE}
    return {**plain, "reasons": [_reason(reason, sources) for reason in decision.reasons]}  # type: ignore[typeddict-item]


def _reason(reason: Reason, sources: ClauseSources) -> ReasonRecord:
    plain: dict[str, Any] = reason.as_dict()
    return {**plain, "source": sources.of(reason.license, reason.term_id)}  # type: ignore[typeddict-item]
