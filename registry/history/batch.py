"""Rows that wait to be written together: one INSERT per table, in the order that foreign keys ask for."""

from collections import defaultdict
from typing import Any, TypeVar

from django.db import models

from registry.models import (
    BenchmarkResult, Citation, ContestedValue, Contradiction, FamilyDeveloper, HostingOffer, HubRepository, License, LicenseTerm, Lineage,
    ModelDeveloper, OfferPrice, OfferVariant, PageSource, Source, VariantLicense,
)  # fmt: skip

Row = TypeVar("Row", bound=models.Model)

ORDER: tuple[type[models.Model], ...] = (
    PageSource, Citation, Contradiction, ContestedValue, FamilyDeveloper, ModelDeveloper, LicenseTerm, HubRepository, VariantLicense,
    Lineage, BenchmarkResult, HostingOffer, OfferVariant, OfferPrice, License.licensors.through, Citation.sources.through,
    LicenseTerm.sources.through, HostingOffer.sources.through,
)  # fmt: skip


class Batch:
    """Collects new rows. `add` checks the columns; `write` inserts everything."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self.sources: dict[str, Source] = {}

    def add(self, row: Row) -> Row:
        """Queue a row and return it, so that others may point to it before it is written."""
        self.rows[type(row)].append(row)
        return row

    def source(self, candidate: Source) -> Source:
        """Return the one row that stands for this source, whoever asked first."""
        return self.sources.setdefault(candidate.identity, candidate)

    def write(self) -> None:
        """Insert all queued rows; a column that cannot hold its value raises ValidationError before anything is written."""
        known = {source.identity: source for source in Source.objects.filter(identity__in=self.sources)}
        for identity, source in self.sources.items():
            if identity in known:
                source.pk = known[identity].pk
        _insert(Source, [source for identity, source in self.sources.items() if identity not in known])
        for table in ORDER:
            _insert(table, self.rows[table])
        self.rows.clear()


def _insert(table: type[models.Model], rows: list[Any]) -> None:
    relations = [field.name for field in table._meta.concrete_fields if field.is_relation]
    for row in rows:
        row.clean_fields(exclude=relations)
    table.objects.bulk_create(rows, batch_size=500)  # type: ignore[attr-defined]
