"""The words of texts and of queries, by one function, so that a thing is found however its name is spelled.

A text is words of letters and digits, without accents and case. Where letters and digits meet, a word is also its parts: `8B` is 8b, 8
and b. PostgreSQL's own parser would read `Llama-3.1-8B` as `-3.1`, `-8`, `b`.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from registry.searching.stems import stem

LONGEST_QUERY = 200
MOST_WORDS = 12
LONGEST_WORD = 64
_LONGEST_COMPACT = 40
_WORD = re.compile(r"[^\W_]+")
# Versions stay together: 3.1 is one thing, and not a 3 and a 1 anywhere.
_UNIT = re.compile(r"[^\W_]+(?:(?<=\d)\.(?=\d)[^\W_]+)*")
_RUN = re.compile(r"\d+|[^\W\d_]+")
# What PostgreSQL takes for a number such as 1e5, and then cuts off what follows it.
_LIKE_A_NUMBER = re.compile(r"\d+e\d")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query: its parts at the borders of letters and digits, and `whole` where it can stand as one in a text."""

    runs: tuple[str, ...]
    whole: str

    @property
    def is_version(self) -> bool:
        return not self.whole

    @property
    def stem(self) -> str:
        return stem(self.whole)


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for. `cut` says that there was more of it; `open_end` that the last word may go on."""

    text: str
    words: tuple[Word, ...]
    cut: bool
    open_end: bool

    @property
    def runs(self) -> tuple[str, ...]:
        """All parts of all words."""
        return tuple(run for word in self.words for run in word.runs)

    @property
    def key(self) -> str:
        """The query as names are compared."""
        return " ".join(self.runs)


@lru_cache(maxsize=100_000)
def _runs(word: str) -> tuple[str, ...]:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter)).casefold()
    return tuple(run[:LONGEST_WORD] for run in _RUN.findall(plain))


def _whole(runs: tuple[str, ...]) -> str:
    joined = "".join(runs)
    return "" if len(joined) > LONGEST_WORD or _LIKE_A_NUMBER.search(joined) else joined


@lru_cache(maxsize=100_000)
def _indexed(word: str) -> tuple[str, ...]:
    """What the index holds of one word. Its parts stand beside those of its neighbours, so that phrases meet."""
    runs = _runs(word)
    if len(runs) < 2:
        return tuple(dict.fromkeys((stem(runs[0]), runs[0]))) if runs else ()
    whole = (_whole(runs),) if _whole(runs) else ()
    return (*runs, *whole) if runs[0][0].isdigit() else (*whole, *runs)


def index_words(text: str) -> str:
    """Return the words of a text as the index holds them."""
    return " ".join(token for word in _WORD.findall(unicodedata.normalize("NFC", text)) for token in _indexed(word))


def index_names(names: tuple[str, ...] | list[str]) -> str:
    """Return the words of names, and each name also in one word: gptoss20b."""
    found = []
    for name in names:
        found.append(index_words(name))
        runs = tuple(key_of(name).split())
        compact = "".join(runs)
        if len(runs) > 1 and len(compact) <= _LONGEST_COMPACT and not _LIKE_A_NUMBER.search(compact):
            found.append(compact)
    return " ".join(dict.fromkeys(found))


def key_of(name: str) -> str:
    """Return a name as names are compared: `Llama-3.1-8B` is llama 3 1 8 b."""
    return " ".join(run for word in _WORD.findall(unicodedata.normalize("NFC", name)) for run in _runs(word))


def read_words(text: str, *, typing: bool = False) -> Query:
    """Read a query of any length and any signs. While it is being typed, a single letter at its end may go on too."""
    kept = unicodedata.normalize("NFC", text.replace("\x00", " ")[:LONGEST_QUERY])
    words: dict[Word, None] = {}
    for written in _UNIT.findall(kept):
        runs = tuple(run for part in written.split(".") for run in _runs(part))
        if runs:
            words.setdefault(Word(runs, "" if "." in written else _whole(runs)), None)
    taken = tuple(words)[:MOST_WORDS]
    cut = len(text) > LONGEST_QUERY or len(words) > MOST_WORDS
    ends_in_word = bool(kept) and kept[-1].isalnum() and bool(taken)
    long_enough = ends_in_word and (typing or len("".join(taken[-1].runs)) > 1)
    return Query(kept.strip(), taken, cut, open_end=long_enough and not taken[-1].is_version)


def spans(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield where each word of a text in normal form C begins and ends, and what the index holds of it."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), _indexed(match.group())


def runs_among(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts among what the index holds of one word: neither its whole nor its stem."""
    return tokens[-1:] if len(tokens) < 3 else tuple(token for token in tokens if len(_RUN.findall(token)) == 1)
