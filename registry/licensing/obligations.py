"""What must be done: the duties that arise, the same duty once with every license that asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.licensing.findings import OBLIGED, Finding
from registry.licensing.lineage import Step
from registry.licensing.terms import Term
from registry.licensing.vocabulary import TRIGGERS

CONFIDENCES = ("clear", "likely", "ambiguous")


@dataclass(frozen=True, kw_only=True)
class Demand:
    """One clause that asks for the duty."""

    license: str
    section: str
    term_id: str
    verification: str
    via: tuple[Step, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The plain form."""
        return {
            "license": self.license,
            "section": self.section,
            "term_id": self.term_id,
            "verification": self.verification,
            "via": [step._asdict() for step in self.via],
        }


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """One duty. `text` is what has to be shown, used as a prefix or put in a file, word for word, where the license says;
    `triggers` are what brings it about; `confidence` is likely or ambiguous where the text leaves that open."""

    type: str
    summary: str
    demands: tuple[Demand, ...]
    text: str | None = None
    hint: str | None = None
    triggers: tuple[str, ...] = ()
    confidence: str = "clear"
    url: str | None = None
    placement: str | None = None

    @property
    def licenses(self) -> tuple[str, ...]:
        """The licenses that ask for it."""
        return tuple(dict.fromkeys(demand.license for demand in self.demands))

    def as_dict(self) -> dict[str, object]:
        """The plain form."""
        return {
            "type": self.type,
            "hint": self.hint,
            "text": self.text,
            "summary": self.summary,
            "licenses": list(self.licenses),
            "demands": [demand.as_dict() for demand in self.demands],
            "triggers": list(self.triggers),
            "confidence": self.confidence,
            "url": self.url,
            "placement": self.placement,
        }


def obligations_among(found: Iterable[Finding], *, certain: bool) -> tuple[Obligation, ...]:
    """The deduplicated union of the duties that arise (certain) or that may arise, each citing its licenses."""
    union: dict[tuple[str, str | None, str | None], Obligation] = {}
    for finding in found:
        wanted = finding.bites.is_true if certain else finding.bites.is_unknown
        if not wanted or finding.severity != OBLIGED or finding.term is None:
            continue
        duty = _obligation(finding, term=finding.term)
        key = (duty.type, duty.text, duty.hint)
        known = union.get(key)
        union[key] = duty if known is None else _joined(known, duty)
    return tuple(union.values())


def display_text(term: Term) -> str | None:
    """The words that a duty prescribes: to display, to begin a name with, to put in a file."""
    if term.type == "scale_threshold":
        text = term.record("obligation").get("text")
        return text if isinstance(text, str) else None
    return term.text("prefix") or term.text("text")


def _obligation(finding: Finding, *, term: Term) -> Obligation:
    assert finding.reaching.license is not None
    triggers, confidence = _what_triggers(finding, term=term)
    threshold_duty = term.record("obligation")
    placement = threshold_duty.get("placement")
    return Obligation(
        type=str(threshold_duty.get("type", term.type)),
        text=display_text(term),
        hint=display_text(term) or term.text("policy") or term.text("what") or term.text("reach"),
        summary=term.paraphrase,
        demands=(
            Demand(
                license=finding.reaching.license.slug,
                section=term.section,
                term_id=term.id,
                verification=term.verification,
                via=finding.reaching.via,
            ),
        ),
        triggers=triggers,
        confidence=confidence,
        url=term.text("mutable_url") or term.text("url"),
        placement=placement if isinstance(placement, str) else None,
    )


def _what_triggers(finding: Finding, *, term: Term) -> tuple[tuple[str, ...], str]:
    situation = finding.situation
    if situation is None or not term.words("trigger"):
        return ("commercial_use",) if term.record("applies_if") else (), "clear"
    occurring = [word for word in TRIGGERS if word in term.words("trigger") and situation.occurs(word).is_true]
    if not occurring:
        occurring = ["host_api"] if situation.hosting_is_distribution else []
    return tuple(occurring), _surest(str(term.record("trigger_confidence").get(word, "clear")) for word in occurring)


def _surest(confidences: Iterable[str]) -> str:
    return min(confidences, key=CONFIDENCES.index, default="clear")


def _joined(known: Obligation, duty: Obligation) -> Obligation:
    demands = (*known.demands, *(demand for demand in duty.demands if demand not in known.demands))
    return Obligation(
        type=known.type,
        summary=known.summary,
        demands=demands,
        text=known.text,
        hint=known.hint,
        triggers=tuple(dict.fromkeys((*known.triggers, *duty.triggers))),
        confidence=_surest((known.confidence, duty.confidence)),
        url=known.url or duty.url,
        placement=known.placement or duty.placement,
    )
