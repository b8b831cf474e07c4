"""Where an offer stands on a day: in Python and in the database alike."""

from datetime import date

import pytest

from catalog.hosting.standing import Standing, standing_of, stands_as
from registry.models import HostingOffer
from tests.catalog.hosting.priced import hosted, offer

pytestmark = pytest.mark.django_db
DATES = {
    "undated": {},
    "gone": {"status": "ended"},
    "announced": {"announced_on": "2026-03-10"},
    "available": {"announced_on": "2026-03-10", "available_from": "2026-06"},
    "until-day": {"available_from": "2025", "retires_on": "2026-06-15"},
    "until-month": {"retires_on": "2026-06"},
    "until-year": {"status": "ended", "retires_on": "2026"},
}


@pytest.fixture(autouse=True)
def _offers(db: None) -> None:
    hosted(*(offer("host", slug=slug, **dates) for slug, dates in DATES.items()))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-12-31", {"announced": "upcoming", "available": "upcoming", "until-day": "upcoming"}),
        ("2026-03-10", {"available": "upcoming"}),
        ("2026-06-01", {}),
        ("2026-06-15", {}),
        ("2026-06-16", {"until-day": "ended"}),
        ("2026-06-30", {"until-day": "ended"}),
        ("2026-07-01", {"until-day": "ended", "until-month": "ended"}),
        ("2026-12-31", {"until-day": "ended", "until-month": "ended"}),
        ("2027-01-01", {"until-day": "ended", "until-month": "ended", "until-year": "ended"}),
    ],
)
def test_an_offer_begins_on_its_first_day_and_ends_after_the_last_of_the_period(day: str, expected: dict[str, str]) -> None:
    ends = ("until-day", "until-month", "until-year")
    plain = {slug: "retiring" if slug in ends else "ended" if slug == "gone" else "current" for slug in DATES}
    on = date.fromisoformat(day)
    assert {row.slug: standing_of(row, on=on).value for row in HostingOffer.objects.all()} == {**plain, **expected}


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2026, 3, 10), date(2026, 6, 16), date(2026, 7, 1), date(2027, 1, 1)])
@pytest.mark.parametrize("standing", Standing)
def test_the_database_finds_what_python_says_and_retiring_is_current(day: date, standing: Standing) -> None:
    wanted = {standing, Standing.RETIRING} if standing is Standing.CURRENT else {standing}
    found = HostingOffer.objects.filter(stands_as([standing], on=day))
    assert {row.slug for row in found} == {row.slug for row in HostingOffer.objects.all() if standing_of(row, on=day) in wanted}
