"""What changed in a text, word by word; in bounded time, whatever the texts are.

Lines, then words, are matched by those that occur once on both sides, and what lies between by their longest common sequence, as far as
the effort goes. What is beyond it counts as replaced: the answer is always right, only coarser.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

# A word with the space after it; scripts that put no spaces between words go by character.
_ALONE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_ALONE}]\s*|[^\W{_ALONE}]+\s*|[^\w\s]\s*|\s+")
_DEEPEST = 12
_LEAST_KEPT = 4
Match = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


class Effort:
    """What may still be spent on comparing word by word; several texts of one page share it."""

    def __init__(self, cells: int = 600_000) -> None:
        self.cells = cells

    def spend(self, cells: int) -> bool:
        """Take this much; False where it is no longer there."""
        if cells > self.cells:
            return False
        self.cells -= cells
        return True


def prose_changes(before: str, after: str, *, effort: Effort | None = None) -> list[Piece]:
    """Return the pieces of two texts in reading order: the same and removed ones make the old text, the same and added ones the new."""
    effort = effort or Effort()
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces: list[Piece] = []
    for gone, came, kept in _runs(old, new, effort):
        pieces += _words("".join(gone), "".join(came), effort)
        pieces.append(Piece("same", "".join(kept)))
    return _joined(pieces)


def _words(before: str, after: str, effort: Effort) -> Iterator[Piece]:
    runs = list(_runs(_WORD.findall(before), _WORD.findall(after), effort))
    for place, (gone, came, kept) in enumerate(runs):
        yield Piece("removed", "".join(gone))
        yield Piece("added", "".join(came))
        text = "".join(kept)
        between = (gone or came) and place + 1 < len(runs) and any(runs[place + 1][:2])
        if between and len(text.strip()) < _LEAST_KEPT and "\n" not in text:
            # A comma or an "of" that stayed amid changes would only chop the sentence up.
            yield Piece("removed", text)
            yield Piece("added", text)
        else:
            yield Piece("same", text)


def _runs(old: Sequence[str], new: Sequence[str], effort: Effort) -> Iterator[tuple[Sequence[str], Sequence[str], Sequence[str]]]:
    """Yield what went, what came in its place, and what stayed after it, until both are used up."""
    at_old = at_new = 0
    for start_old, start_new, length in [*_matches(old, new, effort), (len(old), len(new), 0)]:
        yield old[at_old:start_old], new[at_new:start_new], old[start_old : start_old + length]
        at_old, at_new = start_old + length, start_new + length


def _matches(old: Sequence[str], new: Sequence[str], effort: Effort) -> Iterator[Match]:
    waiting = [(0, len(old), 0, len(new), 0)]
    found: list[Match] = []
    while waiting:
        low, high, from_, to, depth = waiting.pop()
        start, stop = (low, from_), (high, to)
        while low < high and from_ < to and old[low] == new[from_]:
            low, from_ = low + 1, from_ + 1
        while low < high and from_ < to and old[high - 1] == new[to - 1]:
            high, to = high - 1, to - 1
        found += [(*start, low - start[0]), (high, to, stop[0] - high)]
        anchors = _anchors(old[low:high], new[from_:to]) if depth < _DEEPEST else []
        if anchors:
            before = (0, 0)
            for anchor in [*anchors, (high - low, to - from_)]:
                waiting.append((low + before[0], low + anchor[0], from_ + before[1], from_ + anchor[1], depth + 1))
                before = anchor
        elif low < high and from_ < to and effort.spend((high - low) * (to - from_)):
            found += [(low + i, from_ + j, 1) for i, j in _longest_common(old[low:high], new[from_:to])]
    return iter(sorted(match for match in found if match[2]))


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of what occurs once on both sides, as far as it stands in the same order on both."""
    count_old, count_new = Counter(old), Counter(new)
    there = {word: place for place, word in enumerate(new) if count_new[word] == 1 and not word.isspace()}
    pairs = [(place, there[word]) for place, word in enumerate(old) if count_old[word] == 1 and word in there]
    ends: list[int] = []
    chain: list[tuple[tuple[int, int], int]] = []
    last: list[int] = []
    for index, pair in enumerate(pairs):
        length = bisect_left(ends, pair[1])
        chain.append((pair, last[length - 1] if length else -1))
        if length == len(ends):
            ends.append(pair[1])
            last.append(index)
        else:
            ends[length], last[length] = pair[1], index
    found, index = [], last[-1] if last else -1
    while index >= 0:
        pair, index = chain[index]
        found.append(pair)
    return found[::-1]


def _longest_common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    lengths = [[0] * (len(new) + 1)]
    for word in reversed(old):
        below, row = lengths[-1], [0] * (len(new) + 1)
        for j in range(len(new) - 1, -1, -1):
            row[j] = below[j + 1] + 1 if word == new[j] else max(below[j], row[j + 1])
        lengths.append(row)
    lengths.reverse()
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if old[i] == new[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Put together what went and what came between two pieces that stayed, and neighbours that stayed."""
    joined: list[Piece] = []
    gone = came = ""
    for piece in pieces:
        if piece.kind == "removed":
            gone += piece.text
        elif piece.kind == "added":
            came += piece.text
        elif piece.text:
            joined += [Piece("removed", gone)] * bool(gone) + [Piece("added", came)] * bool(came)
            gone = came = ""
            if joined and joined[-1].kind == "same":
                joined[-1] = Piece("same", joined[-1].text + piece.text)
            else:
                joined.append(piece)
    return joined + [Piece("removed", gone)] * bool(gone) + [Piece("added", came)] * bool(came)
