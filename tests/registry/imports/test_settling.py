"""A person settles what a source claims against a page."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from registry import history
from registry.documents import InvalidDocument
from registry.editing import Refused
from registry.imports.records import CatalogRecord
from registry.imports.settling import AlreadySettled, in_one_word, settle
from registry.imports.sources import SOURCES, Source
from registry.models import AIModel, ClaimConflict, Revision
from registry.models.vocabulary import Settlement
from tests.factories import make_model, make_organization, offer_document, variant_document
from tests.registry.imports.claims import SUMMER, claim, received

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
KEY = "made-up-2026-04-01"


@pytest.fixture(autouse=True)
def _source(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up = Source(name="made-up", title="Made-up Catalog", homepage="https://example.org/", record="a model", read=lambda _: iter(()))
    monkeypatch.setitem(SOURCES, "made-up", made_up)


def conflicts(*records: CatalogRecord, **known: Any) -> list[ClaimConflict]:
    """What the records claim against a page on which this is known of the one variant."""
    make_organization("microsoft", aliases=["Azure"])
    price = {"input_per_million": "0.5", "currency": "USD", "as_of": "2026-04-01"}
    offer = offer_document("llama-2-azure", identifier="llama-2-7b", variants=["llama-2-7b"], prices=[price])
    make_model("llama-2", variants=[variant_document("llama-2-7b", **known)], offers=[offer])
    received(*records)
    return list(ClaimConflict.objects.open())


def document() -> dict[str, Any]:
    return history.document_of(AIModel.objects.get(slug="llama-2")).as_data()


def settled(how: Settlement, found: list[ClaimConflict], by: User, *, reason: str = "Read the card") -> ClaimConflict:
    settle(found, how=how, by=by, reason=reason, today=TODAY)
    return ClaimConflict.objects.get(pk=found[0].pk)


def test_keeping_ours_changes_no_page_and_says_who_and_why(editor: User) -> None:
    found = conflicts(claim(facts={"context_tokens": 8192}), context_tokens=4096)
    before = document()
    kept = settled(Settlement.KEPT, found, editor)
    assert document() == before
    assert (kept.settlement, kept.settled_by, kept.reason, kept.settled_at is not None) == ("kept", editor, "Read the card", True)


def test_taking_theirs_over_cites_them_and_names_the_person(editor: User) -> None:
    found = conflicts(claim(facts={"context_tokens": 8192}), context_tokens=4096)
    settled(Settlement.TAKEN, found, editor)
    variant = document()["variants"][0]
    assert variant["context_tokens"] == 8192
    assert variant["evidence"]["context_tokens"] == {
        "verification": "verified_secondary", "sources": [KEY], "checked_on": "2026-11-22", "checked_by": "editor",
    }  # fmt: skip
    revision = Revision.objects.filter(page__slug="llama-2").latest("number")
    assert (revision.by, revision.reason, revision.origin) == (editor, "Read the card", "site")


def test_what_a_person_took_over_no_longer_follows_the_source(editor: User) -> None:
    settled(Settlement.TAKEN, conflicts(claim(facts={"context_tokens": 8192}), context_tokens=4096), editor)
    received(claim(facts={"context_tokens": 9000}), as_of=SUMMER, digest="2")
    assert document()["variants"][0]["context_tokens"] == 8192


def test_noting_both_shows_both_with_their_sources(editor: User) -> None:
    settled(Settlement.NOTED, conflicts(claim(facts={"context_tokens": 8192}), context_tokens=4096), editor)
    data = document()
    assert data["variants"][0]["context_tokens"] == 4096
    assert data["contradictions"] == [
        {"fact": "variants/llama-2-7b/context_tokens", "values": [{"value": 4096}, {"value": 8192, "source": KEY}]}
    ]


def test_a_second_note_on_a_fact_stands_beside_the_first(editor: User) -> None:
    found = conflicts(
        claim("azure/llama-2-7b", facts={"context_tokens": 8192}),
        claim("acme/llama-2-7b", facts={"context_tokens": 9000}),
        context_tokens=4096,
    )
    settled(Settlement.NOTED, found, editor)
    assert [[value["value"] for value in each["values"]] for each in document()["contradictions"]] == [[4096, 8192, 9000]]


def test_kinds_of_content_are_taken_over_as_a_list(editor: User) -> None:
    settled(Settlement.TAKEN, conflicts(claim(facts={"inputs": ["image", "text"]}), inputs=["text"]), editor)
    variant = document()["variants"][0]
    assert (variant["inputs"], variant["evidence"]["modalities"]["sources"]) == (["image", "text"], [KEY])


def test_a_price_that_is_taken_over_replaces_that_of_the_same_day(editor: User) -> None:
    settled(Settlement.TAKEN, conflicts(claim(price=("0.4", "0.6"))), editor)
    assert document()["offers"][0]["prices"] == [
        {"input_per_million": "0.4", "output_per_million": "0.6", "currency": "USD", "as_of": "2026-04-01", "source": KEY}
    ]


def test_several_conflicts_of_a_page_make_one_revision(editor: User) -> None:
    found = conflicts(claim(facts={"context_tokens": 8192, "release_date": "2020"}), context_tokens=4096, release_date="2023")
    before = Revision.objects.filter(page__slug="llama-2").count()
    settled(Settlement.TAKEN, found, editor)
    assert Revision.objects.filter(page__slug="llama-2").count() == before + 1
    assert not ClaimConflict.objects.open().exists()


def test_it_is_settled_once(editor: User, reviewer: User) -> None:
    found = conflicts(claim(facts={"context_tokens": 8192}), context_tokens=4096)
    settled(Settlement.KEPT, found, editor)
    with pytest.raises(AlreadySettled, match="ours was kept by editor"):
        settled(Settlement.TAKEN, found, reviewer)
    assert document()["variants"][0]["context_tokens"] == 4096


def test_a_viewer_settles_nothing(viewer: User) -> None:
    found = conflicts(claim(facts={"context_tokens": 8192}), context_tokens=4096)
    with pytest.raises(PermissionDenied):
        settled(Settlement.KEPT, found, viewer)
    assert ClaimConflict.objects.open().count() == 1


def test_a_reason_is_needed(editor: User) -> None:
    found = conflicts(claim(facts={"context_tokens": 8192}), context_tokens=4096)
    with pytest.raises(InvalidDocument, match="say in a few words why"):
        settled(Settlement.KEPT, found, editor, reason=" ")


def test_nothing_can_be_noted_beside_what_is_unknown(editor: User) -> None:
    found = conflicts(claim("azure/llama-2-7b", facts={"context_tokens": 1}), claim("acme/llama-2-7b", facts={"context_tokens": 2}))
    with pytest.raises(Refused) as refused:
        settled(Settlement.NOTED, found, editor)
    assert "nothing to note the claim beside" in refused.value.problems[0].detail
    assert ClaimConflict.objects.open().count() == 2


def test_a_fact_that_is_gone_is_told(editor: User) -> None:
    found = conflicts(claim(facts={"context_tokens": 8192}), context_tokens=4096)
    make_model("llama-2", variants=[variant_document("llama-2-13b")])
    with pytest.raises(Refused) as refused:
        settled(Settlement.TAKEN, found, editor)
    assert "no longer on the page" in refused.value.problems[0].detail


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (8192, 8192),
        (False, False),
        ({"inputs": ["image", "text"]}, "inputs: image, text"),
        ({"output_per_million": "1.5", "currency": "EUR"}, "1.5 out, EUR"),
        (None, "unknown"),
    ],
)
def test_values_are_noted_in_one_word(value: Any, word: Any) -> None:
    assert in_one_word(value) == word
