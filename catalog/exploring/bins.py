"""Ranges of numbers in steps that grow with them, and years: what a histogram counts."""

from bisect import bisect_right
from dataclasses import dataclass

_MILLION, _BILLION = 10**6, 10**9


@dataclass(frozen=True, slots=True)
class Bin:
    """Whole numbers from `low` to `high`, both within; None where there is no bound on that side."""

    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Scale:
    """Neighbouring bins over all numbers; each edge begins one."""

    edges: tuple[int, ...]

    def place(self, number: int) -> int:
        """Return which bin a number lies in, from 0."""
        return bisect_right(self.edges, number)

    @property
    def bins(self) -> tuple[Bin, ...]:
        """Every bin, lowest first."""
        lows: list[int | None] = [None, *self.edges]
        highs: list[int | None] = [*(edge - 1 for edge in self.edges), None]
        return tuple(Bin(low, high) for low, high in zip(lows, highs, strict=True))


# Two bins to a power of ten.
PARAMETERS = Scale(
    (100 * _MILLION, 300 * _MILLION, _BILLION, 3 * _BILLION, 10 * _BILLION, 30 * _BILLION, 100 * _BILLION, 300 * _BILLION, 1000 * _BILLION)
)
# Powers of two, as context windows are.
CONTEXT = Scale(tuple(2**power for power in range(11, 21)))
SCALES = {"params_total": PARAMETERS, "context_tokens": CONTEXT}
