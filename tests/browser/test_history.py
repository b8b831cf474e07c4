"""History in a real browser: axe finds nothing, nothing runs off a narrow screen, and two revisions are compared without scripts."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_accessible import RULES
from tests.factories import model_document, offer_document, save, variant_document

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/models/llama-2/history/", "/models/llama-2/history/?on=x", "/models/llama-2/history/2/", "/models/llama-2/diff/1..2/",
    "/models/llama-2/diff/2..2/", "/models/llama-2/history/9/", "/changes/", "/changes/?kind=x", "/changes/?kind=article",
)  # fmt: skip


@pytest.fixture
def edited(small: str) -> str:
    """A site on which Llama 2 was changed in every way that a page can show."""
    offer = offer_document("llama-2-other", partner="meta", prices=[{"input_per_million": "1", "currency": "USD", "note": "*List* price."}])
    save(model_document(name="Llama 2", aliases=["L2", "Llama Two"], summary="The first that may be used commercially.", offers=[offer]))
    dearer = {**offer, "prices": [{"input_per_million": "2", "currency": "USD"}]}
    variants = [variant_document("llama-2-70b"), variant_document("llama-2-7b", context_tokens=4096)]
    changed = {"aliases": ["L2"], "summary": "The first that may be sold.", "variants": variants, "offers": [dearer]}
    save(model_document(name="Llama 2", **changed), reason="Changed")
    return small


def test_axe_finds_nothing_and_nothing_runs_off_the_screen(edited: str, open_page: Any) -> None:
    axe = Axe()
    found = []
    for scheme in ("light", "dark"):
        for width in (320, 1280):
            page = open_page(width=width, scheme=scheme)
            for address in (*PAGES, "/models/llama-2/diff/2..3/"):
                page.goto(edited + address)
                violations = axe.run(page, options={"runOnly": RULES}).response["violations"]
                found += [f"{address} {scheme} {width}: {each['id']}: {each['nodes'][0]['html'][:200]}" for each in violations]
                over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if over > 0:
                    found.append(f"{address} {scheme} {width}: {over} px too wide")
    assert found == []


def test_two_revisions_are_chosen_and_compared_without_scripts(edited: str, open_page: Any) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(edited + "/models/llama-2/")
    page.get_by_role("link", name="History", exact=True).click()
    page.get_by_label("Compare revision 2 as the old one").check()
    page.get_by_label("Compare revision 3 as the new one").check()
    page.get_by_role("button", name="Compare the two chosen revisions").click()
    expect(page).to_have_url(f"{edited}/models/llama-2/diff/2..3/")
    expect(page.locator("del", has_text="used commercially")).to_be_visible()
    expect(page.locator("ins", has_text="sold")).to_be_visible()
