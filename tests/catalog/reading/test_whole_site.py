"""Every page of the curated catalog: no dead link, no dead anchor, sound HTML, nothing from other hosts."""

from pathlib import Path
from urllib.parse import urldefrag

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.urls import Resolver404, resolve

from registry.models import Page
from tests.catalog.reading.pages import PageReader

# Marked, so that the test database is made also where these tests run alone.
pytestmark = [pytest.mark.slow, pytest.mark.django_db]
FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
LISTS = (
    "/",
    "/models/",
    "/licenses/",
    "/partners/",
    "/families/",
    "/pages/",
    "/models/?q=llama",
    "/models/?q=nothing-like-it",
    "/explore/",
)
PAGES_OF_THE_CATALOG = ("/models/", "/licenses/", "/partners/", "/families/", "/pages/")
# Below every page stand the same few: they are read where there is most to read, and elsewhere only looked up.
READ_TO_THE_END = {"llama-2", "llama-2-community", "meta", "llama", "data-sources"}


class Site:
    """The pages of the catalog by address, and the status of everything else that they link to."""

    def __init__(self) -> None:
        self.pages: dict[str, PageReader] = {}
        self.others: dict[str, int] = {}


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureDef) -> Site:
    found = Site()
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(PUBLIC_READ=True):  # type: ignore[attr-defined]
        call_command("load_catalog", str(FIXTURES), verbosity=0)
        client = Client()
        waiting = [*LISTS, *(page.get_absolute_url() for page in Page.objects.published())]
        while waiting:
            address = waiting.pop()
            if address in found.pages:
                continue
            response = client.get(address)
            assert response.status_code == 200, f"{address} answered {response.status_code}"
            reader = found.pages[address] = PageReader(response.content.decode())
            for link in reader.links:
                target, _ = urldefrag(link)
                if not target.startswith("/") or target in found.pages or target in found.others:
                    continue
                if is_read(target):
                    waiting.append(target)
                else:
                    found.others[target] = status_of(target, client)
        transaction.set_rollback(True)
    return found


def is_read(target: str) -> bool:
    """Whether a link is followed: pages and lists are, what stands below a page only for some."""
    parts = target.partition("?")[0].strip("/").split("/")
    of_the_catalog = target.startswith(PAGES_OF_THE_CATALOG) and parts[-1] != "feed"
    return target == "/" or (of_the_catalog and (len(parts) < 3 or parts[1] in READ_TO_THE_END))


def status_of(target: str, client: Client) -> int:
    """What an address answers. Files of the API, charts of each model and what stands below pages are looked up, not asked for."""
    path = target.partition("?")[0]
    if not path.startswith(("/api/", "/charts/", *PAGES_OF_THE_CATALOG)):
        return client.get(target).status_code
    try:
        resolve(path)
    except Resolver404:
        return 404
    return 200


def test_the_catalog_has_all_its_pages(site: Site) -> None:
    assert {"/models/llama-2/", "/licenses/llama-3.1-community/", "/partners/microsoft/", "/families/qwen/", "/pages/data-sources/"} <= set(
        site.pages
    )
    assert len(site.pages) > 370


def test_no_link_within_the_site_is_dead(site: Site) -> None:
    assert {address: status for address, status in site.others.items() if status not in (200, 302)} == {}


def test_every_anchor_is_there(site: Site) -> None:
    dead = []
    for address, page in site.pages.items():
        for link in page.links:
            target, fragment = urldefrag(link)
            goal = site.pages.get(target or address)
            if fragment and goal and fragment not in goal.ids:
                dead.append(f"{address} → {link}")
    assert dead == []


def test_every_page_is_sound_html(site: Site) -> None:
    assert {address: page.mistakes for address, page in site.pages.items() if page.mistakes} == {}


def test_every_page_has_a_title_of_its_own_and_a_language(site: Site) -> None:
    titles: dict[str, list[str]] = {}
    for address, page in site.pages.items():
        assert page.language == "en"
        if "?" not in address:
            titles.setdefault(" ".join(page.title.split()), []).append(address)
    assert "" not in titles
    ambiguous = {
        title: addresses for title, addresses in titles.items() if len({address.split("/")[1] for address in addresses}) < len(addresses)
    }
    assert ambiguous == {}


def test_nothing_is_loaded_from_another_host(site: Site) -> None:
    assert {source for page in site.pages.values() for source in page.loaded if not source.startswith("/static/")} == set()


def test_links_to_other_hosts_are_web_addresses(site: Site) -> None:
    outside = {link for page in site.pages.values() for link in page.links if not link.startswith(("/", "#", "?"))}
    assert {link for link in outside if not link.startswith(("https://", "http://"))} == set()
