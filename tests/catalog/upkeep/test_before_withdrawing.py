"""Before pages are withdrawn, the admin shows what still names them."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.factories import make_article, make_license, make_model, make_organization, variant_document


@pytest.fixture
def admin(editor: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(editor)


def words(page: bytes) -> str:
    return " ".join(page.decode().split())


def test_the_form_lists_texts_and_facts_that_name_the_page_drafts_too(admin: Client) -> None:
    license = make_license("mit", name="MIT License")
    make_model("llama-2", name="Llama 2", variants=[variant_document("llama-2-7b", name="Llama 2 7B", license="mit")])
    make_article("guide", name="Guide", body="See [[MIT License]].", state="draft")
    page = words(admin.get(reverse("admin:registry_license_withdraw", args=[license.pk])).content)
    assert "Links in the text of other pages (1)" in page
    assert '<a href="/pages/guide/">Guide</a> (draft): “MIT License”' in page
    assert "Variants under the license (1)" in page
    assert '<a href="/models/llama-2/#llama-2-7b">Llama 2</a>: Llama 2 7B' in page


def test_the_form_says_when_nothing_names_the_page(admin: Client) -> None:
    license = make_license("mit")
    page = words(admin.get(reverse("admin:registry_license_withdraw", args=[license.pk])).content)
    assert "No other page names it, in its text or in a fact." in page


def test_of_several_pages_the_form_says_which_is_named(admin: Client) -> None:
    one, two = make_organization("one", name="One"), make_organization("two", name="Two")
    make_model("llama-2", name="Llama 2", developers=["two"])
    data = {"action": "withdraw_selected", "_selected_action": [one.pk, two.pk]}
    page = words(admin.post(reverse("admin:registry_organization_changelist"), data).content)
    assert "Models whose developer it is (1)" in page
    assert '<a href="/models/llama-2/">Llama 2</a> → Two' in page


@pytest.mark.parametrize("number", [1, 10])
def test_the_form_costs_the_same_however_much_names_the_page(admin: Client, count_queries: Callable[..., int], number: int) -> None:
    license = make_license("mit", name="MIT License")
    for index in range(number):
        make_model(f"m-{index}", variants=[variant_document(f"m-{index}-7b", license="mit")])
        make_article(f"a-{index}", body="[[MIT License]]")
    address = reverse("admin:registry_license_withdraw", args=[license.pk])
    admin.get(address)
    # Session, person, roles and permissions; the page; links and variants with their numbers, and two groups that are empty.
    assert count_queries(lambda: admin.get(address)) == 12
