"""`python -m config.serve`: from an empty directory to a serving catalog, and in seconds the next time.

One process prepares everything, then forks the workers that answer requests, so that the code is loaded once.
"""

import ipaddress
import os
import socket
import sys
import time
from collections.abc import MutableMapping
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from config.secret_key import keep_local_key

STARTED = time.monotonic()


def main() -> None:
    """Prepare and serve until the process is told to stop (SIGTERM, SIGINT: requests under way are finished)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        address = address_from(os.environ)
        fill_in_for_this_machine(os.environ, host=address[0])
        refuse_taken(*address)
        django.setup()
        prepare()
    except ImproperlyConfigured as mistake:
        sys.exit(f"Cannot start: {mistake}")
    serve(*address)


def say(line: str) -> None:
    """Progress, for the person who started it."""
    print(f"==> {line}", flush=True)


def address_from(environ: MutableMapping[str, str]) -> tuple[str, int]:
    """HOST and PORT; 127.0.0.1:8000 unless given."""
    return environ.get("HOST", "") or "127.0.0.1", _number(environ, "PORT", default=8000, most=65535)


def _number(environ: MutableMapping[str, str], name: str, *, default: int, most: int) -> int:
    given = environ.get(name, "") or str(default)
    if not given.isdecimal() or not 1 <= int(given) <= most:
        raise ImproperlyConfigured(f"{name} is {given!r}; it has to be a number from 1 to {most}.")
    return int(given)


def is_this_machine_only(host: str) -> bool:
    """Whether an address can be reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def fill_in_for_this_machine(environ: MutableMapping[str, str], *, host: str) -> None:
    """For an address that only this machine reaches, set what was left open: a key of its own, no TLS, reading without sign-in.

    For any other address nothing is filled in, and the settings refuse to start without a key and the names of the hosts.
    """
    if not is_this_machine_only(host):
        if not environ.get("ALLOWED_HOSTS"):
            raise ImproperlyConfigured(f"HOST={host} can be reached by others: name the site's host names in ALLOWED_HOSTS.")
        return
    if not environ.get("SECRET_KEY") and not environ.get("SECRET_KEY_FILE"):
        environ["SECRET_KEY_FILE"] = str(keep_local_key())
    environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
    environ.setdefault("HTTPS", "1" if environ.get("TLS_CERTIFICATE") else "0")
    environ.setdefault("PUBLIC_READ", "1")


def refuse_taken(host: str, port: int) -> None:
    """Raise ImproperlyConfigured when something else listens there, before any work is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ImproperlyConfigured(f"Port {port} on {host} cannot be used ({error.strerror}). Choose another with PORT=.") from error


def prepare() -> None:
    """Bring the database, the catalog and the static files up to date, and make the first administrator."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError

    from catalog.readiness import pending_migrations
    from config.first_start import USERNAME, create_first_administrator
    from config.static_files import collect_if_changed

    try:
        if pending_migrations():
            say("Preparing the database")
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise ImproperlyConfigured(f"The database cannot be used: {error}") from error
    _load_catalog(Path(settings.ROOT) / "fixtures")
    _follow_pages()
    if not settings.DEBUG and collect_if_changed(settings.STATIC_ROOT):
        say("Collected the static files")
    password = create_first_administrator()
    if password:
        say("Created the first administrator. This password is shown only now:")
        print(f"      user      {USERNAME}\n      password  {password}", flush=True)


def _load_catalog(folder: Path) -> None:
    """Take in what the catalog's files say. Pages that a person changed meanwhile stay, and that is no reason not to start."""
    from django.core.management import CommandError, call_command

    from registry.management.commands.load_catalog import CONFLICTS

    try:
        call_command("load_catalog", str(folder))
    except CommandError as error:
        if error.returncode != CONFLICTS:
            raise ImproperlyConfigured(str(error)) from error
        say(str(error))


def _follow_pages() -> None:
    """A database that an earlier version filled has pages, and lacks what has come to be kept of them: search entries, names, addresses."""
    from django.core.management import call_command

    from registry.models import PageAddress, PageName, SearchEntry

    if SearchEntry.objects.lacking().exists() or PageAddress.objects.are_missing() or PageName.objects.are_outdated():
        say("Preparing search and links")
        call_command("rebuild_indexes", verbosity=0)


def serve(host: str, port: int) -> None:
    """Load the application, let go of the database, and hand over to the server."""
    from django.db import connections
    from django.db.backends.postgresql.base import DatabaseWrapper as PooledConnection
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    import config.wsgi  # noqa: F401 - loaded here so that the workers share it

    workers = _number(os.environ, "WORKERS", default=min(2, os.cpu_count() or 1), most=64)
    threads = _number(os.environ, "THREADS", default=4, most=64)
    certificate, key = os.environ.get("TLS_CERTIFICATE"), os.environ.get("TLS_KEY")
    for connection in connections.all():
        connection.close()
        if isinstance(connection, PooledConnection):
            connection.close_pool()
    print_addresses(host, port, tls=bool(certificate))
    Server(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        log_level=LogLevels.warning,
        ssl_cert=Path(certificate) if certificate else None,
        ssl_key=Path(key) if key else None,
        process_name=None,
    ).serve()


def print_addresses(host: str, port: int, *, tls: bool) -> None:
    """Where to go now."""
    shown = f"[{host}]" if ":" in host else host
    site = f"{'https' if tls else 'http'}://{shown}:{port}"
    say(f"Ready after {time.monotonic() - STARTED:.1f} s. Stop with Ctrl-C.")
    print(f"      site   {site}/\n      admin  {site}/admin/\n      API    {site}/api/v1/docs/", flush=True)


if __name__ == "__main__":
    main()
