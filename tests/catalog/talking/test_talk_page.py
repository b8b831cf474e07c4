"""The talk page of a page: who sees it, what is posted, what is refused, what is shown."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.models import Watch
from registry import history
from registry.models import Comment, Mention, Page
from registry.talking import resolve, say, withdraw
from tests.catalog.conftest import words_of
from tests.catalog.reading.pages import PageReader
from tests.factories import (
    make_article,
    make_family,
    make_license,
    make_organization,
    model_document,
    organization_document,
    save,
    variant_document,
)

TALK = "/models/llama-2/talk/"


def html_of(client: Client, address: str = TALK, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def read(client: Client, address: str = TALK, status: int = 200) -> str:
    return words_of(html_of(client, address, status))


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (make_article, "/pages/how-we-choose/talk/"),
        (make_family, "/families/llama/talk/"),
        (make_license, "/licenses/apache-2.0/talk/"),
        (make_organization, "/partners/meta/talk/"),
    ],
)
def test_every_kind_of_page_has_a_talk_page(viewer_client: Client, make, address: str) -> None:
    make()
    assert "Nobody has said anything yet" in read(viewer_client, address)
    assert viewer_client.post(address, {"body": "First"})["Location"] == f"{address}#comment_{Comment.objects.get().pk}_"
    assert "First" in read(viewer_client, address)


def test_outsiders_never_see_what_is_said_even_where_the_catalog_is_public(llama: Page, viewer: User, public_read: None) -> None:
    say(page=llama, by=viewer, body="Between us")
    reader = Client()
    assert reader.get(TALK)["Location"].startswith("/accounts/login/")
    assert "Between us" not in reader.get("/models/llama-2/").content.decode()
    assert "/talk/" not in reader.get("/models/llama-2/").content.decode()


def test_a_comment_is_posted_shown_and_confirmed(llama: Page, viewer_client: Client) -> None:
    response = viewer_client.post(TALK, {"body": "Is **this** right?", "fact": "variants/llama-2-7b/license"}, follow=True)
    words = words_of(response.content.decode())
    assert "Your comment is posted." in words
    assert "viewer on Llama 2 7B: license" in words
    assert "<strong>this</strong>" in response.content.decode()
    assert 'href="/models/llama-2/#fact_variants_llama-2-7b_license"' in response.content.decode()


def test_nothing_typed_is_lost_when_a_comment_is_refused(llama: Page, viewer_client: Client) -> None:
    response = viewer_client.post(TALK, {"body": "My long thought", "fact": "variants/none/license"})
    assert response.status_code == 400
    text = response.content.decode()
    assert "This page has no such fact: choose one of the list" in text
    assert "My long thought</textarea>" in text
    assert not Comment.objects.exists()


def test_nothing_typed_is_lost_when_a_reply_is_refused(llama: Page, viewer: User, viewer_client: Client) -> None:
    thread = say(page=llama, by=viewer, body="Which license?")
    response = viewer_client.post(TALK, {"body": "x" * 5001, "thread": thread.pk, "watch": "on"})
    text = response.content.decode()
    assert response.status_code == 400
    assert "this one has 5,001" in text
    assert text.count("x" * 5001 + "</textarea>") == 1
    assert '<details class="reply" open>' in text
    assert f'id="reply_{thread.pk}_watch_" name="watch" checked>' in text
    assert "Write something first" in viewer_client.post(TALK, {"body": " ", "thread": thread.pk}).content.decode()


def test_a_second_click_posts_nothing_more(llama: Page, viewer_client: Client) -> None:
    after = re.findall(r'name="after" value="(\d+)"', html_of(viewer_client))[0]
    for _ in range(2):
        viewer_client.post(TALK, {"body": "Only once", "after": after})
    assert Comment.objects.count() == 1
    thread = Comment.objects.get()
    after = re.findall(r'name="after" value="(\d+)"', html_of(viewer_client))[0]
    for _ in range(2):
        viewer_client.post(TALK, {"body": "Only once", "after": after, "thread": thread.pk})
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, ""])
def test_a_form_that_was_tampered_with_breaks_nothing(llama: Page, viewer_client: Client, after: str) -> None:
    assert viewer_client.post(TALK, {"body": "Hello", "after": after}).status_code in (302, 400)
    assert viewer_client.post(TALK, {"body": "Hello", "thread": "9" * 30}).status_code in (400, 404)


def test_a_link_from_a_fact_preselects_it_and_shows_its_threads_only(llama: Page, viewer: User, viewer_client: Client) -> None:
    say(page=llama, by=viewer, body="About the license", fact="variants/llama-2-7b/license")
    say(page=llama, by=viewer, body="About the page")
    text = html_of(viewer_client, f"{TALK}?fact=variants/llama-2-7b/license")
    assert '<option value="variants/llama-2-7b/license" selected>License</option>' in text
    assert "About the license" in text
    assert "About the page" not in text
    assert f'<a href="{TALK}">Show all threads</a>' in text


def test_facts_are_offered_in_words(llama: Page, viewer_client: Client) -> None:
    text = html_of(viewer_client)
    assert '<optgroup label="Llama 2 7B">' in text
    assert ">Context window</option>" in text
    assert '<optgroup label="Microsoft: Azure AI Foundry">' in text


def test_a_link_to_a_fact_that_is_gone_says_so(llama: Page, viewer_client: Client) -> None:
    text = read(viewer_client, f"{TALK}?fact=variants/none/license", status=400)
    assert "This page has no fact “variants/none/license”" in text


def test_a_thread_outlives_the_fact_it_is_about(llama: Page, viewer: User, viewer_client: Client) -> None:
    say(page=llama, by=viewer, body="Hm", fact="variants/llama-2-7b/license")
    save(model_document("llama-2", variants=[variant_document("llama-2-13b")]))
    assert "viewer on llama-2-7b: license (no longer on the page)" in read(viewer_client)


def test_a_reply_stands_below_its_thread(llama: Page, viewer: User, other: User, as_other: Client) -> None:
    thread = say(page=llama, by=viewer, body="Which license?")
    as_other.post(f"{TALK}?page=1", {"body": "MIT", "thread": thread.pk})
    assert [reply.body for reply in thread.replies.all()] == ["MIT"]
    text = read(as_other)
    assert text.index("Which license?") < text.index("MIT")


def test_what_is_open_comes_first_and_what_is_resolved_is_folded(llama: Page, viewer: User, viewer_client: Client) -> None:
    done = say(page=llama, by=viewer, body="Settled thing")
    say(page=llama, by=viewer, body="Open thing")
    viewer_client.post(f"{TALK}{done.pk}/", {"do": "resolve"})
    text = html_of(viewer_client)
    assert text.index("Open thing") < text.index('<details class="resolved">') < text.index("Settled thing")
    assert "Resolved by viewer" in text
    assert "The thread is resolved." in text
    viewer_client.post(f"{TALK}{done.pk}/", {"do": "reopen"})
    assert '<details class="resolved">' not in html_of(viewer_client)


def test_a_withdrawn_text_is_nowhere_and_its_place_stays(llama: Page, viewer: User, reviewer: User, viewer_client: Client) -> None:
    one = say(page=llama, by=viewer, body="Secret one")
    two = say(page=llama, by=viewer, body="Secret two")
    say(page=llama, by=viewer, body="An answer", thread=one)
    viewer_client.post(f"{TALK}{one.pk}/", {"do": "withdraw"})
    withdraw(two, by=reviewer, now=two.created_at)
    text = html_of(viewer_client)
    assert "Secret" not in text
    assert "Withdrawn by its author." in text
    assert "Withdrawn by reviewer, a reviewer." in text
    assert "An answer" in text


def test_a_mention_stands_out_and_others_do_not(llama: Page, viewer: User, other: User, viewer_client: Client) -> None:
    say(page=llama, by=viewer, body="@other and @nobody, see `@other` and [@other](https://example.org/)")
    text = html_of(viewer_client)
    assert "<p><strong>@other</strong> and @nobody, see <code>@other</code>" in text
    assert ">@other</a>" in text
    assert Mention.objects.get().person == other


def test_links_in_brackets_lead_to_pages_with_one_query_more(
    llama: Page, viewer: User, viewer_client: Client, count_queries: Callable[..., int]
) -> None:
    thread = say(page=llama, by=viewer, body="See the page")
    plain = count_queries(lambda: viewer_client.get(TALK))
    say(page=llama, by=viewer, body="See [[Meta]]", thread=thread)
    say(page=llama, by=viewer, body="Or [[Llama 2 7B|the variant]]", thread=thread)
    html = html_of(viewer_client)
    assert '<a href="/partners/meta/">Meta</a>' in html
    assert '<a href="/models/llama-2/#llama-2-7b">the variant</a>' in html
    assert count_queries(lambda: viewer_client.get(TALK)) == plain + 2  # the links, and the mentions in replies


def test_watching_is_ticked_never_assumed(llama: Page, viewer: User, viewer_client: Client) -> None:
    viewer_client.post(TALK, {"body": "Not ticked"})
    assert not Watch.objects.exists()
    viewer_client.post(TALK, {"body": "Ticked", "watch": "on"})
    assert Watch.objects.get().person == viewer
    assert 'name="watch"' not in html_of(viewer_client)


def test_fifty_threads_stand_on_a_page_and_a_link_finds_its_own(llama: Page, viewer: User, viewer_client: Client) -> None:
    oldest = say(page=llama, by=viewer, body="The oldest")
    for index in range(50):
        say(page=llama, by=viewer, body=f"Number {index}")
    assert "The oldest" not in html_of(viewer_client)
    assert "The oldest" in html_of(viewer_client, f"{TALK}?page=2")
    reply = say(page=llama, by=viewer, body="Late reply", thread=oldest)
    assert viewer_client.get(f"{TALK}{reply.pk}/")["Location"] == f"{TALK}?page=2#comment_{reply.pk}_"
    resolve(oldest, by=viewer, now=oldest.created_at)
    assert viewer_client.get(f"{TALK}{oldest.pk}/")["Location"] == f"{TALK}?page=2#comment_{oldest.pk}_"
    answer = viewer_client.post(f"{TALK}{oldest.pk}/?page=2&next=https://evil.example", {"do": "reopen"})
    assert answer["Location"] == f"{TALK}?page=2#comment_{oldest.pk}_"


def test_the_page_is_well_formed_with_everything_on_it(llama: Page, viewer: User, editor: User, as_editor: Client) -> None:
    thread = say(page=llama, by=viewer, body="# One\n\n## Two\n\n| a |\n|---|\n| b |")
    say(page=llama, by=viewer, body="# One", thread=thread)
    resolve(say(page=llama, by=viewer, body="# One", fact="name"), by=editor, now=thread.created_at)
    as_editor.post("/models/llama-2/journal/", {"on": "2024-01-31", "body": "# One"})
    for html in (
        html_of(as_editor),
        html_of(as_editor, "/models/llama-2/"),
        as_editor.post(TALK, {"body": "", "thread": thread.pk}).content.decode(),
    ):
        assert PageReader(html).mistakes == []


def test_a_former_address_leads_to_the_talk_page_of_today(viewer_client: Client) -> None:
    row = make_organization()
    Page.objects.filter(pk=row.pk).update(slug="meta-ai")
    history.record(row, by=None, reason="Renamed", origin="admin")
    assert viewer_client.get("/partners/meta/talk/?fact=name")["Location"] == "/partners/meta-ai/talk/?fact=name"


def test_the_talk_page_of_a_draft_is_for_those_who_may_edit_it(viewer_client: Client, as_editor: Client) -> None:
    save(organization_document(state="draft"))
    assert viewer_client.get("/partners/meta/talk/").status_code == 404
    assert viewer_client.post("/partners/meta/talk/", {"body": "Hello"}).status_code == 404
    assert as_editor.post("/partners/meta/talk/", {"body": "Hello"}).status_code == 302
    assert viewer_client.get(f"/partners/meta/talk/{Comment.objects.get().pk}/").status_code == 404
