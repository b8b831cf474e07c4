"""The feed of releases: newest first, each dated by its release as exactly as that is known, with the filters of the list."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories import make_license, make_model, variant_document

FEED = "/models/releases/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def releases(db: None) -> None:
    make_license("free", name="Free", license_ref="LicenseRef-free")
    free = [variant_document("one-7b", license="free", lineage={"status": "none"})]
    make_model("one", name="One", release_date="2024-07-23", variants=free)
    make_model("two", name="Two", release_date="2024-08", evidence={"release_date": {"verification": "recalled"}}, family="other")
    make_model("three", name="Three", release_date="2023")
    make_model("undated", name="Undated")
    make_model("soon", name="Soon", release_date="2027-01-01", status="announced")
    make_model("draft", name="Draft", release_date="2026-01-01", state="draft")


def entries(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(FEED + query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    names = ("title", "published", "updated", "summary", "id")
    return [{name: entry.findtext(f"{ATOM}{name}") or "" for name in names} for entry in feed.findall(f"{ATOM}entry")]


@pytest.mark.usefixtures("releases")
def test_releases_are_newest_first_and_dated_as_exactly_as_is_known(reader: Client) -> None:
    two, one, three = entries(reader)
    assert (one["title"], one["published"]) == ("One, 23 July 2024", "2024-07-23T00:00:00+00:00")
    assert one["summary"] == "Released 23 July 2024 by Meta. Commercial use: permitted. License: Free. Information, not legal advice."
    assert (two["title"], two["published"]) == ("Two, August 2024", "2024-08-01T00:00:00+00:00")
    assert two["summary"].startswith("Released August 2024 (the day is not known and the date is unconfirmed) by Meta. ")
    assert three["title"] == "Three, 2023"
    assert "the month and the day are not known" in three["summary"]
    assert all(entry["published"] == entry["updated"] for entry in (one, two, three))
    assert len({entry["id"] for entry in (one, two, three)}) == 3


@pytest.mark.usefixtures("releases")
def test_the_feed_has_the_filters_of_the_list(reader: Client) -> None:
    assert [entry["title"] for entry in entries(reader, "?family=other")] == ["Two, August 2024"]
    assert [entry["title"] for entry in entries(reader, "?commercial_use=permitted")] == ["One, 23 July 2024"]
    answer = reader.get(f"{FEED}?familly=other")
    assert answer.status_code == 400
    assert "Did you mean family?" in answer.content.decode()
    assert "commercial_use: 'maybe' is not one of" in reader.get(f"{FEED}?commercial_use=maybe").content.decode()


@pytest.mark.usefixtures("releases")
def test_lists_and_charts_name_the_feed(reader: Client) -> None:
    assert f'href="{FEED}"' in reader.get("/models/").content.decode()
    assert f'href="{FEED}?family=other"' in reader.get("/charts/releases/?family=other&by=quarter").content.decode()


def test_a_model_with_this_very_address_keeps_its_feed_of_changes(reader: Client) -> None:
    make_model("releases", name="Releases")
    assert [entry["title"] for entry in entries(reader)] == ["Releases, revision 1: Made for a test"]


def test_an_empty_catalog_is_an_empty_feed(reader: Client) -> None:
    assert entries(reader) == []


def test_an_entry_keeps_its_id_when_the_model_changes(reader: Client, releases: Callable[[], None]) -> None:
    before = {entry["title"].split(",")[0]: entry["id"] for entry in entries(reader)}
    make_model("three", name="Three", release_date="2023-05-05")
    after = {entry["title"]: entry["id"] for entry in entries(reader)}
    assert after["Three, 5 May 2023"] == before["Three"]
