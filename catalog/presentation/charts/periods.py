"""Years and quarters as the columns of a chart over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MOST_PERIODS = 60


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A year, or a quarter of one; `quarter` is 0 for a whole year."""

    year: int
    quarter: int = 0

    @property
    def words(self) -> str:
        return f"Q{self.quarter} {self.year}" if self.quarter else str(self.year)

    @property
    def tick(self) -> str:
        """How it is called below an axis: of the quarters the first says its year."""
        return str(self.year) if self.quarter < 2 else ""

    @property
    def months(self) -> list[str]:
        """What a filter by date takes to find exactly what is known to lie in it."""
        if not self.quarter:
            return [f"{self.year:04d}"]
        return [f"{self.year:04d}-{month:02d}" for month in range(3 * self.quarter - 2, 3 * self.quarter + 1)]

    @property
    def after(self) -> "Period":
        """The next one of the same length."""
        if not self.quarter:
            return Period(self.year + 1)
        return Period(self.year + self.quarter // 4, self.quarter % 4 + 1)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.year == day.year and self.quarter in (0, (day.month + 2) // 3)


def without_gaps(found: Iterable[Period]) -> list[Period]:
    """Return every period from the first to the last, at most the newest MOST_PERIODS; those of which nothing is known too."""
    known = sorted(found)
    newest = known[-1]
    length = 4 if newest.quarter else 1
    earliest = max(_index(known[0]), _index(newest) - MOST_PERIODS + 1)
    periods = [Period(earliest // length, earliest % length + 1 if newest.quarter else 0)]
    while periods[-1] < newest:
        periods.append(periods[-1].after)
    return periods


def _index(period: Period) -> int:
    return period.year * 4 + period.quarter - 1 if period.quarter else period.year
