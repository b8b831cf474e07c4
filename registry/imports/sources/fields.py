"""Taking the fields of a record one by one: what nobody takes is left over, what cannot be believed becomes a reason."""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from typing import Any

from registry.documents.dates import first_day
from registry.imports.records import RejectedRecord
from registry.imports.sources.json_text import is_plain, shown

LONGEST_KEY = 300
MOST_REASONS = 20
MOST_TOKENS = 2**62
MOST_PER_MILLION = 10**9
_EXACT = Context(prec=100)


class Fields:
    """The fields of a record or of a part of it. Null counts as not given, and as left over."""

    def __init__(self, data: Mapping[str, Any], *, reasons: list[str], at: str = "") -> None:
        self.reasons = reasons
        self._at = at
        self._left = dict(data)
        self._parts: dict[str, Fields] = {}

    def left(self) -> dict[str, Any]:
        """Return what was not taken, in the form that it has in the record."""
        parts = {name: left for name, part in self._parts.items() if (left := part.left())}
        return self._left | parts

    def names(self) -> list[str]:
        """Return the names of the fields that are not taken yet."""
        return list(self._left)

    def peek(self, name: str) -> Any:
        """Return a field as received, None where there is none, and leave it over."""
        return self._left.get(name)

    def refuse(self, name: str, wanted: str) -> None:
        """Give the reason why a field is not what it should be."""
        self.reasons.append(f"{self._at}{name}: {shown(self._left.get(name))} is not {wanted}")

    def text(self, name: str, *, longest: int = 500, keep: bool = False) -> str:
        """Take a text, empty if there is none; `keep`: leave it over as well."""
        value = self._left.get(name)
        if value is None or value == "":
            return ""
        if not isinstance(value, str) or not value.strip():
            self.refuse(name, "a text")
            return ""
        if len(value) > longest:
            self.refuse(name, f"a text of at most {longest} characters")
            return ""
        return value if keep else str(self._left.pop(name))

    def texts(self, name: str, *, keep: bool = False) -> list[str]:
        """Take a list of texts; `keep`: leave it over as well."""
        value = self._left.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.refuse(name, "a list of texts")
            return []
        if not keep:
            del self._left[name]
        return list(value)

    def text_or_texts(self, name: str, *, keep: bool = False) -> list[str]:
        """Take a text or a list of them."""
        if isinstance(self._left.get(name), list):
            return self.texts(name, keep=keep)
        text = self.text(name, keep=keep)
        return [text] if text else []

    def words(self, name: str, vocabulary: Sequence[str]) -> list[str]:
        """Take from a list of texts those that are in a vocabulary, in the order of the alphabet, and leave the others over."""
        received = self.texts(name, keep=True)
        found = sorted(set(received).intersection(vocabulary))
        if rest := [text for text in received if text not in vocabulary]:
            self._left[name] = rest
        elif found:
            del self._left[name]
        return found

    def word(self, name: str, vocabulary: Sequence[str]) -> str | None:
        """Take one of the words of a vocabulary."""
        text = self.text(name, keep=True)
        if not text:
            return None
        if text not in vocabulary:
            self.refuse(name, f"one of {', '.join(vocabulary)}")
            return None
        del self._left[name]
        return text

    def flag(self, name: str) -> bool | None:
        """Take true or false."""
        value = self._left.get(name)
        if value is None:
            return None
        if not isinstance(value, bool):
            self.refuse(name, "true or false")
            return None
        del self._left[name]
        return value

    def partial_date(self, name: str) -> str | None:
        """Take a day, a month or a year."""
        text = self.text(name, keep=True)
        if not text:
            return None
        try:
            first_day(text)
        except ValueError:
            self.refuse(name, "a date such as 2024-07-23, 2024-07 or 2024")
            return None
        del self._left[name]
        return text

    def tokens(self, name: str) -> int | None:
        """Take a number of tokens. Zero is left over: no model takes none, so a source that says so does not know."""
        value = self._left.get(name)
        if value is None:
            return None
        if not _is_number(value) or value != int(value) or not 0 <= value < MOST_TOKENS:
            self.refuse(name, "a whole number of tokens")
            return None
        if value == 0:
            return None
        return int(self._left.pop(name))

    def price(self, name: str, *, tokens: int) -> Decimal | None:
        """Take a price for so many tokens, a power of ten, as the price of a million. Zero is a price: free."""
        value = self._left.get(name)
        if value is None:
            return None
        if not _is_number(value) or value < 0:
            self.refuse(name, "a price, a number of zero or more")
            return None
        price = per_million(Decimal(value), tokens=tokens)
        if price > MOST_PER_MILLION:
            self.refuse(name, f"a price of at most {MOST_PER_MILLION:,} for a million tokens")
            return None
        del self._left[name]
        return price

    def lower_bound(self, name: str) -> int | None:
        """Return where a range of tokens begins, given as a list of its two ends."""
        value = self._left.get(name)
        if value is None:
            return None
        ends = value if isinstance(value, list) and len(value) == 2 and all(map(_is_number, value)) else [0, -1]
        if not 0 <= ends[0] < ends[1] < MOST_TOKENS or ends[0] != int(ends[0]):
            self.refuse(name, "a range of tokens, two numbers of which the first is the smaller")
            return None
        return int(ends[0])

    def costs(self, *, words: Sequence[str]) -> dict[str, Any]:
        """Take the fields whose names hold one of the words, as received; what is named a cost must be one, with all its parts."""
        names = [name for name in self._left if any(word in name for word in words)]
        for name in names:
            if "cost" in name and not _is_cost(self._left[name]):
                self.refuse(name, "a price, a number of zero or more")
        return {name: self._left.pop(name) for name in names}

    def part(self, name: str) -> "Fields":
        """Take an object field by field: what is not taken of it is left over under its name."""
        value = self._left.get(name)
        if value is not None and not isinstance(value, dict):
            self.refuse(name, "an object")
        if not isinstance(value, dict) or not value:
            return Fields({}, reasons=self.reasons)
        del self._left[name]
        self._parts[name] = Fields(value, reasons=self.reasons, at=f"{self._at}{name}.")
        return self._parts[name]

    def parts(self, name: str) -> "list[Fields]":
        """Read a list of objects, which is left over as well."""
        value = self._left.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.refuse(name, "a list of objects")
            return []
        return [Fields(item, reasons=self.reasons, at=f"{self._at}{name}.{index}.") for index, item in enumerate(value)]


