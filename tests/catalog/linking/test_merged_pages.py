"""A page that was merged into another leads there, on the site and in the API; what is kept of it stays at its own address."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from registry.models import FormerSlug, Page
from tests.factories import make_article, make_license, make_organization

MAKE = {"licenses": make_license, "partners": make_organization, "pages": make_article}


def merged(place: str, *, winner_state: str = "published") -> None:
    winner, loser = MAKE[place]("winner", state=winner_state), MAKE[place]("loser")
    Page.objects.filter(pk=loser.pk).update(state="withdrawn", merged_into=winner)


@pytest.mark.parametrize("place", MAKE)
def test_its_address_leads_to_the_page_it_was_merged_into(reader: Client, place: str) -> None:
    merged(place)
    response = reader.get(f"/{place}/loser/")
    assert response.status_code == 301
    assert response["Location"] == f"/{place}/winner/"


def test_what_is_below_its_address_stays(reader: Client) -> None:
    merged("pages")
    assert reader.get("/pages/loser/history/").status_code == 200
    assert reader.get("/pages/loser/links/").status_code == 200


def test_its_former_addresses_lead_on_to_it(reader: Client) -> None:
    merged("pages")
    FormerSlug.objects.create(kind="article", slug="older", target="loser")
    assert reader.get("/pages/older/", follow=True).redirect_chain == [("/pages/loser/", 301), ("/pages/winner/", 301)]


def test_a_page_merged_into_a_draft_shows_how_it_last_stood(reader: Client) -> None:
    merged("pages", winner_state="draft")
    assert reader.get("/pages/loser/").status_code == 410


@pytest.mark.parametrize(("place", "resource"), [("licenses", "licenses"), ("partners", "organizations"), ("pages", "articles")])
def test_the_api_leads_there_too(api: APIClient, place: str, resource: str) -> None:
    merged(place)
    response = api.get(f"/api/v1/{resource}/loser/?fields=slug")
    assert response.status_code == 301
    assert response["Location"] == f"/api/v1/{resource}/winner/?fields=slug"


def test_the_api_has_nothing_where_the_page_was_merged_into_a_draft(api: APIClient) -> None:
    merged("pages", winner_state="draft")
    assert api.get("/api/v1/articles/loser/").status_code == 404
