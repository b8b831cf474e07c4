"""Names that look like what was searched for, where nothing was found: a slip of the finger should not end the search."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from django.db import connection

from registry.models.search import SearchEntry
from registry.searching.indexes import LETTERS, TABLE
from registry.searching.words import Query

MOST_TRIGRAMS = 12
LEAST_ALIKE = 0.6
_CANDIDATES = 100


def nearest(query: Query, *, limit: int = 5, drafts: bool = False) -> list[SearchEntry]:
    """Return the entries with the names most like the query, best first; none where nothing is like it."""
    trigrams = _trigrams(query.runs)
    if not trigrams:
        return []
    alike = []
    for key, names in _candidates(trigrams):
        likeness = max((_likeness(query.key, name) for name in names.strip("|").split("|")), default=0.0)
        if likeness >= LEAST_ALIKE:
            alike.append((-round(likeness, 4), key < 0, len(names), abs(key), key))
    entries = SearchEntry.objects.shown([key for *_, key in sorted(alike)])
    return [entry for entry in entries if drafts or not entry.draft][:limit]


def _trigrams(runs: Iterable[str]) -> list[str]:
    found = dict.fromkeys(run[start : start + 3] for run in runs for start in range(len(run) - 2))
    return list(found)[:MOST_TRIGRAMS]


def _candidates(trigrams: list[str]) -> list[tuple[int, str]]:
    if connection.vendor == "sqlite":
        statement = f"SELECT rowid, keys FROM {LETTERS} WHERE {LETTERS} MATCH %s ORDER BY rank LIMIT {_CANDIDATES}"  # noqa: S608
        parameters = [" OR ".join(f'"{trigram}"' for trigram in trigrams)]
    else:
        # With the extension's index or, without it, along the table.
        shared = " + ".join(["(keys LIKE %s)::int"] * len(trigrams))
        any_of = " OR ".join(["keys LIKE %s"] * len(trigrams))
        statement = f"SELECT id, keys FROM {TABLE} WHERE {any_of} ORDER BY {shared} DESC, length(keys), id LIMIT {_CANDIDATES}"  # noqa: S608
        parameters = [f"%{trigram}%" for trigram in trigrams] * 2
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def _likeness(asked: str, name: str) -> float:
    """From 0 to 1, without regard to where words end: "lama3" is like "llama 3"."""
    return SequenceMatcher(None, asked.replace(" ", ""), name.replace(" ", ""), autojunk=False).ratio()
