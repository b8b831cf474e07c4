"""Releases over time: each counts once, by its status, and what is not known to a year or a quarter is said in words."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.catalog.reading.pages import PageReader
from tests.factories import GRANT, MANY_USERS, NOT_COMMERCIAL, make_license, make_model, variant_document

FREE = {"status": "none"}


def release(slug: str, *, license: str, **fields: object) -> None:
    make_model(slug, variants=[variant_document(f"{slug}-7b", license=license, lineage=FREE)], **fields)


@pytest.fixture
def releases(db: None, frozen_time: object) -> None:
    make_license("free", name="Free", license_ref="LicenseRef-free")
    make_license("users", name="Users", license_ref="LicenseRef-users", terms=[GRANT, MANY_USERS])
    make_license("research", name="Research", license_ref="LicenseRef-research", terms=[GRANT, NOT_COMMERCIAL])
    release("one", license="research", release_date="2023-02-24")
    release("two", license="users", release_date="2023-07")
    release("three", license="free", release_date="2025")
    release("four", license="free", release_date="2026-01-05")
    release("five", license="free", release_date="2026-11-01", family="other", evidence={"release_date": {"verification": "recalled"}})
    release("undated", license="free")
    release("soon", license="free", release_date="2026-11-02", status="announced")


def rows(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"/charts/releases/{query}{'&' if query else '?'}format=csv")
    assert answer.status_code == 200
    return answer.content.decode().splitlines()


@pytest.mark.usefixtures("releases")
def test_each_release_counts_once_in_its_year_by_its_status(reader: Client) -> None:
    assert rows(reader) == [
        "year,permitted,conditional,not_permitted,unknown,releases,date_unconfirmed",
        "2026,2,0,0,0,2,1",
        "2025,1,0,0,0,1,0",
        "2024,0,0,0,0,0,0",
        "2023,0,1,1,0,2,0",
    ]


@pytest.mark.usefixtures("releases")
def test_what_is_known_to_the_year_only_has_no_quarter(reader: Client, text_of: Callable[..., str]) -> None:
    found = rows(reader, "?by=quarter")
    assert found[1] == "Q4 2026,1,0,0,0,1,1"
    assert found[-1] == "Q1 2023,0,0,1,0,1,0"
    assert "Q3 2023,0,1,0,0,1,0" in found
    assert sum(int(line.split(",")[5]) for line in found[1:]) == 4
    assert "1 release is not drawn: only the year is known, not the quarter." in text_of("/charts/releases/?by=quarter")


@pytest.mark.usefixtures("releases")
def test_the_page_says_in_words_what_it_shows_and_what_it_leaves_out(text_of: Callable[..., str]) -> None:
    words = text_of("/charts/releases/")
    assert (
        "In 2026 so far, 2 of 2 releases (100%) permit a commercial product to everybody; in 2023, 0 of 2 releases (0%). Drawn: 5 releases."
        in words
    )
    assert "1 release is not drawn: release date not known." in words
    assert "Of 1 release only the year is known." in words
    assert "Of 1 release only the month is known, not the day." in words
    assert "1 model is announced only and not counted." in words
    assert "As of 21 November 2026" in words


@pytest.mark.usefixtures("releases")
def test_a_family_has_its_own_chart_with_its_course_in_words(reader: Client, text_of: Callable[..., str]) -> None:
    assert rows(reader, "?family=other")[1:] == ["2026,1,0,0,0,1,1"]
    words = text_of("/charts/releases/?family=llama")
    assert "One (February 2023): not permitted; Two (July 2023): depends on who you are; since Three (2025): permitted." in words
    assert 'href="/charts/releases/?family=llama"' in reader.get("/families/llama/").content.decode()


@pytest.mark.usefixtures("releases")
@pytest.mark.parametrize("query", ["", "?by=quarter", "?family=llama", "?family=llama&by=quarter"])
def test_each_number_leads_to_the_releases_it_counts(query: str, reader: Client) -> None:
    page = PageReader(reader.get(f"/charts/releases/{query}").content.decode())
    assert page.mistakes == []
    links = [link for link in page.links if "release_date=" in link]
    assert links
    for link in links:
        assert urlsplit(link).path == "/models/"
    listed = {link: reader.get(link).content.decode().count('<th scope="row">') for link in links}
    whole = sum(number for link, number in listed.items() if "commercial_use=" not in link)
    assert whole == sum(int(line.split(",")[5]) for line in rows(reader, query)[1:])
    assert min(listed.values()) > 0


@pytest.mark.usefixtures("releases")
def test_a_release_under_another_license_than_todays_is_said(text_of: Callable[..., str]) -> None:
    earlier = [{"license": "research", "valid_from": "2024-01-01", "valid_until": "2024-06-01"}]
    late = variant_document("late-7b", license="free", license_since="2024-06-01", lineage=FREE, earlier_licenses=earlier)
    make_model("late", release_date="2024-01-01", variants=[late])
    assert "1 release came out under another license than today's; its page says which and until when." in text_of("/charts/releases/")


def test_centuries_do_not_make_a_drawing_without_end(reader: Client, text_of: Callable[..., str]) -> None:
    make_model("ancient", release_date="0001-01-01")
    make_model("late", release_date="9999-12-31")
    assert len(rows(reader)) == 1 + 60
    assert len(rows(reader, "?by=quarter")) == 1 + 60
    assert "1 earlier release is not drawn: the newest 60 columns are." in text_of("/charts/releases/")
