"""`python benchmarks/search.py --variants 100000`: what our search costs beside the database's full-text search alone.

Both ask the same words of the same index in this process; the other side only ranks by bm25 (on PostgreSQL by ts_rank) and returns the
keys of the first 20. Makes the database it needs under var/benchmarks/ and its search entries, once. See benchmarks/README.md.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# The folder above is not on the path when this file is run by its name, and this one must not hide the standard library's modules.
sys.path[0] = str(ROOT)

import django  # noqa: E402

from benchmarks.databases import prepare, reserved  # noqa: E402
from benchmarks.generator import SEED  # noqa: E402
from benchmarks.measuring import Side, interleave  # noqa: E402
from benchmarks.processes import CpuTimes, cpu_times  # noqa: E402
from benchmarks.run import ENVIRON  # noqa: E402

_TOP = 20
_QUERIES = 100


def main(arguments: list[str] | None = None) -> None:
    """Prepare, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--variants", type=int, default=100_000)
    parser.add_argument("--database", default="sqlite", help="sqlite, or the URL of a PostgreSQL server where one may make databases")
    parser.add_argument("--rounds", type=int, default=9)
    chosen = parser.parse_args(arguments)
    with reserved(variants=chosen.variants):
        url = prepare(chosen.database, variants=chosen.variants, seed=SEED, environ=ENVIRON)
        os.environ.update({**ENVIRON, "DATABASE_URL": url, "PGAPPNAME": "bench-search", "DJANGO_SETTINGS_MODULE": "config.settings"})
        django.setup()
        _fill_entries()
        for line in _table(rounds=chosen.rounds):
            print(line, flush=True)


def _fill_entries() -> None:
    """From the columns of pages and variants: from their documents, as the product does it, a hundred thousand take ten minutes."""
    from registry.models import HubRepository, ModelVariant, Page, SearchEntry
    from registry.searching.entries import Said, entry_from
    from registry.searching.indexes import rebuild

    if not SearchEntry.objects.lacking().exists():
        return
    started = time.monotonic()
    SearchEntry.objects.all().delete()
    entries = []
    columns = ("pk", "kind", "slug", "name", "aliases", "summary", "notes")
    for pk, kind, slug, name, aliases, summary, notes in Page.objects.order_by("pk").values_list(*columns):
        entries.append(entry_from(Said(kind, name, [slug, *aliases], summary, notes), key=pk, page=pk))
    repositories: dict[int, list[str]] = {}
    for variant, name in HubRepository.objects.order_by("pk").values_list("variant_id", "name"):
        repositories.setdefault(variant, []).append(name)
    columns = ("pk", "slug", "name", "aliases", "notes", "model_id", "model__name", "declared_license")
    for pk, slug, name, aliases, notes, page, *words in ModelVariant.objects.order_by("pk").values_list(*columns):
        said = Said("variant", name, [slug, *aliases, *repositories.get(pk, [])], "", notes, words)
        entries.append(entry_from(said, key=-pk, page=page, anchor=slug))
    SearchEntry.objects.bulk_create(entries, batch_size=500)
    rebuild(using="default")
    print(f"Made {len(entries):,} search entries in {time.monotonic() - started:.0f} s", flush=True)


def _table(*, rounds: int) -> Sequence[str]:
    lines = [
        "| Query | found | alone, CPU-ms | found and ranked | × | as shown, with excerpts | × |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, texts, typing in _journeys():
        alone, ranked, shown = (Side(ask=ask, reading=_cpu) for ask in _asks(texts, typing=typing))
        interleave([alone, ranked, shown], rounds=rounds)
        floor, ours, whole = (side.cost().median for side in (alone, ranked, shown))
        lines.append(f"| {name} | {_found(texts)} | {floor:.2f} | {ours:.2f} | {ours / floor:.2f} | {whole:.2f} | {whole / floor:.2f} |")
    return lines


def _journeys() -> list[tuple[str, list[str], bool]]:
    """The words of names, spread over the table."""
    from registry.models import ModelVariant

    names = list(ModelVariant.objects.order_by("slug").values_list("name", flat=True))
    spread = [name.split() for name in names[:: max(1, len(names) // _QUERIES)] if len(name.split()) > 2][:_QUERIES]
    return [
        ("a name's first three words", [" ".join(words[:3]) for words in spread], False),
        ("one word of a name", [words[0] for words in spread], False),
        ("two common words", ["70b instruct", "7b chat", "8b reasoning"], False),
        ("one very common word", ["instruct", "chat", "base"], False),
        ("three letters, while typing", [words[0][:3] for words in spread], True),
        ("six letters, while typing", [words[0][:6] for words in spread], True),
    ]


def _asks(texts: list[str], *, typing: bool) -> list[Callable[[], Any]]:
    from django.db import connection

    from catalog.search import MOST_SUGGESTIONS, search, suggestions
    from registry.searching import find, find_names, read_words
    from registry.searching.indexes import TABLE, WEIGHTS, WORDS
    from registry.searching.matching import for_postgresql, for_sqlite

    if connection.vendor == "sqlite":
        rank = f"bm25({WORDS}, {', '.join(map(str, WEIGHTS))})"
        statement, written = f"SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s ORDER BY {rank} LIMIT {_TOP}", for_sqlite
    else:
        rank = "ts_rank('{0.1, 0.2, 0.5, 1.0}', vector, q, 1)"
        statement = f"SELECT id FROM {TABLE}, (SELECT %s::tsquery AS q) found WHERE vector @@ q ORDER BY {rank} DESC LIMIT {_TOP}"
        written = for_postgresql
    turns = [cycle(texts) for _ in range(3)]

    def alone() -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement, [written(read_words(next(turns[0]), typing=typing), names_only=typing)])
            return cursor.fetchall()

    if typing:
        return [
            alone,
            lambda: find_names(read_words(next(turns[1]), typing=True), limit=MOST_SUGGESTIONS),
            lambda: suggestions(read_words(next(turns[2]), typing=True)),
        ]
    return [alone, lambda: find(read_words(next(turns[1]))), lambda: search(read_words(next(turns[2])))]


def _found(texts: list[str]) -> str:
    from registry.searching import find, read_words

    counts = [(len(found.hits), found.capped) for found in (find(read_words(text)) for text in texts[:10])]
    low, high = min(counts), max(counts)
    return f"{low[0]:,} to {high[0]:,}{'+' if high[1] else ''}"


def _cpu() -> CpuTimes:
    from benchmarks.session import backends

    return {(os.getpid(), 0): time.process_time_ns()} | cpu_times(backends("bench-search"))


if __name__ == "__main__":
    main()
