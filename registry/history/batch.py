"""Rows that wait to be written together: one INSERT per table, in the order that foreign keys ask for."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from registry.documents import InvalidDocument, PageDocument, Problem
from registry.history.drafts import found
from registry.models import (
    BenchmarkResult,
    Citation,
    ContestedValue,
    Contradiction,
    FamilyDeveloper,
    HostingOffer,
    HubRepository,
    License,
    LicenseTerm,
    Lineage,
    ModelDeveloper,
    OfferPrice,
    OfferVariant,
    PageSource,
    Source,
    VariantLicense,
)

Row = TypeVar("Row", bound=models.Model)

ORDER: tuple[type[models.Model], ...] = (
    PageSource, Citation, Contradiction, ContestedValue, FamilyDeveloper, ModelDeveloper, LicenseTerm, HubRepository, VariantLicense,
    Lineage, BenchmarkResult, HostingOffer, OfferVariant, OfferPrice, License.licensors.through, Citation.sources.through,
    LicenseTerm.sources.through, HostingOffer.sources.through,
)  # fmt: skip
IN_ONE_INSERT = 500


def check_columns(row: models.Model, *, document: PageDocument, at: str) -> None:
    """Raise InvalidDocument where a column cannot hold its value; `at` is the JSON pointer of what the row stands for."""
    try:
        row.clean_fields(exclude=_relations(type(row)))
    except ValidationError as error:
        raise InvalidDocument(
            [Problem(f"{at}/{name}", "invalid", " ".join(messages)) for name, messages in error.message_dict.items()], document=document
        ) from error


class Batch:
    """Collects new rows. `add` checks the columns; `write` inserts everything."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self.sources: dict[str, Source] = {}

    def add(self, row: Row, *, document: PageDocument, at: str) -> Row:
        """Queue a row and return it, so that others may point to it before it is written."""
        check_columns(row, document=document, at=at)
        self.rows[type(row)].append(row)
        return row

    def link(self, rows: Iterable[models.Model]) -> None:
        """Queue rows of a many-to-many relation: they hold nothing but keys."""
        for row in rows:
            self.rows[type(row)].append(row)

    def source(self, candidate: Source, *, document: PageDocument, at: str) -> Source:
        """Return the one row that stands for this source, whoever asked first."""
        if candidate.identity not in self.sources:
            check_columns(candidate, document=document, at=at)
            self.sources[candidate.identity] = candidate
        return self.sources[candidate.identity]

    def write(self) -> None:
        """Insert all queued rows."""
        known = {source.identity: source for source in found(Source.objects.all(), "identity", list(self.sources))}
        for identity, source in known.items():
            self.sources[identity].pk = source.pk
        _insert(Source, [source for identity, source in self.sources.items() if identity not in known])
        for table in ORDER:
            _insert(table, self.rows[table])
        self.rows.clear()


def _relations(table: type[models.Model]) -> list[str]:
    if table not in _RELATIONS:
        _RELATIONS[table] = [field.name for field in table._meta.concrete_fields if field.is_relation]
    return _RELATIONS[table]


_RELATIONS: dict[type[models.Model], list[str]] = {}


def _insert(table: type[models.Model], rows: list[Any]) -> None:
    if rows:
        table.objects.bulk_create(rows, batch_size=IN_ONE_INSERT)  # type: ignore[attr-defined]
