"""A database that does not answer is a 503 that says when to come back; a bug stays a 500."""

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.test import Client, RequestFactory

import catalog.views.account
from catalog.models import ApiToken
from config.errors import outage


@pytest.fixture
def failing(monkeypatch):
    def fail_with(error: Exception) -> None:
        def raise_it(*args, **kwargs):
            raise error

        monkeypatch.setattr(catalog.views.account, "render", raise_it)

    return fail_with


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("connection already closed")])
def test_a_view_that_loses_the_database_answers_503_with_retry_after(viewer_client: Client, failing, error):
    failing(error)
    response = viewer_client.get("/account/tokens/")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "no-store" in response["Cache-Control"]
    assert b"The database is not available" in response.content
    assert str(error).encode() not in response.content


def test_a_bug_is_500_without_details(viewer_client: Client, failing):
    failing(IntegrityError("violates constraint secret_name"))
    viewer_client.raise_request_exception = False
    response = viewer_client.get("/account/tokens/")
    assert response.status_code == 500
    assert "Retry-After" not in response
    assert b"secret_name" not in response.content


def test_an_outage_before_any_view_is_503_too(client: Client, monkeypatch, settings):
    # The session and the person are looked up while the request is on its way to the view.
    def unreachable(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore._get_session_from_db", unreachable)
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    client.raise_request_exception = False
    response = client.get("/account/tokens/")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"


def test_an_outage_under_the_api_is_a_problem_document():
    response = outage(RequestFactory().get("/api/v1/models/"))
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "5"


def test_a_write_that_loses_the_database_leaves_nothing_behind(viewer_client: Client, failing):
    failing(OperationalError("server closed the connection"))
    response = viewer_client.post("/account/tokens/", {"name": "half", "scope": "read", "days": "7"})
    assert response.status_code == 503
    assert not ApiToken.objects.exists()
