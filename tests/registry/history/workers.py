"""What the processes of test_processes.py do: `python -m tests.registry.history.workers NAME ...` on the database of DATABASE_URL."""

import json
import os
import sys
import threading
import time

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from registry import history, verdicts  # noqa: E402
from registry.documents import parse_document  # noqa: E402
from registry.history.proof import differences  # noqa: E402
from registry.models import Article, CatalogRevision, ImportRun, Page, Revision  # noqa: E402
from tests import factories  # noqa: E402


def state() -> None:
    """Print what stands in the database."""
    numbers = list(Revision.objects.order_by("page_id", "number").values_list("number", flat=True))
    print(
        json.dumps(
            {
                "pages": Page.objects.count(),
                "numbers": numbers,
                "catalog": CatalogRevision.current(),
                "runs": ImportRun.objects.count(),
                "differences": [*differences(), *verdicts.stale()],
            }
        )
    )


def prepare() -> None:
    """Make one article and one model under a license."""
    call_command("migrate", verbosity=0)
    factories.make_article("contested")
    factories.make_license("open")
    factories.make_model(variants=[factories.variant_document(license="open")])


def write(threads: int, saves: int) -> None:
    """In each thread, save the article `saves` times, each time on top of what stands there; print how often another was first."""
    lost: list[int] = []

    def run(thread: int) -> None:
        for turn in range(saves):
            while True:
                article = Article.objects.get(slug="contested")
                data = factories.article_document("contested", body=f"{article.body}\n{os.getpid()}.{thread}.{turn}")
                try:
                    history.save(parse_document(data), by=None, reason="Racing", origin="api", expected=article.number)
                    break
                except history.StalePage:
                    lost.append(thread)
        connection.close()

    running = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    print(len(lost))


def stop_before_the_end() -> None:
    """Let every write wait for ever once all rows and revisions are written, and say so."""

    def wait(*_: object, **__: object) -> None:
        print("written, not committed", flush=True)
        time.sleep(600)

    verdicts.refresh = wait


def save_and_wait() -> None:
    stop_before_the_end()
    data = factories.model_document(variants=[factories.variant_document(), factories.variant_document("llama-2-70b")])
    history.save(parse_document(data), by=None, reason="To be killed", origin="api")


def load_and_wait(folder: str) -> None:
    stop_before_the_end()
    call_command("load_catalog", folder)


def load(folder: str) -> None:
    call_command("load_catalog", folder, verbosity=0)


if __name__ == "__main__":
    name, *arguments = sys.argv[1:]
    globals()[name](*(int(argument) if argument.isdigit() else argument for argument in arguments))
