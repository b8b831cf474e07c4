"""Asking both servers in turn and counting what each answer cost."""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.processes import CpuTimes, used_ms

# A batch lasts long enough for its CPU time to be known well, and short enough for both sides to have the same neighbours.
_BATCH_MS = 60.0
_LARGEST_BATCH = 60


@dataclass(frozen=True)
class Cost:
    """CPU milliseconds per request: the median over the rounds, and the middle half of them."""

    median: float
    lower: float
    upper: float
    requests: int


@dataclass
class Side:
    """One way to an answer: how to ask once, how to read the CPU time so far, and what each round cost per request."""

    ask: Callable[[], object]
    reading: Callable[[], CpuTimes]
    before_each: Callable[[], object] | None = None
    batch: int = 1
    samples: list[float] = field(default_factory=list)

    def round(self) -> float:
        """Ask a batch and return milliseconds per request."""
        before = self.reading()
        for _ in range(self.batch):
            if self.before_each:
                self.before_each()
            self.ask()
        return used_ms(before, self.reading()) / self.batch

    def warm_up(self) -> None:
        """Ask until code and pages are in memory, and choose how many requests make a batch."""
        self.batch = 4
        self.round()
        each = max(self.round(), 0.01)
        self.batch = max(1, min(_LARGEST_BATCH, round(_BATCH_MS / each)))

    def cost(self) -> Cost:
        """The figures of the rounds so far."""
        return cost_of(self.samples, requests=self.batch * len(self.samples))


def cost_of(samples: Sequence[float], *, requests: int) -> Cost:
    """The figures of at least one sample."""
    if len(samples) == 1:
        return Cost(samples[0], samples[0], samples[0], requests)
    lower, median, upper = statistics.quantiles(samples, n=4, method="inclusive")
    return Cost(median, lower, upper, requests)


def interleave(sides: Iterable[Side], *, rounds: int) -> None:
    """Warm all sides up, then ask them in turn: a batch of the first, a batch of the second, and so on, `rounds` times."""
    sides = list(sides)
    for side in sides:
        side.warm_up()
    for _ in range(rounds):
        for side in sides:
            side.samples.append(side.round())
