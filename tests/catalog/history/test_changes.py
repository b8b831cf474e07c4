"""Recent changes over all pages: filtered strictly, by day, large loads in one line, nothing skipped or repeated."""

import re
from collections.abc import Callable

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from registry.documents import parse_document
from registry.history import save_all
from registry.models import Revision
from tests.catalog.reading.hostile import write_hostile_catalog
from tests.catalog.reading.pages import PageReader
from tests.factories import article_document, make_article, make_organization, organization_document, save


def load(number: int, *, reason: str = "A load", start: int = 0) -> None:
    documents = [parse_document(article_document(f"page-{index:03}")) for index in range(start, start + number)]
    save_all(documents, by=None, by_name="loader", reason=reason, origin="files")


def test_changes_are_told_by_day_newest_first_with_a_way_to_what_changed(reader: Client, text_of: Callable[..., str], editor: User) -> None:
    with time_machine.travel("2026-11-01T09:30:00Z", tick=False):
        make_organization()
    with time_machine.travel("2026-11-02T10:00:00Z", tick=False):
        save(organization_document(country="US"), reason="Say where", origin="admin", by=editor)
    words = text_of("/changes/")
    assert (
        "2 November 2026 Meta organization, revision 2: what changed on Meta · history of Meta 10:00 UTC editor, through the admin: Say where"
        in words
    )
    assert "1 November 2026 Meta organization, revision 1, a new page" in words
    links = PageReader(reader.get("/changes/").content.decode()).links
    assert {"/partners/meta/diff/1..2/", "/partners/meta/history/1/", "/partners/meta/history/"} <= set(links)


def test_the_main_navigation_and_the_first_page_lead_to_the_changes(reader: Client) -> None:
    make_organization()
    page = reader.get("/").content.decode()
    assert '<a href="/changes/">Changes</a>' in page
    assert '<a href="/changes/">All recent changes</a>' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=article", {"Second"}),
        ("kind=article,organization", {"First", "Second", "Third"}),
        ("origin=admin", {"Third"}),
        ("by=editor", {"Third"}),
        ("by=system", {"First", "Second"}),
        ("since=2026-11-02", {"Second", "Third"}),
        ("until=2026-11-02", {"First", "Second"}),
        ("since=2026-11-02&until=2026-11-02", {"Second"}),
        ("since=2026-11", {"First", "Second", "Third"}),
        ("page=meta", {"First", "Third"}),
        ("q=how+choose", {"Second"}),
        ("q=&kind=article&by=", {"Second"}),
    ],
)
def test_changes_are_filtered(text_of: Callable[..., str], editor: User, query: str, found: set[str]) -> None:
    with time_machine.travel("2026-11-01T23:59:59Z", tick=False):
        save(organization_document(), reason="First")
    with time_machine.travel("2026-11-02T00:00:00Z", tick=False):
        save(article_document(), reason="Second")
    with time_machine.travel("2026-11-03T10:00:00Z", tick=False):
        save(organization_document(country="US"), reason="Third", origin="admin", by=editor)
    words = text_of(f"/changes/?{query}")
    assert {reason for reason in ("First", "Second", "Third") if f": {reason}" in words} == found


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind=modle", "'modle' is not one of model, family, license, organization, article"),
        ("origin=post", "'post' is not one of admin, site, api, files, import"),
        ("by=somebody", "nobody called 'somebody' has changed a page"),
        ("q=zebra", "no page is called 'zebra'"),
        ("page=zebra", "no page has the slug 'zebra'"),
        ("since=yesterday", "'yesterday' is not a day of the calendar"),
        ("until=2026-02-30", "'2026-02-30' is not a day of the calendar"),
        ("before=x", "“x” is no place in this list"),
        ("load=1-2", "“1-2” names no changes"),
        ("sort=asc", "There is no parameter 'sort'"),
    ],
)
def test_a_filter_that_is_not_understood_is_told(text_of: Callable[..., str], query: str, told: str) -> None:
    make_organization()
    assert told in text_of(f"/changes/?{query}", status=400)


