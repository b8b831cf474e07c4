"""An answer in words: the verdict, each reason with its clause, what must be done, what is still open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.asking.controls import Control, control_for
from catalog.presentation.answers import Ground, LicensesBySlug
from catalog.presentation.matrix import VERDICT_WORDS
from registry.asking import SEVERITY, Answer
from registry.licensing.decide import Decision
from registry.licensing.lineage import Subject
from registry.licensing.obligations import Obligation
from registry.models import License, Page, Source
from registry.models.vocabulary import Kind

MEANINGS = {
    "allowed": "Nothing in the license stands against it, and it asks for nothing.",
    "allowed_with_obligations": "You may, if you do what is listed below.",
    "unknown": "What is known does not settle it. It is not a yes.",
    "needs_permission": "The license itself sends you to the licensor for a separate agreement or an approval.",
    "prohibited": "The license forbids it and offers no way around.",
}
CAUSES = {
    "missing_input": "Something about you or your plan is not stated yet.",
    "unidentified_license": "A license could not be identified.",
    "undeclared_lineage": "What the model was made from is not declared.",
    "conflicting_or_ambiguous": "Clauses contradict each other or can be read in more than one way.",
}
FACTS_READ = ("license", "declared_license", "lineage", "release_date", "modalities")
DECIDING = ("fired", "undetermined", "ambiguous", "license_drift", "title_risk")


@dataclass(frozen=True, slots=True)
class Duty:
    """One obligation with links to the licenses that ask for it."""

    obligation: Obligation
    licenses: tuple[License, ...]

    @property
    def is_recalled(self) -> bool:
        """Whether a clause that asks for it is not confirmed."""
        return any(demand.verification == "recalled" for demand in self.obligation.demands)


@dataclass(frozen=True, slots=True)
class Part:
    """The answer for variants that get the same one."""

    names: tuple[str, ...]
    slugs: tuple[str, ...]
    decision: Decision
    deciding: tuple[Ground, ...]
    others: tuple[Ground, ...]
    duties: tuple[Duty, ...]
    pending: tuple[Duty, ...]

    @property
    def words(self) -> str:
        return VERDICT_WORDS[self.decision.verdict]

    @property
    def worst_words(self) -> str:
        return VERDICT_WORDS[self.decision.worst_case]

    @property
    def causes(self) -> list[str]:
        """Why an unknown verdict is unknown, in words."""
        return [CAUSES[cause] for cause in self.decision.causes]


@dataclass(frozen=True, slots=True)
class PageBehind:
    """A page that an answer rests on, and what was read for the facts that count."""

    page: Page
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A whole answer, ready for a page or a document."""

    answer: Answer
    parts: tuple[Part, ...]
    controls: tuple[Control, ...]
    licenses: tuple[License, ...]

    @property
    def verdict(self) -> str:
        return self.answer.in_sum.verdict

    @property
    def words(self) -> str:
        return VERDICT_WORDS[self.verdict]

    @property
    def meaning(self) -> str:
        return MEANINGS[self.verdict]

    @property
    def worst_words(self) -> str:
        return VERDICT_WORDS[self.answer.in_sum.worst_case]

    @property
    def could_be_worse(self) -> bool:
        """Whether what is still open could make it worse."""
        return self.answer.in_sum.worst_case != self.verdict

    @property
    def differs(self) -> bool:
        """Whether variants of the model get different answers."""
        return len({decision.verdict for decision in self.answer.decisions}) > 1

    @property
    def rests_on_recalled(self) -> bool:
        """Whether a clause it rests on is not confirmed."""
        return any(decision.rests_on_recalled for decision in self.answer.decisions)

    @property
    def duties(self) -> tuple[Duty, ...]:
        """All obligations, each once."""
        seen = {(duty.obligation.type, duty.obligation.text, duty.obligation.hint): duty for part in self.parts for duty in part.duties}
        return tuple(seen.values())

    @property
    def notice(self) -> str:
        """A NOTICE text with the lines that the licenses prescribe; empty when none does."""
        lines = [duty.obligation.text for duty in self.duties if duty.obligation.type == "notice_file" and duty.obligation.text]
        return "\n\n".join(dict.fromkeys(lines))


def without_question(summary: str) -> str:
    """Return what a reason says without the question that it ends on: questions stand in a list of their own."""
    return summary.partition(" Open: ")[0]


def told(answer: Answer) -> Told:
    """Put an answer into words: one query for the licenses it names, one for their terms."""
    slugs = {reason.license for decision in answer.decisions for reason in decision.reasons}
    licenses = {row.slug: row for row in License.objects.filter(slug__in=slugs).prefetch_related("terms")}
    by_slug = LicensesBySlug(licenses)
    parts = tuple(_part(group, by_slug) for group in _alike(answer))
    questions = {question.key: question for decision in answer.decisions for question in decision.questions}
    controls = tuple(control_for(question) for question in questions.values())
    return Told(answer, parts, controls, tuple(sorted(licenses.values(), key=lambda row: row.name)))


def pages_behind(answer: Answer) -> list[PageBehind]:
    """Return the pages an answer rests on, each with the sources of the facts that a verdict reads, for an evidence pack."""
    slugs = {slug for _, slug in answer.asked.pages}
    rows = Page.objects.filter(slug__in=slugs).prefetch_related("page_sources__source", "citations__sources").order_by("kind", "name")
    return [PageBehind(row, _sources_read(row)) for row in rows if (row.kind, row.slug) in answer.asked.pages]


def _sources_read(page: Page) -> tuple[Source, ...]:
    """A license is read as a whole; of a model, a verdict reads the license, the lineage and the release date alone."""
    if page.kind == Kind.MODEL:
        cited = {use.pk for row in page.citations.all() if row.fact.rpartition("/")[2] in FACTS_READ for use in row.sources.all()}
    else:
        cited = {use.pk for use in page.page_sources.all()}
    found = {use.source_id: use.source for use in page.page_sources.all() if use.pk in cited}
    return tuple(sorted(found.values(), key=lambda source: source.label))


def _alike(answer: Answer) -> list[list[tuple[Subject, Decision]]]:
    groups: dict[tuple[object, ...], list[tuple[Subject, Decision]]] = {}
    for subject, decision in zip(answer.asked.subjects, answer.decisions, strict=True):
        key = (decision.verdict, decision.worst_case, decision.reasons, decision.obligations)
        groups.setdefault(key, []).append((subject, decision))
    return sorted(groups.values(), key=lambda group: -SEVERITY.index(group[0][1].verdict))


def _part(group: Sequence[tuple[Subject, Decision]], licenses: LicensesBySlug) -> Part:
    decision = group[0][1]
    deciding = tuple(licenses.ground(reason) for reason in decision.reasons if reason.kind in DECIDING and reason.effect != "oblige")
    others = tuple(licenses.ground(reason) for reason in decision.reasons if reason.kind not in DECIDING)
    return Part(
        names=tuple(subject.name for subject, _ in group),
        slugs=tuple(subject.slug for subject, _ in group),
        decision=decision,
        deciding=deciding,
        others=others,
        duties=_duties(decision.obligations, licenses),
        pending=_duties(decision.pending_obligations, licenses),
    )


def _duties(obligations: Iterable[Obligation], licenses: LicensesBySlug) -> tuple[Duty, ...]:
    return tuple(
        Duty(obligation, tuple(licenses.pages[slug] for slug in obligation.licenses if slug in licenses.pages))
        for obligation in obligations
    )
