"""What every test can ask for: people in each role, clients, a fixed time, a limit on queries.

The environment is fixed here, before Django reads it, so that no test depends on the shell it was started from; only DATABASE_URL and
CACHE_URL are taken over, which choose what the suite runs on.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

_TEST_ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "for-tests-only-" + "x" * 50,
    "DEBUG": "0",
    "HTTPS": "0",
    "PUBLIC_READ": "0",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "LOG_LEVEL": "ERROR",
}
_CHOSEN_OUTSIDE = {"DATABASE_URL", "CACHE_URL", "TEST_DATABASE_TEMPLATE"}
_SETTINGS = {
    "CSRF_TRUSTED_ORIGINS", "TRUSTED_PROXY_COUNT", "MAX_BODY_BYTES", "EMAIL_URL", "LOG_FORMAT", "SSL_REDIRECT", "HSTS_SECONDS",
    "STATIC_ROOT", "SECRET_KEY_FILE", "SECRET_KEY_FALLBACKS", "SITE_NAME", "SITE_URL", "DEBUG_TOOLBAR", "OIDC_SERVER_URL", "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET", "OIDC_NAME", "OIDC_DEFAULT_ROLE", "DEFAULT_FROM_EMAIL", "HOST", "PORT", "WORKERS", "THREADS",
    "TLS_CERTIFICATE", "TLS_KEY",
}  # fmt: skip
for _name in _SETTINGS:
    os.environ.pop(_name, None)
os.environ.update(_TEST_ENVIRONMENT)
os.environ.setdefault("DATABASE_URL", "sqlite:///:memory:")

import django  # noqa: E402

django.setup()

import pytest  # noqa: E402
import pytest_django  # noqa: E402
import time_machine  # noqa: E402
from django.conf import settings as django_settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, TransactionTestCase  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from rest_framework.test import APIClient  # noqa: E402

from catalog.models import Scope  # noqa: E402
from catalog.tokens import issue  # noqa: E402
from registry import append_only  # noqa: E402
from registry.roles import Role, give_role  # noqa: E402

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
_CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")


def _let_tests_empty_the_history() -> None:
    """Tests with real transactions end by emptying all tables, which page history refuses. The flush puts the triggers back.

    It cascades: Knox leaves a table in the database that no model stands for while ours is in use.
    """

    def teardown(case: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            for event in ("update", "delete", "replace" if connection.vendor == "sqlite" else "truncate"):
                place = "" if connection.vendor == "sqlite" else f" ON {append_only.TABLE}"
                cursor.execute(f"DROP TRIGGER IF EXISTS {append_only.TABLE}_refuses_{event}{place}")
        call_command("flush", verbosity=0, interactive=False, allow_cascade=True, reset_sequences=False, inhibit_post_migrate=False)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]


def pytest_configure(config: pytest.Config) -> None:
    """Cheap password hashes, and static files served from where they lie, not from a directory that has to be built first."""
    _let_tests_empty_the_history()
    django_settings.WHITENOISE_AUTOREFRESH = True
    django_settings.WHITENOISE_USE_FINDERS = True
    django_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django_settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def chromium() -> str | None:
    """The browser that browser tests use, if this machine has one. CHROMIUM names another."""
    return next((path for path in (os.environ.get("CHROMIUM", ""), *_CHROMIUM) if path and Path(path).exists()), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests are skipped, and say so, where there is no Chromium."""
    if chromium():
        return
    skip = pytest.mark.skip(reason="no Chromium on this machine: install the package chromium, or set CHROMIUM to its path")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """PostgreSQL refuses to drop a database that a server thread of a browser test may still hold a session in: end those first."""
    yield
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        connection.close()
        connection.close_pool()
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Counts of requests and kept bodies do not carry over from one test to the next."""
    from django.core.cache import cache

    from catalog import directory
    from catalog.api import freshness
    from catalog.filters import usable

    cache.clear()
    usable._decided.clear()
    # With frozen time two tests can write editions that look alike.
    directory._kept = None
    freshness._kept = None


@pytest.fixture
def person(db: None) -> Callable[..., User]:
    """A function that makes a person, in a role or in none: `person(Role.EDITOR)`, `person(None, username="new")`."""

    def make(role: Role | None, *, username: str = "") -> User:
        user = User.objects.create_user(username or (role.value if role else "nobody"), password=PASSWORD)
        if role:
            give_role(user, role)
        return user

    return make


@pytest.fixture
def viewer(person: Callable[..., User]) -> User:
    return person(Role.VIEWER)


@pytest.fixture
def editor(person: Callable[..., User]) -> User:
    return person(Role.EDITOR)


@pytest.fixture
def reviewer(person: Callable[..., User]) -> User:
    return person(Role.REVIEWER)


@pytest.fixture
def administrator(person: Callable[..., User]) -> User:
    return person(Role.ADMINISTRATOR)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A function that gives a browser in which this person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def viewer_client(viewer: User, signed_in: Callable[[User], Client]) -> Client:
    """A browser with a viewer signed in: what most pages are tested with."""
    return signed_in(viewer)


@pytest.fixture
def token_for() -> Callable[..., str]:
    """A function that makes a token: `token_for(user)`, `token_for(user, scope=Scope.WRITE, now=...)`. Returns the secret."""

    def make(user: User, *, scope: Scope = Scope.READ, days: int = 30, now: datetime | None = None) -> str:
        issued = issue(user=user, name=f"test {scope}", scope=scope, lifetime=timedelta(days=days), now=now or datetime.now(UTC))
        return issued.secret

    return make


@pytest.fixture
def api_as(token_for: Callable[..., str]) -> Callable[..., APIClient]:
    """A function that gives an API client with a token of this person; without a person, an anonymous one."""

    def make(user: User | None = None, *, scope: Scope = Scope.READ) -> APIClient:
        client = APIClient()
        if user is not None:
            client.credentials(HTTP_AUTHORIZATION=f"Token {token_for(user, scope=scope)}")
        return client

    return make


@pytest.fixture
def api(viewer: User, api_as: Callable[..., APIClient]) -> APIClient:
    """An API client with a viewer's token for reading."""
    return api_as(viewer)


@pytest.fixture
def public_read(settings: object) -> None:
    """The catalog is open to anonymous readers in this test."""
    settings.PUBLIC_READ = True  # type: ignore[attr-defined]


@pytest.fixture
def frozen_time() -> Iterator[time_machine.Traveller]:
    """It is noon UTC on 21 November 2026 and stays so; `frozen_time.move_to(...)` changes it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def exactly_queries() -> Callable[[int], AbstractContextManager[None]]:
    """`with exactly_queries(3): ...` fails with the statements when it takes more or fewer."""

    @contextmanager
    def check(number: int) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        statements = [query["sql"] for query in captured.captured_queries]
        if len(statements) != number:
            pytest.fail(f"{len(statements)} queries instead of {number}:\n" + "\n".join(statements))

    return check


@pytest.fixture
def count_queries() -> Callable[[Callable[[], object]], int]:
    """`count_queries(lambda: client.get(url))` says how many queries it takes, to compare 1 row with 10."""

    def count(action: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            action()
        return len(captured.captured_queries)

    return count
