"""What the gate answers, before it is written down in any format. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from registry.gate.entries import Entry
from registry.licensing.decide import Decision
from registry.licensing.intended_use import IntendedUse

PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"
STATUS_OF_VERDICT = {
    "allowed": PASS, "allowed_with_obligations": PASS, "unknown": UNKNOWN, "needs_permission": FAIL, "prohibited": FAIL,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the catalog that readers can look up: its kind (variant or model), slug, name and address."""

    kind: str
    slug: str
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class VariantResult:
    """One variant of a model that was asked about as a whole."""

    row: Row
    decision: Decision

    @property
    def status(self) -> str:
        return STATUS_OF_VERDICT[self.decision.verdict]


@dataclass(frozen=True, kw_only=True)
class EntryResult:
    """The answer for one entry. `matched` is None for what is not in the catalog; `variants` are filled where a whole model
    was asked about, and `decision` then is theirs in sum. `revisions` are those of the pages it rests on, by "kind/slug"."""

    entry: Entry
    decision: Decision
    matched: Row | None
    matched_by: str | None
    candidates: tuple[Row, ...]
    variants: tuple[VariantResult, ...]
    notes: tuple[str, ...]
    revisions: Mapping[str, int]

    @property
    def status(self) -> str:
        """pass, fail or unknown."""
        return STATUS_OF_VERDICT[self.decision.verdict]


@dataclass(frozen=True, kw_only=True)
class GateReport:
    """The answers in the order of the entries, and what they were asked for."""

    results: tuple[EntryResult, ...]
    use: IntendedUse
    use_name: str
    decided_for: date
    catalog_revision: int
    allow_unknown: bool

    def count(self, status: str) -> int:
        """How many entries have this status; an entry that stands twice counts twice."""
        return sum(result.status == status for result in self.results)

    @property
    def status(self) -> str:
        """The status of all together: fail where one fails, else unknown where one is unknown."""
        return FAIL if self.count(FAIL) else UNKNOWN if self.count(UNKNOWN) else PASS

    @property
    def passed(self) -> bool:
        """Whether the gate opens: nothing fails, and nothing is unknown unless that is allowed."""
        return self.status == PASS or (self.status == UNKNOWN and self.allow_unknown)

    @property
    def exit_code(self) -> int:
        """0 where the gate opens, else 1."""
        return 0 if self.passed else 1

    def as_use(self) -> dict[str, Any]:
        """The use as it was applied, in its plain form, under its name."""
        return {"name": self.use_name, "use": self.use.as_dict()}
