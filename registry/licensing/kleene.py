"""Kleene's strong three-valued logic, where an unknown remembers what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.licensing.gaps import Gap


@dataclass(frozen=True)
class Truth:
    """True, False or unknown (None). `gaps` names what would settle an unknown; a settled truth has none."""

    value: bool | None
    gaps: frozenset[Gap] = frozenset()

    @property
    def is_true(self) -> bool:
        return self.value is True

    @property
    def is_false(self) -> bool:
        return self.value is False

    @property
    def is_unknown(self) -> bool:
        return self.value is None

    def __and__(self, other: "Truth") -> "Truth":
        return all_of((self, other))

    def __or__(self, other: "Truth") -> "Truth":
        return any_of((self, other))

    def __invert__(self) -> "Truth":
        return self if self.value is None else Truth(not self.value)


TRUE = Truth(True)
FALSE = Truth(False)


def unknown(*gaps: Gap) -> Truth:
    """Unknown for want of these."""
    return Truth(None, frozenset(gaps))


def known_or(value: bool | None, *gaps: Gap) -> Truth:
    """The value where it is known, else unknown for want of these."""
    return unknown(*gaps) if value is None else Truth(value)


def all_of(truths: Iterable[Truth]) -> Truth:
    """AND: one false settles it, however much is unknown."""
    truths = tuple(truths)
    if any(truth.is_false for truth in truths):
        return FALSE
    return _joined(truths, otherwise=TRUE)


def any_of(truths: Iterable[Truth]) -> Truth:
    """OR: one true settles it, however much is unknown."""
    truths = tuple(truths)
    if any(truth.is_true for truth in truths):
        return TRUE
    return _joined(truths, otherwise=FALSE)


def _joined(truths: tuple[Truth, ...], *, otherwise: Truth) -> Truth:
    open_truths = [truth for truth in truths if truth.is_unknown]
    if not open_truths:
        return otherwise
    return Truth(None, frozenset().union(*(truth.gaps for truth in open_truths)))
