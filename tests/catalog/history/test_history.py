"""The history of a page."""

from collections.abc import Callable

from django.test import Client

from registry import history
from registry.models import Page
from tests.factories import make_organization, organization_document, save


def test_a_page_leads_to_its_history_and_back(reader: Client) -> None:
    make_organization()
    page = reader.get("/partners/meta/").content.decode()
    assert '<a href="/partners/meta/history/">History</a>' in page
    assert '<a href="/partners/meta/">Read</a>' in reader.get("/partners/meta/history/").content.decode()


def test_every_revision_is_told_newest_first(text_of: Callable[..., str]) -> None:
    make_organization()
    save(organization_document(name="Meta Platforms"), reason="Its full name", origin="admin")
    words = text_of("/partners/meta/history/")
    assert words.index("Its full name") < words.index("Made for a test")


def test_a_former_address_leads_to_the_same_place_below_the_new_one(reader: Client) -> None:

    page = make_organization()
    Page.objects.filter(pk=page.pk).update(slug="meta-ai")
    history.record(page, by=None, reason="Renamed", origin="admin")
    answer = reader.get("/partners/meta/history/?page=1")
    assert answer.status_code == 301
    assert answer["Location"] == "/partners/meta-ai/history/?page=1"
