"""A fuzzer that follows the description, or breaks it on purpose, finds no 5xx, no undeclared status and no undeclared body."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SLUGS = {
    "families": "llama", "models": "llama-2", "variants": "llama-2-7b", "licenses": "llama-2-community", "organizations": "meta",
    "offers": "llama-2-azure", "articles": "how-we-choose",
}  # fmt: skip
OPERATIONS = [
    ("/api/v1/", None),
    *((f"/api/v1/{name}/", None) for name in SLUGS),
    *((f"/api/v1/{name}/{{slug}}/", slug) for name, slug in SLUGS.items()),
    ("/api/v1/models/{slug}/", ""),
]


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The application does not close the test's connection after each request, as Django's own test client sees to it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(public_read: None, catalog: None, _one_connection: None) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), headers={"Host": "localhost"})


@pytest.mark.slow
@pytest.mark.parametrize("mode", [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "slug"), OPERATIONS)
@pytest.mark.filterwarnings("default")
def test_nothing_breaks_and_nothing_undeclared_comes_back(path: str, slug: str | None, mode: Any, described: Any) -> None:
    fixed = {"path_parameters": {"slug": slug}} if slug else {}
    try:
        cases = described[path]["GET"].as_strategy(generation_mode=mode, **fixed)
    except ValueError:
        pytest.skip("nothing can be made wrong here")

    @settings(
        max_examples=25, deadline=None, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        case.call_and_validate(headers={"Host": "localhost", "Accept-Encoding": "identity"}, checks=CHECKS)

    ask()
