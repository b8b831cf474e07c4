"""Records of a made-up catalog, and the snapshots that they come in."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from registry.imports.receiving import Report, Snapshot, receive
from registry.imports.records import CatalogRecord, ClaimedPrice, RejectedRecord

SPRING, SUMMER = date(2026, 4, 1), date(2026, 7, 1)


def claim(key: str = "azure/llama-2-7b", *, price: tuple[str, str] | None = None, **columns: Any) -> CatalogRecord:
    """A record of the host and the identifier that its key names."""
    host, _, identifier = key.partition("/")
    facts = columns.pop("facts", {})
    prices = (ClaimedPrice(input_per_million=Decimal(price[0]), output_per_million=Decimal(price[1])),) if price else ()
    given = {"host": host, "host_name": host.title(), "identifier": identifier, "name": identifier, **columns}
    received = json.dumps([key, facts, price, {name: str(value) for name, value in columns.items()}])
    return CatalogRecord(key=key, facts=facts, prices=prices, received=received, **given)


def rejected(key: str, *reasons: str) -> RejectedRecord:
    return RejectedRecord(key=key, reasons=reasons, received="{}")


def snapshot(*, as_of: date = SPRING, digest: str = "1") -> Snapshot:
    return Snapshot(source="made-up", title="Made-up Catalog", homepage="https://example.org/", as_of=as_of, digest=digest * 64)


def received(*records: CatalogRecord | RejectedRecord, as_of: date = SPRING, digest: str = "1") -> Report:
    return receive(records, snapshot=snapshot(as_of=as_of, digest=digest))


def outcomes(report: Report) -> dict[str, str]:
    return {key: str(step.outcome) for key, step in report.steps.items()}


def interrupted(records: Iterable[CatalogRecord], *, after: int) -> Iterable[CatalogRecord]:
    """Yield some records and break off as a machine does that loses its power."""
    for place, record in enumerate(records):
        if place == after:
            raise KeyboardInterrupt
        yield record
