"""GET /api/v1/saved-views/: what the caller may see, and nothing of what others keep for themselves."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from catalog.models import Opens, SavedView
from registry.roles import Role
from tests.factories import make_model

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/saved-views/"


def keep(owner: User, slug: str, **fields: object) -> SavedView:
    plain = {"name": slug.title(), "opens": Opens.COMPARISON, "query": "m=llama-1&m=llama-2"}
    return SavedView.objects.create(slug=slug, owner=owner, **{**plain, **fields})


def test_the_shared_ones_and_the_callers_own_are_listed_by_name(api: APIClient, viewer: User, editor: User) -> None:
    keep(viewer, "mine")
    keep(editor, "theirs")
    keep(editor, "shared", shared=True, note="See [[Llama 2]].")
    answer = api.get(ADDRESS).json()
    assert ([row["slug"] for row in answer["results"]], answer["count"]) == (["mine", "shared"], 2)
    assert answer["results"][1]["note"] == "See [[Llama 2]]."
    assert answer["results"][1]["owner"] == "editor"


def test_one_is_had_by_its_slug_with_what_it_opens(api: APIClient, viewer: User) -> None:
    keep(viewer, "line")
    record = api.get(f"{ADDRESS}line/").json()
    assert record["address"] == "http://testserver/compare/?m=llama-1&m=llama-2"
    assert record["html_url"] == "http://testserver/saved/line/"
    assert (record["opens"], record["query"], record["number"], record["shared"], record["note"]) == (
        "comparison", "m=llama-1&m=llama-2", 1, False, None,
    )  # fmt: skip


def test_what_others_keep_for_themselves_is_not_there_whatever_etag_is_sent(
    api: APIClient, api_as: Callable[..., APIClient], viewer: User, person: Callable[..., User]
) -> None:
    keep(viewer, "line")
    one, every = api.get(f"{ADDRESS}line/")["ETag"], api.get(ADDRESS)["ETag"]
    assert api.get(f"{ADDRESS}line/", headers={"If-None-Match": one}).status_code == 304
    other = api_as(person(Role.VIEWER, username="other"))
    assert other.get(f"{ADDRESS}line/", headers={"If-None-Match": one}).status_code == 404
    assert other.get(ADDRESS, headers={"If-None-Match": every}).json()["results"] == []


def test_a_change_makes_another_etag(api: APIClient, viewer: User) -> None:
    view = keep(viewer, "line")
    tag = api.get(f"{ADDRESS}line/")["ETag"]
    SavedView.objects.filter(pk=view.pk).update(note="Changed", number=2)
    assert api.get(f"{ADDRESS}line/", headers={"If-None-Match": tag}).status_code == 200


def test_one_kind_is_asked_for_by_what_it_opens(api: APIClient, viewer: User) -> None:
    keep(viewer, "line")
    assert api.get(ADDRESS, {"opens": "variants"}).json()["results"] == []
    assert [row["slug"] for row in api.get(ADDRESS, {"opens": "comparison"}).json()["results"]] == ["line"]


@pytest.mark.parametrize("query", ["opens=door", "owner=viewer", "format=csv", "opens=comparison&opens=variants"])
def test_what_is_not_understood_is_refused(api: APIClient, query: str) -> None:
    answer = api.get(f"{ADDRESS}?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["pointer"].startswith("/query/")


@pytest.mark.usefixtures("public_read")
def test_anyone_who_may_read_sees_the_shared_ones(api_as: Callable[..., APIClient], viewer: User) -> None:
    keep(viewer, "line", shared=True)
    assert [row["slug"] for row in api_as().get(ADDRESS).json()["results"]] == ["line"]


def test_the_number_of_queries_does_not_depend_on_how_many_there_are(
    api: APIClient, viewer: User, editor: User, count_queries: Callable[..., int]
) -> None:
    make_model("llama-1")
    keep(viewer, "line-0")
    one = count_queries(lambda: api.get(ADDRESS))
    for number in range(1, 10):
        keep(editor, f"line-{number}", shared=True, changed_by=viewer)
    assert count_queries(lambda: api.get(ADDRESS)) == one
