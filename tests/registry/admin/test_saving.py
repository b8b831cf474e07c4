"""Saving a page: a reason, one revision, and mistakes at the fields they are about."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from registry.models import AIModel, License, Organization, Page, Proposal, Revision
from tests.factories import WEB_PAGE, make_family, make_license, make_model, make_organization
from tests.registry.admin.page_forms import Fields, opened, row_added

pytestmark = pytest.mark.django_db

ADD_MODEL = "/admin/registry/aimodel/add/"
ADD_LICENSE = "/admin/registry/license/add/"


@pytest.fixture
def new_model(at_admin: Client, frozen_time: time_machine.Traveller) -> Fields:
    """The form of a new model, filled in so that it can be saved."""
    make_organization("meta")
    make_family("llama")
    return {
        **opened(at_admin, ADD_MODEL),
        "name": "Llama 3.1",
        "family": "llama",
        "developers": ["meta"],
        "sources-0-title": "Model card",
        "sources-0-url": "https://example.org/card",
        "sources-0-read_on": "2026-11-20",
        "variants-0-name": "Llama 3.1 8B",
        "variants-0-params_total": "8B",
        "reason": "Released today",
    }


def errors_at(response: Any, part: str, name: str | None, *, row: int = 0) -> list[str]:
    """Return the messages at a field of the page form, or of a row of the part."""
    assert response.status_code == 200, response.headers
    form = response.context["adminform"].form
    if part:
        form = next(inline.formset for inline in response.context["inline_admin_formsets"] if inline.formset.path == part).forms[row]
    return form.non_field_errors() if name is None else form.errors.get(name, [])


def url_of(page: Page) -> str:
    return f"/admin/registry/{ {'model': 'aimodel', 'family': 'modelfamily'}.get(page.kind, page.kind) }/{page.pk}/change/"


def test_a_new_model_becomes_one_revision_with_who_why_and_how(at_admin: Client, new_model: Fields) -> None:
    response = at_admin.post(ADD_MODEL, new_model)
    assert response.status_code == 302
    revision = Revision.objects.get(page__slug="llama-3.1", page__kind="model")
    assert (revision.number, revision.by_name, revision.reason, revision.origin) == (1, "alice", "Released today", "admin")
    assert revision.document == {
        "kind": "model", "slug": "llama-3.1", "name": "Llama 3.1", "family": "llama", "developers": ["meta"],
        "variants": [
            {
                "slug": "llama-3.1-8b", "name": "Llama 3.1 8B", "open_weights": True, "params_total": 8_000_000_000, "inputs": ["text"],
                "outputs": ["text"], "lineage": {"status": "not_declared"},
            }
        ],
        "sources": {
            "model-card": {"kind": "web_page", "title": "Model card", "url": "https://example.org/card", "read_on": "2026-11-20"}
        },
    }  # fmt: skip


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_change_without_a_reason_is_refused(at_admin: Client, new_model: Fields, reason: str) -> None:
    response = at_admin.post(ADD_MODEL, {**new_model, "reason": reason})
    assert errors_at(response, "", "reason") == ["Say in a few words why the page changes, such as “Meta released it today”."]
    assert not AIModel.objects.exists()


def test_a_release_in_the_future_is_refused_at_its_field_and_says_what_to_do(at_admin: Client, new_model: Fields) -> None:
    future = {"release_date": "2032-07-18", "variants-0-release_date": "2027-01"}
    response = at_admin.post(ADD_MODEL, {**new_model, **future})
    said = "Release date {} lies in the future: is it announced only? Set status to announced."
    assert errors_at(response, "", "release_date") == [said.format("2032-07-18")]
    assert errors_at(response, "variants", "release_date") == [said.format("2027-01")]
    announced = {"status": "announced", "variants-0-status": "announced"}
    assert at_admin.post(ADD_MODEL, {**new_model, **future, **announced}).status_code == 302


def test_a_refused_form_keeps_everything_typed_and_writes_nothing(at_admin: Client, new_model: Fields) -> None:
    typed = {
        **new_model,
        "release_date": "2032",
        "summary": "What I typed",
        "variants-0-training_tokens": "15T+",
        "variants-0-license": "nope",
    }
    response = at_admin.post(ADD_MODEL, typed)
    page = response.content.decode()
    assert "What I typed" in page
    assert "15T+" in page
    assert "https://example.org/card" in page
    assert errors_at(response, "", "release_date")
    assert (AIModel.objects.count(), Revision.objects.filter(page__kind="model").count()) == (0, 0)


def test_what_a_page_names_must_exist(at_admin: Client, new_model: Fields) -> None:
    response = at_admin.post(ADD_MODEL, {**new_model, "variants-0-license": "no-such-license"})
    assert errors_at(response, "variants", "license") == [
        "There is no license 'no-such-license' in the catalog: add it first or correct the slug."
    ]


def test_a_mistake_in_a_row_of_a_row_is_shown_there(at_admin: Client, new_model: Fields) -> None:
    typed = row_added(new_model, "variants-0-bases", relation="finetune", external_name="Somebody's model", external_kind="")
    typed |= {"variants-0-lineage_status": "declared"}
    response = at_admin.post(ADD_MODEL, typed)
    variant = next(i.formset for i in response.context["inline_admin_formsets"] if i.formset.path == "variants").forms[0]
    nested = next(nested.formset for nested in variant.nested_formsets if nested.formset.path == "lineage/bases")
    assert nested.forms[0].errors == {"external_kind": ["This field is missing: it must be given."]}


def test_lineage_must_agree_with_its_bases(at_admin: Client, new_model: Fields) -> None:
    response = at_admin.post(ADD_MODEL, {**new_model, "variants-0-lineage_status": "declared"})
    assert errors_at(response, "variants", "lineage_status") == ["List bases when, and only when, the lineage status is 'declared'."]


def test_more_active_than_total_parameters_is_refused_at_the_field(at_admin: Client, new_model: Fields) -> None:
    response = at_admin.post(ADD_MODEL, {**new_model, "variants-0-params_active": "9B"})
    assert errors_at(response, "variants", "params_active") == ["Params_active cannot exceed params_total."]


def test_a_page_without_a_source_is_not_published_but_may_be_a_draft(at_admin: Client, new_model: Fields) -> None:
    bare = {name: value for name, value in new_model.items() if name not in ("sources-0-title", "sources-0-url", "sources-0-read_on")}
    response = at_admin.post(ADD_MODEL, bare)
    assert "A page needs a source to be published" in errors_at(response, "", None)[0]
    assert at_admin.post(ADD_MODEL, {**bare, "state": "draft"}).status_code == 302
    assert AIModel.objects.get().state == "draft"


def test_a_web_source_needs_the_day_it_was_read(at_admin: Client, new_model: Fields) -> None:
    response = at_admin.post(ADD_MODEL, {**new_model, "sources-0-read_on": ""})
    assert errors_at(response, "sources", "read_on") == ["Say on which day you read it: web pages change."]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org"])
def test_a_source_address_that_is_no_web_address_is_refused(at_admin: Client, new_model: Fields, url: str) -> None:
    response = at_admin.post(ADD_MODEL, {**new_model, "sources-0-url": url})
    assert "is not a web address" in errors_at(response, "sources", "url")[0]
    assert not AIModel.objects.exists()


def test_a_source_and_a_variant_typed_on_the_page_can_be_named_by_an_offer_in_the_same_save(at_admin: Client, new_model: Fields) -> None:
    make_organization("aws", roles=["hosting_partner"])
    offer = {
        "offers-0-partner": "aws", "offers-0-channel": "managed_api", "offers-0-service": "Amazon Bedrock",
        "offers-0-verification": "verified", "offers-0-sources": ["model-card"], "offers-0-variants": ["llama-3.1-8b"],
    }  # fmt: skip
    assert at_admin.post(ADD_MODEL, {**new_model, **offer}).status_code == 302
    saved = AIModel.objects.get().offers.get()
    assert saved.slug == "aws-llama-3.1-8b-amazon-bedrock"
    assert [str(row) for row in saved.covered.all()] == ["Llama 3.1 8B"]
    assert [row.key for row in saved.sources.all()] == ["model-card"]


def test_a_source_of_another_page_cannot_be_cited(at_admin: Client, new_model: Fields) -> None:
    make_organization("aws", sources={"elsewhere": WEB_PAGE})
    typed = row_added(new_model, "evidence", fact="release_date", verification="verified", sources=["elsewhere"])
    response = at_admin.post(ADD_MODEL, typed)
    assert errors_at(response, "evidence", "sources") == [
        "'elsewhere' is not in this page's sources (model-card): add it there or correct the key."
    ]


@pytest.mark.parametrize("fact", ["variants/no-such/license", "offers/x/regions", "variants/llama-3.1-8b", "elsewhere/a/b"])
def test_a_citation_of_something_that_is_not_there_is_refused_at_its_fact(at_admin: Client, new_model: Fields, fact: str) -> None:
    response = at_admin.post(ADD_MODEL, row_added(new_model, "evidence", fact=fact, verification="verified"))
    assert "This page has nothing at" in errors_at(response, "evidence", "fact")[0]


def test_a_citation_hangs_on_the_variant_that_its_fact_names(at_admin: Client, new_model: Fields) -> None:
    typed = row_added(new_model, "evidence", fact="variants/llama-3.1-8b/params_total", verification="verified", sources=["model-card"])
    assert at_admin.post(ADD_MODEL, typed).status_code == 302
    document = Revision.objects.get(page__kind="model").document
    assert document["variants"][0]["evidence"] == {"params_total": {"verification": "verified", "sources": ["model-card"]}}


def test_an_address_that_is_taken_leads_to_the_page_that_has_it(at_admin: Client, new_model: Fields) -> None:
    taken = make_model("llama-3.1")
    response = at_admin.post(ADD_MODEL, new_model)
    assert f'<a href="/admin/registry/aimodel/{taken.pk}/change/">edit it</a>' in errors_at(response, "", "slug")[0]
    assert Revision.objects.filter(page=taken).count() == 1


def test_the_address_of_a_page_stays_what_it_is(at_admin: Client) -> None:
    model = make_model("llama-2")
    url = url_of(model)
    at_admin.post(url, {**opened(at_admin, url), "slug": "other", "name": "Renamed", "reason": "Better name"})
    assert list(AIModel.objects.values_list("slug", "name")) == [("llama-2", "Renamed")]


def test_a_variant_that_others_stand_on_cannot_be_removed(at_admin: Client) -> None:
    base = make_model("llama-2")
    child = {"slug": "vicuna-7b", "name": "Vicuna 7B", "open_weights": True}
    lineage = {"status": "declared", "bases": [{"base": "llama-2-7b", "relation": "finetune"}]}
    make_model("vicuna", variants=[{**child, "lineage": lineage}])
    url = url_of(base)
    response = at_admin.post(url, {**opened(at_admin, url), "variants-0-DELETE": "on", "reason": "Gone"})
    assert "'vicuna-7b' names it as its base" in errors_at(response, "", None)[0]
    assert base.variants.count() == 1


def test_the_kind_follows_from_the_table_whatever_is_sent(at_admin: Client) -> None:
    fields = {**opened(at_admin, "/admin/registry/organization/add/"), "name": "Meta", "state": "draft", "reason": "New", "kind": "model"}
    assert at_admin.post("/admin/registry/organization/add/", fields).status_code == 302
    assert Organization.objects.get(slug="meta").kind == "organization"


# ------------------------------------------------------------------------------------------------------------- licenses
@pytest.fixture
def new_license(at_admin: Client) -> Fields:
    """The form of a new license with one term, filled in so that it can be saved."""
    fields = {
        **opened(at_admin, ADD_LICENSE), "name": "Open 1.0", "license_ref": "LicenseRef-open-1.0", "category": "permissive",
        "state": "draft", "reason": "Found it",
    }  # fmt: skip
    return row_added(
        fields, "terms", type="grant", effect="permit", section="§1", paraphrase="Use it.", verification="verified",
        parameters='{"acts": ["use"], "purposes": ["any"]}',
    )  # fmt: skip


def test_a_typed_term_decides_the_commercial_use_of_its_license(reviewing_at_admin: Client, new_license: Fields) -> None:
    forbidden = row_added(
        new_license, "terms", type="purpose", effect="prohibit", section="§2", paraphrase="Not for business.", verification="verified",
        parameters='{"prohibited": ["commercial"]}',
    )  # fmt: skip
    assert reviewing_at_admin.post(ADD_LICENSE, forbidden).status_code == 302
    saved = License.objects.get(slug="open-1.0")
    assert saved.commercial_use == "not_permitted"
    assert list(saved.terms.values_list("key", flat=True)) == ["open-1.0#grant", "open-1.0#purpose"]


@pytest.mark.parametrize(
    ("typed", "at", "message"),
    [
        ({"parameters": '{"acts": ["fly"], "purposes": ["any"]}'}, "parameters", "acts/0: must be one of: use, reproduce"),
        ({"parameters": '{"acts": ["use"]}'}, "parameters", "purposes: is required for a grant term."),
        ({"parameters": '{"colour": "red", "acts": ["use"], "purposes": ["any"]}'}, "parameters", "colour: is not a field of a grant term"),
        ({"parameters": '{"type": "grant"}'}, "parameters", "Take type out: there is a field for it above."),
        ({"parameters": "not json"}, "parameters", "This is not JSON"),
        ({"effect": "prohibit"}, "effect", "Must be one of: permit."),
        ({"section": ""}, "section", "This field is required."),
    ],
)
def test_a_term_that_the_engine_would_not_understand_is_refused_at_its_field(
    at_admin: Client, new_license: Fields, typed: dict[str, str], at: str, message: str
) -> None:
    response = at_admin.post(ADD_LICENSE, {**new_license, **{f"terms-0-{name}": value for name, value in typed.items()}})
    assert any(message in said for said in errors_at(response, "terms", at)), errors_at(response, "terms", at)
    assert not License.objects.filter(slug="open-1.0").exists()


def test_the_form_says_what_a_term_of_each_type_may_hold(at_admin: Client) -> None:
    page = at_admin.get(ADD_LICENSE).content.decode()
    assert '<details data-type="scale_threshold">' in page
    assert "out of monthly_active_users, daily_active_users, revenue" in " ".join(page.split())


def test_a_license_needs_an_spdx_id_or_a_licenseref_and_says_so_at_the_field(at_admin: Client, new_license: Fields) -> None:
    response = at_admin.post(ADD_LICENSE, {**new_license, "license_ref": ""})
    assert "give either spdx_id" in errors_at(response, "", "spdx_id")[0].lower()


def test_two_sources_with_one_key_are_refused(at_admin: Client, new_license: Fields) -> None:
    source = {"title": "A", "url": "https://example.org/", "kind": "web_page", "read_on": "2026-01-01", "key": "same"}
    typed = {**new_license, **{f"sources-0-{name}": value for name, value in source.items()}}
    response = at_admin.post(ADD_LICENSE, row_added(typed, "sources", **source))
    assert "is used twice on this page" in errors_at(response, "sources", "key", row=1)[0]


def test_changing_a_license_moves_the_status_of_the_models_under_it(reviewing_at_admin: Client) -> None:
    license = make_license("apache-2.0", terms=[], sources={"text": WEB_PAGE})
    model = make_model(
        "m", variants=[{"slug": "m-1", "name": "M 1", "open_weights": True, "license": "apache-2.0", "lineage": {"status": "none"}}]
    )
    before = AIModel.objects.get(pk=model.pk).commercial_use
    url = url_of(license)
    fields = row_added(
        {**opened(reviewing_at_admin, url), "reason": "Read the text"}, "terms", type="grant", effect="permit", section="2", paraphrase="All.",
        verification="verified",
        parameters='{"acts": ["use", "reproduce", "modify", "distribute", "host", "finetune"], "purposes": ["any"]}',
    )  # fmt: skip
    assert reviewing_at_admin.post(url, fields).status_code == 302
    assert (before, AIModel.objects.get(pk=model.pk).commercial_use) == ("not_permitted", "permitted")


def test_an_editors_change_to_a_license_waits_for_a_reviewer(at_admin: Client, new_license: Fields) -> None:
    answer = at_admin.post(ADD_LICENSE, new_license, follow=True)
    assert "waits for a reviewer" in answer.content.decode()
    assert not License.objects.exists()
    assert Proposal.objects.get().by_name == "alice"
