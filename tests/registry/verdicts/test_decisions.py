"""A recorded decision keeps what it rested on, and says when that has changed."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from registry.asking import find_subject
from registry.decisions import NotRecordable, drifted, merged_use, record_decision, standing
from registry.documents.diff import FactChange
from registry.models import RecordedDecision, UseProfile
from tests.factories import GRANT, NOT_COMMERCIAL, license_document, make_license, make_model, save, variant_document

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
PRODUCT = {"commercial": True, "acts": ["product_that_uses"], "fields_of_use": []}


@pytest.fixture
def reviewer() -> User:
    make_license("mit")
    make_model("llama-2", variants=[variant_document("llama-2-7b", license="mit")])
    return User.objects.create(username="reviewer")


def decided(by: User, **options: Any) -> RecordedDecision:
    options = {
        "outcome": "approved",
        "product": "Chat assistant",
        "reason": "MIT text",
        "use": PRODUCT,
        "subject": {"variant": "llama-2-7b"},
        **options,
    }
    subject = options.pop("subject")
    return record_decision(asked=find_subject(subject), by=by, today=TODAY, **options)


def test_a_decision_freezes_verdict_inputs_and_revisions(reviewer: User) -> None:
    decision = decided(reviewer, valid_until=date(2027, 11, 21))
    assert (decision.number, decision.verdict, decision.variant.slug) == (1, "allowed", "llama-2-7b")
    assert decision.use == PRODUCT
    assert decision.revisions == {"license/mit": 1, "model/llama-2": 1}
    assert decision.answer["decisions"][0]["verdict"] == "allowed"


def test_a_decision_with_unchanged_facts_stands(reviewer: User) -> None:
    found = standing(decided(reviewer), today=TODAY)
    assert (found.expired, found.drifted, found.new_verdict) == (False, False, "allowed")


def test_a_changed_fact_is_named_with_the_new_verdict(reviewer: User) -> None:
    decision = decided(reviewer)
    save(license_document("mit", terms=[GRANT, NOT_COMMERCIAL]))
    found = standing(decision, today=TODAY)
    assert (found.drifted, found.new_verdict) == (True, "prohibited")
    (page,) = found.changed
    assert (page.kind, page.slug, page.then, page.now) == ("license", "mit", 1, 2)
    assert page.facts == (FactChange("terms/non-commercial", "added", None, NOT_COMMERCIAL),)
    assert decision.verdict == "allowed"


def test_a_change_elsewhere_moves_nothing(reviewer: User) -> None:
    decision = decided(reviewer)
    make_license("apache-2.0")
    assert drifted([decision]) == []


def test_drifted_takes_one_query_for_all_decisions(reviewer: User, django_assert_num_queries) -> None:
    decisions = [decided(reviewer) for _ in range(5)]
    save(license_document("mit", terms=[GRANT, NOT_COMMERCIAL]))
    with django_assert_num_queries(1):
        assert drifted(decisions) == decisions


def test_a_decision_expires_after_its_last_day(reviewer: User) -> None:
    decision = decided(reviewer, valid_until=TODAY)
    assert standing(decision, today=TODAY).expired is False
    assert standing(decision, today=date(2026, 11, 22)).expired is True
    assert list(RecordedDecision.objects.expired(today=date(2026, 11, 22))) == [decision]
    assert list(RecordedDecision.objects.expired(today=TODAY)) == []


def test_a_later_decision_replaces_an_earlier_one_once(reviewer: User) -> None:
    first = decided(reviewer)
    second = decided(reviewer, outcome="rejected", replaces=first)
    assert list(RecordedDecision.objects.in_force()) == [second]
    with pytest.raises(NotRecordable) as refused:
        decided(reviewer, replaces=first)
    assert refused.value.errors[0][:2] == ("/replaces", "already_replaced")
    assert RecordedDecision.objects.count() == 2


def test_a_decision_replaces_only_one_on_the_same_subject(reviewer: User) -> None:
    first = decided(reviewer)
    with pytest.raises(NotRecordable) as refused:
        decided(reviewer, subject={"license": "mit"}, replaces=first)
    assert refused.value.errors[0][:2] == ("/replaces", "another_subject")
    assert list(RecordedDecision.objects.in_force()) == [first]


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ({"outcome": "maybe"}, "/outcome"),
        ({"product": " "}, "/product"),
        ({"reason": ""}, "/reason"),
        ({"outcome": "approved_with_conditions"}, "/conditions"),
        ({"valid_until": date(2026, 11, 20)}, "/valid_until"),
        ({"subject": {"license": None}}, "/subject"),
        ({"subject": {"license": "mit", "lineage": "unknown"}}, "/subject"),
        ({"subject": {"lineage": [{"license": "mit", "relation": "merge"}]}}, "/subject"),
    ],
)
def test_an_incomplete_decision_is_refused_at_its_field(reviewer: User, options: dict[str, Any], pointer: str) -> None:
    with pytest.raises(NotRecordable) as refused:
        decided(reviewer, **options)
    assert [at for at, _, _ in refused.value.errors] == [pointer]
    assert not RecordedDecision.objects.exists()


def test_a_use_is_laid_over_the_standing_answers_of_a_profile() -> None:
    profile = UseProfile(
        slug="us", name="Us", use={"organization": {"domicile": "DE", "mau": {"2023-06": 1, "2024-06": 2}, "business_types": ["bank"]}}
    )
    occasion = {"commercial": True, "organization": {"mau": {"2024-06": {"max": 5}}, "domicile": "FR"}}
    assert merged_use(profile, occasion) == {
        "commercial": True,
        "organization": {"domicile": "FR", "mau": {"2023-06": 1, "2024-06": {"max": 5}}, "business_types": ["bank"]},
    }


def test_a_use_without_a_profile_stays_as_it_is() -> None:
    assert merged_use(None, {"commercial": None}) == {"commercial": None}
