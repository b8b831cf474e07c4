"""Finding entries: the database says which have all the words, the names say in which order.

A very common word is not ranked over all that has it: at most so many are looked at, those that carry it in their name among them.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection

from registry.models.search import EntryKind
from registry.searching.indexes import TABLE, WEIGHTS, WORDS
from registry.searching.matching import for_postgresql, for_sqlite
from registry.searching.words import Query

MOST = 1_000
_MOST_BY_NAME = 200
EXACT, OTHER_NAME, BEGINS, BEGINS_SO, IN_NAME, IN_NAMES, IN_TEXT = range(7)
_NUMBER = re.compile(r"\d+")
_LAST = "\U0010ffff"
_SQLITE = f"""SELECT e.id, e.kind, e.key, e.keys, {{score}}
    FROM {WORDS} CROSS JOIN {TABLE} e ON e.id = {WORDS}.rowid WHERE {WORDS} MATCH %s"""  # noqa: S608 - names of our own
_POSTGRESQL = f"""SELECT e.id, e.kind, e.key, e.keys, {{score}}
    FROM {TABLE} e, (SELECT %s::tsquery AS query) found WHERE e.vector @@ found.query"""  # noqa: S608
_SCORES = {
    "sqlite": f"bm25({WORDS}, {', '.join(map(str, WEIGHTS))})",
    "postgresql": "-ts_rank('{0.1, 0.2, 0.5, 1.0}', e.vector, found.query, 1)",
}
_BY_NAME = f"SELECT e.id, e.kind, e.key, e.keys, 0 FROM {TABLE} e WHERE"  # noqa: S608

Row = tuple[int, str, str, str, float]


class Hit(NamedTuple):
    """An entry that was found, and by what: an exact name first, words in the text last."""

    key: int
    kind: str
    tier: int


@dataclass(frozen=True)
class Found:
    """What was found, best first. `capped`: there is more, which was not looked at."""

    hits: list[Hit]
    capped: bool = False

    @cached_property
    def by_kind(self) -> dict[str, int]:
        """How many were found of each kind, in the order in which kinds are shown."""
        counted = Counter(hit.kind for hit in self.hits)
        return {kind: counted[kind] for kind in EntryKind.values if counted[kind]}

    def of(self, kinds: Collection[str]) -> list[Hit]:
        """Return what was found of some kinds; of all where none is given."""
        return [hit for hit in self.hits if not kinds or hit.kind in kinds]


def find(query: Query, *, drafts: bool = False, kinds: Collection[str] = ()) -> Found:
    """Return the entries that have every word of the query: one statement, three where it is very common.

    `kinds` leaves others out where not all can be looked at; `drafts` lets in what only editors see.
    """
    if not query.words:
        return Found([])
    rows = _matching(query, drafts=drafts, limit=MOST + 1)
    if len(rows) <= MOST:
        return Found(_ranked(rows, query))
    wanted = sorted(kinds)
    named = [*_named(query, drafts=drafts, kinds=wanted), *_matching(query, drafts=drafts, limit=MOST, names_only=True, kinds=wanted)]
    rest = _matching(query, drafts=drafts, limit=MOST, kinds=wanted) if wanted else rows
    return Found(_ranked(_once([*named, *rest]), query)[:MOST], capped=True)


def find_names(query: Query, *, drafts: bool = False, limit: int) -> list[Hit]:
    """Return the entries with every word in their names, best first: what is shown while a query is being typed."""
    if not query.words:
        return []
    rows = _matching(query, drafts=drafts, limit=_MOST_BY_NAME, names_only=True)
    if len(rows) == _MOST_BY_NAME:
        rows = _once([*_named(query, drafts=drafts), *rows])
    return _ranked(rows, query)[:limit]


def _matching(query: Query, *, drafts: bool, limit: int, names_only: bool = False, kinds: Collection[str] = ()) -> list[Row]:
    """Names are ranked by what they are: they need no score, which costs a count of every word over the whole index."""
    sqlite = connection.vendor == "sqlite"
    expression = (for_sqlite if sqlite else for_postgresql)(query, names_only=names_only)
    statement = (_SQLITE if sqlite else _POSTGRESQL).format(score="0" if names_only else _SCORES[connection.vendor])
    return _rows(statement, [expression], drafts=drafts, limit=limit, kinds=kinds)


def _named(query: Query, *, drafts: bool, kinds: Collection[str] = ()) -> list[Row]:
    """Those whose name is the query, and some that begin with it: pages and variants each."""
    key = query.key
    begins, given = (
        ("e.key LIKE %s", [f"{key}%"]) if connection.vendor == "postgresql" else ("e.key >= %s AND e.key < %s", [key, key + _LAST])
    )
    rows: list[Row] = []
    for condition, parameters in (
        ("e.key = %s", [key]), (f"e.id > 0 AND {begins}", given), (f"e.id < 0 AND {begins}", given),
    ):  # fmt: skip
        rows += _rows(f"{_BY_NAME} {condition}", parameters, drafts=drafts, limit=_MOST_BY_NAME, kinds=kinds)
    return rows


def _rows(statement: str, parameters: list[Any], *, drafts: bool, limit: int, kinds: Collection[str]) -> list[Row]:
    shown = "" if drafts else " AND NOT e.draft"
    of_kind = f" AND e.kind IN ({', '.join(['%s'] * len(kinds))})" if kinds else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{statement}{shown}{of_kind} LIMIT {limit}", [*parameters, *kinds])
        return cursor.fetchall()


def _once(rows: Iterable[Row]) -> list[Row]:
    found: dict[int, Row] = {}
    for row in rows:
        # A row that came by its name alone has no score yet.
        if row[0] not in found or row[4]:
            found[row[0]] = row
    return list(found.values())


def _ranked(rows: Iterable[Row], query: Query) -> list[Hit]:
    """Names before prose, pages before the variants on them, then short names before long ones, small sizes before large ones."""
    tier_of = _judge(query)
    judged = []
    for key, kind, name, names, score in rows:
        tier = tier_of(name, names)
        if tier == IN_TEXT:
            judged.append((tier, key < 0, round(score, 9), name, abs(key), key, kind))
        else:
            judged.append((tier, key < 0, name.count(" ") if tier else 0, _NUMBER.sub(_padded, name), abs(key), key, kind))
    judged.sort()
    return [Hit(key, kind, tier) for tier, _, _, _, _, key, kind in judged]


def _padded(number: re.Match[str]) -> str:
    return number.group().zfill(12)


def _judge(query: Query) -> Callable[[str, str], int]:
    """Return what says, for a name and all names of an entry, by what it was found. It is asked a thousand times, so it compares texts."""
    asked, compact = query.key, "".join(query.runs)
    whole, crowded = f"|{asked}|", f"|{compact}|"
    words = [f" {run} " for run in query.runs]
    if query.open_end:
        words[-1] = words[-1].rstrip()

    def tier_of(name: str, names: str) -> int:
        if name == asked or name.replace(" ", "") == compact:
            return EXACT
        if whole in names or crowded in names.replace(" ", ""):
            return OTHER_NAME
        padded = f" {name} "
        if name.startswith(asked):
            return BEGINS if padded.startswith(f" {asked} ") else BEGINS_SO
        for word in words:
            if word not in padded:
                break
        else:
            return IN_NAME
        every = names.replace("|", " ")
        for word in words:
            if word not in every:
                return IN_TEXT
        return IN_NAMES

    return tier_of
