"""What the catalog may have already is shown before it is saved."""

from typing import Any

import pytest
from django.test import Client

from registry.models import AIModel, License, Organization
from tests.factories import WEB_PAGE, make_license, make_model, make_organization
from tests.registry.admin.page_forms import Fields, opened

pytestmark = pytest.mark.django_db

ADD = "/admin/registry/aimodel/add/"


@pytest.fixture
def known() -> AIModel:
    """Llama 3.1 with an alias, a variant and a repository."""
    variant = {"slug": "llama-3.1-8b", "name": "Llama 3.1 8B", "open_weights": True, "huggingface": ["meta-llama/Llama-3.1-8B"]}
    return make_model("llama-3.1", name="Llama 3.1", aliases=["Meta Llama 3.1"], variants=[variant], sources={"card": WEB_PAGE})


def typed(client: Client, **fields: Any) -> Fields:
    plain = {"family": "llama", "developers": ["meta"], "state": "draft", "reason": "New"}
    return {**opened(client, ADD), **plain, **{name.replace("__", "-"): value for name, value in fields.items()}}


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "LLAMA-3.1", "slug": "another"},
        {"name": "Something", "aliases": "meta llama  3.1"},
        {"name": "llama 3.1 8b"},
        {"name": "Something", "variants__0__name": "Llama-3.1-8B", "variants__0__slug": "other"},
        {"name": "Something", "variants__0__name": "One", "variants__0__huggingface": "Meta-Llama/llama-3.1-8b"},
    ],
)
def test_a_name_alias_or_hugging_face_id_that_is_known_is_shown_with_a_link(at_admin: Client, known: AIModel, fields: Fields) -> None:
    sent = typed(at_admin, **fields)
    answer = at_admin.post(ADD, sent)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "The catalog may have this already" in page
    assert f'href="/admin/registry/aimodel/{known.pk}/change/"' in page
    assert f'value="{sent["name"]}"' in page
    assert AIModel.objects.count() == 1
    agreement = answer.context["refusal"].agreement
    assert at_admin.post(ADD, {**sent, "agreed_duplicates": agreement}).status_code == 302
    assert AIModel.objects.count() == 2


def test_agreeing_to_one_likeness_is_no_leave_for_another(at_admin: Client, known: AIModel) -> None:
    first = at_admin.post(ADD, typed(at_admin, name="Meta Llama 3.1"))
    agreement = first.context["refusal"].agreement
    make_model("gemma", name="Gemma", aliases=["Gem"])
    second = at_admin.post(ADD, typed(at_admin, name="Meta Llama 3.1", aliases="Gem", agreed_duplicates=agreement))
    assert second.status_code == 200
    assert "Gemma (model, published)" in second.content.decode()


def test_a_page_is_no_duplicate_of_itself_and_an_edit_asks_only_about_new_names(at_admin: Client, known: AIModel) -> None:
    make_model("llama-3.1-again", name="Llama 3.1", sources={"card": WEB_PAGE}, variants=[])
    url = f"/admin/registry/aimodel/{known.pk}/change/"
    assert at_admin.post(url, {**opened(at_admin, url), "summary": "More.", "reason": "More"}).status_code == 302


def test_a_name_of_another_kind_of_page_is_no_duplicate(at_admin: Client, known: AIModel) -> None:
    assert at_admin.post(ADD, typed(at_admin, name="Meta")).status_code == 302


def test_an_organization_is_found_by_its_alias(at_admin: Client) -> None:
    make_organization("aws", name="Amazon Web Services", aliases=["AWS"])
    add = "/admin/registry/organization/add/"
    answer = at_admin.post(add, {**opened(at_admin, add), "name": "a.w.s", "aliases": "aws", "state": "draft", "reason": "New"})
    assert "Amazon Web Services (organization, published)" in answer.content.decode()
    assert Organization.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "why"),
    [({"license_ref": "LicenseRef-x", "hub_ids": "LLAMA2"}, "the Hugging Face id"), ({"spdx_id": "mit"}, "the SPDX id MIT")],
)
def test_a_license_is_found_by_its_identifiers(at_admin: Client, fields: Fields, why: str) -> None:
    make_license("known", name="Known", spdx_id="MIT", hub_ids=["llama2"])
    add = "/admin/registry/license/add/"
    sent = {**opened(at_admin, add), "name": "Other", "category": "permissive", "state": "draft", "reason": "New", **fields}
    assert why in at_admin.post(add, sent).content.decode()
    assert License.objects.count() == 1
