"""Apply: the plan in one transaction with the note of what was loaded, or nothing at all."""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps
from django.db import connection

from registry import history
from registry.documents import InvalidDocument
from registry.documents.files import FileProblem
from registry.imports.agreement import Standing, disagreements
from registry.imports.catalog_files import Reading, key_of
from registry.imports.plan import Action, Plan, make_plan
from registry.models import ImportRun

SOURCE = "catalog files"
REASON = "Loaded from the catalog files"


@dataclass(slots=True)
class InvalidCatalog(Exception):  # noqa: N818 - what it is, as InvalidDocument
    """Files that cannot be loaded; `problems` names every mistake with its file and line."""

    problems: list[FileProblem]


def is_up_to_date(digest: str) -> bool:
    """Tell whether files with this digest are what was loaded last, with no conflict left open."""
    return ImportRun.objects.last_digest(source=SOURCE) == digest


def checked_plan(reading: Reading) -> Plan:
    """Plan, and check what the catalog would say then; InvalidCatalog names every mistake."""
    plan = make_plan(reading)
    problems = [*reading.problems, *disagreements(reading, plan, Standing.beside(plan))]
    if problems:
        raise InvalidCatalog(sorted(problems, key=lambda problem: (problem.path, problem.line)))
    return plan


def load(reading: Reading, *, progress: Callable[[int, int], None]) -> Plan:
    """Plan and apply as the only writer; pages in conflict stay as they are. `progress` is told (pages written, pages to write).

    Nothing is written unless everything is: a load that is killed leaves the catalog as it was.
    """
    with history.writing():
        plan = checked_plan(reading)
        writes = plan.writes
        documents = [step.entry.document for step in writes]
        try:
            history.save_all(
                documents, by=None, by_name=SOURCE, origin="files", reason=REASON, progress=lambda done: progress(done, len(writes))
            )
        except InvalidDocument as error:
            raise InvalidCatalog(_in_files(error, reading)) from error
        _note(reading, plan)
    if writes:
        _count_rows()
    return plan


def _count_rows() -> None:
    """Tell the database what the record's tables hold now: without such statistics it picks an index by guessing.

    Only these tables: PostgreSQL's ANALYZE of everything waits for the tables that all databases of a server share.
    """
    tables = [model._meta.db_table for model in apps.get_app_config("registry").get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def _in_files(error: InvalidDocument, reading: Reading) -> list[FileProblem]:
    """Name the file and line of what only the catalog's rows could tell."""
    if error.document is None:
        raise error
    file = reading.pages[key_of(error.document)].file
    return [file.problem(problem.pointer, problem.detail) for problem in error.problems]


def _note(reading: Reading, plan: Plan) -> None:
    counts = plan.counts
    last = ImportRun.objects.filter(source=SOURCE).order_by("-pk").first()
    if last and last.digest == reading.digest and last.conflicts == counts[Action.CONFLICT] and not plan.writes:
        return
    ImportRun.objects.create(
        source=SOURCE,
        digest=reading.digest,
        created=counts[Action.CREATE],
        updated=counts[Action.UPDATE],
        unchanged=counts[Action.UNCHANGED],
        kept=counts[Action.KEPT],
        conflicts=counts[Action.CONFLICT],
    )
