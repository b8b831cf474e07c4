"""The list of proposals, and the count that reviewers see on every page."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.views import proposals
from registry.editing import decline
from registry.models import License, Proposal
from tests.catalog.proposals.conftest import apache_saying, proposed
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(waiting: Proposal, carla: User, viewer: User) -> None:
    """One of Alice's and one of Carla's own wait, one of a viewer's is declined."""
    proposed(apache_saying("Carla's."), by=carla, expected=1, propose=True, reason="Mine")
    decline(proposed(apache_saying("Viewer's."), by=viewer, expected=1, reason="Try"), by=carla, now=NOW, reason="No")


def reasons(client: Client, show: str) -> list[str]:
    return [proposal.reason for proposal in client.get(f"/proposals/{show}").context["page"]]


def test_the_list_is_narrowed(three: None, as_carla: Client, as_alice: Client) -> None:
    assert reasons(as_carla, "") == reasons(as_carla, "?show=open") == ["Mine", "Plainer"]
    assert reasons(as_carla, "?show=all") == ["Try", "Mine", "Plainer"]
    assert reasons(as_carla, "?show=mine") == ["Mine"]
    assert reasons(as_carla, "?show=review") == ["Plainer"]
    assert reasons(as_alice, "?show=mine") == ["Plainer"]


def test_only_reviewers_have_a_list_of_what_they_may_review(three: None, as_alice: Client, as_carla: Client) -> None:
    assert "For you to review" in as_carla.get("/proposals/").content.decode()
    assert "For you to review" not in as_alice.get("/proposals/").content.decode()
    assert as_alice.get("/proposals/?show=review").status_code == 400
    answer = as_carla.get("/proposals/?show=<b>")
    assert answer.status_code == 400
    assert "There is no list called “&lt;b&gt;”" in answer.content.decode()


@pytest.mark.parametrize(
    ("show", "words"),
    [("open", "Nothing waits."), ("review", "Nothing waits for you."), ("mine", "You have proposed nothing yet."), ("all", "Nobody has")],
)
def test_an_empty_list_says_what_belongs_there(show: str, words: str, as_carla: Client) -> None:
    assert words in as_carla.get(f"/proposals/?show={show}").content.decode()


def test_reviewers_see_on_every_page_how_many_wait_for_them(three: None, as_carla: Client, as_alice: Client) -> None:
    assert "1 to review" in as_carla.get("/licenses/").content.decode()
    assert "to review" not in as_alice.get("/licenses/").content.decode()


def test_pages_follow_each_other(apache: License, alice: User, as_carla: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "PER_PAGE", 2)
    for number in range(3):
        proposed(apache_saying(f"{number}"), by=alice, expected=1, reason=f"{number}")
    first = as_carla.get("/proposals/?show=all")
    assert 'href="?show=all&amp;page=2"' in first.content.decode()
    assert reasons(as_carla, "?show=all") == ["2", "1"]
    assert reasons(as_carla, "?show=all&page=2") == ["0"]


def test_ten_proposals_take_the_queries_of_one(
    waiting: Proposal, alice: User, as_carla: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    as_carla.get("/proposals/")
    one = count_queries(lambda: as_carla.get("/proposals/"))
    detail = count_queries(lambda: as_carla.get(f"/proposals/{waiting.pk}/"))
    for number in range(9):
        proposed(apache_saying(f"{number}"), by=alice, expected=1)
    assert count_queries(lambda: as_carla.get("/proposals/")) == one
    assert count_queries(lambda: as_carla.get(f"/proposals/{waiting.pk}/")) == detail
