"""Two people edit one page, one person presses twice, and other things that happen between opening a form and saving it."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.test import Client

from registry.history import document_of
from registry.models import Page, Proposal, Revision
from tests.catalog.editing.browsing import Fields, opened, sent
from tests.factories import make_license, make_model, make_organization, offer_document, organization_document, save

URL = "/partners/meta/edit/"


def _data(page: Page) -> dict[str, object]:
    return document_of(Page.objects.get(pk=page.pk)).as_data()


def _opened_and_overtaken(client: Client) -> tuple[Page, Fields]:
    page = make_organization("meta", summary="A company.", aliases=["FB"])
    fields = opened(client, URL)
    theirs = {"summary": "A company of Menlo Park.", "aliases": ["FB"], "notes": ["Listed."]}
    save(organization_document("meta", **theirs), reason="Where it sits", by_name="Ada")
    return page, fields


def test_the_second_sees_what_the_first_changed_and_keeps_what_they_typed(at_work: Client) -> None:
    page, fields = _opened_and_overtaken(at_work)
    response = sent(at_work, URL, fields, f__summary="A firm.", reason="Shorter")
    words = response.content.decode()
    assert response.status_code == 422
    for said in ("Somebody else changed this page meanwhile", "Ada", "Where it sits", "A company of Menlo Park.", "both changed it"):
        assert said in words
    assert ">\nA firm.</textarea>" in words
    assert 'value="Shorter"' in words
    assert _data(page)["summary"] == "A company of Menlo Park."


def test_saving_on_top_keeps_what_the_other_changed_elsewhere(at_work: Client) -> None:
    page, fields = _opened_and_overtaken(at_work)
    assert sent(at_work, URL, fields, f__summary="A firm.", agreed_revision="2").status_code == 302
    data = _data(page)
    assert (data["summary"], data["notes"], data["aliases"]) == ("A firm.", ["Listed."], ["FB"])


def test_agreeing_to_an_older_state_is_not_agreeing_to_the_newest(at_work: Client) -> None:
    page, fields = _opened_and_overtaken(at_work)
    save(organization_document("meta", summary="Another."), reason="Again")
    response = sent(at_work, URL, fields, f__summary="A firm.", agreed_revision="2")
    assert response.status_code == 422
    assert 'name="agreed_revision" value="3"' in response.content.decode()
    assert _data(page)["summary"] == "Another."


def test_a_preview_while_somebody_else_saves_shows_both(at_work: Client) -> None:
    _, fields = _opened_and_overtaken(at_work)
    words = sent(at_work, URL, fields, f__summary="A firm.", do="preview").content.decode()
    assert "Somebody else changed this page meanwhile" in words
    assert "Preview: nothing is saved yet" in words


def test_a_preview_asks_for_neither_reason_nor_source_and_writes_nothing(at_work: Client) -> None:
    page = make_organization("meta")
    response = sent(at_work, URL, opened(at_work, URL), f__country="US", f__summary="Makes [[Llama]].", reason="", do="preview")
    words = response.content.decode()
    assert response.status_code == 200
    assert "Preview: nothing is saved yet" in words
    assert "2 facts differ" in words
    assert "/missing/?name=Llama" in words
    assert 'value="US"' in words
    assert Revision.objects.filter(page=page).count() == 1


def test_pressing_save_twice_saves_once(at_work: Client) -> None:
    page = make_organization("meta")
    fields = opened(at_work, URL)
    first = sent(at_work, URL, fields, f__summary="A firm.")
    second = sent(at_work, URL, fields, f__summary="A firm.")
    assert (first["Location"], second["Location"]) == ("/partners/meta/", "/partners/meta/")
    assert Revision.objects.filter(page=page).count() == 2
    assert "nothing was recorded" in at_work.get("/partners/meta/").content.decode()


def test_pressing_propose_twice_proposes_once(viewer_client: Client) -> None:
    make_organization("meta")
    fields = opened(viewer_client, URL)
    first = sent(viewer_client, URL, fields, f__summary="A firm.")
    second = sent(viewer_client, URL, fields, f__summary="A firm.")
    assert first["Location"] == second["Location"] == f"/proposals/{Proposal.objects.get().pk}/"


def test_a_part_that_was_removed_meanwhile_is_shown_and_comes_back_when_the_author_insists(at_work: Client) -> None:
    page = make_model(offers=[offer_document()])
    url = "/models/llama-2/edit/?part=offers/llama-2-azure"
    fields = opened(at_work, url)
    save({**_data(page), "offers": []}, reason="It ended")
    typed = {"f-note": "Still there.", "no_source": "on"}
    response = sent(at_work, url, fields, **typed)
    assert "It ended" in response.content.decode()
    assert sent(at_work, url, fields, agreed_revision="2", **typed).status_code == 302
    assert _data(page)["offers"][0]["note"] == "Still there."  # type: ignore[index]
    gone = at_work.get("/models/llama-2/edit/?part=offers/never-there")
    assert gone.status_code == 404
    assert "has no part" in gone.content.decode()


def test_a_viewer_proposes_and_an_editor_may_ask_for_review(viewer_client: Client, at_work: Client, viewer: User) -> None:
    page = make_organization("meta")
    assert "Propose</button>" in viewer_client.get(URL).content.decode()
    sent(viewer_client, URL, opened(viewer_client, URL), f__summary="A firm.", reason="Say what it is")
    proposal = Proposal.objects.get()
    assert (proposal.by, proposal.reason, proposal.base_number, proposal.document["summary"]) == (viewer, "Say what it is", 1, "A firm.")
    sent(at_work, URL, opened(at_work, URL), f__summary="A company.", do="propose")
    assert Proposal.objects.count() == 2
    assert "summary" not in _data(page)


def test_an_editor_proposes_changes_to_a_license_and_a_reviewer_publishes_them(at_work: Client, reviewing: Client) -> None:
    page = make_license()
    url = "/licenses/apache-2.0/edit/"
    assert "Propose instead" not in at_work.get(url).content.decode()
    sent(at_work, url, opened(at_work, url), f__summary="Permissive.")
    assert Proposal.objects.get().document["summary"] == "Permissive."
    sent(reviewing, url, opened(reviewing, url), f__summary="Very permissive.")
    assert _data(page)["summary"] == "Very permissive."


def test_saving_leads_to_the_page_that_is_most_overdue(at_work: Client) -> None:
    make_organization("meta")
    make_organization("google", review_due="2020-01-01")
    make_organization("apple", review_due="2021-01-01")
    assert sent(at_work, URL, opened(at_work, URL), f__summary="A firm.", do="next")["Location"] == "/partners/google/edit/"


def test_what_carries_the_same_name_is_shown_before_it_is_saved(at_work: Client, signed_in: Callable[..., Client]) -> None:
    make_organization("facebook", name="Facebook")
    page = make_organization("meta")
    response = sent(at_work, URL, opened(at_work, URL), f__aliases="Facebook")
    words = response.content.decode()
    assert '<a href="/partners/facebook/">Facebook (organization, published)</a>' in words
    agreement = words.partition('name="agreed_duplicates" value="')[2].partition('"')[0]
    assert sent(at_work, URL, opened(at_work, URL), f__aliases="Facebook", agreed_duplicates=agreement).status_code == 302
    assert _data(page)["aliases"] == ["Facebook"]
