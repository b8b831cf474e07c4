"""The search page: results, kinds, pages, and what it says when there is nothing."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from registry.models import SearchEntry
from tests.factories import make_article, make_license, make_model, variant_document

XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def few(db: None) -> None:
    make_license("mit", name="MIT License", summary="Any use of a zebra, **sublicensing** included.")
    make_model("zebra", name="Zebra", summary="A line of models.", variants=[variant_document("zebra-7b", name="Zebra 7B")])
    make_article("stripes", name="Stripes", body="Of zebras and others.")


@pytest.mark.usefixtures("few")
def test_results_say_what_they_are_and_where_the_words_stand(reader: Client, text_of: Callable[..., str]) -> None:
    page = text_of("/search/?q=zebra")
    assert "4 results for “ zebra ”" in page.replace("“zebra”", "“ zebra ”")
    html = reader.get("/search/?q=zebra").content.decode()
    assert '<a href="/models/zebra/"><mark>Zebra</mark></a>' in html
    assert '<a href="/models/zebra/#zebra-7b"><mark>Zebra</mark> 7B</a>' in html
    assert "Any use of a <mark>zebra</mark>, sublicensing included." in html
    assert "Of <mark>zebras</mark> and others." in html
    order = [html.index(place) for place in ('/models/zebra/"', "/models/zebra/#zebra-7b", "/licenses/mit/")]
    assert order == sorted(order)
    assert "Variant of Zebra" in page


@pytest.mark.usefixtures("few")
def test_kinds_are_counted_chosen_and_taken_back_by_links(reader: Client, text_of: Callable[..., str]) -> None:
    assert "Everything 4 Models 1 Variants 1 Licenses 1 Pages 1" in text_of("/search/?q=zebra")
    chosen = text_of("/search/?q=zebra&kind=license")
    assert "Everything 4 Models 1 Variants 1 Licenses 1 (remove) Pages 1" in chosen
    assert "1 result for" in chosen
    html = reader.get("/search/?q=zebra&kind=license").content.decode()
    assert 'href="/search/?q=zebra&amp;kind=license%2Cmodel"' in html
    assert '<a class="chip" href="/search/?q=zebra" aria-current="true">' in html
    assert '/models/zebra/"><mark>' not in html


def test_results_come_in_pages_of_twenty(reader: Client, text_of: Callable[..., str]) -> None:
    for number in range(21):
        make_article(f"a{number}", name=f"Zebra {number:02}")
    first = text_of("/search/?q=zebra")
    assert "21 results for" in first
    assert "page 1 of 2" in first
    assert "Zebra 19" in first
    assert "Zebra 20" not in first
    second = text_of("/search/?q=zebra&page=2")
    assert "Zebra 20" in second
    assert 'start="21"' in reader.get("/search/?q=zebra&page=2").content.decode()
    assert 'rel="prev"' in reader.get("/search/?q=zebra&page=2").content.decode()
    assert "There are only 2 pages of results." in text_of("/search/?q=zebra&page=3")


@pytest.mark.usefixtures("few")
def test_nothing_found_names_the_words_and_the_nearest_names(text_of: Callable[..., str]) -> None:
    page = text_of("/search/?q=zebbra 7b")
    assert "No page has all of these words: zebbra 7b" in page
    assert "Nearest names: Zebra 7B variant of Zebra Zebra model" in page
    assert "No name is like it either." in text_of("/search/?q=qqqqq")


@pytest.mark.usefixtures("few")
def test_a_kind_without_the_words_leads_to_what_has_them(text_of: Callable[..., str]) -> None:
    assert "Nothing of the chosen kind has all of these words." in text_of("/search/?q=zebra&kind=family")


@pytest.mark.parametrize("address", ["/search/", "/search/?q=", "/search/?q=+++&kind=&page="])
def test_without_a_question_it_says_what_can_be_searched(address: str, text_of: Callable[..., str]) -> None:
    assert "What can be searched" in text_of(address)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("text", ['"', "*", "-", "!?", "😀", "()", "'; DROP TABLE", "שלום", "\u202ezebra", "a" * 10_000, "zebra " * 2_000])
def test_odd_questions_are_answered(text: str, text_of: Callable[..., str], reader: Client) -> None:
    text_of(f"/search/?q={quote(text)}")
    assert reader.get("/search/suggest/", {"q": text}).status_code == 200


def test_a_question_without_letters_is_told_so(text_of: Callable[..., str]) -> None:
    assert "There is no letter and no number to look for." in text_of("/search/?q=%22*")


def test_a_long_question_is_cut_and_says_so(text_of: Callable[..., str]) -> None:
    page = text_of("/search/?q=" + "+".join(f"w{number}" for number in range(20)))
    assert "only its first 12 words were looked for" in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=zebra&kind=poem", "kind: 'poem' is not one of model, variant, license, organization, family, article"),
        ("q=zebra&page=0", "page: '0' is not a page from 1 to 50"),
        ("q=zebra&page=51", "page: '51' is not a page from 1 to 50"),
        ("q=zebra&sort=name", "There is no parameter 'sort'."),
        ("q=a%00b", "the value of 'q' holds a NUL character"),
    ],
)
def test_an_address_that_is_not_understood_is_refused_with_what_to_do(query: str, said: str, text_of: Callable[..., str]) -> None:
    assert said in text_of(f"/search/?{query}", status=400)


def test_hostile_text_shows_as_text(db: None, reader: Client) -> None:
    make_article("a", name=f"Zebra {XSS}", summary=f"zebra `{XSS}`", body=f"zebra {XSS}")
    for address in ("/search/?q=zebra", "/search/?q=script", "/search/?q=zebr%20alerd", f"/search/?q={quote(XSS)}"):
        html = reader.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
    assert "&lt;script&gt;" in reader.get("/search/?q=zebra").content.decode()


def test_drafts_are_shown_to_editors_alone_and_marked(
    reader: Client, viewer: User, editor: User, signed_in: Callable[[User], Client]
) -> None:
    make_article("a", name="Zebra", state="draft")
    assert "No page has all of these words" in reader.get("/search/?q=zebra").content.decode()
    assert "No page has all of these words" in signed_in(viewer).get("/search/?q=zebra").content.decode()
    shown = signed_in(editor).get("/search/?q=zebra").content.decode()
    assert '<span class="label">Draft</span>' in shown
    assert "/pages/a/" in shown
    # What an editor saw is not kept for others.
    assert "/pages/a/" not in reader.get("/search/?q=zebra").content.decode()


def test_an_answer_after_a_write_is_new(reader: Client) -> None:
    assert "/pages/a/" not in reader.get("/search/?q=zebra").content.decode()
    make_article("a", name="Zebra")
    assert "/pages/a/" in reader.get("/search/?q=zebra").content.decode()


@pytest.mark.parametrize("count", [1, 10])
def test_a_page_costs_three_queries_however_many_results(reader: Client, count: int) -> None:
    """The edition, the words, the entries with their pages."""
    for number in range(count):
        make_model(f"zebra-{number}", name=f"Zebra {number}")
    with CaptureQueriesContext(connection) as asked:
        assert reader.get("/search/?q=zebra").status_code == 200
    assert len(asked) == 3


def test_nothing_found_costs_four(reader: Client) -> None:
    make_article("a", name="Zebra")
    with CaptureQueriesContext(connection) as asked:
        reader.get("/search/?q=zebbra")
    assert len(asked) == 4


@pytest.mark.usefixtures("few")
def test_the_box_in_the_top_bar_leads_here_without_scripts(reader: Client) -> None:
    html = " ".join(reader.get("/models/").content.decode().split())
    form = html[html.index('<form class="search"') :]
    assert 'action="/search/" method="get" role="search"' in form[:200]
    assert 'name="q"' in form[: form.index("</form>")]


def test_more_than_can_be_looked_at_is_told(reader: Client, monkeypatch: pytest.MonkeyPatch, text_of: Callable[..., str]) -> None:
    monkeypatch.setattr("registry.searching.finding.MOST", 2)
    for number in range(4):
        make_article(f"a{number}", name=f"Zebra {number}")
    page = text_of("/search/?q=zebra")
    assert "More than 2 results" in page
    assert "Everything 2+" in page
    assert SearchEntry.objects.count() == 4


def test_who_may_propose_is_offered_to_propose_what_is_missing(reader: Client, viewer_client: Client) -> None:
    assert "Propose a page" not in reader.get("/search/?q=qqqqq").content.decode()
    assert '<a href="/new/?name=qqqqq%20x">Propose a page</a>' in viewer_client.get("/search/?q=qqqqq+x").content.decode()
