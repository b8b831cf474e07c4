"""May we use it, for each of the handful of things people want to do: a small table with the clause behind each answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from registry.licensing.decide import Decision, decide
from registry.licensing.lineage import Subject
from registry.licensing.reasons import Reason
from registry.licensing.standard_uses import STANDARD_USES

VERDICT_WORDS = {
    "allowed": "Allowed",
    "allowed_with_obligations": "Allowed with obligations",
    "unknown": "Unknown",
    "needs_permission": "Needs permission",
    "prohibited": "Prohibited",
}
USE_WORDS = {
    "internal_use": "Use it internally",
    "product": "Build a product on it",
    "hosted_api": "Offer it as an API",
    "finetune_and_redistribute": "Fine-tune it and share the result",
    "train_on_outputs": "Train another model on its outputs",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: for which use, the verdict, the clause that weighs most, and where the question can be asked in full."""

    use: str
    verdict: str
    worst_case: str
    why: Reason | None
    duties: int
    open_questions: int
    address: str

    @property
    def words(self) -> str:
        return VERDICT_WORDS[self.verdict]

    @property
    def worst_words(self) -> str:
        return VERDICT_WORDS[self.worst_case].lower() if self.worst_case != self.verdict else ""

    @property
    def use_words(self) -> str:
        return USE_WORDS[self.use]


@dataclass(frozen=True, slots=True)
class Row:
    """The answers for subjects that get the same ones."""

    names: tuple[str, ...]
    cells: tuple[Cell, ...]


def matrix(subjects: Iterable[Subject], *, kind: str, today: date, name: str = "", slug: str = "") -> list[Row]:
    """Return a row for each group of subjects with equal answers, in their order. `kind` is variant or license.

    For a bare license `name` and `slug` are the license's. Equal signatures are decided once.
    """
    decided: dict[tuple[object, ...], tuple[Decision, ...]] = {}
    groups: dict[tuple[object, ...], list[Subject]] = {}
    for subject in subjects:
        signature = subject.signature()
        if signature not in decided:
            decided[signature] = tuple(decide(subject=subject, use=use, today=today) for use in STANDARD_USES.values())
        answers = decided[signature]
        key = tuple((answer.verdict, answer.worst_case, answer.reasons) for answer in answers)
        groups.setdefault(key, []).append(subject)
    return [_row(group, decided[group[0].signature()], kind=kind, name=name, slug=slug) for group in groups.values()]


def _row(group: Sequence[Subject], answers: Sequence[Decision], *, kind: str, name: str, slug: str) -> Row:
    about = f"{kind}:{slug or group[0].slug}"
    cells = tuple(_cell(use, answer, about=about) for use, answer in zip(STANDARD_USES, answers, strict=True))
    return Row(tuple(subject.name or name for subject in group), cells)


def _cell(use: str, answer: Decision, *, about: str) -> Cell:
    binding = [reason for reason in answer.reasons if reason.is_binding and reason.effect != "oblige"]
    return Cell(
        use=use,
        verdict=answer.verdict,
        worst_case=answer.worst_case,
        why=binding[0] if binding else None,
        duties=len(answer.obligations),
        open_questions=len(answer.questions),
        address=urlencode({"about": about, "do": use}),
    )
