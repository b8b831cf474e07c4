"""Talk pages and watchlists cost the same number of queries however much is on them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.watching import mark_seen, watch
from registry.models import Page
from registry.talking import note, resolve, say
from tests.factories import make_organization, organization_document, save

TODAY = date(2026, 11, 21)

# Session, person and role are three of each; the number beside "Watchlist" is one.
COSTS = {
    "/models/llama-2/talk/": 18,
    "/models/llama-2/talk/?fact=name": 18,
    "/watchlist/": 10,
    "/watchlist/?show=all": 7,
}


@pytest.mark.parametrize("rows", [1, 10])
def test_a_page_costs_the_same_however_much_it_shows(
    llama: Page, viewer: User, editor: User, viewer_client: Client, count_queries: Callable[..., int], rows: int
) -> None:
    for index in range(rows):
        page = Page.objects.get(pk=make_organization(f"watched-{index}").pk)
        watch(page, person=viewer)
        save(organization_document(f"watched-{index}", name=f"Changed {index}"), by=editor)
        say(page=page, by=editor, body="@viewer")
        for fact in ("name", ""):
            thread = say(page=llama, by=editor, body="@viewer", fact=fact)
            for _ in range(rows):
                say(page=llama, by=editor, body="@viewer", thread=thread)
            resolve(say(page=llama, by=editor, body="Done", fact=fact), by=editor, now=thread.created_at)
        note(page=llama, by=editor, on=TODAY, body="Asked", today=TODAY)
    cost = {address: count_queries(lambda address=address: viewer_client.get(address)) for address in COSTS}
    assert cost == COSTS


@pytest.mark.parametrize("rows", [1, 10])
def test_marking_everything_as_seen_costs_the_same(viewer: User, exactly_queries: Callable[..., object], rows: int) -> None:
    reached = {}
    for index in range(rows):
        row = watch(Page.objects.get(pk=make_organization(f"watched-{index}").pk), person=viewer)
        reached[row.pk] = (1, 0)
    with exactly_queries(5):  # the transaction's two ends, the watches, the newest comments, the update
        mark_seen(viewer, reached)


@pytest.mark.parametrize("address", ["/", "/models/", "/licenses/"])
def test_the_watchlist_costs_other_pages_one_query(
    llama: Page, viewer: User, viewer_client: Client, count_queries: Callable[..., int], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(llama, person=viewer)
    viewer_client.get(address)
    full = count_queries(lambda: viewer_client.get(address))
    monkeypatch.setattr("catalog.templatetags.talking.unseen_count", lambda _reader: 0)
    assert full - count_queries(lambda: viewer_client.get(address)) == 1
