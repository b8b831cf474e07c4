"""Renaming, withdrawing, merging and confirming pages on the site."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from registry import editing
from registry.editing import Refused, Submission, submit
from registry.history import document_of
from registry.models import FormerSlug, License, ModelVariant, Page, Proposal, Revision
from registry.models.vocabulary import ProposalState
from registry.roles import Role
from tests.catalog.editing.browsing import opened, sent
from tests.factories import (
    WEB_PAGE,
    article_document,
    make_article,
    make_family,
    make_license,
    make_model,
    make_organization,
    offer_document,
    save,
    variant_document,
)

TODAY = date(2026, 11, 21)


def _data(page: Page) -> dict[str, object]:
    return document_of(Page.objects.get(pk=page.pk)).as_data()


# ----------------------------------------------------------------------------------------------------------------- renaming
def test_a_renamed_page_is_found_at_both_addresses_and_named_by_the_new_one(at_work: Client) -> None:
    meta = make_organization("meta")
    family = make_family("llama", developers=["meta"])
    url = "/partners/meta/rename/"
    response = sent(at_work, url, opened(at_work, url), slug="meta-platforms", name="Meta Platforms")
    assert response["Location"] == "/partners/meta-platforms/"
    assert at_work.get("/partners/meta/")["Location"] == "/partners/meta-platforms/"
    assert _data(family)["developers"] == ["meta-platforms"]
    assert (_data(meta)["slug"], _data(meta)["name"]) == ("meta-platforms", "Meta Platforms")
    assert Revision.objects.filter(page=meta).order_by("-number").values_list("reason", flat=True)[0] == "Looked at it"


def test_an_address_that_is_taken_or_leads_elsewhere_is_refused(at_work: Client) -> None:
    make_organization("meta")
    make_organization("google")
    FormerSlug.objects.create(kind="organization", slug="alphabet", target="google")
    url = "/partners/meta/rename/"
    for slug, words in (("google", "already a page"), ("alphabet", "leads to"), ("Not a slug", "lower-case letters")):
        response = sent(at_work, url, opened(at_work, url), slug=slug)
        assert response.status_code == 422
        assert words in response.content.decode()
        assert f'value="{slug}"' in response.content.decode()
    assert Page.objects.filter(slug="meta").exists()


def test_a_license_is_renamed_by_a_reviewer_only(at_work: Client, reviewing: Client, editor: User) -> None:
    page = make_license()
    assert 'name="slug"' not in at_work.get("/licenses/apache-2.0/rename/").content.decode()
    with pytest.raises(PermissionDenied, match="Renaming"):
        editing.rename(page, slug="apache", name="Apache", by=editor, reason="x", origin="site", expected=1)
    url = "/licenses/apache-2.0/rename/"
    assert sent(reviewing, url, opened(reviewing, url), slug="apache").status_code == 302


def test_a_change_that_waits_follows_the_page_to_its_new_address(viewer: User, editor: User, reviewer: User) -> None:
    page = make_article()
    data = article_document(body="Better.")
    proposal = submit(Submission(data=data, by=viewer, reason="x", origin="site", today=TODAY, expected=1)).proposal
    assert proposal is not None
    editing.rename(page, slug="how-to-choose", name=page.name, by=editor, reason="x", origin="site", expected=1)
    editing.publish(Proposal.objects.get(pk=proposal.pk), by=reviewer, now=timezone.now())
    assert _data(page)["body"] == "Better."
    assert _data(page)["slug"] == "how-to-choose"
    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.PUBLISHED


def test_a_form_that_was_open_while_the_page_was_renamed_still_saves(at_work: Client, reviewer: User) -> None:
    page = make_article()
    url = "/pages/how-we-choose/edit/"
    fields = opened(at_work, url)
    editing.rename(page, slug="choosing", name=page.name, by=reviewer, reason="Shorter", origin="site", expected=1)
    moved = at_work.post(url, {**fields, "reason": "x", "do": "save"})
    assert (moved.status_code, moved["Location"]) == (308, "/pages/choosing/edit/")
    seen = sent(at_work, "/pages/choosing/edit/", fields, f__body="New text.")
    assert "Shorter" in seen.content.decode()
    assert sent(at_work, "/pages/choosing/edit/", fields, f__body="New text.", agreed_revision="2").status_code == 302
    assert (_data(page)["body"], _data(page)["slug"]) == ("New text.", "choosing")


# -------------------------------------------------------------------------------------------------------------- withdrawing
def test_withdrawing_shows_what_names_the_page_and_takes_it_out_of_the_catalog(at_work: Client) -> None:
    meta = make_organization("meta")
    make_family("llama", developers=["meta"])
    url = "/partners/meta/withdraw/"
    assert "Llama" in at_work.get(url).content.decode()
    assert sent(at_work, url, opened(at_work, url), reason="").status_code == 422
    assert sent(at_work, url, opened(at_work, url), reason="It was split").status_code == 302
    assert _data(meta)["state"] == "withdrawn"
    assert at_work.get("/partners/meta/").status_code == 410


def test_a_viewer_proposes_to_withdraw(viewer_client: Client) -> None:
    meta = make_organization("meta")
    url = "/partners/meta/withdraw/"
    sent(viewer_client, url, opened(viewer_client, url), reason="Gone")
    assert Proposal.objects.get().document["state"] == "withdrawn"
    assert "state" not in _data(meta)


# --------------------------------------------------------------------------------------------------------------- confirming
def test_one_click_records_that_the_facts_were_checked_today(at_work: Client, editor: User) -> None:
    meta = make_organization("meta", review_due="2026-01-01", checked_by="Ada", sources={"card": WEB_PAGE})
    with time_machine.travel("2026-11-21 12:00", tick=False):
        assert at_work.post("/partners/meta/confirm/").status_code == 302
        at_work.post("/partners/meta/confirm/")
    data = _data(meta)
    assert (data["checked_on"], data["checked_by"], data["review_due"]) == ("2026-11-21", "editor", "2027-05-20")
    assert Revision.objects.filter(page=meta).count() == 2
    assert Revision.objects.latest_of(meta).reason == "Checked: the facts still hold"  # type: ignore[union-attr]


def test_a_later_review_stays_as_planned(editor: User) -> None:
    meta = make_organization("meta", review_due="2028-01-01")
    editing.confirm(meta, by=editor, today=TODAY, origin="site")
    assert _data(meta)["review_due"] == "2028-01-01"


def test_nobody_vouches_for_what_they_may_not_publish(at_work: Client) -> None:
    license = make_license()
    response = at_work.post("/licenses/apache-2.0/confirm/")
    assert response.status_code == 422
    assert "somebody who may publish" in response.content.decode()
    assert Revision.objects.filter(page=license).count() == 1


# ------------------------------------------------------------------------------------------------------------------ reviews
def test_a_reviewer_decides_whether_changes_wait(reviewing: Client, at_work: Client) -> None:
    meta = make_organization("meta")
    assert "Changes need review" in reviewing.get("/partners/meta/edit/").content.decode()
    reviewing.post("/partners/meta/review/", {"needed": "yes"})
    assert Page.objects.get(pk=meta.pk).needs_review is True
    assert "Propose" in at_work.get("/partners/meta/edit/").content.decode()
    reviewing.post("/partners/meta/review/", {"needed": ""})
    assert Page.objects.get(pk=meta.pk).needs_review is None


# ------------------------------------------------------------------------------------------------------------------ merging
def test_two_organizations_become_one_wherever_they_are_named(reviewing: Client) -> None:
    make_organization("fb", name="Facebook", aliases=["FAIR"], notes=["Old."], sources={"card": WEB_PAGE})
    meta = make_organization("meta", sources={"card": {**WEB_PAGE, "url": "https://example.org/other"}})
    model = make_model(developers=["fb", "meta"], offers=[offer_document(partner="fb")])
    license = make_license(licensors=["fb"])
    url = "/partners/fb/merge/"
    response = sent(reviewing, url, opened(reviewing, url), into="meta", reason="The same company")
    assert response["Location"] == "/partners/meta/"
    data = _data(meta)
    assert (data["aliases"], data["notes"]) == (["Facebook", "FAIR"], ["Old."])
    assert set(data["sources"]) == {"card", "card-2"}  # type: ignore[call-overload]
    assert _data(model)["developers"] == ["meta"]
    assert _data(model)["offers"][0]["partner"] == "meta"  # type: ignore[index]
    assert [row.slug for row in License.objects.get(pk=license.pk).licensors.all()] == ["meta"]
    old = Page.objects.get(slug="fb")
    assert (old.state, old.merged_into_id) == ("withdrawn", meta.pk)
    assert reviewing.get("/partners/fb/")["Location"] == "/partners/meta/"
    assert reviewing.get("/partners/fb/edit/")["Location"] == "/partners/meta/edit/"


def test_a_model_brings_its_variants_and_offers_with_their_sources(reviewing: Client, reviewer: User) -> None:
    small = {"slug": "l2-7b", "name": "L2 7B", "open_weights": True, "evidence": {"record": {"sources": ["card"]}}}
    source = make_model("l2", variants=[small], offers=[offer_document("l2-azure", sources=["card"])], sources={"card": WEB_PAGE})
    target = make_model("llama-2", sources={"card": {**WEB_PAGE, "url": "https://example.org/other"}})
    editing.merge(source, target, by=reviewer, reason="One model", origin="site", today=TODAY, expected=1)
    data = _data(target)
    assert [variant["slug"] for variant in data["variants"]] == ["llama-2-7b", "l2-7b"]  # type: ignore[attr-defined]
    assert data["variants"][1]["evidence"] == {"record": {"sources": ["card-2"]}}  # type: ignore[index]
    assert data["offers"][0]["sources"] == ["card-2"]  # type: ignore[index]
    assert ModelVariant.objects.get(slug="l2-7b").model_id == target.pk
    assert "variants" not in _data(source)
    assert Revision.objects.filter(page=source).count() == 2


def test_what_cannot_be_one_page_is_refused(reviewer: User, person: Callable[..., User]) -> None:
    one, other, gone = make_license(), make_license("mit"), make_license("gone", state="withdrawn")
    options = {"reason": "x", "origin": "site", "today": TODAY, "expected": 1}
    for source, target in ((one, one), (one, make_organization("meta")), (one, gone)):
        with pytest.raises(Refused):
            editing.merge(source, target, by=reviewer, **options)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        editing.merge(one, other, by=reviewer, **{**options, "expected": 0})  # type: ignore[arg-type]
    assert refused.value.conflict is not None
    with pytest.raises(PermissionDenied):
        editing.merge(one, other, by=person(Role.EDITOR), **options)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------------------- undoing a merge
def _undo(page: Page, *, by: User, expected: int = 2) -> None:
    editing.undo_merge(page, by=by, reason="Two things after all", origin="site", today=TODAY, expected=expected)


def _merge(source: Page, target: Page, *, by: User, reason: str = "The same", expected: int = 1) -> None:
    editing.merge(source, target, by=by, reason=reason, origin="site", today=TODAY, expected=expected)


def test_an_undone_merge_leaves_every_page_as_it_was_but_for_what_changed_since(reviewing: Client, reviewer: User) -> None:
    fb = make_organization("fb", name="Facebook", aliases=["FAIR"], notes=["Old."], sources={"card": WEB_PAGE})
    meta = make_organization("meta", sources={"card": {**WEB_PAGE, "url": "https://example.org/other"}})
    model = make_model(developers=["fb", "meta"], offers=[offer_document(partner="fb")])
    pages = (fb, meta, model)
    before = [_data(page) for page in pages]
    _merge(fb, meta, by=reviewer)
    save({**_data(meta), "country": "US"}, reason="Its country")
    save({**_data(model), "summary": "A model."}, reason="Said")
    url = "/partners/fb/merge/undo/"
    response = sent(reviewing, url, opened(reviewing, url), reason="Two companies")
    assert response["Location"] == "/partners/fb/"
    assert [_data(page) for page in pages] == [before[0], {**before[1], "country": "US"}, {**before[2], "summary": "A model."}]
    assert Page.objects.get(pk=fb.pk).merged_into is None
    assert reviewing.get("/partners/fb/").status_code == 200
    assert list(Revision.objects.filter(page=fb).order_by("number").values_list("reason", flat=True))[1:] == ["The same", "Two companies"]


def test_variants_and_offers_come_back_to_the_model_they_were_of(reviewer: User) -> None:
    small = {"slug": "l2-7b", "name": "L2 7B", "open_weights": True, "evidence": {"record": {"sources": ["card"]}}}
    source = make_model("l2", variants=[small], offers=[offer_document("l2-azure", sources=["card"])], sources={"card": WEB_PAGE})
    target = make_model("llama-2", sources={"card": {**WEB_PAGE, "url": "https://example.org/other"}})
    before = [_data(source), _data(target)]
    _merge(source, target, by=reviewer)
    _undo(source, by=reviewer)
    assert [_data(source), _data(target)] == before
    assert ModelVariant.objects.get(slug="l2-7b").model_id == source.pk


def test_what_was_merged_into_a_page_before_leads_to_it_again(reviewer: User) -> None:
    one, two, three = (make_organization(slug) for slug in ("one", "two", "three"))
    _merge(one, two, by=reviewer)
    _merge(two, three, by=reviewer, expected=2)
    with pytest.raises(Refused) as refused:
        _undo(one, by=reviewer)
    assert "if the page it went into was merged in turn, undo that first" in refused.value.problems[0].detail
    _undo(two, by=reviewer, expected=3)
    assert Page.objects.get(pk=one.pk).merged_into_id == two.pk
    _undo(one, by=reviewer)
    assert Page.objects.get(pk=one.pk).merged_into_id is None


def test_two_merges_into_one_page_are_undone_apart(reviewer: User) -> None:
    one, two, three = (make_organization(slug, name=slug.title()) for slug in ("one", "two", "three"))
    _merge(one, three, by=reviewer)
    _merge(two, three, by=reviewer)
    _undo(one, by=reviewer)
    assert _data(three)["aliases"] == ["Two"]
    assert (Page.objects.get(pk=one.pk).merged_into_id, Page.objects.get(pk=two.pk).merged_into_id) == (None, three.pk)


def test_a_merge_that_gave_the_other_page_nothing_new_is_undone(reviewer: User) -> None:
    one, two = make_organization("one", name="One"), make_organization("one-inc", name="One", aliases=["one"])
    save(_data(make_article("guide")), reason="The same")
    model = make_model(developers=["one"])
    before = [_data(page) for page in (one, two, model)]
    _merge(one, two, by=reviewer)
    assert Page.objects.get(pk=two.pk).number == 1
    _undo(one, by=reviewer)
    assert [_data(page) for page in (one, two, model)] == before


def test_an_undoing_that_cannot_be_is_refused_and_changes_nothing(reviewer: User, person: Callable[..., User]) -> None:
    source, target = make_model("l2", variants=[variant_document("l2-7b")]), make_model("llama-2")
    with pytest.raises(Refused):
        _undo(source, by=reviewer, expected=1)
    _merge(source, target, by=reviewer)
    with pytest.raises(PermissionDenied):
        _undo(source, by=person(Role.EDITOR))
    with pytest.raises(Refused) as refused:
        _undo(source, by=reviewer, expected=1)
    assert refused.value.conflict is not None
    Page.objects.filter(pk=source.pk).update(merged_into=make_model("other").pk)
    with pytest.raises(Refused):
        _undo(source, by=reviewer)
    assert Page.objects.get(pk=source.pk).state == "withdrawn"


def test_the_history_of_a_merged_page_offers_reviewers_to_undo_it(reviewing: Client, at_work: Client, reviewer: User) -> None:
    one, two = make_organization("one"), make_organization("two")
    assert "nothing to undo" in reviewing.get("/partners/one/merge/undo/").content.decode()
    _merge(one, two, by=reviewer)
    link = '<a href="/partners/one/merge/undo/">Undo the merge</a>'
    assert link in reviewing.get("/partners/one/history/").content.decode()
    assert link not in at_work.get("/partners/one/history/").content.decode()
    assert reviewing.post("/partners/one/merge/undo/", {"reason": "", "expected": "2"}).status_code == 422
    assert Page.objects.get(pk=one.pk).merged_into_id == two.pk
