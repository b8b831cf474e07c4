"""Sets of variants as bits, and one fact of all variants as small numbers: counting is then a matter of microseconds."""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import compress
from typing import Any

# One bit a variant, the first variant the highest: sets are met with `&` and counted by their bits.
Members = int
# What a stored value says: each key counts it, None where nothing is known.
Keys = tuple[Any, ...]
UNKNOWN: Keys = (None,)
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")
_FLAGS = bytes.maketrans(b"01", b"\x00\x01")
_FEW = 256


def members_of(flags: bytes | bytearray) -> Members:
    """Return the set of those whose byte is 1."""
    return int(flags.translate(_DIGITS), 2) if flags else 0


def flags_of(members: Members, *, size: int) -> bytes:
    """Return a byte for each of `size` variants: 1 for members, else 0."""
    return f"{members:0{size}b}".encode().translate(_FLAGS) if size else b""


def members_at(places: Iterable[int], *, size: int) -> Members:
    """Return the set of the variants at these places."""
    flags = bytearray(size)
    for place in places:
        flags[place] = 1
    return members_of(flags)


class _Codes(dict[Any, int]):
    """The number of each value, by the value as it was read. Values that say the same share one."""

    def __init__(self, meaning: Callable[[Any], Keys]) -> None:
        super().__init__()
        self.keys_in_order: dict[Keys, int] = {}
        self._meaning = meaning

    def __missing__(self, value: Any) -> int:
        self[value] = code = self.keys_in_order.setdefault(self._meaning(value), len(self.keys_in_order))
        return code


class Column:
    """One fact of all variants. `meaning` turns a value as it was read into its keys; it is asked once for each distinct value."""

    def __init__(self, meaning: Callable[[Any], Keys]) -> None:
        self._codes = _Codes(meaning)
        self._places = array("I")

    def add(self, values: Iterable[Any]) -> None:
        """Add the values of the next variants."""
        self._places.extend(map(self._codes.__getitem__, values))

    def finish(self) -> None:
        """Let go of what only reading needs."""
        self._keys: Collection[Keys] = list(self._codes.keys_in_order)
        del self._codes

    def counted(self, members: Members) -> Iterator[tuple[Keys, int]]:
        """Yield the keys of each value with the number of members that have it."""
        if self._sets is not None:
            yield from ((keys, (own & members).bit_count()) for keys, own in zip(self._keys, self._sets, strict=True))
            return
        keys = list(self._keys)
        found = Counter(compress(self._places, flags_of(members, size=len(self._places))))
        yield from ((keys[code], number) for code, number in found.items())

    @cached_property
    def _sets(self) -> list[Members] | None:
        """The set of each value, where there are few of them."""
        if len(self._keys) > _FEW:
            return None
        places = bytes(self._places.tolist())
        tables = (bytes(code == other for other in range(256)) for code in range(len(self._keys)))
        return [members_of(places.translate(table)) for table in tables]
