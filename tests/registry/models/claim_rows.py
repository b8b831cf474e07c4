"""Rows of what other catalogs claim, each wrong in one way."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User

from registry.models import ClaimConflict, ClaimedHost, ClaimedRecord, ImportRun, ModelVariant, Page, RejectedRecord

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def run() -> ImportRun:
    return ImportRun.objects.create(source="models-dev", digest="0" * 64)


def record(**columns: Any) -> Callable[[], Any]:
    def act() -> None:
        of_run = run()
        given = {"source": "models-dev", "key": "a/b", "identifier": "b", "received": "{}", "digest": "0" * 64, "outcome": "create"}
        if columns.get("variant") == "some":
            columns["variant"] = ModelVariant.objects.earliest("pk")
        ClaimedRecord.objects.create(**{**given, "first_seen": of_run, "last_seen": of_run, **columns})

    return act


def conflict(**columns: Any) -> Callable[[], Any]:
    def act() -> None:
        if columns.get("settled_by"):
            columns["settled_by"] = User.objects.get_or_create(username="anna")[0]
        given = {
            "source": "models-dev",
            "page": Page.objects.earliest("pk"),
            "fact": "release_date",
            "claimed": "2024",
            "noticed_in": run(),
        }
        ClaimConflict.objects.create(**{**given, "claimed_digest": "0" * 64, **columns})

    return act


def twice(act: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: (act(), act())


def rejected_twice() -> None:
    of_run = run()
    for _ in range(2):
        RejectedRecord.objects.create(run=of_run, key="a/b", reasons=["wrong"], received="{}")


BREAKS: dict[str, Callable[[], Any]] = {
    "import_run_state_known": lambda: ImportRun.objects.create(source="models-dev", digest="0" * 64, state="asleep"),
    "claimed_host_unique": twice(lambda: ClaimedHost.objects.create(source="models-dev", code="acme")),
    "claimed_host_matched_known": lambda: ClaimedHost.objects.create(source="models-dev", code="acme", matched="luck"),
    "claimed_record_unique": twice(record()),
    "claimed_record_matched_known": record(matched="luck"),
    "claimed_record_outcome_known": record(outcome="lost"),
    "claimed_record_settled_by_a_person": record(matched="person"),
    "claimed_record_says_how_matched": record(variant="some"),
    "rejected_record_unique": rejected_twice,
    "claim_conflict_asks_once": twice(conflict()),
    "claim_conflict_settlement_known": conflict(settlement="lost"),
    "claim_conflict_settled_by_a_person": conflict(settlement="kept", settled_at=NOON, settled_by="anna"),
}
