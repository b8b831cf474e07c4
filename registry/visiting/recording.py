"""Writing down what a visit found, and for how long an address has failed."""

from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from registry.models import AddressCheck, CatalogRevision
from registry.models.addresses import FAILURES, NOT_CHECKED, address_key
from registry.visiting.visits import Visit


def record(visit: Visit, *, now: datetime) -> AddressCheck:
    """Keep the visit as the last one to its address. Days of failure are counted, not checks: two on a day are one.

    What could not be checked neither ends a row of failures nor adds to it. Where pages say another thing of the address now, the
    catalog's revision moves, so that no kept page goes on saying the old one.
    """
    with transaction.atomic():
        CatalogRevision.lock()
        key = address_key(visit.url)
        row = AddressCheck.objects.filter(key=key).first() or AddressCheck(key=key, url=visit.url, host=urlsplit(visit.url).hostname or "")
        was_dead = row.is_dead
        row.outcome, row.status, row.final_url, row.detail = visit.outcome, visit.status, visit.final_url, visit.detail
        row.checked_at = now
        _count(row, today=timezone.localdate(now), now=now)
        row.save()
        if was_dead or row.is_dead:
            CatalogRevision.move()
    return row


def _count(row: AddressCheck, *, today: object, now: datetime) -> None:
    if row.outcome in NOT_CHECKED:
        return
    if row.outcome not in FAILURES:
        row.failing_since, row.failed_days, row.last_failed_on = None, 0, None
    elif row.last_failed_on != today:
        row.failing_since = row.failing_since or now
        row.failed_days += 1
        row.last_failed_on = today  # type: ignore[assignment]
