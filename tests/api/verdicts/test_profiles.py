"""Use profiles over the API: read by the organization's people, changed by editors who saw the newest."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from catalog.models import Scope
from registry.asking import find_subject
from registry.decisions import record_decision
from registry.models import CatalogRevision, UseProfile
from tests.factories import make_license

URL = "/api/v1/use-profiles/"
USE = {"organization": {"domicile": "DE", "mau": {"2023-06": 5_000}}}
NEW = {"slug": "our-group", "name": "Our group", "use": USE}
pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(editor: User, api_as: Callable[..., APIClient]) -> APIClient:
    """An editor with a token for writing."""
    return api_as(editor, scope=Scope.WRITE)


@pytest.fixture
def made(writer: APIClient) -> Any:
    return writer.post(URL, NEW, format="json")


def test_a_profile_is_made_and_read(made: Any, api: APIClient) -> None:
    assert made.status_code == 201
    assert made.headers["Location"] == f"http://testserver{URL}our-group/"
    read = api.get(f"{URL}our-group/")
    assert read.headers["ETag"] == made.headers["ETag"]
    record = read.json()
    assert record.pop("updated_at")
    assert record == {
        "slug": "our-group", "url": f"http://testserver{URL}our-group/", "name": "Our group", "description": None, "use": USE, "number": 1,
        "updated_by": "editor",
    }  # fmt: skip
    listed = api.get(URL).json()
    assert ([each["slug"] for each in listed["results"]], listed["count"], listed["next"]) == (["our-group"], 1, None)


def test_a_change_moves_number_etag_and_catalog_revision(made: Any, writer: APIClient, api: APIClient) -> None:
    before = CatalogRevision.current()
    listed = api.get(URL).headers["ETag"]
    changed = {"name": "Group", "description": "All of us.", "use": {}}
    answer = writer.put(f"{URL}our-group/", changed, format="json", headers={"If-Match": made.headers["ETag"]})
    assert (answer.status_code, answer.json()["number"], answer.json()["use"]) == (200, 2, {})
    assert answer.headers["ETag"] != made.headers["ETag"]
    assert CatalogRevision.current() == before + 1
    assert api.get(URL, headers={"If-None-Match": listed}).status_code == 200


def test_not_modified(made: Any, api: APIClient) -> None:
    for url in (URL, f"{URL}our-group/"):
        etag = api.get(url).headers["ETag"]
        assert api.get(url, headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("method", ["put", "delete"])
def test_a_change_needs_the_newest_etag(method: str, made: Any, writer: APIClient) -> None:
    ask = getattr(writer, method)
    body = {"name": "Mine", "use": {}}
    assert ask(f"{URL}our-group/", body, format="json").status_code == 428
    assert ask(f"{URL}our-group/", body, format="json", headers={"If-Match": '"use-profile-1-99"'}).status_code == 412
    writer.put(f"{URL}our-group/", {"name": "Theirs", "use": {}}, format="json", headers={"If-Match": made.headers["ETag"]})
    assert ask(f"{URL}our-group/", body, format="json", headers={"If-Match": made.headers["ETag"]}).status_code == 412
    assert UseProfile.objects.get().name == "Theirs"


def test_a_profile_is_deleted_unless_a_decision_rests_on_it(made: Any, writer: APIClient, reviewer: User) -> None:
    make_license("mit")
    subject = find_subject({"license": "mit"})
    record_decision(
        asked=subject, use=USE, outcome="rejected", product="Chat", reason="Why", by=reviewer, today=date(2026, 11, 21),
        profile=UseProfile.objects.get(),
    )  # fmt: skip
    kept = writer.delete(f"{URL}our-group/", headers={"If-Match": made.headers["ETag"]})
    assert (kept.status_code, kept.headers["Content-Type"]) == (409, "application/problem+json")
    other = writer.post(URL, {**NEW, "slug": "other"}, format="json")
    assert writer.delete(f"{URL}other/", headers={"If-Match": other.headers["ETag"]}).status_code == 204
    assert [profile.slug for profile in UseProfile.objects.all()] == ["our-group"]


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"use": {"organization": {"mau": {"2023-6": 1}}}}, "/use/organization/mau/2023-6", "invalid_month"),
        ({"use": {"acts": ["fly"]}}, "/use/acts/0", "invalid_choice"),
        ({"use": None}, "/use", "required"),
        ({"use": {"planned": {"model_name": "a\x00"}}}, "/use/planned/model_name", "invalid_text"),
        ({"name": ""}, "/name", "required"),
        ({"name": "n" * 201}, "/name", "too_long"),
        ({"name": 5}, "/name", "invalid_type"),
        ({"slug": "Our Group"}, "/slug", "invalid"),
        ({"slug": None}, "/slug", "required"),
        ({"description": []}, "/description", "invalid_type"),
        ({"number": 7}, "/number", "unknown_field"),
    ],
)
def test_a_mistake_is_named_and_nothing_stored(changes: Any, pointer: str, code: str, writer: APIClient) -> None:
    answer = writer.post(URL, {**NEW, **changes}, format="json")
    assert answer.status_code == 400
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [(pointer, code)]
    assert not UseProfile.objects.exists()


def test_a_slug_that_is_taken_is_a_conflict(made: Any, writer: APIClient) -> None:
    answer = writer.post(URL, NEW, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (409, "/slug")


def test_who_may(made: Any, anyone: APIClient, api: APIClient, editor: User, api_as: Callable[..., APIClient]) -> None:
    assert [anyone.get(url).status_code for url in (URL, f"{URL}our-group/", f"{URL}nobody/")] == [401, 401, 401]
    assert api.post(URL, NEW, format="json").status_code == 403
    assert api_as(editor).post(URL, NEW, format="json").status_code == 403
    assert [api.get(f"{URL}{slug}/").status_code for slug in ("nobody", "No%20Slug", "%00")] == [404, 404, 404]
    assert api.get(f"{URL}?nonsense=1").status_code == 400


def test_ten_profiles_take_the_queries_of_one(made: Any, api: APIClient, count_queries: Callable[[Callable[[], object]], int]) -> None:
    one = count_queries(lambda: api.get(f"{URL}?format=json"))
    for number in range(9):
        UseProfile.objects.create(slug=f"more-{number}", name="More", use={}, by=User.objects.get(username="editor"))
    CatalogRevision.move()
    assert count_queries(lambda: api.get(URL)) <= one
