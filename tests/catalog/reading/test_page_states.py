"""Which pages readers see: published ones; withdrawn ones with 410; drafts only those who may edit; former addresses lead on."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.models import FormerSlug
from tests.factories import make_article, make_family, make_license, make_model, make_organization, offer_document, variant_document

MAKE = {
    "models": make_model, "licenses": make_license, "partners": make_organization, "families": make_family, "pages": make_article,
}  # fmt: skip


@pytest.mark.parametrize("place", MAKE)
def test_a_published_page_is_where_its_address_says(reader: Client, place: str) -> None:
    page = MAKE[place]("the-1.5-page")
    assert page.get_absolute_url() == f"/{place}/the-1.5-page/"
    assert reader.get(page.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("place", MAKE)
def test_a_withdrawn_page_is_gone_and_shows_how_it_last_stood(place: str, text_of: Callable[..., str]) -> None:
    page = MAKE[place]("gone", name="Gone but kept", state="withdrawn")
    words = text_of(page.get_absolute_url(), status=410)
    assert "This page is withdrawn." in words
    assert "“Made for a test”" in words
    assert "Gone but kept" in words
    assert "Gone but kept" not in text_of(f"/{place}/")


@pytest.mark.parametrize("place", MAKE)
def test_a_draft_is_not_there_for_readers_and_marked_for_editors(
    reader: Client, place: str, editor: User, viewer: User, signed_in: Callable[[User], Client], text_of: Callable[..., str]
) -> None:
    page = MAKE[place]("soon", name="Not yet public", state="draft")
    assert reader.get(page.get_absolute_url()).status_code == 404
    assert signed_in(viewer).get(page.get_absolute_url()).status_code == 404
    assert "This page is a draft." in text_of(page.get_absolute_url(), client=signed_in(editor))
    assert "Not yet public" not in text_of(f"/{place}/")
    assert "Not yet public" not in text_of("/")


def test_a_former_slug_leads_to_the_new_one_for_good(reader: Client) -> None:
    make_license("new")
    FormerSlug.objects.create(kind="license", slug="old", target="new")
    response = reader.get("/licenses/old/")
    assert response.status_code == 301
    assert response["Location"] == "/licenses/new/"


def test_a_former_slug_of_another_kind_leads_nowhere(reader: Client) -> None:
    make_license("new")
    FormerSlug.objects.create(kind="license", slug="old", target="new")
    assert reader.get("/models/old/").status_code == 404


def test_a_page_does_not_link_to_drafts(reader: Client) -> None:
    make_license("secret", name="Secret License", state="draft")
    make_organization("shy", name="Shy Partner", state="draft")
    make_model("open", variants=[variant_document("open-7b", license="secret")], offers=[offer_document("open-shy", partner="shy")])
    page = reader.get("/models/open/").content.decode()
    assert "/partners/shy/" not in page
    assert "/licenses/secret/" not in page


def test_unknown_addresses_answer_404_on_a_page_of_the_site(text_of: Callable[..., str]) -> None:
    assert "There is no page at this address." in text_of("/models/nothing/", status=404)
    assert "There is no page at this address." in text_of("/nothing/at/all/", status=404)
