"""People see what was decided and what has changed since; reviewers record; editors write profiles."""

import html

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.decisions import save_profile
from registry.models import CatalogRevision, RecordedDecision, UseProfile
from tests.factories import GRANT, MANY_USERS, NOT_COMMERCIAL, license_document, make_license, make_model, save, variant_document

pytestmark = pytest.mark.django_db
NEW = "/decisions/new/?about=variant:llama-2-7b&do=product"
WISH = {"outcome": "approved", "product": "Chat assistant", "reason": "The text permits it"}


@pytest.fixture(autouse=True)
def catalog() -> None:
    make_license("mit")
    make_license("llama-2-community", license_ref="LicenseRef-llama-2", terms=[GRANT, MANY_USERS])
    make_model(
        "llama-2", variants=[variant_document("llama-2-7b", license="mit"), variant_document("llama-2-70b", license="llama-2-community")]
    )


@pytest.fixture
def reviewing(client: Client, reviewer: User) -> Client:
    client.force_login(reviewer)
    return client


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return html.unescape(response.content.decode())


def test_a_reviewer_records_a_decision_on_an_answer(reviewing: Client, reviewer: User) -> None:
    assert "Allowed" in text_of(reviewing, NEW)
    response = reviewing.post(NEW, {**WISH, "valid_until": "2027-01-31"})
    assert response["Location"] == "/decisions/1/"
    decision = RecordedDecision.objects.get()
    assert (decision.outcome, decision.verdict, decision.by, str(decision.valid_until)) == ("approved", "allowed", reviewer, "2027-01-31")
    assert decision.use["acts"] == ["product_that_uses"]
    page = text_of(reviewing, "/decisions/1/")
    assert "The text permits it" in page
    assert "license/mit, revision 1" in page


def test_an_incomplete_decision_keeps_what_was_typed(reviewing: Client) -> None:
    response = reviewing.post(NEW, {**WISH, "outcome": "approved_with_conditions"})
    assert "State the conditions" in response.content.decode()
    assert "The text permits it" in response.content.decode()
    assert not RecordedDecision.objects.exists()


