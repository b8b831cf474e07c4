"""Who publishes at once, who proposes, who settles."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from registry.editing import may_settle, publish, take_back
from registry.editing.proposals import decline
from registry.editing.rights import ask_for_review
from registry.models import CatalogRevision, License, Organization, Page, Proposal
from registry.models.vocabulary import ProposalState
from registry.roles import Role
from tests.conftest import NOW
from tests.factories import article_document, license_document
from tests.registry.editing.conftest import apache_saying, meta_saying, proposed, send

pytestmark = pytest.mark.django_db
ROLES = [Role.VIEWER, Role.EDITOR, Role.REVIEWER, Role.ADMINISTRATOR]


@pytest.mark.parametrize(
    ("role", "organization", "license_page"),
    [
        (Role.VIEWER, "waits", "waits"),
        (Role.EDITOR, "stands", "waits"),
        (Role.REVIEWER, "stands", "stands"),
        (Role.ADMINISTRATOR, "stands", "stands"),
    ],
)
def test_editors_publish_except_on_licenses_which_wait_for_a_reviewer(
    role: Role, organization: str, license_page: str, person: Callable[..., User], meta: Organization, apache: License
) -> None:
    by = person(role)
    of_meta = send(meta_saying("Changed."), by=by, expected=1)
    of_apache = send(apache_saying("Changed."), by=by, expected=1)
    assert ["waits" if done.proposal else "stands" for done in (of_meta, of_apache)] == [organization, license_page]
    assert Page.objects.get(pk=meta.pk).number == (1 if organization == "waits" else 2)
    assert Page.objects.get(pk=apache.pk).number == (1 if license_page == "waits" else 2)


def test_a_page_may_say_otherwise_than_its_kind(alice: User, meta: Organization, apache: License) -> None:
    edition = CatalogRevision.current()
    ask_for_review(meta, needed=True)
    ask_for_review(apache, needed=False)
    assert CatalogRevision.current() == edition + 2
    assert send(meta_saying("Changed."), by=alice, expected=1).proposal is not None
    assert send(apache_saying("Changed."), by=alice, expected=1).change is not None
    ask_for_review(apache, needed=None)
    assert send(apache_saying("Changed again."), by=alice, expected=2).proposal is not None


def test_a_new_page_is_as_usual_for_its_kind(alice: User, viewer: User, carla: User) -> None:
    assert send(article_document(), by=alice, expected=0).change is not None
    assert send(license_document("mit", state="draft"), by=alice, expected=0).proposal is not None
    assert send(article_document("wanted", state="draft"), by=viewer, expected=0).proposal is not None
    assert send(license_document("mit", state="draft"), by=carla, expected=0).change is not None
    assert set(Page.objects.values_list("slug", flat=True)) == {"how-we-choose", "mit"}


def test_who_may_publish_may_ask_for_review(carla: User, meta: Organization) -> None:
    waiting = proposed(meta_saying("Changed."), by=carla, expected=1, propose=True)
    assert (waiting.base_number, waiting.origin, waiting.by_name, waiting.reason) == (1, "site", "carla", "Clearer")
    assert waiting.document["summary"] == "Changed."
    assert Page.objects.get(pk=meta.pk).number == 1


def test_without_a_role_or_with_a_disabled_account_nothing_is_proposed(person: Callable[..., User], meta: Organization) -> None:
    nobody, disabled = person(None), person(Role.EDITOR, username="gone")
    disabled.is_active = False
    for by in (nobody, disabled):
        with pytest.raises(PermissionDenied):
            send(meta_saying("Changed."), by=by, expected=1)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_nobody_settles_their_own_whatever_their_role(role: Role, person: Callable[..., User], apache: License) -> None:
    by = person(role)
    own = proposed(apache_saying("Mine."), by=by, expected=1, propose=True)
    assert not may_settle(by, own)
    with pytest.raises(PermissionDenied):
        publish(own, by=by, now=NOW)
    with pytest.raises(PermissionDenied):
        decline(own, by=by, now=NOW, reason="No")
    own.refresh_from_db()
    assert own.state == ProposalState.OPEN


@pytest.mark.parametrize("state", [ProposalState.PUBLISHED, ProposalState.DECLINED])
def test_the_database_lets_nobody_settle_their_own(state: ProposalState, carla: User, apache: License) -> None:
    own = proposed(apache_saying("Mine."), by=carla, expected=1, propose=True)
    revision = apache.revisions.get(number=1) if state == ProposalState.PUBLISHED else None
    with pytest.raises(IntegrityError, match="proposal_not_settled_by_its_author"), transaction.atomic():
        Proposal.objects.filter(pk=own.pk).update(
            state=state, settled_by=carla, settled_by_name="carla", settled_at=NOW, settled_reason="No", revision=revision
        )


@pytest.mark.parametrize(
    ("role", "may"), [(None, False), (Role.VIEWER, False), (Role.EDITOR, False), (Role.REVIEWER, True), (Role.ADMINISTRATOR, True)]
)
def test_reviewers_settle_what_others_propose(
    role: Role | None, may: bool, alice: User, person: Callable[..., User], apache: License
) -> None:
    waiting = proposed(apache_saying("Changed."), by=alice, expected=1)
    by = person(role)
    assert may_settle(by, waiting) is may
    if may:
        assert publish(waiting, by=by, now=NOW).page.number == 2
    else:
        for settle in (lambda: publish(waiting, by=by, now=NOW), lambda: decline(waiting, by=by, now=NOW, reason="No")):
            with pytest.raises(PermissionDenied):
                settle()
    assert not may_settle(AnonymousUser(), waiting)


def test_only_its_author_takes_a_proposal_back(alice: User, carla: User, administrator: User, apache: License) -> None:
    waiting = proposed(apache_saying("Changed."), by=alice, expected=1)
    for other in (carla, administrator):
        with pytest.raises(PermissionDenied):
            take_back(waiting, by=other, now=NOW)
    taken = take_back(waiting, by=alice, now=NOW)
    assert (taken.state, taken.settled_by, taken.settled_by_name, taken.settled_at) == ("withdrawn", alice, "alice", NOW)
    assert Page.objects.get(pk=apache.pk).number == 1
