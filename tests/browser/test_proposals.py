"""A proposal in a browser without scripts: read, settled, and as axe sees it in light and dark, narrow and wide."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import expect

from registry.models import Proposal, Revision
from tests.browser.test_accessible import RULES
from tests.browser.test_talking import open_as
from tests.factories import article_document, save
from tests.registry.editing.conftest import alice, apache, apache_saying, carla, proposed, sources

__all__ = ["alice", "apache", "carla", "open_as", "sources"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(alice: User, apache: Any) -> Proposal:
    return proposed(apache_saying("Alice's words."), by=alice, expected=1)


def test_a_reviewer_settles_a_conflict_without_scripts(small: str, open_as: Callable[..., Any], carla: User, waiting: Proposal) -> None:
    save(apache_saying("Other words."))
    page = open_as(carla, java_script_enabled=False)
    page.goto(small)
    page.get_by_role("link", name="1 to review").click()
    page.get_by_role("link", name="Apache 2.0").click()
    page.get_by_label("I have seen what others changed").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("main")).to_contain_text("Published by carla")
    page.get_by_role("link", name="See what it changed").click()
    expect(page.locator("h1")).to_contain_text("from revision 2 to revision 3")
    assert Revision.objects.get(page=waiting.page, number=3).document["summary"] == "Alice's words."


def test_axe_finds_nothing_on_the_pages_of_proposals(
    small: str, open_as: Callable[..., Any], alice: User, carla: User, waiting: Proposal
) -> None:
    new = proposed(article_document("wanted"), by=alice, expected=0, propose=True)
    save(apache_saying("Other words."))
    axe, found = Axe(), []
    addresses = ("", "?show=mine", f"{waiting.pk}/", f"{waiting.pk}/edit/", f"{new.pk}/")
    for scheme in ("light", "dark"):
        for width in (320, 1280):
            page = open_as(carla, width=width, scheme=scheme)
            for address in addresses:
                page.goto(f"{small}/proposals/{address}")
                violations = axe.run(page, options={"runOnly": RULES}).response["violations"]
                found += [f"{address} {scheme} {width}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in violations]
                over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                found += [f"{address} {scheme} {width}: {over} px too wide"] if over > 0 else []
    assert found == []
