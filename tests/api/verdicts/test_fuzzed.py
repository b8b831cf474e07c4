"""Questions that a fuzzer makes from the description, or against it: no 5xx, no undeclared status, no undeclared body."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from catalog.models import Scope

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [
    ("/api/v1/verdicts/", "POST"),
    ("/api/v1/checks/", "POST"),
    ("/api/v1/use-profiles/", "GET"),
    ("/api/v1/use-profiles/", "POST"),
    ("/api/v1/use-profiles/{name}/", "GET"),
    ("/api/v1/use-profiles/{name}/", "PUT"),
    ("/api/v1/decisions/", "GET"),
    ("/api/v1/decisions/", "POST"),
    ("/api/v1/decisions/{number}/", "GET"),
]


@pytest.fixture
def _one_connection() -> Iterator[None]:
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(administrator: User, token_for: Callable[..., str]) -> str:
    return token_for(administrator, scope=Scope.WRITE)


@pytest.mark.slow
@pytest.mark.parametrize("mode", [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
@pytest.mark.filterwarnings("default")
@pytest.mark.usefixtures("public_read", "catalog", "_one_connection")
def test_nothing_breaks(path: str, method: str, mode: Any, secret: str) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), headers={"Host": "localhost"})
    cases = described[path][method].as_strategy(generation_mode=mode)

    @settings(
        max_examples=15, deadline=None, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        headers = {"Host": "localhost", "Accept-Encoding": "identity", "Authorization": f"Token {secret}"}
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()
