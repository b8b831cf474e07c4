"""An editor brings back what a page said: shown first, recorded as a new revision, nothing lost."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import history
from registry.editing import restore
from registry.history import document_of
from registry.models import FormerSlug, ModelVariant, Page, Proposal, Revision
from registry.roles import Role, give_role
from tests.catalog.conftest import words_of
from tests.catalog.reading.pages import PageReader
from tests.conftest import NOW
from tests.factories import WEB_PAGE, license_document, make_license, make_organization, organization_document, save
from tests.registry.history import documents as rich


@pytest.fixture
def ada(editor: User, signed_in: Callable[[User], Client]) -> Client:
    """A browser of an editor."""
    return signed_in(editor)


def two_revisions() -> Page:
    make_organization(country="US")
    return save(organization_document(country="FR"), reason="Moved")


def send(client: Client, address: str, *, expected: int, reason: str = "It was right", **more: str) -> Any:
    return client.post(address, {"expected": expected, "reason": reason, **more})


def test_what_would_change_is_shown_before_anything_does(public_read: None, ada: Client) -> None:
    two_revisions()
    answer = ada.get("/partners/meta/history/1/restore/")
    assert PageReader(answer.content.decode()).mistakes == []
    words = words_of(answer.content.decode())
    assert "Country changed France United States" in words
    assert "Nothing is lost: today's revision 2 stays in the history." in words
    assert Revision.objects.count() == 2


def test_it_becomes_a_new_revision_with_who_and_why(ada: Client, editor: User) -> None:
    page = two_revisions()
    answer = send(ada, "/partners/meta/history/1/restore/", expected=2)
    assert (answer.status_code, answer["Location"]) == (302, "/partners/meta/")
    assert "Revision 1 is brought back, as revision 3." in words_of(ada.get("/partners/meta/").content.decode())
    newest = Revision.objects.get(page=page, number=3)
    assert (newest.by, newest.reason, newest.origin) == (editor, "It was right", "site")
    assert newest.document == Revision.objects.get(page=page, number=1).document


def test_without_a_reason_nothing_happens_and_the_form_says_so(ada: Client) -> None:
    two_revisions()
    answer = send(ada, "/partners/meta/history/1/restore/", expected=2, reason=" ")
    assert answer.status_code == 422
    assert "Say in a few words why" in words_of(answer.content.decode())
    assert Revision.objects.count() == 2


def test_who_saw_an_older_page_is_told_and_keeps_the_reason(ada: Client) -> None:
    two_revisions()
    save(organization_document(country="DE"))
    answer = send(ada, "/partners/meta/history/1/restore/", expected=2, reason="My own words")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "it stands at revision 3 now" in words_of(page)
    assert "Country changed Germany United States" in words_of(page)
    assert 'value="My own words"' in page
    assert 'name="expected" value="3"' in page


def test_what_rests_on_something_that_is_gone_is_refused_with_its_place(ada: Client) -> None:
    make_organization("partner")
    make_license("mit", sources={"card": WEB_PAGE}, licensors=["partner"])
    page = save(license_document("mit", sources={"card": WEB_PAGE}))
    Page.objects.filter(pk=page.pk).update(needs_review=False)
    other = Page.objects.get(slug="partner")
    Page.objects.filter(pk=other.pk).update(slug="renamed")
    answer = send(ada, "/licenses/mit/history/1/restore/", expected=2)
    assert answer.status_code == 422
    assert "/licensors/0" in words_of(answer.content.decode())
    assert Revision.objects.filter(page=page).count() == 2


def test_where_changes_wait_for_a_reviewer_it_becomes_a_proposal(ada: Client, editor: User) -> None:
    make_license("mit", sources={"card": WEB_PAGE})
    page = save(license_document("mit", sources={"card": WEB_PAGE}, version="2"))
    address = "/licenses/mit/history/1/restore/"
    assert "this becomes a proposal" in words_of(ada.get(address).content.decode())
    answer = send(ada, address, expected=2)
    proposal = Proposal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/proposals/{proposal.pk}/")
    assert (proposal.by, proposal.reason, proposal.origin) == (editor, "It was right", "site")
    assert Revision.objects.filter(page=page).count() == 2


def test_a_page_that_says_it_already_has_nothing_to_bring_back(ada: Client) -> None:
    two_revisions()
    assert "The page says all of this already." in words_of(ada.get("/partners/meta/history/2/restore/").content.decode())
    send(ada, "/partners/meta/history/2/restore/", expected=2)
    assert Revision.objects.count() == 2


def test_a_revision_that_never_was_is_not_found(ada: Client) -> None:
    two_revisions()
    for number in (0, 3, 10**30):
        assert ada.get(f"/partners/meta/history/{number}/restore/").status_code == 404


def test_a_renamed_page_keeps_todays_address(ada: Client) -> None:
    page = two_revisions()
    Page.objects.filter(pk=page.pk).update(slug="meta-ai")
    history.record(page, by=None, reason="Renamed", origin="admin")
    moved = ada.post("/partners/meta/history/1/restore/", {"expected": 3, "reason": "Sent to the old address"})
    assert (moved.status_code, moved["Location"]) == (308, "/partners/meta-ai/history/1/restore/")
    send(ada, "/partners/meta-ai/history/1/restore/", expected=3)
    newest = Revision.objects.get(page=page, number=4)
    assert newest.document["slug"] == "meta-ai"
    assert newest.document["country"] == "US"
    assert FormerSlug.objects.target(kind="organization", slug="meta") == "meta-ai"


def test_a_merged_page_is_not_brought_back_by_itself(ada: Client) -> None:
    target = make_organization("meta-ai")
    page = two_revisions()
    save(organization_document(country="FR", state="withdrawn"))
    Page.objects.filter(pk=page.pk).update(merged_into=target)
    assert "cannot be brought back by itself" in words_of(ada.get("/partners/meta/history/1/restore/").content.decode())
    assert "Restore" not in words_of(ada.get("/partners/meta/history/").content.decode())
    assert send(ada, "/partners/meta/history/1/restore/", expected=3).status_code == 422


def test_only_editors_are_offered_it(reader: Client, ada: Client) -> None:
    two_revisions()
    assert "/partners/meta/history/1/restore/" in ada.get("/partners/meta/history/").content.decode()
    assert "/partners/meta/history/1/restore/" in ada.get("/partners/meta/history/1/").content.decode()
    assert "restore" not in reader.get("/partners/meta/history/").content.decode()
    assert "restore" not in reader.get("/partners/meta/history/1/").content.decode()


def _edited(document: dict[str, Any], how: int) -> dict[str, Any]:
    """One of some edits that touch the page's own facts, its inlines and theirs."""
    edited = copy.deepcopy(document)
    variants, offers = edited.setdefault("variants", []), edited.setdefault("offers", [])
    match how % 8:
        case 0:
            edited["summary"] = f"Summary {how}"
        case 1:
            variants.reverse()
        case 2:
            variants.append({"slug": f"new-{how}", "name": f"New {how}", "open_weights": True})
        case 3:
            for offer in offers:
                offer.pop("prices", None)
        case 4:
            edited["offers"] = [] if offers else copy.deepcopy(rich.MODEL["offers"][1:])
        case 5:
            variants[0].pop("benchmarks", None)
            variants[0]["context_tokens"] = how + 1
        case 6:
            variants[0].pop("lineage", None)
            variants[0].pop("evidence", None)
        case 7:
            edited.pop("contradictions", None)
            edited["evidence"] = {"record": {"verification": "recalled"}}
    return edited


