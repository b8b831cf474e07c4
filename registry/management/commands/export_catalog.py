"""`manage.py export_catalog DIR`: the catalog as page files."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

SHOWN = 10


class Command(BaseCommand):
    requires_system_checks = ()
    help = (
        "Write every page as the file that load_catalog reads, byte for byte what was loaded where nothing changed since. "
        "DIR may be new, empty, or hold an earlier export; anything else in it is refused."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and what to do with what is in it."""
        parser.add_argument("folder", type=Path, metavar="DIR", help="where models/, licenses/, families/, ... are written")
        parser.add_argument("--force", action="store_true", help="write even where DIR holds other things, which stay as they are")
        parser.add_argument("--prune", action="store_true", help="remove files of pages that are not in the catalog")

    def handle(self, *, folder: Path, force: bool, prune: bool, verbosity: int, **_: Any) -> None:
        """Write the files and say which."""
        from registry.imports.export import ForeignFiles, export

        if folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        try:
            with self._progress() as progress:
                result = export(folder, force=force, prune=prune, progress=progress)
        except ForeignFiles as found:
            names = ", ".join(str(path) for path in found.paths[:SHOWN])
            more = f" and {len(found.paths) - SHOWN} more" if len(found.paths) > SHOWN else ""
            raise CommandError(
                f"{folder} holds other things ({names}{more}): choose an empty folder, or --force to write beside them."
            ) from found
        except OSError as error:
            raise CommandError(f"Cannot write {error.filename}: {error.strerror}.") from error
        if verbosity > 1:
            self.stdout.write("".join(f"{path}\n" for path in result.written), ending="")
        self.stdout.write(f"Files written: {len(result.written)}, unchanged: {len(result.unchanged)}, in {folder}.")
        for path in result.left_over:
            self.stdout.write(f"{path} {'removed' if prune else 'left'}: its page is not in the catalog.")

    @contextmanager
    def _progress(self) -> Iterator[Callable[[int], None]]:
        if not self.stdout.isatty():
            yield _unseen
            return
        from rich.progress import Progress, SpinnerColumn, TextColumn

        with Progress(SpinnerColumn(), TextColumn("Writing pages: {task.completed}"), transient=True) as spinner:
            task = spinner.add_task("export", total=None)
            yield lambda done: spinner.update(task, completed=done)


def _unseen(done: int) -> None:
    """Progress that nobody watches."""
