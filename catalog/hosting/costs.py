"""What a mix of tokens costs: exact amounts in the currency of each price, which is never converted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

MOST_TOKENS = 10**12
_MICROS = 1_000_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mix:
    """How many tokens go in and come out in a month, each from 0 to MOST_TOKENS."""

    input_tokens: int
    output_tokens: int


def cost_of(mix: Mix, *, input_per_million: Decimal | None, output_per_million: Decimal | None) -> tuple[Decimal, tuple[str, ...]]:
    """Return the exact cost of all that is known, and the sides that the mix uses without a known price."""
    sides = (("input", mix.input_tokens, input_per_million), ("output", mix.output_tokens, output_per_million))
    picos = sum(tokens * int(price * _MICROS) for _, tokens, price in sides if price is not None)
    return Decimal(f"{picos}e-12"), tuple(name for name, tokens, price in sides if tokens and price is None)


def ranked(lines: Sequence[T], *, by: Callable[[T], Decimal]) -> list[tuple[int, T]]:
    """Return the lines with their ranks, cheapest first; equal costs share a rank and the next one counts them all: 1, 1, 3."""
    ordered = sorted(lines, key=by)
    found: list[tuple[int, T]] = []
    for place, line in enumerate(ordered, start=1):
        same = bool(found) and by(found[-1][1]) == by(line)
        found.append((found[-1][0] if same else place, line))
    return found
