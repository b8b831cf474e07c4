"""The page asks little, answers at once, asks only what decides, and its address holds the whole question."""

import html
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.models import UseProfile
from tests.factories import GRANT, MANY_USERS, NOT_COMMERCIAL, make_license, make_model, variant_document

pytestmark = pytest.mark.django_db
ADDRESS = "/can-we-use-it/"
NOTICE = {
    "id": "notice", "type": "notice_file", "effect": "oblige", "section": "1.b", "paraphrase": "Keep a Notice file.", "verification": "recalled",
    "trigger": ["distribute_weights", "distribute_derivative"], "text": "Llama 2 is licensed under its license.",
}  # fmt: skip


@pytest.fixture(autouse=True)
def catalog(settings) -> None:
    settings.PUBLIC_READ = True
    make_license("mit")
    make_license("llama-2-community", license_ref="LicenseRef-llama-2", terms=[GRANT, MANY_USERS, NOTICE])
    make_license("research", license_ref="LicenseRef-research", terms=[GRANT, NOT_COMMERCIAL])
    make_model("llama-2", variants=[variant_document("llama-2-70b", license="llama-2-community", huggingface=["meta-llama/Llama-2-70b"])])
    make_model("mixed", variants=[variant_document("mixed-3b", license="research"), variant_document("mixed-7b", license="mit")])


def asked(client: Client, status: int = 200, **parameters: object) -> str:
    response = client.get(ADDRESS, {name.replace("__", "."): value for name, value in parameters.items()})
    assert response.status_code == status
    return html.unescape(response.content.decode())


def verdict_of(page: str) -> str:
    return re.findall(r'class="told told-(\w+)"', page)[0]


def test_the_empty_form_asks_for_a_model_and_an_activity_only(client: Client) -> None:
    page = asked(client)
    assert "told-" not in page
    assert page.count('type="radio"') == 5


def test_an_unanswered_threshold_is_unknown_and_its_one_question_is_asked(client: Client) -> None:
    page = asked(client, about="llama-2-70b", do="product")
    assert verdict_of(page) == "unknown"
    assert "One question decides" in page
    assert "June 2023" in page
    assert "more than 700,000,000" in page


@pytest.mark.parametrize(
    ("users", "verdict"),
    [(">=700000001", "needs_permission"), ("700,000,000", "allowed"), ("<=700M", "allowed"), ("<=900M", "unknown")],
)
def test_the_answer_to_the_question_settles_the_verdict(client: Client, users: str, verdict: str) -> None:
    page = client.get(
        ADDRESS, {"about": "llama-2-70b", "organization.mau.2023-06": users, "organization.mau_scope": "with_affiliates"}
    ).content.decode()
    assert verdict_of(page) == verdict


def test_the_form_of_the_question_states_whose_users_count_and_keeps_the_rest(client: Client) -> None:
    page = asked(client, about="llama-2-70b", do="hosted_api", organization__domicile="FR")
    form = page[page.index('class="ask-next"') :]
    for hidden in (
        'name="organization.mau_scope" value="with_affiliates"',
        'name="organization.domicile" value="FR"',
        'name="do" value="hosted_api"',
    ):
        assert hidden in form
    assert 'name="organization.mau.2023-06" value=">=700000001"' in form


def test_what_cannot_matter_is_not_asked(client: Client) -> None:
    page = asked(client, about="mixed-7b")
    assert verdict_of(page) == "allowed"
    assert "decide" not in page[page.index("told-allowed") : page.index(">Why<")]


def test_a_repository_a_name_and_a_model_find_their_subject(client: Client) -> None:
    for about in ("meta-llama/Llama-2-70b", "https://huggingface.co/meta-llama/Llama-2-70b", "LLAMA-2-70B", "variant:llama-2-70b"):
        assert 'name="about" value="variant:llama-2-70b"' in asked(client, about=about)
    assert "Its variants get different answers" in asked(client, about="mixed")


def test_an_unclear_name_offers_what_it_may_mean(client: Client) -> None:
    page = asked(client, about="llama", do="hosted_api")
    assert "about=model%3Allama-2" in page or "told-" in page


def test_an_unknown_name_is_a_mistake_that_loses_nothing(client: Client) -> None:
    page = asked(client, 400, about="nothing-like-it", organization__domicile="FR")
    assert "Nothing in the catalog is called" in page
    assert 'value="nothing-like-it"' in page
    assert 'name="organization.domicile" value="FR"' in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("do", "fly"),
        ("as_of", "2024-1-5"),
        ("organization.domicile", "XX"),
        ("organization.mau.2023-13", "5"),
        ("organization.mau_current", "-1"),
        ("foo", "1"),
        ("profile", "nobody"),
    ],
)
def test_a_wrong_input_is_a_400_that_names_it(client: Client, name: str, value: str) -> None:
    response = client.get(ADDRESS, {"about": "mixed-7b", name: value})
    assert response.status_code == 400
    assert f"<code>{name}</code>" in response.content.decode()


