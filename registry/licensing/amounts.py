"""Sizes as closed intervals: "under five million" is knowledge too."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Amount:
    """From `low` to `high`, both included; `high` None means no upper bound is known. Never negative."""

    low: float = 0
    high: float | None = None

    def plus(self, other: "Amount") -> "Amount":
        """The sum of two amounts that are counted apart."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Amount(self.low + other.low, high)

    def without(self, part: "Amount") -> "Amount":
        """What is left of this total when a part of it is taken away."""
        low = 0 if part.high is None else max(0, self.low - part.high)
        high = None if self.high is None else max(0, self.high - part.low)
        return Amount(low, high)

    def or_else(self, other: "Amount") -> "Amount":
        """Either of the two, not known which: the smallest interval around both."""
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Amount(min(self.low, other.low), high)

    def at_least(self, other: "Amount") -> "Amount":
        """This amount, known to be no smaller than the other."""
        low = max(self.low, other.low)
        return Amount(low, self.high if self.high is None else max(low, self.high))

    def narrowed_by(self, other: "Amount") -> "Amount":
        """What two statements about the same amount say together; this one alone where they contradict each other."""
        low = max(self.low, other.low)
        high = self.high if other.high is None else other.high if self.high is None else min(self.high, other.high)
        return self if high is not None and low > high else Amount(low, high)

    def reaches(self, *, operator: str, value: float) -> bool | None:
        """Whether the amount is greater than (gt) or at least (gte) the value; None where the interval is on both sides."""
        if operator == "gt":
            if self.low > value:
                return True
            return False if self.high is not None and self.high <= value else None
        if self.low >= value:
            return True
        return False if self.high is not None and self.high < value else None


ANY_AMOUNT = Amount()
NOTHING = Amount(0, 0)


def both(first: Amount | None, second: Amount | None) -> Amount | None:
    """Two statements about the same amount, either of which may be missing."""
    if first is None or second is None:
        return first or second
    return first.narrowed_by(second)


def up_to(amount: Amount) -> Amount:
    """A part of this amount, of unknown size."""
    return Amount(0, amount.high)


def no_less_than(amount: Amount) -> Amount:
    """A whole of which this amount is a part."""
    return Amount(amount.low, None)
