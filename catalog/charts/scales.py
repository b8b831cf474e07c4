"""From values to places on a drawing: linear, logarithmic and by day, with ticks at numbers that people count in."""

from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000)


def nice_step(span: float, *, at_most: int) -> float:
    """Return the smallest of 1, 2 or 5 times a power of ten that cuts a span, greater than zero, into at most that many steps."""
    rough = span / at_most
    size = 10.0 ** floor(log10(rough))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= rough * (1 - 1e-9))


@dataclass(frozen=True, slots=True)
class Linear:
    """Values from zero to `top` on the places from `start` to `end`."""

    top: float
    start: float
    end: float

    @classmethod
    def up_to(cls, largest: float, *, start: float, end: float, steps: int, whole: bool = False) -> "Linear":
        """Return the scale whose top is the first tick at or above the largest value; `whole` keeps ticks at whole numbers."""
        step = _step(largest, steps=steps, whole=whole)
        return cls(step * max(1, ceil(largest / step - 1e-9)), start, end)

    def at(self, value: float) -> float:
        """Return the place of a value."""
        return round(self.start + (self.end - self.start) * value / self.top, 1)

    def ticks(self, *, steps: int, whole: bool = False) -> list[float]:
        """Return the ticks from zero to the top."""
        step = _step(self.top, steps=steps, whole=whole)
        return [round(index * step, 9) for index in range(floor(self.top / step + 1e-9) + 1)]


@dataclass(frozen=True, slots=True)
class Log:
    """Values from `low` to `high`, both greater than zero, on the places from `start` to `end`: equal ratios are equally far apart."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value; what lies outside stands at the edge."""
        inside = min(max(value, self.low), self.high)
        share = (log10(inside) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return round(self.start + (self.end - self.start) * share, 1)


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `first` to `last` on the places from `start` to `end`; a single day stands in the middle."""

    first: date
    last: date
    start: float
    end: float

    def at(self, day: date) -> float:
        """Return the place of a day."""
        span = (self.last - self.first).days
        share = (day - self.first).days / span if span else 0.5
        return round(self.start + (self.end - self.start) * share, 1)

    def ticks(self, *, at_most: int) -> list[date]:
        """Return beginnings of months or years between first and last, at most that many."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        step = next((step for step in _MONTH_STEPS if months <= step * at_most), _MONTH_STEPS[-1])
        begin = (self.first.year * 12 + self.first.month - 1) // step * step
        days = [_month(number) for number in range(begin, self.last.year * 12 + self.last.month, step)]
        return [day for day in days if self.first <= day <= self.last][:at_most]


def _month(number: int) -> date:
    return date(max(number // 12, 1), number % 12 + 1, 1)


def _step(largest: float, *, steps: int, whole: bool) -> float:
    step = nice_step(largest, at_most=steps) if largest > 0 else 1.0
    return max(1.0, step) if whole else step