@given(steps=st.lists(st.tuples(st.booleans(), st.integers(0, 30)), max_size=6))
@settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_after_any_edits_and_restorations_the_first_revision_comes_back_whole(db: None, django_user_model: Any, steps: list[Any]) -> None:
    with transaction.atomic():
        by = django_user_model.objects.create_user("ada")
        give_role(by, Role.EDITOR)
        for document in rich.ALL:
            page = save({**document, "state": "published"})
        page = Page.objects.get(kind="model", slug="acme-1")
        original = document_of(page).as_data()
        keys = dict(ModelVariant.objects.filter(model=page.pk).values_list("slug", "pk"))
        for is_edit, value in [*steps, (False, 0)]:
            page.refresh_from_db()
            if is_edit:
                save(_edited(Revision.objects.get(page=page, number=page.number).document, value), reason="Edit")
            else:
                number = 1 + value % page.number
                restore(page, number=number, by=by, reason="Back", origin="site", today=NOW.date(), expected=page.number)
        page.refresh_from_db()
        restore(page, number=1, by=by, reason="Back", origin="site", today=NOW.date(), expected=page.number)
        assert document_of(page).as_data() == original
        page.refresh_from_db()
        assert Revision.objects.get(page=page, number=page.number).document == original
        assert set(keys) == set(ModelVariant.objects.filter(model=page.pk).values_list("slug", flat=True))
        transaction.set_rollback(True)
