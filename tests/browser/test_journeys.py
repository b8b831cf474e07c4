"""What people come to the wiki for, walked through in a browser, with scripts and without."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from registry.models import Proposal, Revision
from registry.roles import Role, give_role
from tests.factories import GRANT, MANY_USERS, WEB_PAGE, make_license, make_model, variant_document

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery staple"
WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def wiki(site: str) -> str:
    """A catalog with Llama 3.1 and its license, and people in three roles."""
    later = {**MANY_USERS, "measurement_month": "2024-06"}
    make_license("llama-3.1-community", name="Llama 3.1 License", license_ref="LicenseRef-llama-3.1", terms=[GRANT, later],
                 category="community_with_thresholds", sources={"text": WEB_PAGE})  # fmt: skip
    variants = [variant_document("llama-3.1-8b", name="Llama 3.1 8B", license="llama-3.1-community", lineage={"status": "none"})]
    make_model("llama-3.1", name="Llama 3.1", variants=variants, summary="Meta's release of July 2024.", sources={"card": WEB_PAGE})
    for name, role in (("vera", Role.VIEWER), ("emil", Role.EDITOR), ("edda", Role.EDITOR), ("rita", Role.REVIEWER)):
        give_role(User.objects.create_user(name, password=PASSWORD), role)
    return site


@pytest.fixture
def as_person(wiki: str, open_page: Any) -> Any:
    """`as_person("emil", scripts=False)` gives a page in a browser of their own in which they have signed in."""

    def sign_in(name: str, *, scripts: bool = True) -> Page:
        page: Page = open_page(java_script_enabled=scripts)
        page.goto(f"{wiki}/accounts/login/")
        page.locator("#id_login").fill(name)
        page.locator("#id_password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    return sign_in


@WITH_AND_WITHOUT
def test_find_a_model_read_why_edit_a_fact_with_its_source_see_the_difference_and_restore(wiki: str, as_person: Any, scripts: bool) -> None:
    page = as_person("emil", scripts=scripts)
    page.get_by_role("banner").get_by_role("search").locator("input[name=q]").fill("llama 3.1")
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name="Llama 3.1", exact=True).first.click()
    page.wait_for_url(f"{wiki}/models/llama-3.1/")
    expect(page.locator(".answer")).to_contain_text("unless this applies to you")
    expect(page.locator(".answer")).to_contain_text("700,000,000 monthly active users in June 2024")

    page.get_by_role("navigation", name="This page", exact=True).get_by_role("link", name="Edit").click()
    page.get_by_role("link", name="Llama 3.1 8B").click()
    page.get_by_label("Context window").fill("131072")
    page.get_by_label("Title").fill("Llama 3.1 model card")
    page.get_by_label("URL").fill("https://example.org/llama-3.1")
    page.get_by_label("Why this change").fill("The card gives the context window")
    page.get_by_role("main").get_by_role("button", name="Preview", exact=True).last.click()
    expect(page.get_by_role("heading", name="Preview: nothing is saved yet")).to_be_visible()
    assert Revision.objects.filter(page__slug="llama-3.1").count() == 1
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("main")).to_contain_text("131,072")

    page.get_by_role("navigation", name="This page", exact=True).get_by_role("link", name="History").click()
    expect(page.get_by_role("row").filter(has_text="The card gives the context window")).to_contain_text("emil")
    page.goto(f"{wiki}/models/llama-3.1/diff/1..2/")
    expect(page.get_by_role("row").filter(has_text="Context window").first).to_contain_text("131,072")

    page.goto(f"{wiki}/models/llama-3.1/history/1/restore/")
    page.get_by_label("Why").fill("The card was of another model")
    page.get_by_role("main").get_by_role("button", name="Bring back revision 1").click()
    page.wait_for_url(lambda url: "/restore/" not in url)
    numbers = list(Revision.objects.filter(page__slug="llama-3.1").order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2, 3]
    first, last = Revision.objects.filter(page__slug="llama-3.1", number__in=(1, 3)).order_by("number")
    assert first.document == last.document


@WITH_AND_WITHOUT
def test_what_one_person_proposes_another_publishes(wiki: str, as_person: Any, scripts: bool) -> None:
    mine = as_person("vera", scripts=scripts)
    mine.goto(f"{wiki}/models/llama-3.1/edit/")
    mine.get_by_label("Summary").fill("Meta's release of July 2024 in three sizes.")
    mine.get_by_label("Why this change").fill("Say how many sizes")
    mine.get_by_role("button", name="Propose").click()
    expect(mine.locator("main")).to_contain_text("Say how many sizes")
    assert Revision.objects.filter(page__slug="llama-3.1").count() == 1
    proposal = Proposal.objects.get()
    expect(mine.get_by_role("button", name="Publish")).to_have_count(0)

    theirs = as_person("rita", scripts=scripts)
    theirs.goto(f"{wiki}/proposals/{proposal.pk}/")
    expect(theirs.locator("ins")).to_contain_text("in three sizes")
    theirs.get_by_role("button", name="Publish").click()
    theirs.goto(f"{wiki}/models/llama-3.1/history/")
    expect(theirs.get_by_role("row").filter(has_text="Say how many sizes")).to_contain_text("vera (published by rita)")
    theirs.goto(f"{wiki}/models/llama-3.1/")
    expect(theirs.locator("main")).to_contain_text("in three sizes")


@WITH_AND_WITHOUT
def test_who_loses_an_edit_race_sees_what_changed_and_loses_no_text(wiki: str, as_person: Any, scripts: bool) -> None:
    slower, quicker = as_person("emil", scripts=scripts), as_person("edda", scripts=scripts)
    for page in (slower, quicker):
        page.goto(f"{wiki}/models/llama-3.1/edit/")
    quicker.get_by_label("Released").fill("2024-07-23")
    quicker.get_by_label("I have no source yet").check()
    quicker.get_by_label("Why this change").fill("The day")
    quicker.get_by_role("button", name="Publish").click()
    quicker.wait_for_url(lambda url: "/edit/" not in url)

    typed = "Meta's release of July 2024, with a longer context.\n\nAnd a second paragraph."
    slower.get_by_label("Summary").fill(typed)
    slower.get_by_label("Why this change").fill("Say more")
    slower.get_by_role("button", name="Publish").click()
    expect(slower.get_by_role("heading", name="Somebody else changed this page meanwhile")).to_be_visible()
    expect(slower.get_by_role("row").filter(has_text="Not changed by you")).to_contain_text("2024-07-23")
    assert slower.get_by_label("Summary").input_value() == typed
    slower.get_by_label("I have seen these changes").check()
    slower.get_by_role("button", name="Publish").click()
    slower.wait_for_url(lambda url: "/edit/" not in url)
    newest = Revision.objects.filter(page__slug="llama-3.1").latest("number")
    assert newest.number == 3
    assert (newest.document["release_date"], newest.document["summary"]) == ("2024-07-23", typed)