def per_million(price: Decimal, *, tokens: int) -> Decimal:
    """Return what a million tokens cost when so many, a power of ten, cost this: exact, and written without an exponent."""
    moved = price.scaleb(6 - (len(str(tokens)) - 1), context=_EXACT)
    return abs(Decimal(f"{moved.normalize(_EXACT):f}"))


def key_problems(*names: str) -> list[str]:
    """Return why the names that a record goes by cannot be its key."""
    if not all(names) or not all(map(is_plain, names)) or sum(map(len, names)) >= LONGEST_KEY:
        return [f"{shown('/'.join(names))} cannot be a key: it must be a text of at most {LONGEST_KEY} characters, none of them NUL"]
    return []


def rejected(key: str, *, reasons: Sequence[str], received: str) -> RejectedRecord:
    """Return a record that is not believed, under its key, or one like it that can be stored and shown."""
    if not key or not is_plain(key) or len(key) > LONGEST_KEY:
        digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:12]
        key = f"{shown(key, longest=LONGEST_KEY - 20)} ({digest})"
    said = list(dict.fromkeys(reasons))
    rest = [f"and {len(said) - MOST_REASONS:,} more"] if len(said) > MOST_REASONS else []
    return RejectedRecord(key=key, reasons=(*said[:MOST_REASONS], *rest), received=received)


def _is_cost(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_cost, value.values()))
    return value is None or (_is_number(value) and value >= 0)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)
