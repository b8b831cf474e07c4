"""SELECTs whose text is made once per kind of database and then run with any number of keys: compiling costs more than running."""

import json
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup
from django.db.models.sql.compiler import SQLCompiler

_KEYS = object()


class Among(Lookup):
    """`column = ANY(keys)`: one parameter however many keys there are, so that the text of the statement never changes."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """For SQLite, which unpacks a JSON array."""
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} IN (SELECT value FROM json_each(%s))", (*params, self.rhs)  # noqa: S608 - the column of a field

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """For PostgreSQL, which has arrays."""
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", (*params, self.rhs)


class Statement:
    """A SELECT of `columns` from the rows of a queryset whose `among` column is one of the keys given later.

    Values come out as the ORM would give them, except that dates are ISO 8601 texts. The queryset must not depend on the time or on a
    request.
    """

    def __init__(self, queryset: Callable[[], models.QuerySet[Any]], *columns: str, among: str) -> None:
        self._queryset = queryset
        self._among = among
        self.columns = columns
        self._compiled: dict[str, tuple[str, list[Any], list[Any]]] = {}

    def rows(self, keys: Collection[Any]) -> list[tuple[Any, ...]]:
        """Return the rows for the keys as tuples, in the queryset's order; asks nothing of the database when there are no keys."""
        if not keys:
            return []
        sql, params, converters = self._compiled.get(connection.vendor) or self._compile()
        listed = list(keys)
        given = json.dumps(listed) if connection.vendor == "sqlite" else listed
        with connection.cursor() as cursor:
            cursor.execute(sql, [given if param is _KEYS else param for param in params])
            found = cursor.fetchall()
        return _converted(found, converters) if found and converters else found

    def dicts(self, keys: Collection[Any]) -> list[dict[str, Any]]:
        """Return the rows for the keys as dictionaries by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows(keys)]

    def _compile(self) -> tuple[str, list[Any], list[Any]]:
        query = self._queryset().filter(Among(F(self._among), _KEYS)).values_list(*self.columns).query
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        selected = [expression for expression, *_ in compiler.select]
        days = {place for place, expression in enumerate(selected) if type(expression.output_field) is models.DateField}
        converters = [(place, *found) for place, found in compiler.get_converters(selected).items() if place not in days]
        converters += [(place, [_iso], selected[place]) for place in days]
        compiled = (sql, list(params), converters)
        self._compiled[connection.vendor] = compiled
        return compiled


def _iso(day: date | None, *_: object) -> str | None:
    return None if day is None else day.isoformat()


def _converted(rows: list[tuple[Any, ...]], converters: list[Any]) -> list[tuple[Any, ...]]:
    columns: list[Any] = list(zip(*rows, strict=True))
    for place, converts, expression in converters:
        # Most columns hold few different values: each is converted once.
        made = {}
        for value in set(columns[place]):
            new = value
            for convert in converts:
                new = convert(new, expression, connection)
            made[value] = new
        columns[place] = [made[value] for value in columns[place]]
    return list(zip(*columns, strict=True))
