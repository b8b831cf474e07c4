"""A request that is sent twice with one Idempotency-Key takes effect once and is answered alike."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.test import APIClient, APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from catalog.api.idempotency import once
from catalog.models import IdempotentRequest, Scope
from registry.models import RecordedDecision
from tests.api.verdicts.samples import PRODUCT
from tests.conftest import NOW

URL = "/api/v1/decisions/"
NEW = {"subject": {"variant": "deepseek-r1"}, "use": PRODUCT, "outcome": "approved", "product": "Chat", "reason": "MIT text"}
pytestmark = [pytest.mark.usefixtures("catalog"), pytest.mark.usefixtures("frozen_time")]


@pytest.fixture
def decider(reviewer: User, api_as: Callable[..., APIClient]) -> APIClient:
    """A reviewer with a token for writing."""
    return api_as(reviewer, scope=Scope.WRITE)


def send(client: APIClient, key: str | None = "k-1", *, url: str = URL, **changes: Any) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(url, {**NEW, **changes}, format="json", headers=headers)


def test_the_same_request_again_gets_the_same_answer_and_records_nothing(decider: APIClient) -> None:
    first, second = send(decider), send(decider)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    for name in ("Content-Type", "Location", "Cache-Control"):
        assert second.headers[name] == first.headers[name]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert RecordedDecision.objects.count() == 1


def test_without_a_key_or_with_another_each_request_counts(decider: APIClient) -> None:
    for key in (None, None, "one", "two", "One"):
        assert send(decider, key).status_code == 201
    assert RecordedDecision.objects.count() == 5


@pytest.mark.parametrize(("url", "changes"), [(URL, {"product": "Search"}), (f"{URL}?format=json", {})])
def test_a_key_of_another_request_is_refused(url: str, changes: Any, decider: APIClient) -> None:
    send(decider)
    answer = send(decider, url=url, **changes)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    assert "Idempotency-Key" in answer.json()["detail"]
    assert RecordedDecision.objects.count() == 1


def test_keys_of_different_people_have_nothing_to_do_with_each_other(
    decider: APIClient, administrator: User, api_as: Callable[..., APIClient]
) -> None:
    other = api_as(administrator, scope=Scope.WRITE)
    assert [send(decider).json()["decided_by"], send(other).json()["decided_by"]] == ["reviewer", "administrator"]
    assert RecordedDecision.objects.count() == 2


def test_whoever_lost_the_right_does_not_get_the_answer_again(decider: APIClient, reviewer: User) -> None:
    send(decider)
    reviewer.groups.clear()
    assert send(decider).status_code == 403


def test_a_refusal_is_not_kept(decider: APIClient) -> None:
    assert send(decider, reason=None).status_code == 400
    assert not IdempotentRequest.objects.exists()
    assert send(decider).status_code == 201


@pytest.mark.parametrize("key", ["", "a\tb", "schlüssel", "k" * 256])
def test_a_key_that_is_none_is_refused(key: str, decider: APIClient) -> None:
    answer = send(decider, key)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert "1 to 255 printable ASCII characters" in answer.json()["detail"]
    assert not RecordedDecision.objects.exists()


@pytest.mark.parametrize("key", ["k", "k" * 255, "~ !"])
def test_a_key_is_up_to_255_printable_characters(key: str, decider: APIClient) -> None:
    assert [send(decider, key).status_code for _ in range(2)] == [201, 201]
    assert RecordedDecision.objects.count() == 1


def test_a_key_is_forgotten_after_a_day(decider: APIClient, frozen_time: Any) -> None:
    send(decider)
    frozen_time.move_to(NOW + timedelta(hours=24))
    assert send(decider).headers["Idempotency-Replayed"] == "true"
    frozen_time.move_to(NOW + timedelta(hours=24, seconds=1))
    assert send(decider, "another").status_code == 201
    assert list(IdempotentRequest.objects.values_list("key", flat=True)) == ["another"]
    assert send(decider).json()["number"] == 3


def test_an_answer_that_refuses_without_raising_is_not_kept_either(reviewer: User) -> None:
    def refused() -> HttpResponse:
        reviewer.groups.clear()
        return HttpResponse(status=409)

    request = APIRequestFactory().post("/", {}, headers={"Idempotency-Key": "k-1"})
    force_authenticate(request, user=reviewer)
    asked: Request = APIView().initialize_request(request)
    assert once(asked, answer=refused).status_code == 409
    assert reviewer.groups.count() == 1
    assert not IdempotentRequest.objects.exists()


def test_the_database_holds_one_answer_for_a_key_of_a_person(reviewer: User, administrator: User) -> None:
    IdempotentRequest.objects.create(person=reviewer, key="k-1", address="", body="")
    IdempotentRequest.objects.create(person=administrator, key="k-1", address="", body="")
    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotentRequest.objects.create(person=reviewer, key="k-1", address="", body="")


def test_the_description_tells_of_the_header_and_of_what_it_brings(api: APIClient) -> None:
    operation = api.get("/api/v1/openapi.json").json()["paths"][URL]["post"]
    (header,) = [each for each in operation["parameters"] if each["in"] == "header"]
    assert header["name"] == "Idempotency-Key"
    assert (header["schema"]["minLength"], header["schema"]["maxLength"]) == (1, 255)
    assert not header.get("required")
    assert "Idempotency-Replayed" in operation["responses"]["201"]["headers"]
    assert list(operation["responses"]["422"]["content"]) == ["application/problem+json"]