def test_changes_of_drafts_are_for_editors(
    text_of: Callable[..., str], editor: User, viewer: User, signed_in: Callable[[User], Client]
) -> None:
    save(organization_document("shy", state="draft"), reason="Not yet for readers")
    assert "Not yet for readers" not in text_of("/changes/")
    assert "Not yet for readers" not in text_of("/changes/", client=signed_in(viewer))
    assert "Not yet for readers" in text_of("/changes/", client=signed_in(editor))
    assert "no page has the slug 'shy'" in text_of("/changes/?page=shy", status=400)
    assert "Not yet for readers" in text_of("/changes/?page=shy", client=signed_in(editor))


def test_an_empty_list_says_what_belongs_there(text_of: Callable[..., str]) -> None:
    assert "Nothing has been changed yet." in text_of("/changes/")
    make_organization()
    assert "No change meets all of this." in text_of("/changes/?kind=model")


def test_nine_changes_at_once_stand_one_by_one_and_ten_in_one_line(text_of: Callable[..., str]) -> None:
    load(9, reason="Nine of them")
    load(10, reason="Ten of them", start=9)
    words = text_of("/changes/")
    assert words.count("Nine of them") == 9
    assert words.count("Ten of them") == 1
    assert "10 changes at once to pages such as Page 018, Page 017, Page 016" in words


def test_a_line_leads_to_its_single_changes(reader: Client, text_of: Callable[..., str]) -> None:
    save(organization_document(), reason="Before")
    load(60)
    save(organization_document(country="US"), reason="After")
    (address,) = [link for link in PageReader(reader.get("/changes/").content.decode()).links if "load=" in link]
    words = text_of(address)
    assert words.count(": A load") == 50
    assert "Before" not in words
    assert "After" not in words
    (older,) = [link for link in PageReader(reader.get(address).content.decode()).links if "before=" in link]
    assert text_of(older).count(": A load") == 10


def test_a_load_longer_than_what_is_read_at_once_is_still_one_line(text_of: Callable[..., str]) -> None:
    save(organization_document(), reason="Before")
    load(250)
    words = text_of("/changes/")
    assert "250 changes at once" in words
    assert words.count("A load") == 1
    assert ": Before" not in words  # it follows on the next page


def test_the_same_reason_at_different_moments_or_by_different_people_is_not_one_line(text_of: Callable[..., str], editor: User) -> None:
    for hour in range(12):
        with time_machine.travel(f"2026-11-01T{hour:02}:00:00Z", tick=False):
            save(article_document(f"page-{hour}"), reason="Typo")
    assert text_of("/changes/").count(": Typo") == 12


def ids_of(client: Client, address: str) -> tuple[list[str], str | None]:
    html = client.get(address).content.decode()
    shown = re.findall(r"Text (\d+) end", html)
    older = [link.replace("&amp;", "&") for link in PageReader(html).links if "before=" in link]
    return shown, older[0] if older else None


def test_following_the_pages_gives_each_change_once_while_others_are_made(reader: Client) -> None:
    for number in range(120):
        save(article_document(body=f"{number}"), reason=f"Text {number} end")
    seen: list[str] = []
    address: str | None = "/changes/?page=how-we-choose"
    while address:
        shown, address = ids_of(reader, address)
        seen += shown
        save(article_document(body=f"New {len(seen)}"), reason="Meanwhile")
        cache.clear()
    assert seen == [str(number) for number in range(119, -1, -1)]


@pytest.mark.parametrize("rows", [1, 10])
def test_the_changes_cost_the_same_however_many_there_are(reader: Client, count_queries: Callable[..., int], rows: int) -> None:
    for index in range(rows):
        make_article(f"page-{index}", body=f"Text {index}")
        save(article_document(f"page-{index}"), reason=f"Reason {index}")
    cost = {}
    for address in ("/changes/", "/changes/?kind=article&since=2020", "/changes/feed/", "/pages/feed/", "/pages/page-0/feed/"):
        cache.clear()
        cost[address] = count_queries(lambda address=address: reader.get(address))
    assert cost == {
        "/changes/": 3,
        "/changes/?kind=article&since=2020": 3,
        "/changes/feed/": 3,
        "/pages/feed/": 3,
        "/pages/page-0/feed/": 3,
    }


def test_hostile_names_and_reasons_run_nowhere(reader: Client) -> None:
    write_hostile_catalog()
    assert PageReader(reader.get("/changes/").content.decode()).mistakes == []
    assert Revision.objects.count() == 5
