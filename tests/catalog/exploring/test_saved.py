"""Saved views of variants: on the site and, under the same slug, in the API."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.models import Opens, SavedView
from catalog.saving.places import PLACES, query_in

EXPLORE, LIST = "/explore/", "/api/v1/variants/"

pytestmark = pytest.mark.usefixtures("four_variants", "public_read")


@pytest.fixture
def shared(editor: User) -> SavedView:
    query = "ordering=-params_total&license=apache-2.0&columns=license"
    return SavedView.objects.create(slug="open-ones", name="Open ones", opens=Opens.VARIANTS, query=query, shared=True, owner=editor)


@pytest.fixture
def private(editor: User) -> SavedView:
    return SavedView.objects.create(slug="mine", name="Mine", opens=Opens.VARIANTS, query="license=research", owner=editor)


def slugs(client: Client, address: str) -> list[str]:
    return [record["slug"] for record in client.get(address).json()["results"]]


def test_the_site_opens_a_view_at_the_address_it_stands_for(reader: Client, shared: SavedView) -> None:
    answer = reader.get(f"{EXPLORE}?view=open-ones")
    assert answer.headers["Location"] == f"{EXPLORE}?ordering=-params_total&license=apache-2.0&columns=license"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_what_the_address_says_itself_goes_over_the_view(reader: Client, shared: SavedView) -> None:
    answer = reader.get(f"{EXPLORE}?view=open-ones&ordering=name")
    assert answer.headers["Location"] == f"{EXPLORE}?ordering=name&license=apache-2.0&columns=license"


def test_the_page_offers_to_save_to_people_and_not_to_passers_by(reader: Client, viewer_client: Client) -> None:
    save = "/saved/new/?opens=variants&amp;query=license%3Dresearch"
    assert save in viewer_client.get(f"{EXPLORE}?license=research").content.decode()
    assert "Save this view" not in reader.get(f"{EXPLORE}?license=research").content.decode()


def test_saving_keeps_the_order_and_forgets_the_place(editor: User) -> None:
    checked = PLACES[Opens.VARIANTS].check(query_in("/explore/?license=research&all=license"), editor)
    assert checked.query == "ordering=-release_date&license=research"
    assert checked.errors == ()


def test_a_query_that_is_not_understood_is_not_saved(editor: User) -> None:
    checked = PLACES[Opens.VARIANTS].check(query_in("lisense=mit&columns=price"), editor)
    assert len(checked.errors) == 2


def test_the_api_lists_a_view_with_its_filters_and_its_order(reader: Client, shared: SavedView) -> None:
    assert slugs(reader, f"{LIST}?view=open-ones") == ["alpha-70b", "alpha-7b"]
    assert slugs(reader, f"{LIST}?view=open-ones&ordering=params_total") == ["alpha-7b", "alpha-70b"]
    assert slugs(reader, f"{LIST}?view=open-ones&license=research") == ["beta-8x7b"]


def test_pages_of_a_view_name_what_it_stands_for(reader: Client, shared: SavedView) -> None:
    following = reader.get(f"{LIST}?view=open-ones&limit=1").json()["next"]
    assert "view=" not in following
    assert slugs(reader, following) == ["alpha-7b"]


def test_a_view_is_had_as_a_file(reader: Client, shared: SavedView) -> None:
    lines = b"".join(reader.get(f"{LIST}?view=open-ones&format=csv&fields=slug")).decode().split()
    assert lines[-2:] == ["alpha-70b", "alpha-7b"]


@pytest.mark.parametrize("query", ["view=nope", "view=mine", "view=", "view=a&view=b", "view=%00", "view=comparison"])
def test_a_view_that_is_not_there_or_not_to_be_seen_is_a_400(reader: Client, private: SavedView, editor: User, query: str) -> None:
    SavedView.objects.create(slug="comparison", name="Other", opens=Opens.COMPARISON, query="m=alpha&m=beta", shared=True, owner=editor)
    for address in (f"{LIST}?{query}", f"{LIST}?{query}&format=csv", f"{EXPLORE}?{query}"):
        assert reader.get(address).status_code == 400, address


def test_a_private_view_never_reaches_somebody_else(
    reader: Client, private: SavedView, editor: User, person: Callable[..., User], signed_in: Callable[[User], Client]
) -> None:
    owner, other = signed_in(editor), signed_in(person(None, username="other"))
    address = f"{LIST}?view=mine"
    answer = owner.get(address)
    assert [record["slug"] for record in answer.json()["results"]] == ["beta-8x7b"]
    for client in (reader, other):
        assert client.get(address).status_code == 400
        assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 400


def test_a_view_that_was_changed_answers_anew(reader: Client, shared: SavedView) -> None:
    address = f"{LIST}?view=open-ones"
    etag = reader.get(address).headers["ETag"]
    assert reader.get(address, headers={"If-None-Match": etag}).status_code == 304
    SavedView.objects.filter(pk=shared.pk).update(query="license=research", number=2)
    answer = reader.get(address, headers={"If-None-Match": etag})
    assert [record["slug"] for record in answer.json()["results"]] == ["beta-8x7b"]


def test_other_lists_know_no_views(reader: Client, shared: SavedView) -> None:
    assert "There is no parameter 'view'" in reader.get("/api/v1/models/?view=open-ones").json()["detail"]
