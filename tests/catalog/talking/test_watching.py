"""Watching pages: the button, the watchlist, and what counts as seen."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.models import Watch
from catalog.watching import mark_seen, unseen_count, watch, watched_by
from registry.models import Mention, Page
from registry.talking import say, withdraw
from tests.catalog.conftest import words_of
from tests.factories import make_organization, model_document, organization_document, save, variant_document

PAGE = "/models/llama-2/"
LIST = "/watchlist/"


def html_of(client: Client, address: str = LIST, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def read(client: Client, address: str = LIST) -> str:
    return words_of(html_of(client, address))


def change(*, by: User | None = None, reason: str = "Corrected", name: str = "Llama Two") -> None:
    save(model_document("llama-2", name=name, variants=[variant_document("llama-2-7b")]), by=by, reason=reason, origin="site")


def seen_fields(html: str) -> list[str]:
    return re.findall(r'name="seen" value="([\d:]+)"', html)


def test_the_button_of_a_page_watches_it_and_stops(llama: Page, viewer: User, viewer_client: Client) -> None:
    assert 'value="watch" data-watch>Watch</button>' in html_of(viewer_client, PAGE)
    answer = viewer_client.post(f"{PAGE}watch/", {"do": "watch", "next": "/models/?q=llama"})
    assert answer["Location"] == "/models/?q=llama"
    assert Watch.objects.get().person == viewer
    html = html_of(viewer_client, PAGE)
    assert "You watch Llama 2: its changes and comments come to your watchlist." in html
    assert 'value="unwatch" data-watch>Unwatch</button>' in html
    assert viewer_client.post(f"{PAGE}watch/", {"do": "unwatch"})["Location"] == PAGE
    assert not Watch.objects.exists()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:xss()", "/\\evil.example"])
def test_the_button_never_leads_to_another_host(llama: Page, viewer_client: Client, back: str) -> None:
    assert viewer_client.post(f"{PAGE}watch/", {"do": "watch", "next": back})["Location"] == PAGE


def test_a_page_is_watched_once_and_from_now_on(llama: Page, viewer: User, other: User, viewer_client: Client) -> None:
    change()
    say(page=llama, by=other, body="Before")
    for _ in range(2):
        viewer_client.post(f"{PAGE}watch/", {"do": "watch"})
    assert Watch.objects.count() == 1
    assert unseen_count(viewer) == 0
    change(name="Llama 2")
    viewer_client.post(f"{PAGE}watch/", {"do": "watch"})
    assert unseen_count(viewer) == 1


def test_the_list_tells_who_changed_what_when_and_why(llama: Page, viewer: User, editor: User, other: User, viewer_client: Client) -> None:
    watch(llama, person=viewer)
    change(by=editor, reason="The card says so")
    say(page=llama, by=other, body="I **doubt** it")
    text = read(viewer_client)
    assert "Revision 2 by editor," in text
    assert "The card says so" in text
    assert "other commented," in text
    assert "I doubt it" in text
    assert '<strong>1<span class="visually-hidden"> not seen yet</span></strong>' in html_of(viewer_client, "/models/")


def test_what_one_did_oneself_is_no_news(llama: Page, editor: User, as_editor: Client) -> None:
    watch(llama, person=editor)
    change(by=editor)
    say(page=llama, by=editor, body="Done")
    assert unseen_count(editor) == 0
    change(by=None, reason="By the catalog's files", name="Llama 2")
    assert unseen_count(editor) == 1
    assert "Revision 2 by" not in read(as_editor)


def test_a_withdrawn_comment_is_no_news(llama: Page, viewer: User, other: User, viewer_client: Client) -> None:
    watch(llama, person=viewer)
    comment = say(page=llama, by=other, body="Never mind @viewer")
    assert unseen_count(viewer) == 2
    withdraw(comment, by=other, now=comment.created_at)
    assert unseen_count(viewer) == 0
    assert "Never mind" not in html_of(viewer_client)


def test_reading_marks_nothing_as_seen(llama: Page, viewer: User, editor: User, viewer_client: Client) -> None:
    watch(llama, person=viewer)
    change(by=editor)
    say(page=llama, by=editor, body="@viewer: look")
    for address in (LIST, PAGE, f"{PAGE}history/", f"{PAGE}talk/", f"{LIST}?show=all"):
        html_of(viewer_client, address)
    assert unseen_count(viewer) == 2


def test_seeing_what_changed_leads_to_the_difference_and_marks_it(llama: Page, viewer: User, editor: User, viewer_client: Client) -> None:
    watch(llama, person=viewer)
    change(by=editor)
    fields = {"seen": seen_fields(html_of(viewer_client))[0], "then": "changes"}
    assert viewer_client.post(f"{LIST}seen/", fields)["Location"] == f"{PAGE}diff/1..2/"
    assert unseen_count(viewer) == 0


def test_where_differences_have_no_page_the_history_is_shown(llama: Page) -> None:
    from catalog.views.watchlist import changes_address

    assert changes_address(llama, since=0, until=2) == f"{PAGE}history/"
    assert changes_address(Page(kind="model", slug="..", name="x"), since=1, until=2) == "/models/../diff/1..2/"


def test_opening_the_talk_page_from_the_list_marks_it(llama: Page, viewer: User, editor: User, viewer_client: Client) -> None:
    watch(llama, person=viewer)
    say(page=llama, by=editor, body="Hm")
    fields = {"seen": seen_fields(html_of(viewer_client))[0], "then": "talk"}
    assert viewer_client.post(f"{LIST}seen/", fields)["Location"] == f"{PAGE}talk/"
    assert unseen_count(viewer) == 0


def test_what_came_after_the_list_was_shown_stays_news(llama: Page, viewer: User, editor: User, viewer_client: Client) -> None:
    watch(llama, person=viewer)
    change(by=editor)
    say(page=llama, by=editor, body="One")
    fields = seen_fields(html_of(viewer_client))
    change(by=editor, name="Llama 2", reason="Meanwhile")
    say(page=llama, by=editor, body="Two")
    viewer_client.post(f"{LIST}seen/", {"seen": fields})
    text = read(viewer_client)
    assert "Revision 3" in text
    assert "Meanwhile" in text
    assert "Revision 2 " not in text
    assert "Two" in text
    assert "One" not in text


def test_nothing_that_is_still_to_come_counts_as_seen(llama: Page, viewer: User, editor: User) -> None:
    row = watch(llama, person=viewer)
    mark_seen(viewer, {row.pk: (10**18, 10**18)})
    mark_seen(viewer, {row.pk: (0, 0)})
    row.refresh_from_db()
    assert (row.seen_number, row.seen_comment) == (1, 0)


def test_everything_listed_is_marked_with_one_button(llama: Page, viewer: User, editor: User, viewer_client: Client) -> None:
    watch(llama, person=viewer)
    watch(Page.objects.get(slug="meta"), person=viewer)
    change(by=editor)
    save(organization_document(name="Meta Platforms"), by=editor)
    say(page=llama, by=editor, body="@viewer: look")
    assert unseen_count(viewer) == 3
    html = html_of(viewer_client)
    form = html[html.index('action="/watchlist/seen/"') : html.index("Mark all")]
    mention = Mention.objects.get()
    assert f'name="mention" value="{mention.pk}"' in form
    viewer_client.post(f"{LIST}seen/", {"seen": seen_fields(form), "mention": mention.pk})
    assert unseen_count(viewer) == 0
    assert "since you last looked. All watched pages" in read(viewer_client)


def test_a_mention_is_listed_opened_and_gone(llama: Page, viewer: User, editor: User, viewer_client: Client) -> None:
    comment = say(page=llama, by=editor, body="@viewer: is this right?")
    assert "editor named you on Llama 2" in read(viewer_client)
    fields = {"mention": Mention.objects.get().pk, "then": "comment"}
    address = viewer_client.post(f"{LIST}seen/", fields)["Location"]
    assert address == f"{PAGE}talk/{comment.pk}/"
    assert viewer_client.get(address)["Location"] == f"{PAGE}talk/#comment_{comment.pk}_"
    assert unseen_count(viewer) == 0


def test_other_peoples_things_are_left_alone(llama: Page, viewer: User, editor: User, as_other: Client) -> None:
    row = watch(llama, person=viewer)
    change(by=editor)
    say(page=llama, by=editor, body="@viewer: look")
    answer = as_other.post(f"{LIST}seen/", {"seen": f"{row.pk}:2:9", "mention": Mention.objects.get().pk, "then": "comment"})
    assert answer["Location"] == LIST
    assert unseen_count(viewer) == 2
    assert as_other.post(f"{PAGE}watch/", {"do": "unwatch"}).status_code == 302
    assert Watch.objects.get() == row


@pytest.mark.parametrize("fields", [{"seen": "x"}, {"seen": "1:2"}, {"seen": "1:2:-3"}, {"mention": "one"}, {"seen": f"1:1:{'9' * 40}"}])
def test_a_list_that_was_tampered_with_is_refused(viewer_client: Client, fields: dict[str, str]) -> None:
    assert viewer_client.post(f"{LIST}seen/", fields).status_code == 400


def test_unknown_wishes_are_refused(llama: Page, viewer_client: Client) -> None:
    assert viewer_client.post(f"{PAGE}watch/", {"do": "stare"}).status_code == 400
    assert "There is no list called “old”" in words_of(html_of(viewer_client, f"{LIST}?show=old", 400))


def test_the_list_of_all_watched_pages_stops_watching_and_comes_back(llama: Page, viewer: User, viewer_client: Client) -> None:
    assert "You watch no page yet" in read(viewer_client)
    assert "You watch no page yet" in read(viewer_client, f"{LIST}?show=all")
    watch(llama, person=viewer)
    assert "Llama 2" in read(viewer_client, f"{LIST}?show=all")
    fields = {"do": "unwatch", "next": f"{LIST}?show=all"}
    assert viewer_client.post(f"{PAGE}watch/", fields)["Location"] == f"{LIST}?show=all"


def test_a_watched_page_that_became_a_draft_is_hidden_from_viewers(viewer: User, editor: User) -> None:
    make_organization()
    for person in (viewer, editor):
        watch(Page.objects.get(slug="meta"), person=person)
    save(organization_document(state="draft"))
    say(page=Page.objects.get(slug="meta"), by=editor, body="@viewer")
    assert [watched_by(person).count() for person in (viewer, editor)] == [0, 1]
    assert [unseen_count(person) for person in (viewer, editor)] == [0, 1]


def test_a_withdrawn_page_stays_on_the_list(viewer: User, viewer_client: Client) -> None:
    make_organization()
    watch(Page.objects.get(slug="meta"), person=viewer)
    save(organization_document(state="withdrawn"), reason="Gone")
    assert "Meta (withdrawn)" in read(viewer_client)


def test_people_without_a_role_see_no_button_and_no_list(llama: Page, person, signed_in, public_read: None) -> None:
    client = signed_in(person(None))
    html = html_of(client, PAGE)
    assert "data-watch" not in html
    assert LIST not in html
    assert client.get(LIST).status_code == 403
