"""Headers, hosts, sizes, ids and error pages: what every answer has, whatever is behind it."""

import io
import json
import logging

import pytest
import structlog
from django.contrib.auth.models import User
from django.test import Client

from config import logs
from config.csp import admin_policy, api_docs_policy, site_policy
from config.logs import logging_config, request_id_from


def policy_of(response) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))


def test_the_site_allows_nothing_inline_and_no_other_host(client: Client):
    policy = policy_of(client.get("/accounts/login/"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
    }


def test_the_admin_has_a_policy_of_its_own(administrator: User, signed_in):
    policy = policy_of(signed_in(administrator).get("/admin/"))
    assert policy["script-src"] == "'self' 'unsafe-inline' 'unsafe-eval'"
    assert policy["style-src"] == "'self' 'unsafe-inline'"
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"


def test_only_the_admin_has_unsafe_inline():
    assert "unsafe" not in str(site_policy(form_targets=[]))
    assert "unsafe" not in str(api_docs_policy())
    assert "unsafe-inline" in str(admin_policy())


def test_no_policy_names_another_host():
    for policy in (site_policy(form_targets=[]), admin_policy(), api_docs_policy()):
        assert "http" not in str(policy)


def test_the_identity_provider_may_be_reached_by_the_sign_in_form():
    policy = site_policy(form_targets=["https://id.example.org"])
    assert policy["DIRECTIVES"]["form-action"] == ["'self'", "https://id.example.org"]


@pytest.mark.parametrize("path", ["/accounts/login/", "/healthz", "/no-such-page", "/api/v1/no-such-thing"])
def test_every_answer_has_the_security_headers(client: Client, path: str, public_read: None):
    response = client.get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Content-Security-Policy" in response
    assert response["X-Request-ID"]


def test_https_is_insisted_on_and_remembered(client: Client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_PRELOAD = True
    redirect = Client().get("/accounts/login/")
    assert (redirect.status_code, redirect["Location"]) == (301, "https://testserver/accounts/login/")
    answer = Client().get("/accounts/login/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "testserver:bad", ""])
@pytest.mark.parametrize("path", ["/accounts/login/", "/healthz", "/api/v1/models/"])
def test_a_forged_host_is_refused(client: Client, host: str, path: str):
    response = client.get(path, headers={"host": host})
    assert response.status_code == 400
    assert b"evil" not in response.content


def test_a_forwarded_host_is_not_believed(client: Client, db: None):
    response = client.get("/account/", headers={"x-forwarded-host": "evil.example"})
    assert response["Location"] == "/accounts/login/?next=/account/"


@pytest.mark.parametrize("sent", ["abc-123", "0af7651916cd43dd8448eb211c80319c", "a.b:c_d", "x" * 100])
def test_a_request_id_from_outside_is_kept(client: Client, sent: str):
    assert client.get("/healthz", headers={"x-request-id": sent})["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 101, "a b", "a\nb", 'a"b', "<b>", "é", "-a", "a/b"])
def test_a_request_id_that_could_break_a_log_is_replaced(sent: str):
    made = request_id_from(sent)
    assert made != sent
    assert len(made) == 32
    assert request_id_from(sent) != made


def test_each_request_without_an_id_gets_its_own(client: Client):
    assert client.get("/healthz")["X-Request-ID"] != client.get("/healthz")["X-Request-ID"]


def test_a_log_line_is_one_json_object_with_the_request_id(client: Client, monkeypatch: pytest.MonkeyPatch):
    stream = io.StringIO()
    config = logging_config(level=logging.INFO, form="json", stream=stream)
    handler = logging.StreamHandler(stream)
    formatter = config["formatters"]["line"].copy()
    handler.setFormatter(formatter.pop("()")(**formatter))
    # A logger of this test's own: what other tests did to the product's does not reach it.
    own = "tests.requests"
    monkeypatch.setattr(logs, "logger", structlog.stdlib.get_logger(own))
    logger = logging.getLogger(own)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.disabled = False
    try:
        client.get("/accounts/login/?password=in-the-query", headers={"x-request-id": "trace-7"})
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    (line,) = stream.getvalue().splitlines()
    entry = json.loads(line)
    assert entry["request_id"] == "trace-7"
    assert (entry["method"], entry["path"], entry["status"], entry["level"]) == ("GET", "/accounts/login/", 200, "info")
    assert entry["timestamp"].endswith("Z")
    assert "in-the-query" not in line


def test_a_body_over_the_limit_is_413_before_it_is_read(client: Client, settings):
    settings.MAX_BODY_BYTES = 1000
    page = client.post("/accounts/login/", b"x" * 1001, content_type="application/octet-stream")
    assert page.status_code == 413
    problem = client.post("/api/v1/verdicts/", b"x" * 1001, content_type="application/json")
    assert (problem.status_code, problem["Content-Type"]) == (413, "application/problem+json")
    assert problem.json()["detail"] == "At most 1000 bytes can be sent in one request."


def test_a_hundred_thousand_form_fields_are_refused(client: Client):
    body = "&".join(f"f{number}=1" for number in range(100_000))
    assert client.post("/accounts/login/", body, content_type="application/x-www-form-urlencoded").status_code == 400


def test_an_unknown_page_is_a_page_and_an_unknown_api_address_a_problem(viewer_client: Client):
    page = viewer_client.get("/no-such-page")
    assert page.status_code == 404
    assert b"There is no page at this address." in page.content
    problem = viewer_client.get("/api/v1/no-such-thing")
    assert problem.status_code == 404
    assert problem["Content-Type"] == "application/problem+json"
    assert problem.json()["status"] == 404
    assert problem.json()["instance"] == "/api/v1/no-such-thing"


def test_a_form_from_elsewhere_is_403(viewer: User, signed_in):
    client = Client(enforce_csrf_checks=True)
    client.force_login(viewer, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post("/account/tokens/", {"name": "x", "scope": "read", "days": "7"})
    assert response.status_code == 403
    assert b"did not come from this site" in response.content


def test_a_form_with_the_token_but_from_a_foreign_origin_is_403(viewer: User, settings):
    client = Client(enforce_csrf_checks=True)
    client.force_login(viewer, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/account/tokens/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    form = {"name": "x", "scope": "read", "days": "7", "csrfmiddlewaretoken": token}
    assert client.post("/account/tokens/", form, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/account/tokens/", form, headers={"origin": "http://testserver"}).status_code == 200


def test_the_page_of_a_refusal_shows_no_markup_of_the_caller(viewer_client: Client):
    response = viewer_client.get("/<script>alert(1)</script>")
    assert response.status_code == 404
    assert b"<script>alert" not in response.content
