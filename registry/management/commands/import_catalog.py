"""`manage.py import_catalog SOURCE FILE`: a catalog of others comes in as claims."""

import re
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

if TYPE_CHECKING:
    from registry.imports.receiving import Progress, Report, Snapshot
    from registry.imports.sources import Source

UNREADABLE, ASKS = 1, 3
SHOWN = 40


class Command(BaseCommand):
    requires_system_checks = ()
    help = (
        "Receive a catalog of others. Its records are kept as claims; what nobody knew is filled in, marked as unconfirmed; prices become "
        "dated entries; what differs from what people set or verified becomes a conflict for a person to settle. "
        "Exit codes: 0 received, 1 the file cannot be read and nothing was written, 3 received, and conflicts wait for a person."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The source, the file, its day, and whether to write."""
        from registry.imports.sources import SOURCES

        parser.add_argument("source", choices=sorted(SOURCES), metavar="SOURCE", help=f"one of {', '.join(sorted(SOURCES))}")
        parser.add_argument("file", type=Path, metavar="FILE", help="the source's file, as it was published; .gz and .zip are unpacked")
        parser.add_argument("--as-of", type=_day, help="the day that the file describes; taken from its name where that holds one")
        parser.add_argument("--dry-run", action="store_true", help="show what would happen and write nothing")
        parser.add_argument("--only", nargs="+", metavar="KEY", help="receive only the records whose key begins with one of these")

    def handle(self, *, source: str, file: Path, as_of: date | None, dry_run: bool, only: list[str] | None, **options: Any) -> None:
        """Read, plan and, unless it is a dry run, apply."""
        from registry.imports.receiving import plan, receive
        from registry.imports.records import UnreadableCatalog

        reader, snapshot = self._opened(source, file, as_of or _day_in(file.name) or timezone.localdate())
        try:
            records = _only(reader.read(file), only)
            with self._progress() as progress:
                if dry_run:
                    report = plan(records, snapshot=snapshot, partial=bool(only), progress=progress)
                else:
                    report = receive(records, snapshot=snapshot, partial=bool(only), progress=progress)
        except UnreadableCatalog as error:
            raise CommandError(f"{file}: {error}", returncode=UNREADABLE) from error
        self._report(report, dry_run=dry_run, all_steps=options["verbosity"] > 1)

    def _opened(self, source: str, file: Path, as_of: date) -> tuple["Source", "Snapshot"]:
        from registry.imports.receiving import Snapshot
        from registry.imports.records import digest_of
        from registry.imports.sources import SOURCES

        reader = SOURCES[source]
        try:
            digest = digest_of(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=UNREADABLE) from error
        snapshot = Snapshot(source=source, title=reader.title, homepage=reader.homepage, as_of=as_of, digest=digest, file=file.name)
        return reader, snapshot

    def _report(self, report: "Report", *, dry_run: bool, all_steps: bool) -> None:
        told = [step for step in report.steps.values() if step.outcome in ("conflict", "rejected") or all_steps]
        shown = told if all_steps else told[:SHOWN]
        self.stdout.write("".join(f"{step}\n" for step in shown), ending="")
        if len(told) > len(shown):
            self.stdout.write(f"… and {len(told) - len(shown):,} more; -v 2 shows every record.")
        counts = report.counts
        self.stdout.write(
            f"{len(report.steps):,} records: "
            + ", ".join(f"{counts[name]:,} {name}" for name in ("create", "update", "unchanged", "conflict", "rejected"))
            + f". {report.gone:,} gone. {len(report.pages):,} pages {'would change' if dry_run else 'changed'}."
        )
        if report.differences and not dry_run:
            raise CommandError(
                f"{report.differences:,} claims differ from what stands here. Nothing of it was overwritten: settle them at "
                "/upkeep/claims/.",
                returncode=ASKS,
            )

    @contextmanager
    def _progress(self) -> Iterator["Progress"]:
        if not self.stdout.isatty():
            yield _unseen
            return
        from rich.progress import Progress, TextColumn, TimeElapsedColumn

        with Progress(TextColumn("{task.description}"), TextColumn("{task.completed:,}"), TimeElapsedColumn(), transient=True) as bar:
            tasks = {stage: bar.add_task(stage.capitalize(), total=None) for stage in ("records", "pages")}
            yield lambda stage, done: bar.update(tasks[stage], completed=done)


def _unseen(stage: str, done: int) -> None:
    """Progress that nobody watches."""


def _only(records: Iterable[Any], keys: list[str] | None) -> Iterator[Any]:
    wanted = tuple(keys or [""])
    return (record for record in records if record.key.startswith(wanted))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--as-of: '{text}' is not a day: write 2026-05-21.", returncode=UNREADABLE) from None


def _day_in(name: str) -> date | None:
    found = re.search(r"\d{4}-\d\d-\d\d", name)
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None
