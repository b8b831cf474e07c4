"""The first sentence of a page: may it be used in a commercial product, on what does that depend, and by which license.

The answer is the licensing core's decision for its standard commercial use; this module only puts it into words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from catalog.presentation.figures import listed
from catalog.presentation.terms import business_words, size_in_words, term_anchor
from registry.licensing.decide import Decision, decide
from registry.licensing.lineage import Step, Subject, license_subject
from registry.licensing.reasons import Reason
from registry.licensing.standard_uses import PRODUCT
from registry.licensing.terms import LicenseFacts
from registry.models import License, LicenseTerm, ModelVariant
from registry.models.vocabulary import CommercialUse, LicenseCategory, Mark, State

WORDS = {
    CommercialUse.PERMITTED: "Permitted",
    CommercialUse.CONDITIONAL: "Depends on who you are",
    CommercialUse.UNKNOWN: "Unknown",
    CommercialUse.NOT_PERMITTED: "Not permitted",
}
MEANINGS = {
    CommercialUse.PERMITTED: "Any organization may use it in a commercial product, some with obligations.",
    CommercialUse.CONDITIONAL: "It depends on your size, your place or your business.",
    CommercialUse.UNKNOWN: "No license or variant is recorded, as for closed models, or what it was made from is not declared.",
    CommercialUse.NOT_PERMITTED: "Forbidden, or only with a separate permission from the licensor.",
}
SEVERITY = [use.value for use in CommercialUse]


def use_words(value: str) -> str:
    """Return the words that stand for a commercial-use status wherever it is shown."""
    return WORDS[CommercialUse(value)]


@dataclass(frozen=True)
class Ground:
    """A clause that an answer rests on. `license` is None where no license could be identified."""

    reason: Reason
    license: License | None
    term: LicenseTerm | None

    @property
    def says(self) -> str:
        """The clause in our own words, without the question that the core adds to it."""
        if self.term is None:
            return self.reason.summary.partition(" Open: ")[0]
        if self.term.type == "scale_threshold":
            return _threshold_sentence(self.term)
        return str(self.term.paraphrase)

    @property
    def href(self) -> str:
        if self.license is None or self.license.state == State.DRAFT:
            return ""
        anchor = f"#{term_anchor(self.term.key)}" if self.term else ""
        return f"{self.license.get_absolute_url()}{anchor}"

    @property
    def section(self) -> str:
        return "" if self.reason.section == "—" else self.reason.section

    @property
    def is_recalled(self) -> bool:
        return self.reason.verification == Mark.RECALLED

    @property
    def via(self) -> tuple[Step, ...]:
        return self.reason.via


@dataclass(frozen=True)
class Answer:
    """An answer in words: `lead` is the sentence, `grounds` the clauses it rests on, `variants` those it is about.

    Where licenses are named the sentence continues "Under this license, "; otherwise it stands alone.
    """

    use: str
    lead: str
    licenses: tuple[License, ...] = ()
    grounds: tuple[Ground, ...] = ()
    variants: tuple[ModelVariant, ...] = ()
    drifted: bool = False

    @property
    def names_licenses(self) -> bool:
        """Whether the sentence continues "Under the ... license, "."""
        granted = all(license.category != LicenseCategory.NONE for license in self.licenses)
        return bool(self.licenses) and granted and self.use != CommercialUse.UNKNOWN


@dataclass
class LicensesBySlug:
    """The license pages that reasons name, with their terms. Reads nothing after it is made."""

    pages: Mapping[str, License]
    _terms: dict[tuple[str, str], LicenseTerm] = field(init=False)

    def __post_init__(self) -> None:
        self._terms = {(slug, term.key): term for slug, page in self.pages.items() for term in page.terms.all()}

    def ground(self, reason: Reason) -> Ground:
        """Return a reason with the license and the term it cites."""
        return Ground(reason, self.pages.get(reason.license), self._terms.get((reason.license, reason.term_id or "")))


def product_decision(subject: Subject, *, today: date) -> Decision:
    """Return what the licensing core says about a commercial product by an organization of unknown size and place."""
    return decide(subject=subject, use=PRODUCT, today=today)


def license_answer(license: License, *, facts: LicenseFacts, today: date) -> Answer:
    """Return what a license alone says about a commercial product."""
    decision = product_decision(license_subject(facts), today=today)
    grounds = _grounds(decision, LicensesBySlug({license.slug: license}))
    lead = _lead(license.commercial_use, decision, grounds, what="what it covers")
    return Answer(use=license.commercial_use, lead=lead, licenses=(license,), grounds=grounds)


def variant_answer(variant: ModelVariant, *, subject: Subject, licenses: LicensesBySlug, today: date) -> Answer:
    """Return the answer for one variant: its own license and those that reach it from what it was made from."""
    decision = product_decision(subject, today=today)
    grounds = _grounds(decision, licenses)
    own = [variant.license] if variant.license else []
    inherited = [ground.license for ground in grounds if ground.license]
    return Answer(
        use=variant.commercial_use,
        lead=_lead(variant.commercial_use, decision, grounds, what="it", closed=not variant.open_weights),
        licenses=tuple(dict.fromkeys([*own, *inherited])),
        grounds=grounds,
        variants=(variant,),
        drifted=has_drifted(decision),
    )


def has_drifted(decision: Decision) -> bool:
    """Whether the label is looser than a license that reaches the model with the weights it was made from."""
    return any(reason.kind == "license_drift" for reason in decision.reasons)


def merged(answers: Iterable[Answer]) -> list[Answer]:
    """Return one answer for each group of variants for which it reads the same, mildest first."""
    groups: dict[tuple[object, ...], list[Answer]] = {}
    for answer in answers:
        clauses = tuple((ground.reason.license, ground.reason.term_id, ground.via) for ground in answer.grounds)
        key = (answer.use, answer.lead, tuple(license.pk for license in answer.licenses), clauses, answer.drifted)
        groups.setdefault(key, []).append(answer)
    together = [
        Answer(
            use=group[0].use, lead=group[0].lead, licenses=group[0].licenses, grounds=group[0].grounds, drifted=group[0].drifted,
            variants=tuple(variant for answer in group for variant in answer.variants),
        )
        for group in groups.values()
    ]  # fmt: skip
    return sorted(together, key=lambda answer: SEVERITY.index(answer.use))


def _grounds(decision: Decision, licenses: LicensesBySlug) -> tuple[Ground, ...]:
    """The clauses that refuse or could refuse; plain duties and grants are told elsewhere."""
    refused = decision.verdict in ("needs_permission", "prohibited")
    deciding = [reason for reason in decision.reasons if reason.is_binding and (refused or reason.effect != "oblige")]
    return tuple(licenses.ground(reason) for reason in deciding)


def _lead(use: str, decision: Decision, grounds: tuple[Ground, ...], *, what: str, closed: bool = False) -> str:
    """The sentence as it reads after "Under this license, "; a sentence of its own where nothing is known."""
    match CommercialUse(use):
        case CommercialUse.PERMITTED:
            return f"you may use {what} in a commercial product, whatever your size and place{_duties(decision)}."
        case CommercialUse.CONDITIONAL:
            one = "this applies" if len(grounds) == 1 else "one of these applies"
            return f"you may use {what} in a commercial product unless {one} to you:"
        case CommercialUse.NOT_PERMITTED:
            if any(ground.reason.effect == "prohibit" for ground in grounds):
                return f"you have no right to use {what} in a commercial product."
            return "a commercial product needs separate permission from the licensor, whoever you are."
    if closed:
        return "Its weights are not published: the developer's own contract governs its use, and that is not recorded here."
    return _why_unknown(decision)


def _why_unknown(decision: Decision) -> str:
    if "unidentified_license" in decision.causes:
        if any(reason.via for reason in decision.reasons if reason.is_binding):
            return "The license of something it was made from is not identified, so nobody can say whether you may use it."
        return "No license is identified for it, so nobody can say whether you may use it in a commercial product."
    if "undeclared_lineage" in decision.causes:
        return "What it was made from is not declared, so a license of its base may add conditions that nobody has stated."
    if "conflicting_or_ambiguous" in decision.causes:
        return "Clauses of its license contradict each other or leave open whether a commercial product is permitted."
    return "Whether you may use it in a commercial product cannot be told from what is recorded here."


def _duties(decision: Decision) -> str:
    count = len(decision.obligations)
    if not count:
        return ""
    return ", with one obligation" if count == 1 else f", with {count} obligations"


def _threshold_sentence(term: LicenseTerm) -> str:
    parameters = term.parameters
    who = "Organizations that, affiliates included, have" if parameters.get("includes_affiliates") else "Organizations with"
    needs = {
        "separate_license": "need a separate license from the licensor",
        "licensor_review": "need the licensor's review first",
        "none": "may not use it",
    }.get(parameters.get("remedy", ""), "have a further obligation")
    kinds = [business_words(kind) for kind in parameters.get("business_types") or []]
    limited = f", if they are {listed(kinds, last='or')}," if kinds else ""
    return f"{who} {size_in_words(parameters)}{limited} {needs}."
