"""The place of a text where the words that were searched for stand, with them marked."""

from dataclasses import dataclass

from registry.searching.words import Query, runs_among, spans

LENGTH = 220
_BEFORE = 60
_LEAST_BEGINNING = 3
Match = tuple[int, int, int]
Span = tuple[int, int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `marked` where it is what was searched for."""

    text: str
    marked: bool = False


def marked(text: str, query: Query) -> list[Piece]:
    """Return a text in pieces, the words of the query marked."""
    pieces, at = [], 0
    for start, end, _ in _matches(text, query):
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], marked=True))
        at = end
    return [*pieces, Piece(text[at:])] if at < len(text) else pieces


def excerpt(text: str, query: Query, *, length: int = LENGTH) -> list[Piece]:
    """Return the stretch of a text with the most words of the query, at most so long, cut between words; its beginning if there is none."""
    start = 0 if len(text) <= length else _best_start(text, query, length=length)
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end + 1), start + length // 2)
    inside = text[start:end].strip().replace("\n", " · ")
    if not inside:
        return []
    before, after = [Piece("… ")] if start else [], [Piece(" …")] if end < len(text) else []
    return [*before, *marked(inside, query), *after]


def _best_start(text: str, query: Query, *, length: int) -> int:
    found = _matches(text, query)
    best = best_start = first = 0
    for last, (_, end, _) in enumerate(found):
        while first < last and end - found[first][0] > length - _BEFORE:
            first += 1
        different = len({word for *_, word in found[first : last + 1]})
        if different > best:
            best, best_start = different, found[first][0]
    # From the beginning of the line, if that is near; else between words a little before.
    line = text.rfind("\n", 0, best_start + 1) + 1
    if best_start - line <= _BEFORE:
        return line
    return text.find(" ", best_start - _BEFORE, best_start) + 1 or best_start


def _matches(text: str, query: Query) -> list[Match]:
    """Where words of the query stand, in order and once each: (begin, end, place of the word in the query)."""
    standing = list(spans(text))
    simple = {token: place for place, word in enumerate(query.words) for token in (word.whole, word.stem) if token}
    last = query.words[-1].whole if query.open_end else ""
    found: dict[int, Match] = {}
    for index, (start, end, tokens) in enumerate(standing):
        place = next((simple[token] for token in tokens if token in simple), None)
        if place is None and len(last) >= _LEAST_BEGINNING and any(token.startswith(last) for token in tokens):
            place = len(query.words) - 1
        if place is not None:
            found[index] = (start, end, place)
    for place, word in enumerate(query.words):
        if len(word.runs) > 1:
            found |= {index: (*standing[index][:2], place) for index in _phrase(standing, word.runs) if index not in found}
    return [found[index] for index in sorted(found)]


def _phrase(standing: list[Span], runs: tuple[str, ...]) -> set[int]:
    """The words of a text over which the parts of one word of the query stand side by side."""
    parts = [(run, index) for index, (_, _, tokens) in enumerate(standing) for run in runs_among(tokens)]
    places = (place for place, (run, _) in enumerate(parts) if run == runs[0])
    hits = (parts[place : place + len(runs)] for place in places)
    return {index for hit in hits if tuple(run for run, _ in hit) == runs for _, index in hit}
