"""Amounts as people write them: 700,000,000; 700M; 5.5bn; at most 5M; 1M-5M; >700M."""

import re
from decimal import Decimal

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "million": 10**6, "billion": 10**9}
_NUMBER = r"(\d[\d,_ ]*(?:\.\d+)?)\s*(k|mn|m|bn|b|million|billion)?"
_EXACT = re.compile(_NUMBER)
_RANGE = re.compile(rf"{_NUMBER}\s*(?:-|–|to)\s*{_NUMBER}")
_BOUND = re.compile(rf"(<=|>=|<|>|under|over|at most|at least|up to|more than|less than)\s*{_NUMBER}")
_BOUNDS = {
    "<=": ("max", 0), "at most": ("max", 0), "up to": ("max", 0), "<": ("max", -1), "under": ("max", -1), "less than": ("max", -1),
    ">=": ("min", 0), "at least": ("min", 0), ">": ("min", 1), "over": ("min", 1), "more than": ("min", 1),
}  # fmt: skip
ADVICE = "write a number (700000000 or 700M), a bound (<=700M, >700M) or a range (1M-5M)"


def read_amount(text: str) -> int | dict[str, int]:
    """Return a whole amount, or its bounds as {"min": .., "max": ..}; raise ValueError with advice for anything else."""
    plain = text.strip().lower()
    if found := _EXACT.fullmatch(plain):
        return _whole(*found.groups())
    if found := _RANGE.fullmatch(plain):
        low, low_unit, high, high_unit = found.groups()
        return {"min": _whole(low, low_unit or high_unit), "max": _whole(high, high_unit)}
    if found := _BOUND.fullmatch(plain):
        word, number, unit = found.groups()
        side, step = _BOUNDS[word]
        return {side: max(0, _whole(number, unit) + step)}
    raise ValueError(f"'{text}' is not an amount: {ADVICE}")


def write_amount(value: object) -> str:
    """Return an amount in the form that read_amount takes back."""
    if isinstance(value, dict):
        low, high = value.get("min"), value.get("max")
        if low is not None and high is not None:
            return f"{low}-{high}"
        return f">={low}" if low is not None else f"<={high}"
    return str(value)


def _whole(number: str, unit: str | None) -> int:
    amount = Decimal(re.sub(r"[,_ ]", "", number)) * _UNITS[unit or ""]
    if amount != int(amount) or amount > 10**15:
        raise ValueError(f"'{number}{unit or ''}' is not a whole number up to 1,000,000,000,000,000: {ADVICE}")
    return int(amount)
