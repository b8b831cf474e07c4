"""Proposals over the API: the list, one with what it would change, and settling them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from catalog.models import Scope
from registry.editing import decline
from registry.models import License, Page, Proposal, Revision
from registry.roles import Role
from tests.api.verdicts.test_described import described, schema_of
from tests.conftest import NOW
from tests.factories import article_document, make_article, save
from tests.registry.editing.conftest import alice, apache, apache_saying, carla, proposed, sources

__all__ = ["alice", "apache", "carla", "described", "sources"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_time")]
URL = "/api/v1/proposals/"
As = Callable[..., APIClient]


@pytest.fixture
def waiting(alice: User, apache: License) -> Proposal:
    return proposed(apache_saying("Alice's words."), by=alice, expected=1, reason="Plainer")


@pytest.fixture
def reviewing(carla: User, api_as: As) -> APIClient:
    return api_as(carla, scope=Scope.WRITE)


def settle(client: APIClient, proposal: Proposal, action: str, **body: Any) -> Any:
    return client.post(f"{URL}{proposal.pk}/{action}/", body, format="json")


def test_a_proposal_says_who_wants_to_change_what(waiting: Proposal, apache: License, api: APIClient, described: dict[str, Any]) -> None:
    answer = api.get(f"{URL}{waiting.pk}/")
    body = answer.json()
    schema_of(described, "ProposalDetail").validate(body)
    assert (body["id"], body["state"], body["by"], body["reason"], body["origin"]) == (waiting.pk, "open", "alice", "Plainer", "site")
    assert (body["html_url"], body["base_revision"], body["current_revision"]) == (f"http://testserver/proposals/{waiting.pk}/", 1, 1)
    assert body["page"]["url"] == "http://testserver/api/v1/licenses/apache-2.0/document/"
    assert (body["changes"], body["changed_since"], body["problems"]) == (
        [{"path": "summary", "before": "Permissive.", "after": "Alice's words."}], [], [],
    )  # fmt: skip
    assert (body["settled_by"], body["settled_at"], body["settled_reason"], body["revision"]) == (None, None, None, None)
    assert api.get(f"{URL}{waiting.pk}/", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_it_says_what_others_changed_since(waiting: Proposal, api: APIClient, described: dict[str, Any]) -> None:
    before = api.get(f"{URL}{waiting.pk}/").headers["ETag"]
    save(apache_saying("Other words.", osi_approved=True))
    answer = api.get(f"{URL}{waiting.pk}/", headers={"If-None-Match": before})
    body = answer.json()
    assert (answer.status_code, body["current_revision"]) == (200, 2)
    assert body["changes"] == [{"path": "summary", "before": "Other words.", "after": "Alice's words."}]
    assert sorted(body["changed_since"], key=lambda fact: fact["path"]) == [
        {"path": "osi_approved", "before": None, "after": True, "both": False, "proposed": None},
        {"path": "summary", "before": "Permissive.", "after": "Other words.", "both": True, "proposed": "Alice's words."},
    ]
    schema_of(described, "ProposalDetail").validate(body)


def test_a_reviewer_publishes_in_the_authors_name(
    waiting: Proposal, apache: License, reviewing: APIClient, described: dict[str, Any]
) -> None:
    answer = settle(reviewing, waiting, "publish")
    body = answer.json()
    assert (answer.status_code, body["state"], body["settled_by"], body["revision"]) == (200, "published", "carla", 2)
    schema_of(described, "ProposalDetail").validate(body)
    assert body["changes"] == [{"path": "summary", "before": "Permissive.", "after": "Alice's words."}]
    assert Revision.objects.get(page=apache, number=2).by_name == "alice (published by carla)"
    again = settle(reviewing, waiting, "publish")
    assert (again.status_code, again.json()["detail"]) == (409, "carla settled this proposal already: published.")


def test_a_conflict_is_told_and_agreed_to(waiting: Proposal, apache: License, reviewing: APIClient, described: dict[str, Any]) -> None:
    save(apache_saying("Other words."))
    asked = settle(reviewing, waiting, "publish")
    body = asked.json()
    assert (asked.status_code, body["revision"]) == (409, 2)
    assert [(change["path"], change["proposed"]) for change in body["changes"]] == [("summary", "Alice's words.")]
    schema_of(described, "ProposalConflictProblem").validate(body)
    assert settle(reviewing, waiting, "publish", agreed_revision=1).status_code == 409
    assert settle(reviewing, waiting, "publish", agreed_revision=2).status_code == 200
    assert Revision.objects.get(page=apache, number=3).document["summary"] == "Alice's words."


def test_what_cannot_be_published_says_why(viewer: User, reviewing: APIClient) -> None:
    new = proposed(article_document("wanted", body="Mine."), by=viewer, expected=0)
    make_article("wanted", body="Theirs.")
    assert reviewing.get(f"{URL}{new.pk}/").json()["problems"] == [
        "there is already a page 'Wanted' at this address: edit it, or choose another slug"
    ]
    answer = settle(reviewing, new, "publish")
    assert answer.status_code == 409
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("/document/slug", "duplicate_slug")]


def test_declining_needs_a_reason(waiting: Proposal, reviewing: APIClient) -> None:
    for body in ({}, {"reason": ""}, {"reason": "x" * 501}, {"reason": 5}, {"reason": "No", "why": "x"}):
        assert settle(reviewing, waiting, "decline", **body).status_code == 400
    declined = settle(reviewing, waiting, "decline", reason="The text says otherwise").json()
    assert (declined["state"], declined["settled_reason"], declined["revision"]) == ("declined", "The text says otherwise", None)


@pytest.mark.parametrize("agreed", ["2", True, 0, 1.5, 2**31])
def test_an_agreement_is_the_number_of_a_revision(agreed: Any, waiting: Proposal, reviewing: APIClient) -> None:
    assert settle(reviewing, waiting, "publish", agreed_revision=agreed).status_code == 400
    assert Page.objects.get(pk=waiting.page_id).number == 1


def test_nobody_settles_their_own_and_only_the_author_takes_back(
    waiting: Proposal, alice: User, carla: User, administrator: User, viewer: User, api_as: As, reviewing: APIClient, anyone: APIClient
) -> None:
    author, chief = (api_as(who, scope=Scope.WRITE) for who in (alice, administrator))
    own = proposed(apache_saying("Mine."), by=administrator, expected=1, propose=True)
    assert settle(chief, own, "publish").status_code == settle(chief, own, "decline", reason="No").status_code == 403
    assert settle(author, waiting, "publish").status_code == settle(author, waiting, "decline", reason="No").status_code == 403
    assert settle(reviewing, waiting, "take-back").status_code == 403
    assert settle(anyone, waiting, "take-back").status_code == 401
    assert settle(api_as(carla), waiting, "publish").status_code == 403
    assert set(Proposal.objects.values_list("state", flat=True)) == {"open"}
    assert settle(author, waiting, "take-back").json()["state"] == "withdrawn"
    assert settle(reviewing, waiting, "decline", reason="No").status_code == 409


def test_the_list_is_filtered(waiting: Proposal, alice: User, carla: User, api_as: As, described: dict[str, Any]) -> None:
    article = proposed(article_document("wanted"), by=carla, expected=0, propose=True)
    declined = proposed(apache_saying("Other."), by=alice, expected=1)
    decline(declined, by=carla, now=NOW, reason="No")
    client = api_as(alice)

    def found(query: str) -> list[int]:
        body = client.get(f"{URL}?{query}").json()
        schema_of(described, "ProposalList").validate(body)
        assert body["count"] == len(body["results"])
        return [each["id"] for each in body["results"]]

    assert found("") == [declined.pk, article.pk, waiting.pk]
    assert found("state=open") == [article.pk, waiting.pk]
    assert found("state=declined") == [declined.pk]
    assert found("kind=article") == [article.pk]
    assert found("mine=true") == [declined.pk, waiting.pk]
    assert found("mine=false&state=open") == [article.pk]


def test_pages_follow_each_other(alice: User, apache: License, api: APIClient) -> None:
    made = [proposed(apache_saying(f"{number}"), by=alice, expected=1).pk for number in range(3)]
    first = api.get(f"{URL}?limit=2").json()
    assert ([each["id"] for each in first["results"]], first["count"]) == ([made[2], made[1]], 3)
    second = api.get(first["next"]).json()
    assert ([each["id"] for each in second["results"]], second["next"], second["count"]) == ([made[0]], None, 3)


@pytest.mark.parametrize("query", ["state=x", "kind=x", "mine=1", "limit=0", "limit=201", "cursor=x", "nonsense=1", "format=csv"])
def test_a_mistaken_filter_is_refused(query: str, api: APIClient) -> None:
    answer = api.get(f"{URL}?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_proposals_are_for_the_organizations_own_people(waiting: Proposal, anyone: APIClient, person: Any, api_as: As) -> None:
    nobody = api_as(person(None))
    for url in (URL, f"{URL}{waiting.pk}/"):
        assert (anyone.get(url).status_code, nobody.get(url).status_code) == (401, 403)
    reader = api_as(person(Role.VIEWER))
    assert [reader.get(f"{URL}{number}/").status_code for number in ("99", "0", "-1", "x", "9" * 30, "%D9%A1")] == [404] * 6


def test_the_same_key_settles_once(waiting: Proposal, reviewing: APIClient) -> None:
    url = f"{URL}{waiting.pk}/publish/"
    answers = [reviewing.post(url, {}, format="json", headers={"Idempotency-Key": "one"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


def test_ten_proposals_take_the_queries_of_one(
    waiting: Proposal, alice: User, api: APIClient, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    one = count_queries(lambda: api.get(URL))
    for number in range(9):
        proposed(apache_saying(f"{number}"), by=alice, expected=1)
    assert count_queries(lambda: api.get(URL)) == one
