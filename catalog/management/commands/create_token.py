"""`manage.py create_token USER NAME [--write] [--days N]`: an API token from the command line."""

import argparse
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from catalog.models import Scope
from catalog.tokens import TokenRefusedError, issue


class Command(BaseCommand):
    """Prints the secret on standard output and nothing else, so that it can be piped; it cannot be shown again."""

    help = "Make an API token for a person and print it once."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whose it is, what it is for, and how far and how long it reaches."""
        parser.add_argument("username")
        parser.add_argument("name", help="what the token is for")
        parser.add_argument("--write", action="store_true", help="allow writing too (needs the role editor)")
        parser.add_argument("--days", type=int, default=90, help="how long it is valid (default 90, at most 366)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        try:
            user = User.objects.get(username=options["username"])
        except User.DoesNotExist as unknown:
            raise CommandError(f"There is no account {options['username']!r}.") from unknown
        try:
            issued = issue(
                user=user,
                name=options["name"],
                scope=Scope.WRITE if options["write"] else Scope.READ,
                lifetime=timedelta(days=options["days"]),
                now=timezone.now(),
            )
        except TokenRefusedError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stderr.write(f"Valid until {issued.row.expiry:%Y-%m-%d %H:%M} UTC. Keep it now: it is not stored and cannot be shown again.")
        self.stdout.write(issued.secret)
