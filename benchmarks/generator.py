"""`python -m benchmarks.generator --variants 100000`: fill an empty database with a made-up catalog, the same for the same seed.

DATABASE_URL names the database; it is migrated first. Rows go in by sets, past the history: there are no revisions of these pages.
"""

import argparse
import os
import sys
import time
from datetime import date

import django
from django.core.management import call_command
from django.db import connection
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

SEED = 20_261_121
# License periods begin and end on days; a catalog that is to be the same tomorrow needs a day of its own.
TODAY = date(2026, 11, 21)


class NotEmptyError(Exception):
    """The database holds pages already; made-up ones must not be mixed with them."""


def fill(*, variants: int, seed: int = SEED, show: bool = True) -> int:
    """Fill the tables of the default database and return the number of rows; NotEmptyError when there are pages already."""
    from benchmarks.bulk import write
    from benchmarks.made_up.releases import catalog_rows
    from benchmarks.made_up.tables import TABLES
    from registry.models import CatalogRevision, Page
    from registry.verdicts import refresh_all

    if Page.objects.exists():
        raise NotEmptyError("The database holds pages already. Name an empty one in DATABASE_URL.")
    CatalogRevision.objects.all().delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -400000")
    rows = 0
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,}"), TimeElapsedColumn())
    with Progress(*columns, disable=not show) as progress:
        # About eighteen rows go with each variant.
        task = progress.add_task(f"{variants:,} variants", total=variants * 18)
        for written in write(catalog_rows(variants=variants, seed=seed), tables=TABLES, connection=connection):
            rows += written
            progress.update(task, completed=rows)
        progress.update(task, total=rows)
        task = progress.add_task("Commercial use", total=None)
        refresh_all(today=TODAY)
        progress.update(task, total=1, completed=1)
    return rows


def main(arguments: list[str] | None = None) -> None:
    """Migrate and fill the database of DATABASE_URL."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--variants", type=int, required=True)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    from benchmarks.bulk import settle
    from benchmarks.made_up.tables import TABLES

    started = time.monotonic()
    try:
        rows = fill(variants=chosen.variants, seed=chosen.seed)
        settle(TABLES, connection=connection)
    except NotEmptyError as mistake:
        sys.exit(str(mistake))
    print(f"{rows:,} rows in {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
