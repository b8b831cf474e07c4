"""Bringing back an earlier revision, and withdrawing pages, go the way of every change."""

import pytest
from django.contrib.auth.models import User

from registry.editing import Refused, restore, withdraw
from registry.models import License, Organization, Page, Proposal, Revision
from tests.conftest import NOW
from tests.factories import save
from tests.registry.editing.conftest import apache_saying, meta_saying

pytestmark = pytest.mark.django_db
HOW = {"reason": "Back", "origin": "site", "today": NOW.date()}


def test_a_restored_page_says_what_it_said_as_a_new_revision(alice: User, meta: Organization) -> None:
    save(meta_saying("Another company."))
    done = restore(meta, number=1, by=alice, expected=2, **HOW)
    assert done.change is not None
    documents = dict(Revision.objects.filter(page=meta).values_list("number", "document"))
    assert (documents[3], documents[2]["summary"], Organization.objects.get().summary) == (documents[1], "Another company.", "A company.")


def test_restoring_what_is_there_records_nothing(alice: User, meta: Organization) -> None:
    done = restore(meta, number=1, by=alice, expected=1, **HOW)
    assert done.change is not None
    assert (done.change.revision, Revision.objects.count()) == (None, 1)


def test_restoring_a_license_is_proposed_by_an_editor(alice: User, apache: License) -> None:
    save(apache_saying("Other words."))
    done = restore(apache, number=1, by=alice, expected=2, **HOW)
    assert done.proposal is not None
    assert (done.proposal.document["summary"], done.proposal.base_number) == ("Permissive.", 2)


def test_restoring_a_revision_that_never_was_is_refused(alice: User, meta: Organization) -> None:
    with pytest.raises(Refused) as refusal:
        restore(meta, number=7, by=alice, expected=1, **HOW)
    assert [problem.code for problem in refusal.value.problems] == ["not_found"]


def test_restoring_over_what_one_has_not_seen_is_a_conflict(alice: User, meta: Organization) -> None:
    for summary in ("Second.", "Third."):
        save(meta_saying(summary))
    with pytest.raises(Refused) as refusal:
        restore(meta, number=1, by=alice, expected=2, **HOW)
    assert refusal.value.conflict is not None
    assert Page.objects.get(pk=meta.pk).number == 3


def test_withdrawing_is_proposed_where_a_page_needs_review(alice: User, meta: Organization, apache: License) -> None:
    first, second = withdraw([meta, apache], by=alice, reason="Gone", origin="site", today=NOW.date())
    assert first.change is not None
    assert second.proposal is not None
    assert second.proposal.document["state"] == "withdrawn"
    assert [Page.objects.get(pk=page.pk).state for page in (meta, apache)] == ["withdrawn", "published"]
    withdraw([meta, apache], by=alice, reason="Gone", origin="site", today=NOW.date())
    assert (Proposal.objects.count(), Revision.objects.filter(page=meta).count()) == (1, 2)
