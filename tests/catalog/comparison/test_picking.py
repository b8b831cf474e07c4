"""Rows of lists are chosen for a comparison: one form without scripts, with what is named said by the page of the comparison."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.catalog.comparison.side_by_side import three_releases
from tests.factories import make_model, variant_document


@pytest.fixture(autouse=True)
def _catalog(db: None) -> None:
    three_releases()


@pytest.mark.parametrize(
    ("address", "by", "slug", "name"),
    [
        ("/models/", "m", "llama-2", "Llama 2"),
        ("/licenses/", "l", "two", "License Two"),
        ("/partners/", "p", "microsoft", "Microsoft"),
        ("/models/llama-2/", "m", "llama-2-7b", "Llama 2 7B"),
        ("/search/?q=llama+2", "m", "llama-2", "Llama 2"),
    ],
)
def test_a_row_of_a_list_is_chosen_by_its_name(reader: Client, address: str, by: str, slug: str, name: str) -> None:
    page = reader.get(address).content.decode()
    assert f'form="compare_" name="{by}" value="{slug}" data-pick="{name}"><span class="visually-hidden">Compare {name}</span>' in page
    assert page.count('id="compare_"') == 1
    assert f'data-compare-bar="{by}"' in page


def test_what_cannot_be_compared_has_nothing_to_tick(reader: Client) -> None:
    for address in ("/families/", "/pages/", "/models/?q=nothing-like-it"):
        assert 'class="pick' not in reader.get(address).content.decode()


def test_one_is_too_few_and_stays_chosen(reader: Client, text_of: Callable[..., str]) -> None:
    assert "One is chosen. Add at least one more model or variant" in text_of("/compare/?m=llama-2")
    assert '<input type="hidden" name="m" value="llama-2">' in reader.get("/compare/?m=llama-2").content.decode()


def test_seven_are_too_many_and_all_stay_to_choose_from(reader: Client, text_of: Callable[..., str]) -> None:
    for number in range(4, 8):
        make_model(f"llama-{number}", variants=[variant_document(f"llama-{number}-7b")])
    address = "/compare/?" + "&".join(f"m=llama-{number}" for number in range(1, 8))
    words = text_of(address, status=400)
    assert "At most 6 can be compared at once: these are 7." in words
    assert "Choose 6 of these 7" in words
    page = reader.get(address).content.decode()
    assert [f'name="m" value="llama-{number}"{checked}>' in page for number, checked in [(1, " checked"), (6, " checked"), (7, "")]] == [
        True
    ] * 3
