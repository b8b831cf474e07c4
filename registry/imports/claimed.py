"""Claims in the database: the records of a source, its hosts, and what differs from the pages. Reads and writes in batches."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction

from registry.imports.page_plans import Difference
from registry.imports.records import CatalogRecord
from registry.imports.records import RejectedRecord as Rejected
from registry.imports.resolving import Match, asked_as
from registry.models import ClaimConflict, ClaimedHost, ClaimedRecord, ImportRun, Page, RejectedRecord
from registry.models.vocabulary import Matched, RecordOutcome, Settlement

LookUp = Callable[[Mapping[str, str]], dict[str, tuple[int, Matched]]]


def stored(source: str, keys: Sequence[str]) -> dict[str, ClaimedRecord]:
    """Return the records of a source that are there already, by key."""
    return {row.key: row for row in ClaimedRecord.objects.filter(source=source, key__in=keys).defer("received")}


def hosts(source: str, names: Mapping[str, str], *, look_up: LookUp) -> dict[str, ClaimedHost]:
    """Return the hosts by their codes; those that are new, or that nobody could match before, are looked up. None is written."""
    known = {row.code: row for row in ClaimedHost.objects.filter(source=source, code__in=list(names))}
    open_ones = {code: name for code, name in names.items() if code not in known or known[code].matched != Matched.PERSON}
    found = look_up(open_ones) if open_ones else {}
    for code, name in open_ones.items():
        row = known.setdefault(code, ClaimedHost(source=source, code=code, name=name))
        row.name = name or row.name
        row.organization_id, row.matched = found.get(code, (None, Matched.NOTHING))
    return known


def digest_of(record: CatalogRecord) -> str:
    """Return what tells a record from another version of itself."""
    return sha256(record.received.encode()).hexdigest()


def outcome_of(record: CatalogRecord, *, before: ClaimedRecord | None, run: ImportRun | None) -> str:
    """Return what receiving the record amounts to, conflicts aside; one that this run has done already keeps its outcome."""
    if before is None:
        return RecordOutcome.CREATE
    if run is not None and before.last_seen_id == run.pk and before.outcome != RecordOutcome.CONFLICT:
        return before.outcome
    same = before.digest == digest_of(record) and before.gone_in_id is None
    return RecordOutcome.UNCHANGED if same else RecordOutcome.UPDATE


@transaction.atomic
def keep(
    rows: Iterable[tuple[CatalogRecord, Match, str]],
    *,
    hosts: Mapping[str, ClaimedHost],
    stored: Mapping[str, ClaimedRecord],
    run: ImportRun,
    source: str,
) -> None:
    """Write a batch of records as they are now."""
    saved = ClaimedHost.objects.bulk_create(
        hosts.values(), update_conflicts=True, unique_fields=["source", "code"], update_fields=["name", "organization", "matched"]
    )
    codes = dict(ClaimedHost.objects.filter(source=source, code__in=[host.code for host in saved]).values_list("code", "pk"))
    made = [
        ClaimedRecord(
            source=source, key=record.key, host_id=codes[record.host] if record.host else None, identifier=record.identifier,
            name=record.name, facts=dict(record.facts), prices=_plain([asdict(price) for price in record.prices]),
            received=record.received, digest=digest_of(record), variant_id=match.variant, matched=match.matched,
            candidates=list(match.candidates), asked_as=asked_as(record), settled_by_id=match.settled_by, settled_at=match.settled_at,
            outcome=outcome, last_seen=run,
            first_seen_id=stored[record.key].first_seen_id if record.key in stored else run.pk,
        )
        for record, match, outcome in rows
    ]  # fmt: skip
    ClaimedRecord.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["source", "key"],
        update_fields=[
            "host", "identifier", "name", "facts", "prices", "received", "digest", "variant", "matched", "candidates", "asked_as",
            "settled_by", "settled_at", "outcome",
            "last_seen", "gone_in",
        ],
    )  # fmt: skip


def keep_rejected(rejected: Rejected, *, key: str, run: ImportRun) -> None:
    """Keep a record that the run could not believe."""
    RejectedRecord.objects.get_or_create(
        run=run, key=key[:500], defaults={"reasons": list(rejected.reasons), "received": rejected.received}
    )


def asking(page: Page, differences: Sequence[Difference], *, source: str) -> set[str]:
    """Return the keys of the records that differ from the page in something that no person has settled."""
    settled = _rows(page, source=source)
    return {
        key
        for difference in differences
        if (row := settled.get(_place(difference))) is None or row.settlement in (Settlement.OPEN, Settlement.AGREED)
        for key in difference.records
    }


def note_differences(page: Page, differences: Sequence[Difference], *, records: Collection[str], run: ImportRun, partial: bool) -> set[str]:
    """Open a conflict for each difference that is new, close those that are none any more, and return the keys that still ask.
    `partial`: other records of the source were left out, so that nothing can be said of their conflicts."""
    known, ids = _rows(page, source=run.source), _ids(run.source, records)
    for difference in differences:
        row = known.pop(_place(difference), None)
        if row is None:
            row = ClaimConflict.objects.create(
                source=run.source, page=page, fact=difference.fact, claimed=_plain(difference.claimed), ours=_plain(difference.ours),
                claimed_digest=_digest(difference.claimed), noticed_in=run,
            )  # fmt: skip
        elif row.settlement in (Settlement.AGREED, Settlement.OPEN):
            row.settlement, row.ours = Settlement.OPEN, _plain(difference.ours)
            row.save(update_fields=["settlement", "ours"])
        row.records.set(ids[key] for key in difference.records)
    if not partial:
        ClaimConflict.objects.open().filter(pk__in=[row.pk for row in known.values()]).update(settlement=Settlement.AGREED)
    return asking(page, differences, source=run.source)


def note_outcomes(source: str, outcomes: Mapping[str, str]) -> None:
    """Write what became of records once their page was compared."""
    for outcome in set(outcomes.values()):
        keys = [key for key, of_key in outcomes.items() if of_key == outcome]
        ClaimedRecord.objects.filter(source=source, key__in=keys).exclude(outcome=outcome).update(outcome=outcome)


def note_gone(run: ImportRun) -> int:
    """Mark the records that the run's source no longer has, and return how many these are."""
    ClaimedRecord.objects.filter(source=run.source, gone_in=None).exclude(last_seen=run).update(gone_in=run)
    return ClaimedRecord.objects.filter(gone_in=run).count()


def count_gone(source: str, keys: Collection[str]) -> int:
    """Return how many records of a source are not among the keys."""
    listed = ClaimedRecord.objects.filter(source=source, gone_in=None).values_list("key", flat=True)
    return sum(1 for key in listed.iterator() if key not in keys)


def _rows(page: Page, *, source: str) -> dict[tuple[str, str], ClaimConflict]:
    return {(row.fact, row.claimed_digest): row for row in ClaimConflict.objects.filter(page=page.pk, source=source)}


def _ids(source: str, keys: Collection[str]) -> dict[str, int]:
    return dict(ClaimedRecord.objects.filter(source=source, key__in=list(keys)).values_list("key", "pk"))


def _place(difference: Difference) -> tuple[str, str]:
    return difference.fact, _digest(difference.claimed)


def _digest(value: Any) -> str:
    return sha256(json.dumps(_plain(value), sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Return a value in JSON types; exact amounts as text."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
