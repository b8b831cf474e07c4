"""The calendar: days that are known to the day, in a file that any calendar program reads."""

from collections.abc import Callable

import pytest
from django.test import Client

from catalog.calendars import folded
from registry.models import Revision
from tests import factories
from tests.factories import offer_document

CALENDAR = "/calendar.ics"


@pytest.fixture
def reader(db: None, public_read: None) -> Client:
    return Client()


def lines(client: Client, query: str = "") -> list[str]:
    answer = client.get(CALENDAR + query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def events(found: list[str]) -> list[dict[str, str]]:
    made: list[dict[str, str]] = []
    for line in found:
        if line == "BEGIN:VEVENT":
            made.append({})
        elif made:
            name, _, value = line.partition(":")
            made[-1][name] = value
    return made


def days() -> None:
    offers = [offer_document("exact", retires_on="2026-12-31"), offer_document("vague", retires_on="2026-12")]
    factories.make_model("llama-2", name="Llama 2", release_date="2023-07-18", offers=offers, review_due="2027-01-01")
    factories.make_model("llama-1", release_date="2023-02")


def test_each_kind_of_day_is_an_event_of_a_whole_day(reader: Client) -> None:
    days()
    found = lines(reader)
    assert found[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert found[-1] == "END:VCALENDAR"
    stamp = Revision.objects.latest("created_at").created_at.strftime("%Y%m%dT%H%M%SZ")
    release, retirement, review = events(found)
    assert release == {
        "UID": "release-llama-2@testserver", "DTSTAMP": stamp, "DTSTART;VALUE=DATE": "20230718", "DTEND;VALUE=DATE": "20230719",
        "SUMMARY": "Llama 2 is released", "URL": "http://testserver/models/llama-2/", "TRANSP": "TRANSPARENT", "END": "VEVENT",
    }  # fmt: skip
    assert retirement["UID"] == "retirement-exact@testserver"
    assert (retirement["DTSTART;VALUE=DATE"], retirement["DTEND;VALUE=DATE"]) == ("20261231", "20270101")
    assert retirement["SUMMARY"] == "Microsoft retires Llama 2 (Azure AI Foundry)"
    assert retirement["URL"] == "http://testserver/models/llama-2/#offer-exact"
    assert (review["UID"], review["DTSTART;VALUE=DATE"]) == ("review-model-llama-2@testserver", "20270101")
    assert review["SUMMARY"] == "Review the facts of Llama 2"


def test_what_is_known_to_the_month_only_is_left_out_and_counted(reader: Client) -> None:
    days()
    assert "X-WR-CALDESC:Left out: 2 with no exact day." in lines(reader)
    assert "X-WR-CALDESC:Left out: 1 with no exact day." in lines(reader, "?kind=release")
    assert "X-WR-CALDESC:Every day that is known is here." in lines(reader, "?kind=review")


def test_kinds_can_be_chosen(reader: Client) -> None:
    days()
    assert [event["UID"] for event in events(lines(reader, "?kind=review"))] == ["review-model-llama-2@testserver"]
    assert [event["UID"].partition("-")[0] for event in events(lines(reader, "?kind=retirement,release"))] == ["release", "retirement"]


@pytest.mark.parametrize("query", ["?kind=holiday", "?kind=release,", "?kinds=release", "?kind=release&kind=review"])
def test_what_is_not_understood_is_said(query: str, reader: Client) -> None:
    answer = reader.get(CALENDAR + query)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "kind" in answer.content.decode()


def test_an_empty_catalog_is_an_empty_calendar(reader: Client) -> None:
    assert events(lines(reader)) == []


def test_what_is_not_published_is_not_shown(reader: Client) -> None:
    factories.make_model(
        "draft", release_date="2023-07-18", state="draft", review_due="2027-01-01", offers=[offer_document("o", retires_on="2027-01-01")]
    )
    assert events(lines(reader)) == []


def test_a_hostile_name_cannot_begin_a_line_of_its_own(reader: Client) -> None:
    factories.make_model("evil", name="a,b;c\\d\u2028END:VEVENT " + "é" * 90, release_date="2023-07-18")
    (event,) = events(lines(reader))
    assert event["SUMMARY"] == r"a\,b\;c\\d\nEND:VEVENT " + "é" * 90 + " is released"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("x" * 75, "x" * 75),
        ("x" * 76, "x" * 75 + "\r\n x"),
        ("x" * 150, "x" * 75 + "\r\n " + "x" * 74 + "\r\n x"),
        ("x" * 74 + "é", "x" * 74 + "\r\n é"),
        ("", ""),
    ],
)
def test_long_lines_are_folded_after_75_octets_between_characters(line: str, expected: str) -> None:
    assert folded(line) == expected


def test_the_same_catalog_is_not_sent_twice(reader: Client) -> None:
    days()
    first = reader.get(CALENDAR)
    assert reader.get(CALENDAR).content == first.content
    assert reader.get(CALENDAR, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_ten_days_cost_what_one_costs(reader: Client, count_queries: Callable[[Callable[[], object]], int]) -> None:
    days()
    one = count_queries(lambda: reader.get(CALENDAR))
    for n in range(9):
        factories.make_model(
            f"more-{n}", release_date="2024-01-01", review_due="2027-01-01", offers=[offer_document(f"o-{n}", retires_on="2027-01-01")]
        )
    assert count_queries(lambda: reader.get(CALENDAR)) == one
    # The edition twice: for the page that is kept, and within the state that is read; three kinds; two counts.
    assert one == 2 + 3 + 2
