"""What load balancers see."""

import json

from django.db import OperationalError, connection
from django.test import Client

import catalog.readiness


def test_healthz_says_alive_without_asking_the_database(client: Client):
    # No `db` fixture: pytest-django fails the test if the view touches the database.
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})
    assert "no-store" in response["Cache-Control"]


def test_readyz_says_ready_when_the_database_is_migrated(client: Client, db: None):
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ready"})


def test_readyz_is_503_with_the_reason_while_a_migration_is_missing(client: Client, db: None):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'catalog'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "reason": "The database lacks migrations of: catalog."}
    assert response["Retry-After"] == "5"


def test_readyz_is_503_without_details_while_the_database_is_unreachable(client: Client, monkeypatch):
    def unreachable() -> list[tuple[str, str]]:
        raise OperationalError("could not connect to server db-17.internal")

    monkeypatch.setattr(catalog.readiness, "pending_migrations", unreachable)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert json.loads(response.content)["reason"] == "The database cannot be reached."
    assert b"db-17" not in response.content
    assert response["Retry-After"] == "5"


def test_health_checks_need_no_sign_in_and_are_not_led_to_https(client: Client, settings, db: None):
    settings.SECURE_SSL_REDIRECT = True
    settings.PUBLIC_READ = False
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_health_checks_cannot_be_posted_to(client: Client):
    assert client.post("/healthz").status_code == 405
    assert Client().post("/readyz").status_code == 405


def test_crawlers_are_asked_to_stay_away(client: Client):
    assert client.get("/robots.txt").content.decode().splitlines() == ["User-agent: *", "Disallow: /"]


def test_the_old_address_of_the_icon_leads_to_it(client: Client):
    response = client.get("/favicon.ico")
    assert response.status_code == 301
    assert response["Location"] == "/static/catalog/icon.svg"
