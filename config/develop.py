"""`python -m config.develop`: the catalog for people who change it, on the development server that reloads on every save."""

import os

import django
from django.core.management import call_command

from config.serve import address_from, fill_in_for_this_machine, prepare


def main() -> None:
    """Prepare once, then serve; the reloader starts this again in a child of its own, which only serves."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    host, port = address_from(os.environ)
    fill_in_for_this_machine(os.environ, host=host)
    django.setup()
    if "RUN_MAIN" not in os.environ:
        prepare()
    call_command("runserver", f"{host}:{port}")


if __name__ == "__main__":
    main()
