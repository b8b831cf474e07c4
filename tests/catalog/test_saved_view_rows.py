"""What the database promises of saved views."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from catalog.models import Opens, SavedView

pytestmark = pytest.mark.django_db


def saved(slug: str = "llamas", **fields: object) -> SavedView:
    wanted = {"name": "The Llamas", "opens": Opens.COMPARISON, "query": "m=llama-1&m=llama-2", **fields}
    owner = wanted.pop("owner", None) or User.objects.get_or_create(username="owner")[0]
    return SavedView.objects.create(slug=slug, owner=owner, **wanted)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"opens": "door"}, "saved_view_opens_a_known_place"),
        ({"name": ""}, "saved_view_has_slug_and_name"),
        ({"slug": ""}, "saved_view_has_slug_and_name"),
    ],
)
def test_the_database_refuses_a_saved_view(fields: dict[str, str], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        saved(**fields)


def test_a_slug_leads_to_one_saved_view() -> None:
    saved()
    with pytest.raises(IntegrityError), transaction.atomic():
        saved(owner=User.objects.create_user("another"))


def test_a_person_sees_their_own_and_what_is_shared() -> None:
    me, other = User.objects.create_user("me"), User.objects.create_user("other")
    for slug, owner, shared in (("mine", me, False), ("mine-shared", me, True), ("theirs", other, False), ("theirs-shared", other, True)):
        saved(slug, owner=owner, shared=shared)
    seen = SavedView.objects.order_by("slug")
    assert [view.slug for view in seen.seen_by(me)] == ["mine", "mine-shared", "theirs-shared"]
    assert [view.slug for view in seen.seen_by(AnonymousUser())] == ["mine-shared", "theirs-shared"]


def test_views_are_listed_by_the_place_they_open_and_by_name() -> None:
    for slug, name, opens in (("b", "Second", Opens.VARIANTS), ("a", "Third", Opens.VARIANTS), ("c", "First", Opens.COMPARISON)):
        saved(slug, name=name, opens=opens)
    assert [view.slug for view in SavedView.objects.opening(Opens.VARIANTS)] == ["b", "a"]


def test_an_account_goes_only_after_what_it_saved() -> None:
    view = saved()
    with pytest.raises(ProtectedError):
        view.owner.delete()
