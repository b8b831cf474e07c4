"""Documents and proposals that a fuzzer makes from the description, or against it: no 5xx, no undeclared status, no undeclared body."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.contrib.auth.models import User
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from catalog.models import Scope
from tests.api.verdicts.test_fuzzed import CHECKS
from tests.factories import article_document, make_license, make_model, make_organization, offer_document, variant_document
from tests.registry.editing.conftest import alice, apache, apache_saying, proposed, sources

__all__ = ["alice", "apache", "sources"]
SLUGS = {"organizations": "meta", "models": "llama-2", "licenses": "apache-2.0", "families": "llama"}
OPERATIONS = [
    *((f"/api/v1/{name}/{{slug}}/document/", method, {"slug": slug}) for name, slug in SLUGS.items() for method in ("GET", "PUT", "PATCH")),
    *((f"/api/v1/{name}/", "POST", {}) for name in ("articles", "licenses", "models")),
    ("/api/v1/organizations/{slug}/document/restore/", "POST", {"slug": "meta"}),
    ("/api/v1/proposals/", "GET", {}),
    *((f"/api/v1/proposals/{{number}}/{action}", method, {"number": 0}) for action, method in [
        ("", "GET"), ("publish/", "POST"), ("decline/", "POST"), ("take-back/", "POST"),
    ]),
]  # fmt: skip


@pytest.fixture
def _one_connection() -> Iterator[None]:
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def proposal(alice: User, apache: Any) -> int:
    """A catalog with one of each, and a proposal on it."""
    make_license("mit")
    make_organization("microsoft", roles=["hosting_partner"])
    make_model("llama-2", variants=[variant_document("llama-2-7b", license="mit")], offers=[offer_document()])
    proposed(article_document("wanted"), by=alice, expected=0, propose=True)
    return proposed(apache_saying("Alice's words."), by=alice, expected=1).pk


@pytest.mark.slow
@pytest.mark.parametrize("mode", [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method", "parts"), OPERATIONS)
@pytest.mark.filterwarnings("default")
@pytest.mark.usefixtures("public_read", "_one_connection")
def test_nothing_breaks(
    path: str, method: str, parts: dict[str, Any], mode: Any, proposal: int, administrator: User, token_for: Callable[..., str]
) -> None:
    headers = {
        "Host": "localhost", "Accept-Encoding": "identity", "If-Match": "*",
        "Authorization": f"Token {token_for(administrator, scope=Scope.WRITE)}",
    }  # fmt: skip
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application(), headers={"Host": "localhost"})
    fixed = {"path_parameters": {**parts, "number": proposal} if "number" in parts else parts} if parts else {}
    try:
        cases = described[path][method].as_strategy(generation_mode=mode, **fixed)
    except ValueError:
        pytest.skip("nothing can be made wrong here")

    @settings(
        max_examples=12, deadline=None, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=cases)
    def ask(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()
