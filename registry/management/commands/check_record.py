"""`manage.py check_record`: proof that what readers see is what history and the licensing core say."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from registry import verdicts
from registry.history.proof import differences
from registry.licensing.terms import InvalidTerm
from registry.models import Page


class Command(BaseCommand):
    help = (
        "Compare every page's rows with its latest revision, and every stored commercial-use status with what its license terms give. "
        "Prints each difference; exit code 1 where there is one. Writes nothing."
    )

    def handle(self, *, verbosity: int, **_: Any) -> None:
        """Print the differences, page by page."""
        found = [*differences(), *_statuses()]
        if found:
            self.stdout.write("\n".join(found))
            raise CommandError(f"The record disagrees with itself in {len(found)} place{'' if len(found) == 1 else 's'}.", returncode=1)
        if verbosity:
            self.stdout.write(f"{Page.objects.count()} pages agree with their history, and every status with its license.")


def _statuses() -> list[str]:
    try:
        return verdicts.stale()
    except InvalidTerm as error:
        return [f"the statuses cannot be derived while a term means nothing: {error}"]
