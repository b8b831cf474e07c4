"""Pages are withdrawn with a reason, one or many, and never deleted."""

import pytest
from django.test import Client

from registry.models import Article, Organization, Page, Revision
from tests.factories import make_article, make_organization

pytestmark = pytest.mark.django_db

LIST = "/admin/registry/organization/"


def test_a_page_is_withdrawn_with_a_reason_and_a_revision(at_admin: Client) -> None:
    page = make_article("old")
    url = f"/admin/registry/article/{page.pk}/withdraw/"
    assert "Why they are withdrawn" in at_admin.get(url).content.decode()
    assert at_admin.post(url, {"reason": "Out of date"}).status_code == 302
    assert Article.objects.get().state == "withdrawn"
    revision = Revision.objects.get(page_id=page.pk, number=2)
    assert (revision.by_name, revision.reason, revision.document["state"]) == ("alice", "Out of date", "withdrawn")


def test_withdrawing_without_a_reason_is_refused(at_admin: Client) -> None:
    page = make_article("old")
    answer = at_admin.post(f"/admin/registry/article/{page.pk}/withdraw/", {"reason": " "})
    assert "Say in a few words why the page is withdrawn." in answer.content.decode()
    assert Article.objects.get().state == "published"


def test_several_pages_are_withdrawn_together_each_with_its_revision(at_admin: Client) -> None:
    pages = [make_organization("one"), make_organization("two"), make_organization("kept")]
    chosen = {"action": "withdraw_selected", "_selected_action": [pages[0].pk, pages[1].pk]}
    asked = at_admin.post(LIST, chosen)
    assert "Withdraw 2 pages" in asked.content.decode()
    assert not Page.objects.filter(state="withdrawn").exists()
    at_admin.post(LIST, {**chosen, "reason": "Merged"})
    assert sorted(Page.objects.filter(state="withdrawn").values_list("slug", "number")) == [("one", 2), ("two", 2)]
    assert set(Revision.objects.filter(number=2).values_list("reason", "origin")) == {("Merged", "admin")}


@pytest.mark.parametrize("action", ["delete_selected", "delete_everything"])
def test_no_bulk_action_passes_history_by(at_admin: Client, action: str) -> None:
    page = make_organization("one")
    at_admin.post(LIST, {"action": action, "_selected_action": [page.pk], "post": "yes", "reason": "x"})
    assert Organization.objects.filter(state="published").count() == 1


@pytest.mark.parametrize("table", ["organization", "article", "license", "modelfamily", "aimodel", "revision", "importrun", "modelvariant"])
def test_nothing_of_the_record_is_deleted_in_the_admin(at_admin: Client, table: str) -> None:
    page = make_organization("one")
    answer = at_admin.post(f"/admin/registry/{table}/{page.pk}/delete/", {"post": "yes"})
    assert answer.status_code in (302, 403, 404)
    assert Page.objects.count() == 1
