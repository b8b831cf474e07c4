"""A proposal becomes a revision, or is declined, once; and what others did in the meantime stays."""

import pytest
from django.contrib.auth.models import User

from registry.editing import Refused, decline, publish, take_back
from registry.editing.merging import merge
from registry.editing.previewing import preview
from registry.editing.proposals import AlreadySettled
from registry.editing.rights import ask_for_review
from registry.history.proof import differences
from registry.models import CatalogRevision, License, Organization, Page, Proposal, Revision
from tests.conftest import NOW
from tests.factories import (
    WEB_PAGE,
    article_document,
    license_document,
    make_article,
    make_license,
    make_model,
    model_document,
    save,
    variant_document,
)
from tests.registry.editing.conftest import apache_saying, meta_saying, proposed, send

pytestmark = pytest.mark.django_db


def problems_of(refusal: Refused) -> list[tuple[str, str]]:
    return [(problem.pointer, problem.code) for problem in refusal.problems]


def test_what_is_published_is_one_revision_by_its_author_and_says_who_published(alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Clearer words."), by=alice, expected=1, origin="api", reason="Plainer")
    edition = CatalogRevision.current()
    change = publish(waiting, by=carla, now=NOW)
    revision = Revision.objects.get(page=apache, number=2)
    assert change.revision == revision
    assert (revision.by, revision.by_name, revision.reason, revision.origin) == (alice, "alice (published by carla)", "Plainer", "api")
    assert revision.document == apache_saying("Clearer words.") | {"terms": revision.document["terms"]}
    assert Revision.objects.filter(page=apache).count() == 2
    assert CatalogRevision.current() == edition + 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.settled_by, waiting.settled_by_name, waiting.settled_at) == ("published", carla, "carla", NOW)
    assert (waiting.revision, waiting.page_id, waiting.settled_reason) == (revision, apache.pk, "")
    assert list(differences()) == []


def test_a_proposed_new_page_comes_to_be_when_it_is_published(viewer: User, carla: User) -> None:
    waiting = proposed(article_document("licenses-in-short"), by=viewer, expected=0)
    assert (waiting.page, waiting.base_number, Page.objects.count()) == (None, 0, 0)
    publish(waiting, by=carla, now=NOW)
    waiting.refresh_from_db()
    assert waiting.page == Page.objects.get(kind="article", slug="licenses-in-short")


def test_an_address_that_was_taken_meanwhile_is_not_taken_over(viewer: User, carla: User) -> None:
    waiting = proposed(article_document("wanted", body="Mine."), by=viewer, expected=0)
    make_article("wanted", body="Theirs.")
    with pytest.raises(Refused) as refusal:
        publish(waiting, by=carla, now=NOW)
    assert problems_of(refusal.value) == [("/slug", "duplicate_slug")]
    waiting.refresh_from_db()
    assert (waiting.state, Revision.objects.count()) == ("open", 1)


