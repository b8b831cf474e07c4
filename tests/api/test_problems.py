"""Refusals: problem documents (RFC 9457) with the right status, for everything under /api/."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.test import APIClient

from catalog.models import Scope

MODELS = "/api/v1/models/"
URLS = ["/api/v1/", MODELS, f"{MODELS}llama-2/", "/api/v1/openapi.json", "/api/v1/docs/"]


def problem(answer: Any, status: int) -> dict[str, Any]:
    """Check the form that every refusal has."""
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert {"type", "title", "status", "detail", "instance"} <= set(body)
    assert body["status"] == status
    assert body["detail"]
    return body


@pytest.mark.parametrize("url", URLS)
def test_without_a_token_reading_is_401_with_a_challenge(url: str, client: Client, catalog: None) -> None:
    answer = client.get(url)
    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Token realm="catalog"'


@pytest.mark.parametrize("header", ["Token cat_wrong", "Bearer cat_wrong", "Token", "Token a b c", "Token ü", "Token " + "x" * 5000])
def test_a_token_that_is_not_valid_is_401_even_where_reading_is_open(header: str, anyone: APIClient, catalog: None) -> None:
    answer = anyone.get(MODELS, headers={"Authorization": header})
    problem(answer, 401)
    assert "WWW-Authenticate" in answer.headers


@pytest.mark.parametrize("url", URLS)
def test_a_person_without_a_role_is_403(url: str, person: Any, signed_in: Any, catalog: None) -> None:
    problem(signed_in(person(None)).get(url), 403)


@pytest.mark.parametrize("url", URLS)
def test_a_viewer_reads_with_a_session_and_with_a_token(url: str, viewer: User, signed_in: Any, api_as: Any, catalog: None) -> None:
    assert signed_in(viewer).get(url).status_code == 200
    assert api_as(viewer).get(url).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("url", ["/api/v1/variants/", f"{MODELS}llama-2/", "/api/v1/"])
def test_writing_is_refused_to_whom_it_is_not_allowed_and_is_405_for_editors(
    url: str, method: str, anyone: APIClient, viewer: User, editor: User, api_as: Any, catalog: None
) -> None:
    problem(getattr(anyone, method)(url, {}), 401)
    problem(getattr(api_as(viewer), method)(url, {}), 403)
    problem(getattr(api_as(editor), method)(url, {}), 403)
    answer = getattr(api_as(editor, scope=Scope.WRITE), method)(url, {})
    problem(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_write_with_a_session_needs_the_csrf_token(editor: User, catalog: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    problem(browser.post(MODELS, {}, content_type="application/json"), 403)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        (MODELS, "GET, POST, HEAD, OPTIONS"),
        ("/api/v1/variants/", "GET, HEAD, OPTIONS"),
        (f"{MODELS}llama-2/", "GET, HEAD, OPTIONS"),
        (f"{MODELS}llama-2/document/", "GET, PUT, PATCH, HEAD, OPTIONS"),
        ("/api/v1/", "GET, HEAD, OPTIONS"),
    ],
)
def test_options_says_what_is_allowed(url: str, allowed: str, anyone: APIClient, catalog: None) -> None:
    answer = anyone.options(url)
    assert answer.status_code == 204
    assert answer.content == b""
    assert answer.headers["Allow"] == allowed


@pytest.mark.parametrize(
    "url", ["/api/", "/api/v1/nothing/", "/api/v2/models/", "/api/v1/models/a/b/", "/api/v1/models.json", "/api/v1/Models/"]
)
def test_an_address_that_is_not_there_is_a_404_problem(url: str, anyone: APIClient, catalog: None) -> None:
    problem(anyone.get(url), 404)


def test_a_missing_slash_is_added(anyone: APIClient, catalog: None) -> None:
    answer = anyone.get("/api/v1/models?limit=1")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/api/v1/models/?limit=1"


def test_a_problem_is_not_stored_and_names_its_address(anyone: APIClient, catalog: None) -> None:
    answer = anyone.get(f"{MODELS}nobody/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert problem(answer, 404)["instance"] == f"{MODELS}nobody/"


def test_what_nobody_foresaw_is_a_500_problem_that_tells_nothing(
    client: Client, public_read: None, catalog: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from catalog.api import views

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(views, "read_list_query", fail)
    client.raise_request_exception = False
    answer = client.get(MODELS)
    assert "secret" not in str(problem(answer, 500))


def test_a_database_that_is_away_is_a_503_problem(
    client: Client, public_read: None, catalog: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from catalog.api import views

    def fail() -> None:
        raise OperationalError("away")

    monkeypatch.setattr(views, "current_edition", fail)
    answer = client.get(MODELS)
    problem(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0


def test_a_host_that_is_not_ours_is_refused(anyone: APIClient, catalog: None) -> None:
    problem(anyone.get(MODELS, headers={"Host": "evil.example"}), 400)


def test_answers_cannot_be_taken_for_something_else_by_a_browser(anyone: APIClient, catalog: None) -> None:
    answer = anyone.get(MODELS)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
