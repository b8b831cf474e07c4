"""What is kept of visits: the last one, how long it has failed, and when that counts as dead."""

from datetime import UTC, datetime, timedelta

import pytest

from registry.models import AddressCheck, CatalogRevision
from registry.models.addresses import FAILURES, PASSING, Outcome
from registry.visiting.recording import record
from registry.visiting.visits import Visit
from tests.registry.visiting.checking import NOON, keep, kept

pytestmark = pytest.mark.django_db
URL = "https://one.test/card"


def dead() -> list[str]:
    return list(AddressCheck.objects.dead().values_list("url", flat=True))


def test_the_last_visit_is_kept() -> None:
    record(Visit(URL, Outcome.MOVED, 200, "https://two.test/", "moved"), now=NOON)
    row = kept(URL)
    assert (row.url, row.host, row.outcome, row.status, row.final_url, row.detail, row.checked_at) == (
        URL, "one.test", "moved", 200, "https://two.test/", "moved", NOON,
    )  # fmt: skip
    record(Visit(URL, Outcome.OK, 204), now=NOON + timedelta(hours=1))
    row = kept(URL)
    assert (row.outcome, row.status, row.final_url, row.detail, row.checked_at) == ("ok", 204, "", "", NOON + timedelta(hours=1))


def test_nothing_there_is_dead_at_once() -> None:
    row = keep(URL, Outcome.GONE, status=404)
    assert (row.is_dead, dead()) == (True, [URL])


@pytest.mark.parametrize("outcome", PASSING)
def test_a_failure_that_may_pass_is_dead_on_the_third_day(outcome: Outcome) -> None:
    row = keep(URL, outcome, days=2)
    assert (row.failed_days, row.is_dead, dead()) == (2, False, [])
    row = record(Visit(URL, outcome), now=NOON + timedelta(days=1))
    assert (row.failed_days, row.is_dead, dead()) == (3, True, [URL])


def test_two_failures_on_a_day_count_once() -> None:
    for hour in (0, 6, 12, 23):
        record(Visit(URL, Outcome.TIMEOUT), now=datetime(2026, 11, 21, hour, tzinfo=UTC))
    row = kept(URL)
    assert (row.failed_days, row.failing_since, row.checked_at.hour) == (1, datetime(2026, 11, 21, tzinfo=UTC), 23)


def test_failures_of_different_kinds_are_one_row_of_failures() -> None:
    for day, outcome in enumerate((Outcome.TIMEOUT, Outcome.SERVER_ERROR, Outcome.NO_HOST), start=1):
        record(Visit(URL, outcome), now=datetime(2026, 11, day, tzinfo=UTC))
    assert (kept(URL).failing_since, dead()) == (datetime(2026, 11, 1, tzinfo=UTC), [URL])


@pytest.mark.parametrize("outcome", [Outcome.OK, Outcome.MOVED])
def test_an_answer_ends_the_failures(outcome: Outcome) -> None:
    keep(URL, Outcome.TIMEOUT, days=3)
    row = record(Visit(URL, outcome, 200), now=NOON + timedelta(days=1))
    assert (row.failed_days, row.failing_since, row.last_failed_on, dead()) == (0, None, None, [])


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.NOT_VISITED])
def test_what_could_not_be_checked_is_neither_dead_nor_an_answer(outcome: Outcome) -> None:
    keep(URL, Outcome.TIMEOUT, days=2)
    row = record(Visit(URL, outcome, 403), now=NOON + timedelta(days=1))
    assert (row.failed_days, row.is_dead, dead()) == (2, False, [])
    record(Visit(URL, Outcome.TIMEOUT), now=NOON + timedelta(days=2))
    assert dead() == [URL]


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome not in FAILURES])
def test_what_is_no_failure_is_never_dead(outcome: Outcome) -> None:
    assert not keep(URL, outcome, days=5).is_dead
    assert dead() == []


def test_kept_pages_are_made_anew_when_an_address_dies_or_lives_again() -> None:
    numbers = []
    for day, outcome in enumerate((Outcome.OK, Outcome.TIMEOUT, Outcome.GONE, Outcome.GONE, Outcome.OK, Outcome.OK), start=1):
        record(Visit(URL, outcome), now=datetime(2026, 11, day, tzinfo=UTC))
        numbers.append(CatalogRevision.current())
    start = numbers[0]
    assert [number - start for number in numbers] == [0, 0, 1, 2, 3, 3]


def test_addresses_that_differ_after_the_hash_alone_are_one() -> None:
    keep(URL, Outcome.GONE)
    assert set(AddressCheck.objects.dead_among([f"{URL}#prices", "https://two.test/"])) == {kept(URL).key}


def test_no_address_is_no_query(exactly_queries) -> None:
    with exactly_queries(0):
        assert AddressCheck.objects.dead_among(["", ""]) == {}