def test_changes_of_different_facts_are_both_kept(alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Clearer words."), by=alice, expected=1)
    save(apache_saying("Permissive.", osi_approved=True))
    publish(waiting, by=carla, now=NOW)
    document = Revision.objects.get(page=apache, number=3).document
    assert (document["summary"], document["osi_approved"]) == ("Clearer words.", True)


def test_a_fact_that_both_changed_is_the_reviewers_to_decide(alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Alice's words."), by=alice, expected=1)
    save(apache_saying("Other words.", osi_approved=True))
    with pytest.raises(Refused) as refusal:
        publish(waiting, by=carla, now=NOW)
    conflict = refusal.value.conflict
    assert conflict is not None
    assert conflict.current == 2
    assert [(fact.change.path, fact.before, fact.after, fact.said) for fact in conflict.over] == [
        ("summary", "Permissive.", "Other words.", "Alice's words.")
    ]
    with pytest.raises(Refused):
        publish(waiting, by=carla, now=NOW, agreed_revision=1)
    assert Page.objects.get(pk=apache.pk).number == 2
    publish(waiting, by=carla, now=NOW, agreed_revision=2)
    document = Revision.objects.get(page=apache, number=3).document
    assert (document["summary"], document["osi_approved"]) == ("Alice's words.", True)


def test_the_same_change_by_two_people_is_no_conflict_but_nothing_new(alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Same words."), by=alice, expected=1)
    save(apache_saying("Same words."))
    with pytest.raises(Refused) as refusal:
        publish(waiting, by=carla, now=NOW)
    assert (refusal.value.conflict, problems_of(refusal.value)) == (None, [("", "unchanged")])
    assert decline(waiting, by=carla, now=NOW, reason="It says so already").state == "declined"


@pytest.mark.parametrize("gone_here", [True, False])
def test_a_variant_that_one_side_removed_and_the_other_changed_is_a_conflict(gone_here: bool, alice: User, carla: User) -> None:
    both = [variant_document("llama-2-7b"), variant_document("llama-2-13b")]
    removed, changed = both[1:], [{**both[0], "context_tokens": 4096}, both[1]]
    model = make_model("llama-2", variants=both, sources={"card": WEB_PAGE})
    ask_for_review(model, needed=True)
    mine, theirs = (removed, changed) if gone_here else (changed, removed)
    waiting = proposed(model_document("llama-2", variants=mine, sources={"card": WEB_PAGE}), by=alice, expected=1)
    save(model_document("llama-2", variants=theirs, sources={"card": WEB_PAGE}))
    with pytest.raises(Refused) as refusal:
        publish(waiting, by=carla, now=NOW)
    assert refusal.value.conflict is not None
    assert [(fact.change.path, fact.said) for fact in refusal.value.conflict.over] == [
        ("variants/llama-2-7b/context_tokens", "removed") if gone_here else ("variants/llama-2-7b", "context_tokens: 4096")
    ]
    publish(waiting, by=carla, now=NOW, agreed_revision=2)
    slugs = [variant["slug"] for variant in Revision.objects.get(page=model, number=3).document["variants"]]
    assert sorted(slugs) == (["llama-2-13b"] if gone_here else ["llama-2-13b", "llama-2-7b"])


def test_what_the_reviewer_edited_is_published_as_edited(alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Alice's words."), by=alice, expected=1)
    save(apache_saying("Permissive.", osi_approved=True))
    publish(waiting, by=carla, now=NOW, data=apache_saying("Carla's words."), seen=2)
    document = Revision.objects.get(page=apache, number=3).document
    assert (document["summary"], "osi_approved" in document) == ("Carla's words.", False)


def test_what_changed_after_the_reviewer_began_to_edit_stays(alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Alice's words."), by=alice, expected=1)
    save(apache_saying("Permissive.", osi_approved=True))
    publish(waiting, by=carla, now=NOW, data=apache_saying("Carla's words."), seen=1)
    assert Revision.objects.get(page=apache, number=3).document["osi_approved"] is True


@pytest.mark.parametrize("other", [{"slug": "mit"}, {"kind": "article"}, {"slug": None}])
def test_an_edited_proposal_stays_about_its_page(other: dict[str, object], alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Alice's words."), by=alice, expected=1)
    with pytest.raises(Refused) as refusal:
        publish(waiting, by=carla, now=NOW, data=apache_saying("Carla's words.") | other)
    assert problems_of(refusal.value) == [("/slug", "read_only")]


def test_a_proposal_follows_its_page_to_another_address(alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Alice's words."), by=alice, expected=1)
    from registry import history

    with history.writing():
        Page.objects.filter(pk=apache.pk).update(slug="apache-license-2.0")
        history.record(apache, by=None, by_name="moves", reason="Another address", origin="admin")
    publish(waiting, by=carla, now=NOW)
    revision = Revision.objects.get(page=apache, number=3)
    assert (revision.document["slug"], revision.document["summary"]) == ("apache-license-2.0", "Alice's words.")
    assert Page.objects.count() == 1


def test_two_changes_that_are_fine_alone_and_wrong_together_are_refused_with_the_place(alice: User, carla: User, apache: License) -> None:
    cited = apache_saying("Permissive.", evidence={"category": {"verification": "verified", "sources": ["card"]}})
    waiting = proposed(cited, by=alice, expected=1)
    without = license_document("apache-2.0", summary="Permissive.")
    save(without)
    with pytest.raises(Refused) as refusal:
        publish(waiting, by=carla, now=NOW)
    assert problems_of(refusal.value) == [("/evidence/category/sources/0", "invalid")]
    waiting.refresh_from_db()
    assert waiting.state == "open"


def test_what_a_proposal_names_and_is_not_there_keeps_it_open(alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Permissive.", predecessor="apache-1.1"), by=alice, expected=1)
    with pytest.raises(Refused) as refusal:
        publish(waiting, by=carla, now=NOW)
    assert [pointer for pointer, _ in problems_of(refusal.value)] == ["/predecessor"]
    assert Page.objects.get(pk=apache.pk).number == 1


def test_a_proposal_of_somebody_whose_account_was_closed_is_still_settled(alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Alice's words."), by=alice, expected=1)
    alice.is_active = False
    alice.save()
    publish(waiting, by=carla, now=NOW)
    assert Revision.objects.get(page=apache, number=2).by == alice


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501, "a\x00b"])
def test_declining_needs_a_reason_that_its_author_can_read(reason: str, alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Alice's words."), by=alice, expected=1)
    with pytest.raises(Refused) as refusal:
        decline(waiting, by=carla, now=NOW, reason=reason)
    assert problems_of(refusal.value) == [("/reason", "required")]
    declined = decline(waiting, by=carla, now=NOW, reason=" Not what the license says ")
    assert (declined.state, declined.settled_reason, declined.settled_by_name) == ("declined", "Not what the license says", "carla")


def test_what_is_settled_stays_settled(alice: User, carla: User, administrator: User, apache: License) -> None:
    waiting = proposed(apache_saying("Alice's words."), by=alice, expected=1)
    decline(waiting, by=carla, now=NOW, reason="No")
    for settle in (
        lambda: publish(waiting, by=administrator, now=NOW),
        lambda: decline(waiting, by=administrator, now=NOW, reason="No"),
        lambda: take_back(waiting, by=alice, now=NOW),
    ):
        with pytest.raises(AlreadySettled, match="carla settled this proposal already"):
            settle()
    assert Page.objects.get(pk=apache.pk).number == 1


def test_saying_nothing_new_proposes_nothing(alice: User, apache: License, meta: Organization) -> None:
    for data in (apache_saying("Permissive."), meta_saying("A company.")):
        done = send(data, by=alice, expected=1, propose=True)
        assert done.proposal is None
        assert done.change is not None
        assert done.change.revision is None
    assert not Proposal.objects.exists()


def test_the_same_proposal_twice_is_one(alice: User, viewer: User, apache: License) -> None:
    first = proposed(apache_saying("Alice's words."), by=alice, expected=1)
    assert proposed(apache_saying("Alice's words."), by=alice, expected=1) == first
    assert proposed(apache_saying("Alice's words."), by=viewer, expected=1) != first
    assert proposed(apache_saying("Better words."), by=alice, expected=1) != first


def test_a_proposal_needs_a_reason(alice: User, apache: License) -> None:
    with pytest.raises(Refused) as refusal:
        send(apache_saying("Alice's words."), by=alice, expected=1, reason=" ")
    assert problems_of(refusal.value) == [("/reason", "required")]


def test_a_page_that_became_part_of_another_is_not_changed(alice: User, carla: User, apache: License) -> None:
    waiting = proposed(apache_saying("Alice's words."), by=alice, expected=1)
    other = make_license("apache", name="Apache License")
    merge(apache, other, by=carla, reason="The same", origin="site", today=NOW.date(), expected=1)
    for change in (lambda: publish(waiting, by=carla, now=NOW), lambda: send(apache_saying("Mine."), by=carla, expected=2)):
        with pytest.raises(Refused) as refusal:
            change()
        assert problems_of(refusal.value) == [("", "merged")]
    assert preview(Proposal.objects.get(), today=NOW.date()).problems[0] == "this page was merged into 'Apache License': change that one"
    assert decline(waiting, by=carla, now=NOW, reason="Merged").state == "declined"
