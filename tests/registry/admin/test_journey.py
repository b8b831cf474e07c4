"""A first-time editor enters "Llama 3.1, three sizes, five partners" in a real browser, on one page."""

import os
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page as Browser
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from registry.documents.diff import changes
from registry.models import AIModel, Revision
from registry.roles import Role
from tests.conftest import chromium
from tests.factories import make_family, make_license, make_organization

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

SIZES = [("Llama 3.1 8B", "8B"), ("Llama 3.1 70B", "70B"), ("Llama 3.1 405B", "405B")]
OFFERS = [
    ("Amazon", "managed_api", "Amazon Bedrock"),
    ("Microsoft", "managed_api", "Azure AI Foundry"),
    ("Hugging", "weights_download", "Hugging Face Hub"),
    ("Nvidia", "platform", "NVIDIA NIM"),
    ("Qualcomm", "on_device", "Qualcomm AI Hub"),
]


@pytest.fixture
def editor_page(live_server: LiveServer, signed_in: object, person: object) -> Iterator[Browser]:
    """A browser window in which an editor is signed in; requests to other hosts and script errors fail the test."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    user: User = person(Role.EDITOR)  # type: ignore[operator]
    client: Client = signed_in(user)  # type: ignore[operator]
    cookie = client.cookies["session"].value
    mistakes: list[str] = []
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium(), args=arguments)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.on("console", lambda said: mistakes.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("request", lambda sent: mistakes.append(sent.url) if not sent.url.startswith((live_server.url, "data:")) else None)
        yield page
        browser.close()
    assert mistakes == []


@pytest.fixture
def what_is_there_already() -> None:
    make_organization("meta", name="Meta", roles=["developer", "licensor"])
    make_family("llama", name="Llama")
    make_license("llama-3.1-community", name="Llama 3.1 Community License", license_ref="LicenseRef-llama-3.1")
    for slug, name in (("aws", "Amazon Web Services"), ("microsoft", "Microsoft"), ("hugging-face", "Hugging Face"), ("nvidia", "Nvidia")):
        make_organization(slug, name=name, roles=["hosting_partner"])
    make_organization("qualcomm", name="Qualcomm", roles=["hosting_partner"])


def choose(page: Browser, name: str, typed: str) -> None:
    """Type into a chooser and take the first answer."""
    page.locator(f"[name='{name}'] + .select2").click()
    page.locator(".select2-container--open input.select2-search__field").fill(typed)
    page.locator(".select2-results__option--highlighted:not(.loading-results)").filter(has_text=typed).first.click()


def enter_the_release(page: Browser, address: str) -> None:
    """Fill in the whole page as a person does, with the keyboard and the mouse alone, and save it."""
    page.goto(f"{address}/admin/registry/aimodel/add/")
    page.get_by_label("Name", exact=False).first.fill("Llama 3.1")
    choose(page, "family", "Llama")
    choose(page, "developers", "Meta")
    page.fill("[name=release_date]", "2024-07-23")
    page.fill("[name='sources-0-title']", "Introducing Llama 3.1")
    page.fill("[name='sources-0-url']", "https://ai.meta.com/blog/meta-llama-3-1/")
    page.fill("[name='sources-0-read_on']", "2026-11-20")
    for number, (name, parameters) in enumerate(SIZES):
        if number:
            page.get_by_role("button", name="Add another variant").click()
        page.fill(f"[name='variants-{number}-name']", name)
        page.fill(f"[name='variants-{number}-params_total']", parameters)
        choose(page, f"variants-{number}-license", "Llama 3.1")
    for number, (partner, channel, service) in enumerate(OFFERS):
        if number:
            page.get_by_role("button", name="Add another offer").click()
        choose(page, f"offers-{number}-partner", partner)
        page.select_option(f"[name='offers-{number}-channel']", channel)
        page.fill(f"[name='offers-{number}-service']", service)
        page.select_option(f"[name='offers-{number}-verification']", "verified")
        choose(page, f"offers-{number}-sources", "introducing-llama-3.1")
    page.fill("[name=reason]", "Meta released it")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/admin/registry/aimodel/")


def test_a_release_with_three_sizes_and_five_partners_is_entered_on_one_page(
    what_is_there_already: None, editor_page: Browser, live_server: LiveServer
) -> None:
    enter_the_release(editor_page, live_server.url)
    model = AIModel.objects.get(slug="llama-3.1")
    assert (model.family.slug, str(model.release_date), model.release_date_precision) == ("llama", "2024-07-23", "day")
    assert list(model.variants.values_list("slug", "params_total", "license__slug")) == [
        ("llama-3.1-8b", 8_000_000_000, "llama-3.1-community"),
        ("llama-3.1-70b", 70_000_000_000, "llama-3.1-community"),
        ("llama-3.1-405b", 405_000_000_000, "llama-3.1-community"),
    ]
    assert sorted(model.offers.values_list("partner__slug", "channel", "sources__key")) == [
        ("aws", "managed_api", "introducing-llama-3.1"),
        ("hugging-face", "weights_download", "introducing-llama-3.1"),
        ("microsoft", "managed_api", "introducing-llama-3.1"),
        ("nvidia", "platform", "introducing-llama-3.1"),
        ("qualcomm", "on_device", "introducing-llama-3.1"),
    ]
    revision = Revision.objects.get(page=model)
    assert (revision.number, revision.by_name, revision.reason, revision.origin) == (1, "editor", "Meta released it", "admin")


def test_a_row_in_the_middle_is_removed_without_losing_what_the_others_hold(
    what_is_there_already: None, editor_page: Browser, live_server: LiveServer
) -> None:
    enter_the_release(editor_page, live_server.url)
    before = Revision.objects.get(page__slug="llama-3.1").document
    editor_page.get_by_role("link", name="Llama 3.1").first.click()
    second = editor_page.locator("#variants-data > .catalog-part").nth(1)
    second.locator("> summary").click()
    second.get_by_label("Remove this variant").check()
    editor_page.fill("[name=reason]", "Entered by mistake")
    editor_page.get_by_role("button", name="Save", exact=True).click()
    editor_page.wait_for_url("**/admin/registry/aimodel/")
    after = Revision.objects.get(page__slug="llama-3.1", number=2).document
    assert [(change.path, change.kind) for change in changes(before, after)] == [("variants/llama-3.1-70b", "removed")]
