"""What others changed while a form was open, as its author sees it."""

from dataclasses import dataclass

from catalog.presentation.documents.labels import label_of
from registry.documents.diff import FactChange
from registry.editing.conflicts import Conflict, Theirs
from registry.models import Revision

_LONG = 160


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One fact that others changed; `is_long` where its texts are better read one below the other."""

    label: str
    theirs: Theirs

    @property
    def is_long(self) -> bool:
        """Whether a table would be too narrow for it."""
        return max(len(text) for text in (self.theirs.before, self.theirs.after, self.theirs.said)) > _LONG


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """Who saved meanwhile, and what."""

    current: int
    revisions: list[Revision]
    short: list[ShownFact]
    long: list[ShownFact]


def shown_conflict(conflict: Conflict) -> ShownConflict:
    """Return a conflict as the form shows it."""
    facts = [ShownFact(fact_label(fact.change), fact) for fact in conflict.facts]
    return ShownConflict(
        conflict.current, conflict.revisions, [fact for fact in facts if not fact.is_long], [fact for fact in facts if fact.is_long]
    )


def fact_label(change: FactChange) -> str:
    """Return what a fact is called, with the part it belongs to."""
    path, order = change.path.removesuffix(" (order)"), " (order)" if change.path.endswith(" (order)") else ""
    *owner, last = path.split("/")
    if owner and owner[0] in ("variants", "offers", "terms", "sources") and len(owner) == 1:
        return f"{label_of(owner[0])}: {last}{order}"
    if owner and owner[0] in ("variants", "offers", "terms", "sources"):
        return f"{owner[1]}: {', '.join(label_of(step) for step in [*owner[2:], last])}{order}"
    return f"{', '.join(label_of(step) for step in [*owner, last])}{order}"
