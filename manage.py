#!/usr/bin/env python
"""Runs one management command, with the same settings as the server."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config.secret_key import LOCAL_KEY_FILE


def main() -> None:
    """Run the command named in `sys.argv`; a mistake in the settings ends in one line, not in a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if LOCAL_KEY_FILE.exists():
        os.environ.setdefault("SECRET_KEY_FILE", str(LOCAL_KEY_FILE))
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as mistake:
        sys.exit(f"Cannot start: {mistake}")


if __name__ == "__main__":
    main()
