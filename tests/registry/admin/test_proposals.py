"""Proposals in the admin: a list to be read that leads to the site."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.models import License, Proposal
from registry.roles import Role
from tests.registry.admin.page_forms import opened
from tests.registry.editing.conftest import apache, apache_saying, proposed, sources

__all__ = ["apache", "sources"]
pytestmark = pytest.mark.django_db
LIST = "/admin/registry/proposal/"


@pytest.fixture
def waiting(person, apache: License) -> Proposal:
    return proposed(apache_saying("Other words."), by=person(Role.EDITOR, username="dan"), expected=1, reason="Plainer")


def test_the_list_leads_to_the_site(waiting: Proposal, at_admin: Client) -> None:
    page = at_admin.get(f"{LIST}?state=open&kind=license").content.decode()
    assert f'<a href="/proposals/{waiting.pk}/">Apache 2.0</a>' in page
    assert "Plainer" in page
    assert at_admin.get(f"{LIST}{waiting.pk}/change/").headers["Location"] == f"/proposals/{waiting.pk}/"
    assert "Plainer" not in at_admin.get(f"{LIST}?state=declined").content.decode()


def test_nobody_changes_or_deletes_them_there(waiting: Proposal, administrator: User, signed_in) -> None:
    client = signed_in(administrator)
    assert [client.post(f"{LIST}{path}").status_code for path in ("add/", f"{waiting.pk}/delete/")] == [403, 403]
    client.post(f"{LIST}{waiting.pk}/change/", {"state": "published"})
    waiting.refresh_from_db()
    assert waiting.state == "open"


def test_a_change_that_waits_is_linked_where_it_was_made(at_admin: Client, apache: License) -> None:
    url = f"/admin/registry/license/{apache.pk}/change/"
    answer = at_admin.post(url, {**opened(at_admin, url), "summary": "Alice's words.", "reason": "Plainer"}, follow=True)
    assert f'<a href="/proposals/{Proposal.objects.get().pk}/">Apache 2.0</a> waits for a reviewer' in answer.content.decode()


def test_ten_take_the_queries_of_one(waiting: Proposal, at_admin: Client, count_queries) -> None:
    one = count_queries(lambda: at_admin.get(LIST))
    author = User.objects.get(username="dan")
    for number in range(9):
        proposed(apache_saying(f"{number}"), by=author, expected=1)
    assert count_queries(lambda: at_admin.get(LIST)) == one
