"""The lists of what is left to be done: each finds its matter, says what to do, and empties when it is done."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.models import ImportRun, Page
from tests.factories import (
    WEB_PAGE,
    make_article,
    make_license,
    make_model,
    make_organization,
    organization_document,
    save,
    variant_document,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("frozen_time")

LISTS = ("contested", "uncited", "unconfirmed", "overdue", "missing", "withdrawn", "duplicates", "orphans")
SOURCES = {"card": WEB_PAGE}
CONTESTED = [{"fact": "release_date", "values": [{"value": "2024", "source": "card"}, {"value": "2025"}]}]


def fill(number: int) -> None:
    """Let every list hold `number` rows or more, each page named apart by its number."""
    for index in range(number):
        make_organization(f"gone-{index}", name=f"Gone {index}")
        make_license(f"mit-{index}", name=f"MIT {index}", aliases=["The MIT"])
        make_license(f"bsd-{index}", name=f"BSD {index}", aliases=[f"MIT {index}"])
        recalled = {"verification": "recalled"}
        make_model(
            f"m-{index}", name=f"Model {index}", developers=[f"gone-{index}"], sources=SOURCES, contradictions=CONTESTED, review_due="2026-11-20",
            evidence={"release_date": recalled}, variants=[variant_document(f"m-{index}-7b", evidence={"license": recalled})],
        )  # fmt: skip
        make_article(f"a-{index}", name=f"Article {index}", body=f"[[Nowhere {index}]]")
        save(organization_document(f"gone-{index}", name=f"Gone {index}", state="withdrawn"), reason="Gone")


@pytest.mark.parametrize(
    ("key", "row"),
    [
        ("contested", "Model 0 Model Release date What links here"),
        ("uncited", "Article 0 Article No source at all What links here"),
        ("unconfirmed", "Model 0 Model Release date, license What links here"),
        ("overdue", "Model 0 Model 20 November 2026 What links here"),
        ("missing", "Nowhere 0 Not said 1 page Write it or see who links"),
        ("withdrawn", "Gone 0 Organization Withdrawn, and still named What links here"),
        ("duplicates", "“mit 0” License BSD 0 and MIT 0 What links here (bsd-0) What links here (mit-0)"),
        ("orphans", "Article 0 Article No link and no fact names it What links here"),
    ],
)
def test_each_list_shows_what_is_the_matter(viewer_client: Client, text_of: Callable[..., str], key: str, row: str) -> None:
    fill(1)
    assert row in text_of(f"/upkeep/{key}/", client=viewer_client)


def test_the_overview_counts_every_list(viewer_client: Client, text_of: Callable[..., str]) -> None:
    fill(2)
    page = text_of("/upkeep/", client=viewer_client)
    for words in (
        "Facts on which sources disagree 2 Both", "Pages with an unconfirmed fact 2 A fact", "Pages overdue for review 2 The day",
        "Links to missing pages 2 Texts", "Withdrawn pages that are still named 2 Published", "Names that several pages of a kind share 3 They",
        "Pages that nothing links to 2 Articles",
    ):  # fmt: skip
        assert words in page


@pytest.mark.parametrize("key", LISTS)
def test_an_empty_list_says_that_nothing_is_to_be_done(viewer_client: Client, text_of: Callable[..., str], key: str) -> None:
    assert "Pages come into this list by themselves" in text_of(f"/upkeep/{key}/", client=viewer_client)


def test_an_empty_catalog_leaves_nothing_to_be_done(viewer_client: Client, text_of: Callable[..., str]) -> None:
    assert text_of("/upkeep/", client=viewer_client).count("Nothing to do.") == len(LISTS) + 2


def test_what_is_no_matter_stands_in_no_list(viewer_client: Client, text_of: Callable[..., str]) -> None:
    make_organization("meta", name="Meta", sources=SOURCES, review_due="2026-11-21")
    make_article("guide", name="Guide", body="[[Meta]] and [[Guide]]", sources=SOURCES)
    make_article("index", name="Index", body="[[Guide]] and [[Index]]", sources=SOURCES, state="draft")
    old = make_article("old", name="Old", state="withdrawn")
    Page.objects.filter(pk=old.pk).update(merged_into=Page.objects.get(slug="meta"))
    make_article("new", name="New", body="[[Old]], [[Guide]]", sources=SOURCES)
    make_article("further", name="Further", body="[[New]], [[Further]]", sources=SOURCES)
    found = {key: text_of(f"/upkeep/{key}/", client=viewer_client) for key in LISTS}
    assert [key for key in LISTS if "Follow up" in found[key]] == ["orphans"]
    assert "1 in this list" in found["orphans"]
    assert "Further Article" in found["orphans"]


def test_a_list_is_shown_page_by_page(viewer_client: Client, text_of: Callable[..., str]) -> None:
    for index in range(51):
        make_article(f"a-{index:02}", name=f"Article {index:02}")
    assert "51 in this list, page 1 of 2" in text_of("/upkeep/uncited/", client=viewer_client)
    assert "Article 50 Article No source at all" in text_of("/upkeep/uncited/?page=2", client=viewer_client)


def test_an_unknown_list_answers_404(viewer_client: Client) -> None:
    assert viewer_client.get("/upkeep/nothing/").status_code == 404


def test_only_those_who_may_edit_are_led_to_the_form(viewer: User, editor: User, signed_in: Callable[[User], Client]) -> None:
    make_article("guide", name="Guide")
    assert b">Edit</a>" not in signed_in(viewer).get("/upkeep/uncited/").content
    assert b">Edit</a>" in signed_in(editor).get("/upkeep/uncited/").content


def test_conflicts_of_the_last_load_of_each_source_are_told(viewer_client: Client, text_of: Callable[..., str]) -> None:
    for source, conflicts in (("hub", 3), ("hub", 2), ("files", 4), ("files", 0)):
        ImportRun.objects.create(source=source, digest="0" * 64, conflicts=conflicts)
    page = text_of("/upkeep/", client=viewer_client)
    assert "2 The load of hub on 21 November 2026 differs" in page
    assert "load of files" not in page


def test_readers_in_a_role_find_the_way_there(viewer_client: Client) -> None:
    assert b'href="/upkeep/"' in viewer_client.get("/models/").content


def test_anonymous_readers_are_not_led_there(reader: Client) -> None:
    assert b'href="/upkeep/"' not in reader.get("/models/").content


# The rows of a list and how many there are; the facts or the pages of its rows are one more. The overview asks for web addresses and claims too.
COST = {
    "/upkeep/": 12, "/upkeep/contested/": 3, "/upkeep/uncited/": 2, "/upkeep/unconfirmed/": 3, "/upkeep/overdue/": 2, "/upkeep/missing/": 2,
    "/upkeep/withdrawn/": 2, "/upkeep/duplicates/": 3, "/upkeep/orphans/": 2,
}  # fmt: skip


@pytest.mark.parametrize("number", [1, 10])
def test_every_list_costs_the_same_however_long_it_is(viewer_client: Client, count_queries: Callable[..., int], number: int) -> None:
    fill(number)
    person = count_queries(lambda: viewer_client.get("/upkeep/nothing/"))
    assert {address: count_queries(lambda address=address: viewer_client.get(address)) - person for address in COST} == COST
