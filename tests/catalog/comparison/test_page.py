"""The page of a comparison."""

from collections.abc import Callable

import pytest
from django.test import Client

from registry.models import UseProfile
from tests.catalog.comparison.side_by_side import three_releases
from tests.catalog.reading.pages import PageReader
from tests.factories import make_license, make_model, variant_document


@pytest.fixture(autouse=True)
def _catalog(db: None) -> None:
    three_releases()


def test_the_differences_are_counted_and_marked(text_of: Callable[..., str]) -> None:
    words = text_of("/compare/?m=llama-2&m=llama-3")
    assert "rows differ, marked with ≠" in words
    assert "Size threshold ≠(differs)" in words
    assert "Commercial use Depends on who you are License Two, 2" in words
    assert "131,072 citation needed highest" in words


def test_differences_alone(text_of: Callable[..., str]) -> None:
    words = text_of("/compare/?m=llama-2&m=llama-3&only=differences")
    assert "Size threshold" in words
    assert "Weights published" not in words
    assert "Weights published" in text_of("/compare/?m=llama-2&m=llama-3")


def test_things_that_agree_say_so(text_of: Callable[..., str]) -> None:
    make_license("a", name="A", license_ref="LicenseRef-a")
    make_license("b", name="B", license_ref="LicenseRef-b")
    assert "No row differs." in text_of("/compare/?l=a&l=b")
    assert "They agree in everything that is recorded." in text_of("/compare/?l=a&l=b&only=differences")


def test_nothing_chosen_says_how_to_begin(text_of: Callable[..., str]) -> None:
    assert "Nothing is chosen yet." in text_of("/compare/")
    assert "One is chosen. Add at least one more model or variant" in text_of("/compare/?m=llama-2")


def test_a_mistake_is_named_and_what_was_right_stays(text_of: Callable[..., str], reader: Client) -> None:
    assert "There is no model or variant 'gpt-9' in the catalog." in text_of("/compare/?m=llama-2&m=gpt-9", status=400)
    assert '<input type="hidden" name="m" value="llama-2">' in reader.get("/compare/?m=llama-2&m=gpt-9").content.decode()


def test_hostile_text_stays_text(reader: Client) -> None:
    make_model("bad", name="<script>xss()</script>", variants=[variant_document("bad-1", name="<img src=x onerror=xss()>")])
    page = PageReader(reader.get("/compare/?m=bad&m=llama-2").content.decode())
    assert page.mistakes == []
    page = PageReader(reader.get("/compare/?m=<script>xss()</script>&only=<b>").content.decode())
    assert page.mistakes == []


def test_a_profile_is_for_the_organizations_own_people(reader: Client, viewer_client: Client) -> None:
    use = {"organization": {"mau": {"2023-06": 800_000_000}, "affiliates_mau": {"2023-06": 0}}}
    UseProfile.objects.create(slug="ours", name="Our group", use=use)
    address = "/compare/?m=llama-2&m=llama-3&profile=ours"
    assert reader.get(address).status_code == 400
    html = viewer_client.get(address).content.decode()
    assert "For the organization of the use profile “Our group”." in html
    assert "Needs permission" in html


def test_the_number_of_queries_does_not_depend_on_the_number_of_columns(reader: Client, count_queries: Callable[..., int]) -> None:
    for number in range(4, 7):
        make_model(f"llama-{number}", variants=[variant_document(f"llama-{number}-7b", license="two", lineage={"status": "none"})])
    two, six = ("/compare/?" + "&".join(f"m=llama-{number}" for number in range(1, most + 1)) for most in (2, 6))
    assert count_queries(lambda: reader.get(two)) == count_queries(lambda: reader.get(six)) < 40
