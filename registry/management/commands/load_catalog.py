"""`manage.py load_catalog DIR`: page files into the catalog."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.imports.catalog_files import digest_of, page_paths, read_folder

if TYPE_CHECKING:
    from registry.imports.plan import Plan, Step

INVALID, CONFLICTS = 1, 3
Progress = Callable[[int, int], None]


class Command(BaseCommand):
    requires_system_checks = ()  # they load the whole site, and this runs at every start
    help = (
        "Load page files (YAML) into the catalog: all of them or, with a mistake in one, none. "
        "Pages that a person changed since are never overwritten. "
        "Exit codes: 0 loaded, 1 mistakes in the files and nothing written, 3 loaded but for pages changed both here and in the files."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and whether to write."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="folder with models/, licenses/, families/, ...")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")

    def handle(self, *, folder: Path, dry_run: bool, verbosity: int, **_: Any) -> None:
        """Validate, plan and apply; leave at once where the same files were loaded last."""
        from registry.imports.apply import InvalidCatalog, checked_plan, is_up_to_date, load

        if not folder.is_dir() or not page_paths(folder):
            raise CommandError(f"There are no page files (*.yaml) under {folder}.", returncode=INVALID)
        if is_up_to_date(digest_of(folder)):
            self.stdout.write("The catalog is up to date with its files.")
            return
        reading = read_folder(folder, today=timezone.localdate())
        try:
            if dry_run:
                plan = checked_plan(reading)
            else:
                with self._progress() as progress:
                    plan = load(reading, progress=progress)
        except InvalidCatalog as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            files = len({problem.path for problem in error.problems})
            raise CommandError(
                f"{_counted(len(error.problems), 'mistake')} in {_counted(files, 'file')} of {folder}; nothing was written.",
                returncode=INVALID,
            ) from error
        self._report(plan, dry_run=dry_run, all_steps=dry_run or verbosity > 1)

    def _report(self, plan: "Plan", *, dry_run: bool, all_steps: bool) -> None:
        from registry.imports.plan import Action

        left = (Action.KEPT, Action.CONFLICT)
        shown = [step for step in plan.steps if step.action in left or (all_steps and step.action != Action.UNCHANGED)]
        if shown and self.stdout.isatty():
            _print_table(shown)
        else:
            self.stdout.write("".join(f"{step}\n" for step in shown), ending="")
        done = "Nothing was written." if dry_run or not plan.writes else f"Written: {_counted(len(plan.writes), 'page')}."
        self.stdout.write(f"{plan.in_words()}. {done}")
        if conflicts := plan.counts[Action.CONFLICT]:
            raise CommandError(
                f"Changed both here and in the files: {_counted(conflicts, 'page')}. Settle each: change the page "
                "until it says what the file says, or change the file until it says what the page says (export_catalog writes it).",
                returncode=CONFLICTS,
            )

    @contextmanager
    def _progress(self) -> Iterator[Progress]:
        if not self.stdout.isatty():
            yield _unseen
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        with Progress(TextColumn("Loading pages"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), transient=True) as bar:
            task = bar.add_task("load", total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _unseen(done: int, total: int) -> None:
    """Progress that nobody watches."""


def _print_table(steps: "list[Step]") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("Action", "Kind", "Page", "Facts that differ"):
        table.add_column(heading, overflow="fold")
    for step in steps:
        table.add_row(step.action, *step.entry.key, ", ".join(step.facts))
    Console().print(table)
