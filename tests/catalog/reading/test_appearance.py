"""Light and dark are chosen by a link, so that it works without scripts; the choice never leads off the site."""

import pytest
from django.test import Client


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_is_remembered_and_shown(reader: Client, theme: str) -> None:
    response = reader.get("/appearance/", {"theme": theme, "next": "/models/?q=x"})
    assert response.status_code == 302
    assert response["Location"] == "/models/?q=x"
    assert f'data-bs-theme="{theme}"'.encode() in reader.get("/").content
    assert response.cookies["theme"]["samesite"] == "Lax"


def test_the_system_decides_until_the_reader_does_and_again_afterwards(reader: Client) -> None:
    assert b"data-bs-theme=" not in reader.get("/").content
    reader.get("/appearance/", {"theme": "dark"})
    reader.get("/appearance/", {"theme": "system"})
    assert b"data-bs-theme=" not in reader.get("/").content


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:///evil.example", "", "\t//evil.example"],
)
def test_the_way_back_stays_on_this_host(reader: Client, target: str) -> None:
    assert reader.get("/appearance/", {"theme": "dark", "next": target})["Location"] == "/"


def test_anybody_may_choose_even_where_reading_needs_an_account(client: Client, db: None) -> None:
    assert client.get("/appearance/", {"theme": "dark", "next": "/accounts/login/"}).status_code == 302
    assert b'data-bs-theme="dark"' in client.get("/accounts/login/").content


def test_an_unknown_theme_is_the_systems(reader: Client) -> None:
    reader.cookies["theme"] = "dark"
    reader.get("/appearance/", {"theme": "<script>"})
    assert b"data-bs-theme=" not in reader.get("/").content
