"""Text that tries to run something is shown as text, in every field of every page."""

import pytest
from django.test import Client

from tests.catalog.reading.hostile import LINE, write_hostile_catalog
from tests.catalog.reading.pages import PageReader

LISTS = ["/", "/models/", "/licenses/", "/partners/", "/families/", "/pages/"]


@pytest.fixture
def addresses(reader: Client) -> list[str]:
    return [*write_hostile_catalog(), *LISTS]


def test_no_text_becomes_markup(addresses: list[str], reader: Client) -> None:
    for address in addresses:
        html = reader.get(address).content.decode()
        page = PageReader(html)
        assert page.mistakes == [], address
        assert [link for link in page.links if not link.startswith(("/", "#", "https://"))] == [], address
        assert [source for source in page.loaded if not source.startswith("/static/")] == [], address
        assert "14" not in html.partition("<main")[2].partition("</h1>")[0], f"{address}: a template in the text was run"
        assert "&lt;script&gt;xss()" in html


@pytest.mark.parametrize(
    "query",
    [
        "q=<script>xss()</script>",
        'commercial_use="><img src=x onerror=xss()>',
        "<script>xss()</script>=1",
        "ordering='><svg onload=xss()>",
        "page=<b>",
    ],
)
def test_no_address_becomes_markup(reader: Client, db: None, query: str) -> None:
    page = PageReader(reader.get(f"/models/?{query}").content.decode())
    assert page.mistakes == []


def test_the_hostile_text_is_all_there(addresses: list[str], text_of: object) -> None:
    assert LINE in text_of("/models/hostile/")  # type: ignore[operator]
