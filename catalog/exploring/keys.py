"""The primary keys of many rows in one value: a row for each costs the driver more than finding them costs the database."""

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import Aggregate, QuerySet, TextField
from django.db.models.sql.compiler import SQLCompiler


class _Together(Aggregate):
    """All values as one: a JSON text on SQLite, an array on PostgreSQL; None where there is none."""

    function = "JSON_GROUP_ARRAY"
    output_field = TextField()

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **context: Any) -> tuple[str, Sequence[Any]]:
        """For PostgreSQL, whose driver makes a list of it."""
        sql, params = self.as_sql(compiler, connection, function="ARRAY_AGG", **context)
        return sql, params


def keys_of(rows: QuerySet[Any]) -> list[int]:
    """Return the primary keys of the rows, in no order."""
    found = rows.order_by().aggregate(keys=_Together("pk"))["keys"]
    return json.loads(found) if isinstance(found, str) else found or []
