"""What changes rests on a source, or says that it has none."""

from django.test import Client

from registry.history import document_of
from registry.models import Page
from tests.catalog.editing.browsing import opened, sent
from tests.factories import WEB_PAGE, make_article, make_model, make_organization

URL = "/partners/meta/edit/"


def _data(page: Page) -> dict[str, object]:
    return document_of(Page.objects.get(pk=page.pk)).as_data()


def test_a_changed_fact_without_any_source_is_asked_about_once_and_may_be_saved_without(at_work: Client) -> None:
    page = make_organization("meta")
    fields = opened(at_work, URL)
    response = sent(at_work, URL, fields, f__country="US")
    assert response.status_code == 422
    assert "No source supports country" in response.content.decode()
    assert 'value="US"' in response.content.decode()
    assert "country" not in _data(page)
    assert sent(at_work, URL, fields, f__country="US", no_source="on").status_code == 302
    assert _data(page)["country"] == "US"
    assert "evidence" not in _data(page)


def test_words_of_our_own_standing_and_what_is_taken_away_need_no_source(at_work: Client) -> None:
    page = make_organization("meta", country="US")
    typed = {"f-country": "", "f-summary": "A company.", "f-aliases": "Facebook", "f-review_due": "2027-01-01", "f-name": "Meta, Inc."}
    assert sent(at_work, URL, opened(at_work, URL), **typed).status_code == 302
    assert _data(page)["summary"] == "A company."


def test_a_draft_and_an_article_need_no_source(at_work: Client) -> None:
    make_organization("meta", state="draft")
    make_article()
    assert sent(at_work, URL, opened(at_work, URL), f__country="US").status_code == 302
    assert sent(at_work, "/pages/how-we-choose/edit/", opened(at_work, "/pages/how-we-choose/edit/"), f__body="X").status_code == 302


def test_the_source_of_the_record_as_a_whole_stands_for_a_fact(at_work: Client) -> None:
    make_organization("meta", sources={"card": WEB_PAGE}, evidence={"record": {"sources": ["card"]}})
    assert sent(at_work, URL, opened(at_work, URL), f__country="US").status_code == 302


def test_a_fact_may_rest_on_a_source_that_the_page_has(at_work: Client) -> None:
    page = make_organization("meta", sources={"card": WEB_PAGE})
    chosen = {"f-country": "US", "e-country-sources": ["card"], "e-country-verification": "verified"}
    assert sent(at_work, URL, opened(at_work, URL), **chosen).status_code == 302
    assert _data(page)["evidence"] == {"country": {"verification": "verified", "sources": ["card"]}}


def test_the_new_source_is_cited_where_it_was_chosen_and_marks_what_had_none(at_work: Client) -> None:
    page = make_organization("meta", country="US", sources={"card": WEB_PAGE}, evidence={"country": {"sources": ["card"]}})
    typed = {
        "f-country": "FR", "e-country-sources": ["card", "+"], "f-website": "https://meta.example", "source-title": "Register",
        "source-url": "https://example.org/register", "source-verification": "verified",
    }  # fmt: skip
    assert sent(at_work, URL, opened(at_work, URL), **typed).status_code == 302
    assert _data(page)["evidence"] == {
        "country": {"sources": ["card", "register"]},
        "website": {"verification": "verified", "sources": ["register"]},
    }


def test_a_source_that_the_page_has_under_the_same_address_is_not_added_twice(at_work: Client) -> None:
    page = make_organization("meta", sources={"card": WEB_PAGE})
    sent(at_work, URL, opened(at_work, URL), f__country="US", **{"source-title": "Again", "source-url": WEB_PAGE["url"]})
    assert list(_data(page)["sources"]) == ["card"]  # type: ignore[call-overload]
    assert _data(page)["evidence"] == {"country": {"sources": ["card"]}}


def test_choosing_the_new_source_without_giving_one_is_said(at_work: Client) -> None:
    make_organization("meta", country="US")
    response = sent(at_work, URL, opened(at_work, URL), **{"e-country-sources": ["+"]})
    assert response.status_code == 422
    assert "Give the source here" in response.content.decode()


def test_a_new_variant_rests_on_its_source_as_a_whole(at_work: Client) -> None:
    page = make_model()
    url = "/models/llama-2/edit/?part=variants/new"
    typed = {"f-name": "Llama 2 70B", "f-params_total": "70B", "source-title": "Card", "source-url": "https://example.org/70b"}
    assert sent(at_work, url, opened(at_work, url), **typed).status_code == 302
    assert _data(page)["variants"][1]["evidence"] == {"record": {"sources": ["card"]}}  # type: ignore[index]
