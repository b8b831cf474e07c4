"""Queries in the words of each database. Every word is quoted, so that no sign of theirs means anything."""

from collections.abc import Sequence

from registry.searching.words import Query, Word


def for_sqlite(query: Query, *, names_only: bool = False) -> str:
    """Return a query as an FTS5 expression; the star of an open end stands outside the quotes."""
    parts = [_either(_in_sqlite(word, open_end=at_end), " OR ") for word, at_end in _with_end(query)]
    return ("{names aliases} : " if names_only else "") + f"({' AND '.join(parts)})"


def for_postgresql(query: Query, *, names_only: bool = False) -> str:
    """Return a query as the text of a tsquery."""
    weight = "AB" if names_only else ""
    return " & ".join(_either(_in_postgresql(word, open_end=at_end, weight=weight), " | ") for word, at_end in _with_end(query))


def _with_end(query: Query) -> list[tuple[Word, bool]]:
    last = len(query.words) - 1
    return [(word, query.open_end and place == last) for place, word in enumerate(query.words)]


def _either(parts: Sequence[str], between: str) -> str:
    return f"({between.join(dict.fromkeys(parts))})"


def _in_sqlite(word: Word, *, open_end: bool) -> list[str]:
    star = "*" if open_end else ""
    phrase = [f'"{" ".join(word.runs)}"{star}'] if len(word.runs) > 1 else []
    if not word.whole:
        return phrase
    if not open_end:
        return [f'"{word.stem}"', *phrase]
    return [f'"{word.whole}"*', f'"{word.stem}"', *phrase]


def _in_postgresql(word: Word, *, open_end: bool, weight: str) -> list[str]:
    def lexeme(text: str, *, star: bool = False) -> str:
        marks = f"{'*' if star else ''}{weight}"
        return f"'{text}'{':' if marks else ''}{marks}"

    runs = [*(lexeme(run) for run in word.runs[:-1]), lexeme(word.runs[-1], star=open_end)]
    phrase = [f"({' <-> '.join(runs)})"] if len(runs) > 1 else []
    if not word.whole:
        return phrase
    if not open_end:
        return [lexeme(word.stem), *phrase]
    return [lexeme(word.whole, star=True), lexeme(word.stem), *phrase]
