"""From a list to its files, and from a model to its bill of materials: the links give what the page shows."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from catalog.views.lists import LISTINGS
from tests import factories
from tests.factories import variant_document


@pytest.fixture
def reader(db: None, public_read: None) -> Client:
    return Client()


def links(client: Client, address: str, *, to: str) -> list[str]:
    page = client.get(address)
    assert page.status_code == 200
    return [unescape(link) for link in re.findall(rf'href="({re.escape(to)}[^"]*)"', page.content.decode())]


def content(answer: Any) -> bytes:
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content)


def two_models() -> None:
    factories.make_model("llama-2", name="Llama 2", release_date="2023-07-18")
    factories.make_model("yi", name="Yi & Co", family="yi", developers=["01-ai"], release_date="2024-01-01")
    factories.make_license("mit", spdx_id="MIT")
    factories.make_article("how-we-choose")


def test_a_list_leads_to_itself_in_four_forms(reader: Client) -> None:
    two_models()
    found = links(reader, "/models/", to="/api/v1/models/")
    assert found == [f"/api/v1/models/?ordering=-release_date&format={form}" for form in ("csv", "xlsx", "jsonl", "md")]
    assert content(reader.get(f"{found[0]}&fields=slug")) == b"slug\r\nyi\r\nllama-2\r\n"


def test_the_files_have_the_filters_and_the_order_of_the_list(reader: Client) -> None:
    two_models()
    csv, *_ = links(reader, "/models/?q=yi+%26+co&developer=01-ai&ordering=name&page=1", to="/api/v1/models/")
    assert csv == "/api/v1/models/?q=yi+%26+co&developer=01-ai&ordering=name&format=csv"
    assert content(reader.get(f"{csv}&fields=slug")) == b"slug\r\nyi\r\n"


@pytest.mark.parametrize("name", LISTINGS)
def test_every_order_of_every_list_leads_to_files_that_there_are(name: str, reader: Client) -> None:
    two_models()
    folder = {"articles": "pages"}.get(name, name)
    orders = [sign + column.order for column in LISTINGS[name].columns if column.order for sign in ("", "-")]
    for order in orders:
        found = [link for link in links(reader, f"/{folder}/?ordering={order}", to="/api/v1/") if "format=" in link]
        assert len(found) == 4
        assert content(reader.get(found[0])).count(b"\r\n") > 1


def test_an_empty_list_has_nothing_to_take_away(reader: Client) -> None:
    assert links(reader, "/models/", to="/api/v1/models/") == []


def test_a_model_leads_to_the_bill_of_materials_of_its_variants(reader: Client) -> None:
    factories.make_model("llama-3.1", variants=[variant_document("llama-3.1-8b"), variant_document("llama-3.1-70b")])
    (link,) = links(reader, "/models/llama-3.1/", to="/api/v1/mlbom/")
    assert link == "/api/v1/mlbom/?variant=llama-3.1-8b&variant=llama-3.1-70b"
    assert [component["bom-ref"] for component in reader.get(link).json()["components"]] == ["llama-3.1-8b", "llama-3.1-70b"]


def test_a_model_without_variants_has_no_bill_of_materials(reader: Client) -> None:
    factories.make_model("empty", variants=[])
    assert links(reader, "/models/empty/", to="/api/v1/mlbom/") == []
