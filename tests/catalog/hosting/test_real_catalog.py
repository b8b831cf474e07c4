"""What the curated catalog says about hosts. Expected figures are reckoned by hand from the files in fixtures/."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("_curated", "frozen_time")]


@pytest.fixture(scope="module")
def _curated(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_catalog", str(FIXTURES), verbosity=0)
        yield
        transaction.set_rollback(True)


def test_the_cheapest_host_of_llama_3_1_8b(text_of: Callable[..., str]) -> None:
    words = text_of("/hosting/cheapest/?model=llama-3.1-8b&input_tokens=10M&output_tokens=2M")
    # Cloudflare's newest price, for the fp8 build: 10 x 0.152 + 2 x 0.287 = 2.094
    assert "Cloudflare Workers AI (Llama 3.1 8B), for $2.09 a month." in words
    assert "Not before 17 October 2026 At most 35 days old" in words
    # In June the awq build of May was known, at 10 x 0.123 + 2 x 0.266 = 1.762; Groq's ended offer counts while it stood.
    assert "$1.76" in text_of("/hosting/cheapest/?model=llama-3.1-8b&input_tokens=10M&output_tokens=2M&as_of=2026-06-01")


def test_an_offer_with_two_prices(text_of: Callable[..., str]) -> None:
    words = text_of("/hosting/offers/cloudflare-llama-2-7b-cloudflare-workers-ai/")
    # 1.923 after 0.556, and 1.923 after 6.667
    assert "Input 245.9 % more expensive, output 71.2 % cheaper" in words


def test_chips_of_llama_2(text_of: Callable[..., str]) -> None:
    words = text_of("/hosting/on-device/?family=llama")
    assert "Listed for Snapdragon 8 Gen 3, 8 Elite and X Elite" in words
    assert "Dimensity flagship chip with NeuroPilot" in words
    assert "Windows (local development) Chip not named in the source" in words


def test_the_line_by_partners(text_of: Callable[..., str]) -> None:
    words = text_of("/hosting/?family=llama&partner=microsoft&standing=any")
    assert "Llama 2 18 July 2023" in words
    assert "Managed API" in words
