"""Several decisions as one: what holds where all of them apply. Plain Python."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from registry.licensing.compliance import COMPLIANCE_VALUES
from registry.licensing.decide import VERDICTS, Decision
from registry.licensing.findings import NEEDS_PERMISSION, UNKNOWN
from registry.licensing.obligations import Obligation
from registry.licensing.questions import Question
from registry.licensing.vocabulary import CAUSES, VERIFICATIONS

Item = TypeVar("Item", bound=Hashable)


def severity(decision: Decision) -> tuple[int, int]:
    """How severe a decision is: by verdict, then by worst case."""
    return VERDICTS.index(decision.verdict), VERDICTS.index(decision.worst_case)


def all_of(decisions: Sequence[Decision]) -> Decision:
    """The decision where every one of them applies: the most severe verdict and worst case, the reasons that carry them,
    and the union of the duties. ValueError without any."""
    if len(decisions) == 1:
        return decisions[0]
    verdict, worst = max(severity(each)[0] for each in decisions), max(severity(each)[1] for each in decisions)
    if verdict >= UNKNOWN:
        carrying = [each for each in decisions if severity(each)[0] == verdict or severity(each)[1] > verdict]
    else:
        carrying = list(decisions)
    refused = verdict >= NEEDS_PERMISSION
    certain = [duty for each in decisions for duty in each.obligations]
    pending = [duty for each in decisions for duty in each.pending_obligations]
    checks = () if refused else _once(check for each in decisions for check in each.compliance_checks)
    return Decision(
        verdict=VERDICTS[verdict],
        worst_case=VERDICTS[worst],
        reasons=_once(reason for each in carrying for reason in each.reasons),
        obligations=_union(certain) if verdict < UNKNOWN else (),
        pending_obligations=() if refused else _union([*(certain if verdict == UNKNOWN else ()), *pending]),
        questions=_asked_once(question for each in carrying for question in each.questions),
        causes=tuple(cause for cause in CAUSES if verdict == UNKNOWN and any(cause in each.causes for each in carrying)),
        compliance="n/a" if refused else max((each.compliance for each in decisions), key=COMPLIANCE_VALUES.index),
        compliance_checks=checks,
        verification=max((each.verification for each in carrying), key=VERIFICATIONS.index),
        decided_for=decisions[0].decided_for,
    )


def _once(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))


def _asked_once(questions: Iterable[Question]) -> tuple[Question, ...]:
    return tuple({question.key: question for question in reversed(list(questions))}.values())[::-1]


def _union(duties: Iterable[Obligation]) -> tuple[Obligation, ...]:
    union: dict[tuple[str, str | None, str | None], Obligation] = {}
    for duty in duties:
        key = (duty.type, duty.text, duty.hint)
        known = union.get(key)
        if known is None:
            union[key] = duty
            continue
        more = tuple(demand for demand in duty.demands if demand not in known.demands)
        triggers = tuple(dict.fromkeys((*known.triggers, *duty.triggers)))
        union[key] = replace(known, demands=(*known.demands, *more), triggers=triggers)
    return tuple(union.values())
