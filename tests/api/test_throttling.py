"""Limits: per address, per person and per token, told in advance and enforced with 429."""

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from rest_framework.test import APIClient

from catalog.api.throttling import Rate, address_of, rate_from

MODELS = "/api/v1/models/"
NO_LIMITS = {"anonymous": "", "user": "", "token": "", "export": ""}


@pytest.fixture
def limits(settings: Any, frozen_time: time_machine.Traveller) -> Any:
    """A function that sets limits, at noon sharp."""

    def limit(**rates: str) -> None:
        settings.API_RATES = {**NO_LIMITS, **rates}

    return limit


def test_an_address_that_asks_too_often_is_told_when_to_come_back(anyone: APIClient, catalog: None, limits: Any) -> None:
    limits(anonymous="2/minute")
    first = anyone.get(MODELS)
    assert first.headers["RateLimit-Policy"] == '"anonymous";q=2;w=60'
    assert first.headers["RateLimit"] == '"anonymous";r=1;t=60'
    assert anyone.get(MODELS).headers["RateLimit"] == '"anonymous";r=0;t=60'
    refused = anyone.get(MODELS)
    assert refused.status_code == 429
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["Retry-After"] == "60"
    assert refused.headers["RateLimit"] == '"anonymous";r=0;t=60'
    assert refused.json()["status"] == 429


def test_a_new_window_begins_afresh(anyone: APIClient, catalog: None, limits: Any, frozen_time: time_machine.Traveller) -> None:
    limits(anonymous="1/minute")
    anyone.get(MODELS)
    frozen_time.shift(59)
    assert anyone.get(MODELS).headers["Retry-After"] == "1"
    frozen_time.shift(1)
    assert anyone.get(MODELS).status_code == 200


def test_addresses_are_counted_apart(anyone: APIClient, catalog: None, limits: Any) -> None:
    limits(anonymous="1/minute")
    assert anyone.get(MODELS, REMOTE_ADDR="192.0.2.1").status_code == 200
    assert anyone.get(MODELS, REMOTE_ADDR="192.0.2.2").status_code == 200
    assert anyone.get(MODELS, REMOTE_ADDR="192.0.2.1").status_code == 429


def test_a_person_is_counted_over_all_their_tokens_and_each_token_by_itself(viewer: User, api_as: Any, catalog: None, limits: Any) -> None:
    limits(user="3/minute", token="2/minute")
    one, other = api_as(viewer), api_as(viewer)
    assert one.get(MODELS).headers["RateLimit"] == '"token";r=1;t=60'
    assert one.get(MODELS).status_code == 200
    assert one.get(MODELS).status_code == 429
    assert other.get(MODELS).status_code == 429


def test_one_person_does_not_use_up_what_another_has(viewer: User, editor: User, api_as: Any, catalog: None, limits: Any) -> None:
    limits(user="1/minute")
    assert api_as(viewer).get(MODELS).status_code == 200
    assert api_as(editor).get(MODELS).status_code == 200


def test_not_modified_counts_and_says_so(anyone: APIClient, catalog: None, limits: Any) -> None:
    limits(anonymous="3/minute")
    etag = anyone.get(MODELS).headers["ETag"]
    assert anyone.get(MODELS, headers={"If-None-Match": etag}).headers["RateLimit"] == '"anonymous";r=1;t=60'


def test_whole_tables_have_a_limit_of_their_own(anyone: APIClient, catalog: None, limits: Any) -> None:
    limits(anonymous="100/minute", export="1/minute")
    assert anyone.get(f"{MODELS}?format=csv").status_code == 200
    assert anyone.get(f"{MODELS}?format=md").status_code == 429
    assert anyone.get(MODELS).status_code == 200


def test_without_limits_nothing_is_said(anyone: APIClient, catalog: None, limits: Any) -> None:
    limits()
    assert "RateLimit" not in anyone.get(MODELS).headers


def test_rates_are_read_strictly() -> None:
    assert rate_from("600/minute") == Rate(600, 60)
    assert rate_from("1/day") == Rate(1, 86400)
    assert rate_from("") is None
    for text in ("600", "600/fortnight", "0/minute", "-1/minute", "many/minute"):
        with pytest.raises(ImproperlyConfigured):
            rate_from(text)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (2, "10.9.9.9, 203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, "", "192.0.2.1"),
    ],
)
def test_a_forwarded_address_is_believed_only_from_our_own_proxies(proxies: int, forwarded: str, expected: str, settings: Any) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers={"X-Forwarded-For": forwarded} if forwarded else {})
    assert address_of(request) == expected  # type: ignore[arg-type]
