"""`manage.py mail_watchers [--dry-run]`: mail people what changed on the pages they watch; for cron."""

import argparse
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalog.watch_mail import awaiting_mail, send_changes


class Command(BaseCommand):
    """One person's letter that cannot be sent is reported and kept for the next run; the others are sent."""

    help = "Send everybody who asked for it one mail with what changed on the pages they watch since the last one."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whether to send at all."""
        parser.add_argument("--dry-run", action="store_true", help="say who would get a mail, and send and note nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        if not settings.EMAIL_IS_SET_UP:
            raise CommandError("No mail can be sent: set EMAIL_URL, such as smtp://user:password@mail.example.org:587/?tls=true.")
        if not settings.SITE_URL:
            raise CommandError("The mails link to this site: set SITE_URL to its address, such as https://models.example.org.")
        sent = failed = 0
        for person in awaiting_mail():
            try:
                pages = send_changes(person, site=settings.SITE_URL, dry_run=options["dry_run"])
            except (SMTPException, OSError, ValueError) as error:
                failed += 1
                self.stderr.write(f"{person.get_username()}: not sent, kept for the next run ({error})")
                continue
            if pages:
                sent += 1
                self.stdout.write(f"{person.get_username()}: {pages} page{'' if pages == 1 else 's'}")
        self.stdout.write(f"{sent} mail{'' if sent == 1 else 's'} {'would be sent' if options['dry_run'] else 'sent'}.")
        if failed:
            raise CommandError(f"{failed} could not be sent.")
