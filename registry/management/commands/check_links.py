"""`manage.py check_links`: visit the web addresses that pages name, and keep what each answers."""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.models import AddressCheck, PageAddress
from registry.models.addresses import Outcome
from registry.visiting.checking import NoNetwork, check
from registry.visiting.rounds import asking
from registry.visiting.turns import Turns
from registry.visiting.visits import Ask

NO_NETWORK, WRONG_OPTION, INTERRUPTED = 1, 2, 130
SAID_EVERY = 50


class Command(BaseCommand):
    """`ask` is for tests alone, which may not use the network: it replaces what sends the requests, and no command line can name it."""

    help = (
        "Visit each web address that a published page names, once: at most one request at a time to a host, with a pause, and none to "
        "private networks. Results are kept as they come, so it can be stopped and started again. "
        "Exit codes: 0 visited, whatever was found; 1 no network, nothing recorded; 2 wrong option; 130 interrupted, what was visited kept."
    )
    requires_system_checks = ()
    stealth_options = ("ask",)

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Which addresses, and whether to visit them."""
        parser.add_argument(
            "--older-than", type=_number, default=1, metavar="DAYS",
            help="leave out what was visited on the last DAYS days, today included (default 1; 0 visits all again)",
        )  # fmt: skip
        parser.add_argument("--limit", type=_number, metavar="N", help="visit at most N, those never visited first, then the longest ago")
        parser.add_argument("--host", default="", metavar="HOST", help="only addresses on this host, such as huggingface.co")
        parser.add_argument("--dry-run", action="store_true", help="say which addresses would be visited; visit and write nothing")

    def handle(
        self, *, older_than: int, limit: int | None, host: str, dry_run: bool, verbosity: int, ask: Ask | None = None, **_: Any
    ) -> None:  # fmt: skip
        """Choose, visit and sum up."""
        host = host.casefold()
        if host and not PageAddress.objects.published().filter(host=host).exists():
            raise CommandError(f"--host: no published page names an address on '{host}'", returncode=WRONG_OPTION)
        urls = PageAddress.objects.to_visit(checked_before=_before(older_than), host=host)[:limit]
        if dry_run:
            self.stdout.write("".join(f"{url}\n" for url in urls), ending="")
            self.stdout.write(f"{_counted(len(urls))} would be visited.")
            return
        found = self._visit(urls, ask=ask or asking(user_agent=user_agent(), turn=Turns()), quiet=not verbosity)
        if verbosity:
            self.stdout.write(_in_words(found))

    def _visit(self, urls: list[str], *, ask: Ask, quiet: bool) -> Counter[Outcome]:
        found: Counter[Outcome] = Counter()
        try:
            with self._progress(len(urls), quiet=quiet) as progress:
                for visit in check(urls, ask=ask, now=timezone.now):
                    found[visit.outcome] += 1
                    progress(found.total())
        except NoNetwork:
            raise CommandError(
                "There is no network: no host could be reached at all. Nothing was recorded, and no address counts as dead for it.",
                returncode=NO_NETWORK,
            ) from None
        except KeyboardInterrupt:
            raise CommandError(f"Interrupted. {_in_words(found)} The same command goes on with the rest.", returncode=INTERRUPTED) from None
        return found

    @contextmanager
    def _progress(self, total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
        if quiet or not self.stdout.isatty():
            yield lambda done: None if quiet or done % SAID_EVERY else self.stdout.write(f"{done:,} of {total:,}")
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        with Progress(TextColumn("Visiting addresses"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), transient=True) as bar:
            task = bar.add_task("visit", total=total)
            yield lambda done: bar.update(task, completed=done)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number from 0 to 999999")
    return int(text)


def _before(days: int) -> datetime | None:
    """The first moment of the last days, today among them; None for no days."""
    if not days:
        return None
    first = timezone.localdate() - timedelta(days=min(days, timezone.localdate().toordinal() - 1) - 1)
    return timezone.make_aware(datetime.combine(first, time.min))


def user_agent() -> str:
    """Return what servers are told of who asks: this program, and the address of the site where it is known."""
    return f"OpenModelRegistry-LinkCheck{f' (+{settings.SITE_URL})' if settings.SITE_URL else ''}"


def _in_words(found: Counter[Outcome]) -> str:
    said = ", ".join(f"{number:,} {outcome.label}" for outcome in Outcome if (number := found[outcome]))
    dead = AddressCheck.objects.named().dead().count()
    results = f" ({said})" if said else ""
    return f"Visited: {_counted(found.total())}{results}. {_counted(dead)} now count{'s' if dead == 1 else ''} as dead."


def _counted(number: int) -> str:
    return f"{number:,} address{'' if number == 1 else 'es'}"