def test_no_license_file_is_unknown_with_the_worst_case(client: Client) -> None:
    page = asked(client, about="no-license-file")
    assert verdict_of(page) == "unknown"
    assert "At worst: <strong>prohibited" in page


def test_obligations_show_the_exact_words_and_a_notice_text(client: Client) -> None:
    page = asked(
        client,
        about="llama-2-70b",
        do="finetune_and_redistribute",
        organization__mau_scope="with_affiliates",
        **{"organization__mau__2023-06": "5"},
    )
    assert verdict_of(page) == "allowed_with_obligations"
    assert "The exact words: <code>Llama 2 is licensed under its license.</code>" in page
    assert '<pre class="notice-text">Llama 2 is licensed under its license.</pre>' in page
    assert "unconfirmed" in page


def test_profiles_are_for_the_organizations_own_people(client: Client, viewer: User) -> None:
    UseProfile.objects.create(
        slug="us", name="Our group", use={"organization": {"mau": {"2023-06": 900_000_000}, "mau_scope": "with_affiliates"}}
    )
    assert "Our group" not in asked(client)
    asked(client, 400, about="llama-2-70b", profile="us")
    client.force_login(viewer)
    assert verdict_of(asked(client, about="llama-2-70b", profile="us")) == "needs_permission"


def test_what_a_profile_states_counts_more_than_what_an_activity_assumes(client: Client, viewer: User) -> None:
    UseProfile.objects.create(slug="lab", name="Laboratory", use={"commercial": False, "acts": ["host_api"]})
    client.force_login(viewer)
    assert verdict_of(asked(client, about="variant:mixed-3b", do="internal_use")) == "prohibited"
    assert verdict_of(asked(client, about="variant:mixed-3b", do="internal_use", profile="lab")) == "allowed"
    assert verdict_of(asked(client, about="variant:mixed-3b", do="internal_use", profile="lab", commercial="yes")) == "prohibited"


def test_a_field_of_use_can_be_stated_in_the_form(client: Client) -> None:
    ban = {
        "id": "military", "type": "field_of_use", "effect": "prohibit", "section": "A", "paraphrase": "No military use.",
        "verification": "verified", "fields": ["military"],
    }  # fmt: skip
    make_license("rail", license_ref="LicenseRef-rail", terms=[GRANT, ban])
    make_model("careful", variants=[variant_document("careful-7b", license="rail")])
    page = asked(client, about="variant:careful-7b")
    assert verdict_of(page) == "allowed"
    assert '<input class="form-check-input" type="checkbox" name="fields_of_use" value="military">' in page
    page = asked(client, about="variant:careful-7b", fields_of_use="military")
    assert verdict_of(page) == "prohibited"
    assert 'value="military" checked' in page
    assert "used for military" in page


def test_the_evidence_names_clauses_revisions_and_the_way_back(client: Client) -> None:
    response = client.get(f"{ADDRESS}evidence.md", {"about": "llama-2-70b", "do": "hosted_api"})
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="llama-2-70b-hosted_api.md"'
    text = response.content.decode()
    assert text.startswith("# Llama 2 70B: Unknown\n")
    assert "**llama-2-community**, 2 (undetermined, verified)" in text
    assert "revision 1" in text
    assert "not legal advice" in text
    assert "<http://testserver/can-we-use-it/?about=variant%3Allama-2-70b&do=hosted_api>" in text


def test_the_printable_evidence_holds_the_same_verdict(client: Client) -> None:
    page = client.get(f"{ADDRESS}evidence/", {"about": "llama-2-70b"}).content.decode()
    assert "verdict-unknown" in page
    assert "revision 1" in page


def test_evidence_of_an_unfinished_question_leads_back_to_the_form(client: Client) -> None:
    response = client.get(f"{ADDRESS}evidence/", {"about": ""})
    assert (response.status_code, response["Location"]) == (302, "/can-we-use-it/?about=")


def test_markdown_of_hostile_names_stays_text(client: Client) -> None:
    make_model("evil", name="[x](javascript:alert(1)) <img>", variants=[variant_document("evil-7b", name="<b>`|\n# x", license="mit")])
    text = client.get(f"{ADDRESS}evidence.md", {"about": "variant:evil-7b"}).content.decode()
    assert text.splitlines()[0] == "# \\<b\\>\\`\\| \\# x: Allowed"


def test_queries_do_not_grow_with_the_variants_of_a_model(client: Client, count_queries) -> None:
    make_model("one", variants=[variant_document("one-1b", license="mit")])
    make_model("ten", variants=[variant_document(f"ten-{size}b", license="mit") for size in range(1, 11)])
    one, ten = (count_queries(lambda about=about: asked(client, about=about)) for about in ("model:one", "model:ten"))
    assert one == ten


def test_a_question_about_the_model_itself_offers_no_button_to_answer_it(client: Client) -> None:
    page = asked(client, about="no-license-file")
    assert "the answer cannot be typed here" in page
    assert ">Answer</button>" not in page
    assert ">Answer</button>" in asked(client, about="llama-2-70b", do="product")
