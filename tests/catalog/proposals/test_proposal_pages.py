"""The pages of proposals: what is shown to whom, and what pressing the buttons does."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.editing import decline, publish
from registry.models import License, Page, Proposal, Revision
from tests.catalog.proposals.conftest import apache_saying, proposed
from tests.conftest import NOW
from tests.factories import article_document, make_article, save

pytestmark = pytest.mark.django_db
BUTTONS = ("Publish</button>", "Edit before publishing", "Decline</button>", "Take back</button>", "Propose again")


def url_of(proposal: Proposal, below: str = "") -> str:
    return f"/proposals/{proposal.pk}/{below}"


def buttons(client: Client, proposal: Proposal) -> list[str]:
    page = client.get(url_of(proposal)).content.decode()
    return [button.removesuffix("</button>") for button in BUTTONS if button in page]


def test_everybody_with_a_role_sees_who_wants_to_change_what_and_why(waiting: Proposal, viewer_client: Client) -> None:
    answer = viewer_client.get(url_of(waiting))
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Plainer", "by alice", "revision 1", "It waits for a reviewer.", "<del>", "<ins>"):
        assert words in page
    assert (answer.context["count"], answer.headers["Cache-Control"].split(",")[0]) == (1, "max-age=0")


def test_people_without_a_role_and_strangers_see_nothing(waiting: Proposal, client: Client, public_read: None, person, signed_in) -> None:
    for url in ("/proposals/", url_of(waiting)):
        assert client.get(url).status_code == 302
        assert signed_in(User.objects.filter(username="nobody").first() or person(None)).get(url).status_code == 403


def test_everybody_sees_the_buttons_they_may_press_and_no_others(
    waiting: Proposal, as_alice: Client, as_carla: Client, as_other_editor: Client, viewer_client: Client
) -> None:
    assert buttons(as_alice, waiting) == ["Take back"]
    assert buttons(as_carla, waiting) == ["Publish", "Edit before publishing", "Decline"]
    assert buttons(as_other_editor, waiting) == buttons(viewer_client, waiting) == []


@pytest.mark.parametrize("action", ["publish/", "decline/", "edit/"])
def test_who_presses_all_the_same_is_refused_in_words(
    action: str, waiting: Proposal, as_alice: Client, as_other_editor: Client, administrator: User, signed_in: Callable[[User], Client]
) -> None:
    own = proposed(apache_saying("Mine."), by=administrator, expected=1, propose=True)
    for client, proposal in ((as_alice, waiting), (as_other_editor, waiting), (signed_in(administrator), own)):
        answer = client.post(url_of(proposal, action), {"reason": "No"})
        assert answer.status_code == 403
        assert "reviewer" in answer.content.decode()
    assert set(Proposal.objects.values_list("state", flat=True)) == {"open"}


def test_publishing_leads_to_what_it_changed(waiting: Proposal, apache: License, as_carla: Client) -> None:
    answer = as_carla.post(url_of(waiting, "publish/"), follow=True)
    assert answer.redirect_chain == [(url_of(waiting), 302)]
    page = answer.content.decode()
    assert "/licenses/apache-2.0/diff/1..2/" in page
    assert "Published</strong> by carla" in page
    assert Revision.objects.get(page=apache, number=2).document["summary"] == "Alice's words."
    assert buttons(as_carla, waiting) == []


def test_declining_without_a_reason_declines_nothing(waiting: Proposal, as_carla: Client, as_alice: Client) -> None:
    answer = as_carla.post(url_of(waiting, "decline/"), {"reason": " "})
    assert answer.status_code == 400
    assert "Say why, in at most 500 characters" in answer.content.decode()
    as_carla.post(url_of(waiting, "decline/"), {"reason": "The text says otherwise"})
    assert "The text says otherwise" in as_alice.get(url_of(waiting)).content.decode()
    assert buttons(as_alice, waiting) == ["Propose again"]


def test_who_comes_second_is_told_who_was_first(waiting: Proposal, carla: User, administrator: User, signed_in) -> None:
    decline(waiting, by=carla, now=NOW, reason="No")
    for action in ("publish/", "decline/", "edit/"):
        answer = signed_in(administrator).post(url_of(waiting, action), {"reason": "No"}, follow=True)
        assert "carla settled this proposal already: declined." in answer.content.decode()


def test_only_the_author_takes_it_back(waiting: Proposal, as_carla: Client, as_alice: Client) -> None:
    assert as_carla.post(url_of(waiting, "take-back/")).status_code == 403
    as_alice.post(url_of(waiting, "take-back/"))
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"


def test_a_page_that_moved_is_told_and_both_changes_are_kept(waiting: Proposal, apache: License, as_carla: Client) -> None:
    save(apache_saying("Permissive.", osi_approved=True), by_name="erin", reason="Approved")
    page = as_carla.get(url_of(waiting)).content.decode()
    assert "The page changed since" in page
    assert "Revision 2 by erin" in page
    assert "agreed_revision" not in page
    as_carla.post(url_of(waiting, "publish/"))
    document = Revision.objects.get(page=apache, number=3).document
    assert (document["summary"], document["osi_approved"]) == ("Alice's words.", True)


def test_where_both_changed_the_same_the_reviewer_has_to_say_so(waiting: Proposal, apache: License, as_carla: Client) -> None:
    save(apache_saying("Other words."))
    page = as_carla.get(url_of(waiting)).content.decode()
    assert 'name="agreed_revision" value="2" required' in page
    answer = as_carla.post(url_of(waiting, "publish/"))
    assert answer.status_code == 409
    assert "Others changed the same facts" in answer.content.decode()
    as_carla.post(url_of(waiting, "publish/"), {"agreed_revision": "2"})
    assert Revision.objects.get(page=apache, number=3).document["summary"] == "Alice's words."


def test_a_reviewer_edits_the_text_and_publishes_it(waiting: Proposal, apache: License, as_carla: Client) -> None:
    save(apache_saying("Permissive.", osi_approved=True))
    form = as_carla.get(url_of(waiting, "edit/")).context["form"]
    text = form.initial["text"]
    assert text.startswith("kind: license\nslug: apache-2.0\nname: Apache 2.0\nsummary: Alice's words.\n")
    assert "osi_approved: true" in text
    wrong = as_carla.post(url_of(waiting, "edit/"), {"text": text.replace("category: ", "categorie: "), "seen": "2"})
    assert wrong.status_code == 400
    assert "there is no such field: check its spelling" in wrong.content.decode()
    assert "categorie: permissive" in wrong.content.decode()
    as_carla.post(url_of(waiting, "edit/"), {"text": text.replace("Alice's words.", "Carla's words."), "seen": "2"})
    revision = Revision.objects.get(page=apache, number=3)
    assert (revision.document["summary"], revision.by_name) == ("Carla's words.", "alice (published by carla)")


def test_while_a_reviewer_edits_others_may_change_the_same(waiting: Proposal, apache: License, as_carla: Client) -> None:
    text = as_carla.get(url_of(waiting, "edit/")).context["form"].initial["text"]
    save(apache_saying("Other words."))
    asked = as_carla.post(url_of(waiting, "edit/"), {"text": text, "seen": "1"})
    assert asked.status_code == 400
    assert 'name="agreed_revision" value="2" required' in asked.content.decode()
    as_carla.post(url_of(waiting, "edit/"), {"text": text, "seen": "1", "agreed_revision": ["", "2"]})
    assert Revision.objects.get(page=apache, number=3).document["summary"] == "Alice's words."


def test_the_author_puts_it_right_and_proposes_it_again(waiting: Proposal, carla: User, as_alice: Client, as_carla: Client) -> None:
    assert as_alice.get(url_of(waiting, "again/")).status_code == 302
    decline(waiting, by=carla, now=NOW, reason="Say who licenses it")
    assert as_carla.get(url_of(waiting, "again/")).status_code == 403
    page = as_alice.get(url_of(waiting, "again/"))
    assert "Say who licenses it" in page.content.decode()
    text = page.context["form"].initial["text"].replace("Alice's words.", "Apache's words.")
    answer = as_alice.post(url_of(waiting, "again/"), {"text": text, "seen": "1", "reason": "Named"}, follow=True)
    second = Proposal.objects.get(state="open")
    assert answer.redirect_chain == [(url_of(second), 302)]
    assert (second.document["summary"], second.reason, second.by_name, second.origin) == ("Apache's words.", "Named", "alice", "site")


def test_proposing_again_what_the_page_says_by_now_proposes_nothing(waiting: Proposal, carla: User, as_alice: Client) -> None:
    decline(waiting, by=carla, now=NOW, reason="No")
    text = as_alice.get(url_of(waiting, "again/")).context["form"].initial["text"].replace("Alice's words.", "Permissive.")
    answer = as_alice.post(url_of(waiting, "again/"), {"text": text, "seen": "1", "reason": "Again"}, follow=True)
    assert "The page says all of this already" in answer.content.decode()
    assert Proposal.objects.count() == 1


def test_a_new_page_by_a_viewer_shows_what_the_catalog_has_already(viewer: User, viewer_client: Client, as_carla: Client) -> None:
    new = proposed(article_document("how-we-pick", name="How we choose", state="draft"), by=viewer, expected=0)
    make_article("how-we-choose", name="How we choose")
    page = as_carla.get(url_of(new)).content.decode()
    assert "nothing: it would be a new page" in page
    assert "The catalog may have this already" in page
    assert "/pages/how-we-choose/" in page
    as_carla.post(url_of(new, "publish/"))
    assert Page.objects.get(slug="how-we-pick").state == "draft"


def test_a_new_page_whose_address_was_taken_cannot_be_published(viewer: User, as_carla: Client) -> None:
    new = proposed(article_document("wanted", body="Mine."), by=viewer, expected=0)
    make_article("wanted", body="Theirs.")
    assert buttons(as_carla, new) == ["Edit before publishing", "Decline"]
    assert "there is already a page" in as_carla.get(url_of(new)).content.decode()
    assert as_carla.post(url_of(new, "publish/")).status_code == 400


def test_what_is_settled_shows_what_it_proposed_for_ever(waiting: Proposal, carla: User, viewer_client: Client) -> None:
    publish(waiting, by=carla, now=NOW)
    save(apache_saying("Later words."))
    page = viewer_client.get(url_of(waiting)).content.decode()
    assert "Later words." not in page
    assert "What it proposed" in page


def test_there_is_no_proposal_at_another_number(viewer_client: Client, db: None) -> None:
    for number in ("0", "99", "9" * 30):
        assert viewer_client.get(f"/proposals/{number}/").status_code == 404
