"""Rows into tables in sets: executemany on SQLite, COPY on PostgreSQL. No model instances, no history."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

Row = tuple[Any, ...]
BATCH = 60_000


class Table:
    """A table and the columns that rows bring, as the database takes them; every other column is a constant or its default."""

    def __init__(self, model: type[models.Model], *columns: str, constants: dict[str, object] | None = None) -> None:
        self.model = model
        self.name = model._meta.db_table
        self.columns = columns
        self._constants = constants or {}
        self._others = [
            field for field in model._meta.local_concrete_fields if field.column not in columns and not isinstance(field, models.AutoField)
        ]

    @property
    def all_columns(self) -> list[str]:
        """The columns of an INSERT, those that rows bring first."""
        return [*self.columns, *(str(field.column) for field in self._others)]

    def tail(self, connection: BaseDatabaseWrapper) -> Row:
        """What goes behind every row."""
        values = ((field, self._constants.get(field.name, field.get_default())) for field in self._others)
        return tuple(field.get_db_prep_save(value, connection) for field, value in values)


def write(rows: Iterable[tuple[Table, Row]], *, tables: Iterable[Table], connection: BaseDatabaseWrapper) -> Iterator[int]:
    """Write rows, a batch per transaction, and yield how many each batch had. `tables` stand in the order in which they may be filled."""
    tails = {table: table.tail(connection) for table in tables}
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        queues: dict[Table, list[Row]] = {table: [] for table in tails}
        for table, row in batch:
            queues[table].append(row + tails[table])
        with transaction.atomic(using=connection.alias):
            for table, queue in queues.items():
                if queue:
                    _insert(table, queue, connection=connection)
        yield len(batch)


def _insert(table: Table, rows: list[Row], *, connection: BaseDatabaseWrapper) -> None:
    columns = table.all_columns
    target = f"{connection.ops.quote_name(table.name)} ({', '.join(map(connection.ops.quote_name, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {target} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {target} VALUES ({', '.join(['%s'] * len(columns))})", rows)


def settle(tables: Iterable[Table], *, connection: BaseDatabaseWrapper) -> None:
    """Set the sequences behind the highest ids that were written, and leave the statistics as a catalog in use has them.

    PostgreSQL gathers them by itself in time. SQLite does only when it is told to, and nothing in the product tells it.
    """
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
