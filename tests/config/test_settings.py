"""Settings that are missing or wrong stop the start, in words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.databases import database_from
from config.logs import logging_config
from config.oidc import openid_connect_providers, origin_of
from config.secret_key import keep_local_key, secret_key

ROOT = Path(__file__).resolve().parents[2]
KEY = "k" * 50


def run_manage(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` in a process of its own, with this environment and no other settings."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    clean["PYTHONPATH"] = str(ROOT)
    code = "import sys, config.secret_key as k, pathlib; k.LOCAL_KEY_FILE = pathlib.Path('/nonexistent/key'); import manage; manage.main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, cwd=ROOT, env={**clean, **environ}, check=False
    )


@pytest.mark.slow
def test_nothing_starts_without_a_secret_key():
    result = run_manage("check")
    assert result.returncode != 0
    assert "SECRET_KEY is not set" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_development_starts_without_a_secret_key():
    assert run_manage("check", DEBUG="1").returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("url", ["nonsense", "mysql://root@localhost/catalog", "postgres://user:hunter2@host:notaport/name"])
def test_a_wrong_database_url_stops_the_start_without_showing_a_password(url: str):
    result = run_manage("check", SECRET_KEY=KEY, DATABASE_URL=url)
    assert result.returncode != 0
    assert "DATABASE_URL" in result.stderr
    assert "hunter2" not in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_switch_that_is_neither_on_nor_off_stops_the_start():
    result = run_manage("check", SECRET_KEY=KEY, PUBLIC_READ="perhaps")
    assert result.returncode != 0
    assert "PUBLIC_READ" in result.stderr


@pytest.mark.slow
def test_the_deploy_check_is_clean_with_production_settings():
    result = run_manage("check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=KEY + "abcdefghijk", ALLOWED_HOSTS="catalog.example.org")
    assert (result.returncode, "no issues" in result.stdout) == (0, True), result.stderr


@pytest.mark.slow
def test_production_cookies_are_secure_and_bound_to_the_host():
    code = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.DEBUG)"
    )
    result = run_manage("shell", "--no-imports", "-c", code, SECRET_KEY=KEY, ALLOWED_HOSTS="catalog.example.org")
    assert result.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True", "True", "Lax", "True", "31536000", "False"]


def test_a_key_file_is_read_and_a_missing_one_named(tmp_path: Path):
    key_file = tmp_path / "key"
    key_file.write_text(f"{KEY}\n", encoding="utf-8")
    assert secret_key(environ={"SECRET_KEY_FILE": str(key_file)}, debug=False) == KEY
    with pytest.raises(ImproperlyConfigured, match="gone"):
        secret_key(environ={"SECRET_KEY_FILE": str(tmp_path / "gone")}, debug=False)


def test_a_short_key_is_refused():
    with pytest.raises(ImproperlyConfigured, match="5 characters"):
        secret_key(environ={"SECRET_KEY": "short"}, debug=False)


def test_the_local_key_is_made_once_and_only_for_its_owner(tmp_path: Path):
    path = tmp_path / "var" / "secret_key"
    keep_local_key(path)
    first = path.read_text(encoding="utf-8")
    assert len(first) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    keep_local_key(path)
    assert path.read_text(encoding="utf-8") == first


def test_sqlite_takes_the_write_lock_at_once_and_keeps_a_log(tmp_path: Path):
    database = database_from({"ENGINE": "django.db.backends.sqlite3", "NAME": "var/c.sqlite3"}, root=tmp_path)
    assert database["NAME"] == str(tmp_path / "var" / "c.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]
    assert "synchronous=NORMAL" in database["OPTIONS"]["init_command"]


def test_sqlite_is_not_opened_anew_for_every_request(tmp_path: Path):
    database = database_from({"ENGINE": "django.db.backends.sqlite3", "NAME": "c.sqlite3"}, root=tmp_path)
    assert database["CONN_MAX_AGE"] == 60


def test_postgresql_has_a_pool_and_keeps_its_own_options():
    parsed = {"ENGINE": "django.db.backends.postgresql", "NAME": "c", "OPTIONS": {"sslmode": "require"}}
    database = database_from(parsed, root=Path("/"), threads=8)
    assert database["OPTIONS"]["sslmode"] == "require"
    assert database["OPTIONS"]["pool"]["max_size"] == 9
    assert database["CONN_MAX_AGE"] == 0
    assert database["ATOMIC_REQUESTS"] is False


def test_single_sign_on_needs_all_of_its_settings_and_https():
    assert openid_connect_providers({}) == []
    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_SECRET"):
        openid_connect_providers({"OIDC_SERVER_URL": "https://id.example.org", "OIDC_CLIENT_ID": "catalog"})
    complete = {"OIDC_SERVER_URL": "http://id.example.org", "OIDC_CLIENT_ID": "catalog", "OIDC_CLIENT_SECRET": "s"}
    with pytest.raises(ImproperlyConfigured, match="https"):
        openid_connect_providers(complete)
    (provider,) = openid_connect_providers({**complete, "OIDC_SERVER_URL": "https://id.example.org/realm", "OIDC_NAME": "Example"})
    assert (provider["name"], provider["client_id"]) == ("Example", "catalog")
    assert origin_of(provider["settings"]["server_url"]) == "https://id.example.org"


def test_logs_come_in_two_forms_and_no_other():
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT"):
        logging_config(level=20, form="xml", stream=sys.stderr)


@pytest.mark.slow
def test_an_address_of_the_site_that_is_none_stops_the_start():
    result = run_manage("check", SECRET_KEY=KEY, SITE_URL="models.example.org")
    assert result.returncode != 0
    assert "SITE_URL" in result.stderr
    assert "Write it as https://host." in result.stderr
