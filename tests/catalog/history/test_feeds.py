"""Feeds of changes are sound Atom, say the same while nothing changes, and need what the pages need."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.catalog.history.test_changes import load
from tests.catalog.reading.hostile import write_hostile_catalog
from tests.factories import article_document, make_article, make_organization, organization_document, save

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own


def texts(feed: ElementTree.Element, name: str) -> list[str]:
    return [element.text or "" for element in feed.findall(f"{ATOM}entry/{ATOM}{name}")]


def test_a_feed_has_all_that_atom_asks_for(reader: Client) -> None:
    save(organization_document(), reason="A first page")
    save(organization_document(country="US"), reason="Say where")
    feed = read(reader, "/changes/feed/")
    for owner in (feed, *feed.findall(f"{ATOM}entry")):
        assert all(owner.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert texts(feed, "title") == ["Meta, revision 2: Say where", "Meta, revision 1: A first page"]
    assert [link.get("href") for link in feed.findall(f"{ATOM}entry/{ATOM}link")] == [
        "http://testserver/partners/meta/diff/1..2/", "http://testserver/partners/meta/history/1/",
    ]  # fmt: skip
    assert [name.text for name in feed.findall(f"{ATOM}entry/{ATOM}author/{ATOM}name")] == ["system", "system"]
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "alternate": "http://testserver/changes/", "self": "http://testserver/changes/feed/",
    }  # fmt: skip
    assert len(set(texts(feed, "id"))) == 2
    assert all(entry.startswith("urn:uuid:") for entry in texts(feed, "id"))


def test_a_feed_takes_the_filters_of_the_list(reader: Client) -> None:
    save(organization_document(), reason="A partner")
    save(article_document(), reason="An article")
    assert texts(read(reader, "/changes/feed/?kind=article"), "title") == ["How We Choose, revision 1: An article"]
    answer = reader.get("/changes/feed/?kind=artcle")
    assert answer.status_code == 400
    assert "'artcle' is not one of" in answer.content.decode()
    assert 'href="/changes/feed/?kind=article"' in reader.get("/changes/?kind=article").content.decode()


def test_each_kind_and_each_page_has_its_own_feed(reader: Client) -> None:
    save(organization_document(), reason="A partner")
    save(article_document(), reason="An article")
    save(article_document("other"), reason="Another article")
    assert texts(read(reader, "/pages/feed/"), "title") == ["Other, revision 1: Another article", "How We Choose, revision 1: An article"]
    assert texts(read(reader, "/pages/how-we-choose/feed/"), "title") == ["How We Choose, revision 1: An article"]
    assert 'href="/pages/how-we-choose/feed/"' in reader.get("/pages/how-we-choose/history/").content.decode()


def test_a_page_whose_slug_is_feed_can_still_be_read(text_of: Callable[..., str]) -> None:
    make_article("feed", name="About feeds")
    assert "About feeds" in text_of("/pages/feed/")


def test_a_load_is_one_entry(reader: Client) -> None:
    load(12)
    feed = read(reader, "/changes/feed/")
    assert texts(feed, "title") == ["12 changes at once: A load"]


def test_a_feed_is_answered_304_while_nothing_changes_and_keeps_its_ids(reader: Client) -> None:
    make_organization()
    first = reader.get("/changes/feed/")
    assert first["ETag"]
    assert not first.cookies
    assert reader.get("/changes/feed/", headers={"if-none-match": first["ETag"]}).status_code == 304
    save(article_document())
    second = reader.get("/changes/feed/", headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    assert texts(ElementTree.fromstring(second.content), "id")[1:] == texts(ElementTree.fromstring(first.content), "id")  # noqa: S314


def test_an_empty_feed_says_the_same_each_time(reader: Client) -> None:
    assert read(reader, "/changes/feed/").findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_drafts_are_in_no_feed(reader: Client, editor: User, signed_in: Callable[[User], Client]) -> None:
    make_organization("shy", state="draft")
    for address in ("/changes/feed/", "/partners/feed/"):
        assert texts(read(reader, address), "title") == []
        assert len(texts(read(signed_in(editor), address), "title")) == 1
    assert reader.get("/partners/shy/feed/").status_code == 404


@pytest.mark.parametrize("address", ["/changes/feed/", "/pages/feed/", "/pages/how-we-choose/feed/"])
def test_on_a_closed_site_a_feed_asks_for_signing_in(client: Client, db: None, address: str) -> None:
    make_article()
    assert client.get(address).status_code == 302


def test_hostile_text_is_only_text_in_a_feed(reader: Client) -> None:
    write_hostile_catalog()
    save(article_document(body="x"), reason="A bell \x07 and <b>bold</b>", by_name="\x1b[31m")
    feed = read(reader, "/changes/feed/")
    assert "A bell \ufffd and <b>bold</b>" in texts(feed, "title")[0]
    # The summary is HTML: there the text is escaped.
    assert "&lt;b&gt;bold&lt;/b&gt;" in texts(feed, "summary")[0]
    assert not any("<script" in text for text in texts(feed, "summary"))
