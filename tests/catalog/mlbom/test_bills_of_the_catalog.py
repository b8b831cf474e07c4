"""The bills of materials of the curated catalog: all valid, and the Llama line with its licenses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from registry.models import ModelVariant

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def _curated(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_catalog", str(FIXTURES), verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def curated(_curated: None, db: None, public_read: None) -> Client:
    return Client()


def valid(client: Client, *slugs: str) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/mlbom/", {"variant": slugs})
    assert answer.status_code == 200, answer.content
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(answer.content.decode()) is None
    found: list[dict[str, Any]] = answer.json()["components"]
    return found


def concluded(component: dict[str, Any]) -> str:
    named = [choice["license"] for choice in component["licenses"] if choice["license"]["acknowledgement"] == "concluded"]
    return str(named[0].get("id") or named[0]["name"])


def test_every_variant_has_a_valid_bill(curated: Client) -> None:
    slugs = list(ModelVariant.objects.published().order_by("slug").values_list("slug", flat=True))
    assert len(slugs) >= 150
    found = [component["bom-ref"] for start in range(0, len(slugs), 100) for component in valid(curated, *slugs[start : start + 100])]
    assert found == slugs


def test_the_llama_line_stands_under_a_license_of_its_own_each_time(curated: Client) -> None:
    found = valid(curated, "llama-1-7b", "llama-2-7b", "llama-3.1-70b")
    assert [concluded(component) for component in found] == [
        "LicenseRef-scancode-llama-license-2023", "LicenseRef-scancode-llama-2-license-2023", "LicenseRef-scancode-llama-3.1-license-2024",
    ]  # fmt: skip


def test_a_distilled_model_stands_on_llama_3_3_and_3_1_with_their_licenses(curated: Client) -> None:
    (component,) = valid(curated, "deepseek-r1-distill-llama-70b")
    llama, deepseek = component["pedigree"]["ancestors"]
    (older,) = llama["pedigree"]["ancestors"]
    assert (component["name"], concluded(component)) == ("DeepSeek-R1-Distill-Llama-70B", "MIT")
    assert (llama["name"], concluded(llama)) == ("Llama 3.3 70B Instruct", "LicenseRef-scancode-llama-3.3-license-2024")
    assert (older["name"], concluded(older)) == ("Llama 3.1 70B", "LicenseRef-scancode-llama-3.1-license-2024")
    assert (deepseek["name"], concluded(deepseek)) == ("DeepSeek-R1", "MIT")
