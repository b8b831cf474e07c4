"""A link to a missing page leads to what can be done about it."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import make_article, make_organization


def test_it_says_what_is_missing_and_who_asks_for_it(reader: Client, text_of: Callable[..., str]) -> None:
    make_article("guide", name="Guide", body="See [[license: Nova License]].")
    make_article("other", name="Other", body="See [[Nova License]].")
    make_article("soon", name="Draft", body="See [[license: Nova License]].", state="draft")
    page = text_of("/missing/?name=Nova+License&kind=license")
    assert "No license is called “Nova License”" in page
    assert "Who links to it Guide article: “Nova License” Write it" in page
    assert "Sign in as someone who may edit" in page


def test_it_shows_pages_with_names_like_it(reader: Client, text_of: Callable[..., str]) -> None:
    make_organization("meta", name="Meta Platforms")
    assert "Is it one of these? Meta Platforms organization" in text_of("/missing/?name=platforms+meta")


def test_an_editor_can_begin_the_page(reader: Client, editor: User, signed_in: Callable[[User], Client]) -> None:
    page = signed_in(editor).get("/missing/?name=Nova+1&kind=license").content.decode()
    assert "/new/license/?name=Nova+1" in page
    assert "Begin a license called “Nova 1”" in page
    assert "Begin a model" not in page


def test_once_there_is_a_page_it_leads_there(reader: Client) -> None:
    make_article("nova", name="Nova")
    assert reader.get("/missing/?name=nova")["Location"] == "/pages/nova/"
    assert reader.get("/missing/?name=nova&kind=license").status_code == 200


@pytest.mark.parametrize("query", ["", "?name=", "?name=%21%21", f"?name={'a' * 201}", "?name=%00"])
def test_an_address_that_names_nothing_says_what_it_should_hold(reader: Client, query: str, text_of: Callable[..., str]) -> None:
    assert "The address must name a page" in text_of(f"/missing/{query}", status=400)


def test_it_shows_what_is_asked_as_text(reader: Client) -> None:
    assert b"<b>x" not in reader.get("/missing/?name=%3Cb%3Ex").content
