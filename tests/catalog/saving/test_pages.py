"""The pages of saved views."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.models import Opens, SavedView
from tests.catalog.comparison.side_by_side import three_releases
from tests.catalog.conftest import words_of
from tests.catalog.reading.hostile import TEXT
from tests.catalog.reading.pages import PageReader

NEW = f"/saved/new/?opens=comparison&query={quote('m=llama-1&m=llama-2')}"
SAID = {"name": "The Llamas", "slug": "", "note": "See [[Llama 2]].", "query": "m=llama-1&m=llama-2", "number": "0", "do": "save"}


@pytest.fixture(autouse=True)
def _catalog(db: None) -> None:
    three_releases()


def keep(owner: User, slug: str = "line", **fields: object) -> SavedView:
    plain = {"name": "Our line", "opens": Opens.COMPARISON, "query": "m=llama-1&m=llama-2", "shared": True}
    return SavedView.objects.create(slug=slug, owner=owner, **{**plain, **fields})


def test_a_comparison_leads_to_the_form_that_saves_it(viewer_client: Client, text_of: Callable[..., str]) -> None:
    page = viewer_client.get("/compare/?m=llama-1&m=llama-2&only=differences").content.decode()
    assert 'href="/saved/new/?opens=comparison&amp;query=m%3Dllama-1%26m%3Dllama-2%26only%3Ddifferences"' in page
    assert "Save this comparison" not in text_of("/compare/?m=llama-1&m=llama-2")
    form = viewer_client.get(NEW).content.decode()
    assert "m=llama-1&amp;m=llama-2</textarea>" in form


def test_what_is_saved_shows_its_note_with_links_and_the_comparison(viewer_client: Client) -> None:
    answer = viewer_client.post(NEW, SAID)
    assert (answer.status_code, answer["Location"]) == (302, "/saved/the-llamas/")
    page = viewer_client.get("/saved/the-llamas/").content.decode()
    assert '<a href="/models/llama-2/">Llama 2</a>' in page
    assert 'href="/compare/?m=llama-1&amp;m=llama-2">Open</a>' in page
    words = words_of(page)
    assert "Only you see it." in words
    assert "Size threshold ≠(differs)" in words
    assert "Remove Llama 2" not in words


def test_a_preview_saves_nothing_and_keeps_the_text(viewer_client: Client) -> None:
    answer = viewer_client.post(NEW, {**SAID, "do": "preview"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Preview: nothing is saved yet" in page
    assert '<a href="/models/llama-2/">Llama 2</a>' in page
    assert "See [[Llama 2]].</textarea>" in page
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "This field is required."),
        ({"slug": "Not An Address"}, "Use lower-case letters, digits, dots and hyphens"),
        ({"query": "m=llama-1&m=gpt-9"}, "There is no model or variant 'gpt-9' in the catalog."),
        ({"query": "m=llama-1"}, "A comparison has at least 2 columns"),
    ],
)
def test_a_mistake_is_named_at_its_field_and_the_text_stays(viewer_client: Client, wrong: dict[str, str], says: str) -> None:
    answer = viewer_client.post(NEW, {**SAID, **wrong})
    assert answer.status_code == 400
    assert says in words_of(answer.content.decode())
    assert "See [[Llama 2]].</textarea>" in answer.content.decode()


@pytest.mark.parametrize("address", ["/saved/new/", "/saved/new/?opens=door", "/saved/new/?opens=comparison&colour=red"])
def test_the_form_says_what_its_address_may_name(viewer_client: Client, address: str) -> None:
    answer = viewer_client.get(address)
    assert answer.status_code == 400
    assert "There is: " in answer.content.decode()


def test_a_private_view_is_there_for_its_owner_alone(
    viewer: User, viewer_client: Client, editor: User, signed_in: Callable[[User], Client], reader: Client
) -> None:
    keep(viewer, shared=False)
    assert viewer_client.get("/saved/line/").status_code == 200
    for client in (reader, signed_in(editor)):
        assert client.get("/saved/line/").status_code == 404
        assert "Our line" not in client.get("/saved/").content.decode()
    for below in ("edit/", "delete/"):
        assert signed_in(editor).get(f"/saved/line/{below}").status_code == 404
        assert signed_in(editor).post(f"/saved/line/{below}", {**SAID, "number": "1"}).status_code == 404
    assert SavedView.objects.get().name == "Our line"


def test_a_shared_view_is_there_for_everyone_who_may_read(viewer: User, text_of: Callable[..., str]) -> None:
    keep(viewer)
    words = text_of("/saved/line/")
    assert "saved by viewer" in words
    assert "Edit" not in words
    assert "Our line" in text_of("/saved/")


def test_the_second_to_save_sees_what_is_there_and_keeps_their_text(
    viewer: User, viewer_client: Client, editor: User, signed_in: Callable[[User], Client]
) -> None:
    keep(viewer, note="First")
    theirs = {**SAID, "name": "Our line", "note": "Theirs", "number": "1"}
    assert signed_in(editor).post("/saved/line/edit/", theirs).status_code == 302
    mine = {**SAID, "name": "Our line", "slug": "line", "note": "Mine", "shared": "on", "number": "1"}
    answer = viewer_client.post("/saved/line/edit/", mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "editor changed it. Nothing is saved yet" in words_of(page)
    assert "Note It is now Theirs Yours Mine" in words_of(page)
    assert "Mine</textarea>" in page
    assert 'name="number" value="2"' in page
    assert viewer_client.post("/saved/line/edit/", {**mine, "number": "2"}).status_code == 302
    assert SavedView.objects.get().note == "Mine"


def test_an_editor_of_a_shared_view_chooses_neither_its_address_nor_who_sees_it(
    viewer: User, editor: User, signed_in: Callable[[User], Client]
) -> None:
    keep(viewer)
    form = signed_in(editor).get("/saved/line/edit/").content.decode()
    assert 'name="note"' in form
    assert 'name="slug"' not in form
    assert 'name="shared"' not in form


def test_what_is_no_slug_leads_nowhere(viewer_client: Client) -> None:
    for below in ("", "edit/", "delete/"):
        assert viewer_client.get(f"/saved/a%00b/{below}").status_code == 404


def test_deleting_is_asked_for_once_more(viewer: User, viewer_client: Client) -> None:
    keep(viewer)
    assert "for everyone: it is shared" in words_of(viewer_client.get("/saved/line/delete/").content.decode())
    assert SavedView.objects.exists()
    assert viewer_client.post("/saved/line/delete/", {"number": "7"}).status_code == 409
    assert SavedView.objects.exists()
    assert viewer_client.post("/saved/line/delete/", {"number": "1"})["Location"] == "/saved/"
    assert not SavedView.objects.exists()


def test_what_left_the_catalog_is_named_and_the_note_stays(viewer: User, text_of: Callable[..., str]) -> None:
    keep(viewer, query="m=llama-1&m=gone", note="Why we chose")
    words = text_of("/saved/line/")
    assert "There is no model or variant 'gone' in the catalog." in words
    assert "Why we chose" in words


def test_the_list_is_narrowed_by_whose_it_is_and_what_it_opens(viewer: User, viewer_client: Client, editor: User) -> None:
    keep(viewer, "mine", name="Mine", shared=False)
    keep(editor, "theirs", name="Theirs")
    assert [name in viewer_client.get("/saved/?whose=mine").content.decode() for name in (">Mine<", ">Theirs<")] == [True, False]
    assert [name in viewer_client.get("/saved/?whose=shared").content.decode() for name in (">Mine<", ">Theirs<")] == [False, True]
    assert "Nothing is saved that fits." in viewer_client.get("/saved/?opens=variants").content.decode()
    for wrong in ("whose=nobody", "opens=door", "sort=name"):
        assert viewer_client.get(f"/saved/?{wrong}").status_code == 400


def test_nothing_that_people_wrote_is_run(viewer: User, viewer_client: Client) -> None:
    keep(viewer, name="<script>xss()</script>", note=TEXT, query="m=llama-1&m=<b>")
    for address in ("/saved/", "/saved/line/", "/saved/line/edit/", "/saved/line/delete/"):
        assert PageReader(viewer_client.get(address).content.decode()).mistakes == []


def test_the_number_of_queries_does_not_depend_on_how_many_are_saved(
    viewer: User, editor: User, reader: Client, count_queries: Callable[..., int]
) -> None:
    keep(viewer, "line-0", note="[[Llama 1]]")
    one = count_queries(lambda: reader.get("/saved/"))
    one_view = count_queries(lambda: reader.get("/saved/line-0/"))
    for number in range(1, 10):
        keep(editor if number % 2 else viewer, f"line-{number}", note="[[Llama 1]] and [[Llama 2]] and [[License Two]]")
    assert count_queries(lambda: reader.get("/saved/")) == one <= 4
    assert count_queries(lambda: reader.get("/saved/line-9/")) == one_view < 40