def test_an_editor_cannot_record(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.post(NEW, WISH).status_code == 403
    assert "Record a decision" not in text_of(client, "/can-we-use-it/?about=llama-2-7b")


def test_a_reviewer_is_offered_to_record_at_the_answer(reviewing: Client) -> None:
    assert "/decisions/new/?about=variant%3Allama-2-7b&do=product" in text_of(reviewing, "/can-we-use-it/?about=llama-2-7b")


def test_a_changed_fact_is_shown_with_the_new_verdict(reviewing: Client) -> None:
    reviewing.post(NEW, WISH)
    assert "Facts changed since" not in text_of(reviewing, "/decisions/1/")
    save(license_document("mit", terms=[GRANT, NOT_COMMERCIAL]))
    page = text_of(reviewing, "/decisions/1/")
    assert "Facts changed since" in page
    assert "terms/non-commercial" in page
    assert "verdict-prohibited" in page
    assert "<strong>Facts changed since</strong>" in text_of(reviewing, "/decisions/")
    assert "Chat assistant" in text_of(reviewing, "/decisions/?show=drifted")


def test_the_lists_tell_expired_and_replaced_apart(reviewing: Client) -> None:
    reviewing.post(NEW, WISH)
    RecordedDecision.objects.update(valid_until="2020-01-01")
    assert "<strong>Expired</strong>" in text_of(reviewing, "/decisions/?show=expired")
    reviewing.post(NEW, {**WISH, "product": "Second", "replaces": "1"})
    assert "Chat assistant" not in text_of(reviewing, "/decisions/")
    assert "Chat assistant" in text_of(reviewing, "/decisions/?show=replaced")
    assert "There is no list called “old”" in text_of(reviewing, "/decisions/?show=old", 400)


def test_replacing_what_is_not_there_is_refused(reviewing: Client) -> None:
    assert "There is no decision 99" in reviewing.post(NEW, {**WISH, "replaces": "99"}).content.decode()


def test_the_list_takes_as_many_queries_for_ten_as_for_one(reviewing: Client, count_queries) -> None:
    reviewing.post(NEW, WISH)
    one = count_queries(lambda: reviewing.get("/decisions/"))
    for _ in range(9):
        reviewing.post(NEW, WISH)
    assert count_queries(lambda: reviewing.get("/decisions/")) == one


def test_an_editor_writes_a_profile_that_answers_the_question(client: Client, editor: User) -> None:
    client.force_login(editor)
    response = client.post(
        "/use-profiles/new/",
        {"name": "Our group", "domicile": "de", "mau": "2023-06: 900M", "mau_scope": "with_affiliates", "business": "none"},
    )
    assert response["Location"] == "/use-profiles/"
    profile = UseProfile.objects.get(slug="our-group")
    assert profile.use == {
        "organization": {"domicile": "DE", "mau": {"2023-06": 900_000_000}, "mau_scope": "with_affiliates", "business_types": []}
    }
    assert "told-needs_permission" in text_of(client, "/can-we-use-it/?about=llama-2-70b&profile=our-group")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("domicile", "XX", "ISO 3166-1"),
        ("mau", "2023-6: 5M", "write a month and a figure"),
        ("mau", "2023-06: lots", "is not an amount"),
        ("mau_current", "-5", "is not an amount"),
        ("founded", "long ago", "must be a date"),
        ("slug", "Our Group", "lower-case letters"),
        ("business", "some", "Tick at least one"),
    ],
)
def test_a_wrong_field_of_a_profile_is_said_at_the_field(client: Client, editor: User, field: str, value: str, says: str) -> None:
    client.force_login(editor)
    page = html.unescape(client.post("/use-profiles/new/", {"name": "Our group", field: value}).content.decode())
    assert says in page
    assert not UseProfile.objects.exists()


def test_two_editors_of_a_profile_lose_nothing(client: Client, editor: User) -> None:
    profile = save_profile(None, name="Us", slug="us", description="", use={"organization": {"domicile": "DE"}}, by=editor, expected=0)
    client.force_login(editor)
    assert 'name="number" value="1"' in text_of(client, "/use-profiles/us/edit/")
    save_profile(profile, name="Us", slug="us", description="theirs", use={}, by=editor, expected=1)
    second = client.post("/use-profiles/us/edit/", {"name": "Us", "slug": "us", "domicile": "FR", "number": "1"})
    page = html.unescape(second.content.decode())
    assert "changed this profile since you opened it" in page
    assert 'value="FR"' in page
    assert UseProfile.objects.get().description == "theirs"
    assert client.post("/use-profiles/us/edit/", {"name": "Us", "slug": "us", "domicile": "FR", "number": "2"}).status_code == 302
    assert UseProfile.objects.get().use == {"organization": {"domicile": "FR"}}


def test_a_taken_address_is_refused_in_words(client: Client, editor: User) -> None:
    save_profile(None, name="Us", slug="us", description="", use={}, by=editor, expected=0)
    client.force_login(editor)
    assert "Another profile has this address" in client.post("/use-profiles/new/", {"name": "Us"}).content.decode()


def test_a_saved_profile_moves_the_catalog_revision(editor: User) -> None:
    before = CatalogRevision.current()
    save_profile(None, name="Us", slug="us", description="", use={}, by=editor, expected=0)
    assert CatalogRevision.current() == before + 1


def test_a_profile_form_shows_figures_and_kinds_of_business_as_people_write_them(client: Client, editor: User) -> None:
    client.force_login(editor)
    page = text_of(client, "/use-profiles/new/")
    assert "Write a number (700000000 or 700M), a bound (<=700M, >700M) or a range (1M-5M)." in page
    assert "AI work assistant" in page


def test_the_outcomes_to_choose_from_are_written_as_a_sentence(reviewing: Client) -> None:
    assert "Approved with conditions" in text_of(reviewing, NEW)
