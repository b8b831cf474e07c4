"""Catalogs of others come in: claims are kept, what is known stays, what differs asks a person."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from registry import history
from registry.imports.receiving import plan, receive
from registry.models import AIModel, ClaimConflict, ClaimedHost, ClaimedRecord, ImportRun, RejectedRecord, Revision
from tests.factories import make_model, make_organization, offer_document, variant_document
from tests.registry.imports.claims import SUMMER, claim, interrupted, outcomes, received, rejected, snapshot

pytestmark = pytest.mark.django_db
VERIFIED = {"verification": "verified", "checked_by": "Anna"}


def llama(**variant: Any) -> AIModel:
    make_organization("microsoft", name="Microsoft", aliases=["Azure"])
    return make_model("llama-2", variants=[variant_document("llama-2-7b", **variant)])


def document() -> dict[str, Any]:
    return history.document_of(AIModel.objects.get(slug="llama-2")).as_data()


def variant() -> dict[str, Any]:
    return document()["variants"][0]


def offers() -> list[dict[str, Any]]:
    return document().get("offers", [])


def test_a_fact_that_nobody_knew_is_filled_in_as_unconfirmed_with_its_source() -> None:
    llama()
    assert outcomes(received(claim(facts={"context_tokens": 4096}))) == {"azure/llama-2-7b": "create"}
    assert variant()["context_tokens"] == 4096
    assert variant()["evidence"]["context_tokens"] == {"verification": "recalled", "sources": ["made-up-2026-04-01"]}
    assert document()["sources"]["made-up-2026-04-01"] == {
        "kind": "public_dataset", "title": "Made-up Catalog, snapshot of 2026-04-01", "package": "Made-up Catalog",
        "homepage": "https://example.org/", "read_on": "2026-04-01",
    }  # fmt: skip


def test_what_is_known_stays_and_the_difference_asks_a_person() -> None:
    llama(release_date="2023-07-18", evidence={"release_date": VERIFIED})
    report = received(claim(facts={"release_date": "2023-07-01"}))
    assert outcomes(report) == {"azure/llama-2-7b": "conflict"}
    assert variant()["release_date"] == "2023-07-18"
    conflict = ClaimConflict.objects.get()
    assert (conflict.fact, conflict.claimed, conflict.ours, conflict.settlement) == (
        "variants/llama-2-7b/release_date", "2023-07-01", "2023-07-18", "open",
    )  # fmt: skip
    assert [record.key for record in conflict.records.all()] == ["azure/llama-2-7b"]


@pytest.mark.parametrize(
    ("known", "claimed"),
    [
        ({"release_date": "2023-07-18"}, {"release_date": "2023-07"}),
        ({"release_date": "2023"}, {"release_date": "2023-07-18"}),
        ({"context_tokens": 4096}, {"context_tokens": 2048}),
        ({"inputs": ["image", "text"]}, {"inputs": ["text"]}),
        ({}, {"open_weights": True}),
    ],
)
def test_a_claim_that_leaves_the_fact_standing_is_no_conflict(known: dict[str, Any], claimed: dict[str, Any]) -> None:
    llama(**known)
    before = document()
    received(claim(facts=claimed))
    assert not ClaimConflict.objects.exists()
    assert [document()["variants"], ClaimedRecord.objects.get().facts] == [before["variants"], claimed]


@pytest.mark.parametrize(
    ("known", "claimed"),
    [
        ({"context_tokens": 4096}, {"context_tokens": 8192}),
        ({"inputs": ["text"]}, {"inputs": ["image", "text"]}),
        ({}, {"open_weights": False}),
        ({"knowledge_cutoff": "2022-09"}, {"knowledge_cutoff": "2023-09"}),
    ],
)
def test_a_claim_against_the_fact_is_a_conflict(known: dict[str, Any], claimed: dict[str, Any]) -> None:
    llama(**known)
    assert list(outcomes(received(claim(facts=claimed))).values()) == ["conflict"]


def test_hosts_that_disagree_about_an_unknown_fact_fill_in_nothing() -> None:
    llama()
    report = received(claim("azure/llama-2-7b", facts={"context_tokens": 4096}), claim("acme/llama-2-7b", facts={"context_tokens": 8192}))
    assert set(outcomes(report).values()) == {"conflict"}
    assert "context_tokens" not in variant()
    assert sorted(ClaimConflict.objects.values_list("claimed", "ours")) == [(4096, None), (8192, None)]


def test_one_value_claimed_by_many_is_one_question() -> None:
    llama(context_tokens=4096)
    received(*(claim(f"host-{number}/llama-2-7b", facts={"context_tokens": 8192}) for number in range(5)))
    assert ClaimConflict.objects.get().records.count() == 5


def test_a_new_offer_of_a_known_partner_is_listed_with_its_dated_price() -> None:
    llama()
    received(claim(price=("0.5", "1.50")))
    assert offers() == [
        {
            "slug": "llama-2-azure-llama-2-7b", "partner": "microsoft", "variants": ["llama-2-7b"], "channel": "managed_api",
            "service": "Azure", "identifier": "llama-2-7b",
            "prices": [
                {
                    "input_per_million": "0.5", "output_per_million": "1.5", "currency": "USD", "as_of": "2026-04-01",
                    "identifier": "llama-2-7b", "source": "made-up-2026-04-01",
                }
            ],
            "verification": "verified_secondary", "sources": ["made-up-2026-04-01"],
        }
    ]  # fmt: skip


def test_a_changed_price_is_a_new_entry_and_the_old_one_stays() -> None:
    llama()
    received(claim(price=("0.5", "1.5")))
    report = received(claim(price=("0.4", "1.5")), as_of=SUMMER, digest="2")
    assert outcomes(report) == {"azure/llama-2-7b": "update"}
    assert [(price["as_of"], price["input_per_million"]) for price in offers()[0]["prices"]] == [
        ("2026-04-01", "0.5"),
        ("2026-07-01", "0.4"),
    ]


def test_an_unchanged_price_adds_nothing() -> None:
    llama()
    received(claim(price=("0.5", "1.5")))
    before = document()
    assert outcomes(received(claim(price=("0.50", "1.5")), as_of=SUMMER, digest="2")) == {"azure/llama-2-7b": "update"}
    assert document() == before


def test_another_price_of_the_same_day_asks_a_person() -> None:
    llama()
    received(claim(price=("0.5", "1.5")))
    received(claim(price=("0.4", "1.5")), digest="2")
    conflict = ClaimConflict.objects.get()
    assert (conflict.fact, conflict.ours, conflict.claimed) == (
        "offers/llama-2-azure-llama-2-7b/prices",
        {"input_per_million": "0.5", "output_per_million": "1.5", "currency": "USD"},
        {"input_per_million": "0.4", "output_per_million": "1.5", "currency": "USD"},
    )  # fmt: skip


def test_a_price_of_nothing_and_one_for_an_edition_are_kept_as_claims_only() -> None:
    llama()
    received(claim(price=("0", "0")), claim("azure/llama-2-7b-six-months", name="llama-2-7b", edition="six months", price=("9", "9")))
    assert [offer.get("prices", []) for offer in offers()] == [[]]
    assert ClaimedRecord.objects.count() == 2


def test_an_offer_of_the_catalog_gets_the_price_and_keeps_its_name() -> None:
    make_organization("microsoft", aliases=["Azure"])
    mine = offer_document("my-offer", service="Azure AI Foundry", identifier="Llama-2-7B", variants=["llama-2-7b"])
    make_model("llama-2", offers=[mine])
    received(claim(price=("0.5", "1.5")))
    assert [(offer["slug"], offer["service"], len(offer["prices"])) for offer in offers()] == [("my-offer", "Azure AI Foundry", 1)]


def test_two_doors_of_one_partner_have_an_offer_each() -> None:
    make_organization("microsoft", aliases=["Azure", "Azure-China"])
    make_model("llama-2")
    records = (claim("azure/llama-2-7b", price=("1", "1")), claim("azure-china/llama-2-7b", price=("2", "2")))
    received(*records)
    received(*records, as_of=SUMMER, digest="2")
    assert sorted((offer["service"], len(offer["prices"])) for offer in offers()) == [("Azure", 1), ("Azure-China", 1)]


def test_an_end_is_entered_and_another_end_asks() -> None:
    llama()
    received(claim(facts={"retires_on": "2026-12-31"}))
    assert offers()[0]["retires_on"] == "2026-12-31"
    received(claim(facts={"retires_on": "2027-01-31"}), digest="2")
    assert (offers()[0]["retires_on"], ClaimConflict.objects.get().claimed) == ("2026-12-31", "2027-01-31")


def test_a_host_that_nobody_knows_stays_a_claim() -> None:
    llama()
    received(claim("acme/llama-2-7b", price=("1", "2")))
    assert offers() == []
    assert [host.code for host in ClaimedHost.objects.unresolved()] == ["acme"]
    assert ClaimedRecord.objects.get().prices[0]["input_per_million"] == "1"


def test_what_a_source_set_follows_the_source_until_a_person_sets_it() -> None:
    llama()
    received(claim(facts={"context_tokens": 4096}))
    received(claim(facts={"context_tokens": 8192}), as_of=SUMMER, digest="2")
    assert variant()["context_tokens"] == 8192
    data = document()
    data["variants"][0]["context_tokens"] = 5000
    history.save(history.document_of(AIModel.objects.get()).model_validate(data), by=None, reason="Measured", origin="site")
    received(claim(facts={"context_tokens": 9000}), as_of=SUMMER, digest="3")
    assert (variant()["context_tokens"], ClaimConflict.objects.get().claimed) == (5000, 9000)


def test_a_second_run_of_the_same_file_changes_nothing() -> None:
    llama(release_date="2023-07-18")
    records = (claim(price=("1", "2"), facts={"context_tokens": 4096}), claim("acme/llama-2-7b", facts={"release_date": "2024"}))
    received(*records)
    before = list(Revision.objects.values_list("pk", flat=True))
    assert outcomes(received(*records)) == {"azure/llama-2-7b": "unchanged", "acme/llama-2-7b": "conflict"}
    assert list(Revision.objects.values_list("pk", flat=True)) == before
    assert ClaimConflict.objects.count() == 1


def test_a_run_makes_one_revision_for_each_page_that_says_who_and_why() -> None:
    llama()
    received(*(claim(f"azure/llama-2-7b{end}", price=("1", "2"), name="llama-2-7b") for end in (":free", "@1", "")))
    revision = Revision.objects.filter(page__slug="llama-2").latest("number")
    assert (revision.number, revision.origin, revision.by_name) == (2, "import", "Made-up Catalog")
    assert revision.reason == "Imported from Made-up Catalog, as of 2026-04-01"


def test_every_record_ends_in_exactly_one_way_and_the_run_counts_them() -> None:
    llama(release_date="2023-07-18")
    received(claim("azure/llama-2-7b"), claim("acme/zebra-9b"), digest="0")
    report = received(
        claim("azure/llama-2-7b", facts={"release_date": "2020"}), claim("acme/zebra-9b"), claim("acme/new-1b"), rejected("acme/odd", "odd"),
        rejected("acme/odd", "again"),
    )  # fmt: skip
    assert outcomes(report) == {
        "azure/llama-2-7b": "conflict", "acme/zebra-9b": "unchanged", "acme/new-1b": "create", "acme/odd": "rejected",
        "acme/odd (2)": "rejected",
    }  # fmt: skip
    run = ImportRun.objects.latest("pk")
    assert (run.created, run.updated, run.unchanged, run.conflicts, run.rejected) == (1, 0, 1, 1, 2)
    assert sorted(RejectedRecord.objects.values_list("key", "reasons")) == [("acme/odd", ["odd"]), ("acme/odd (2)", ["again"])]


def test_what_the_source_no_longer_has_is_gone_and_comes_back() -> None:
    received(claim("a/x"), claim("a/y"))
    assert received(claim("a/x"), digest="2").gone == 1
    assert [record.key for record in ClaimedRecord.objects.listed()] == ["a/x"]
    assert outcomes(received(claim("a/x"), claim("a/y")))["a/y"] == "update"
    assert ClaimedRecord.objects.listed().count() == 2


def test_a_part_of_a_file_makes_nothing_else_gone() -> None:
    received(claim("a/x"), claim("a/y"))
    assert receive([claim("a/x")], snapshot=snapshot(digest="2"), partial=True).gone == 0
    assert ClaimedRecord.objects.listed().count() == 2


def test_a_part_of_a_file_closes_no_conflict_of_the_rest() -> None:
    llama(release_date="2023-07-18")
    received(claim("azure/llama-2-7b", facts={"release_date": "2020"}), claim("acme/llama-2-7b"))
    receive([claim("acme/llama-2-7b")], snapshot=snapshot(digest="2"), partial=True)
    assert ClaimConflict.objects.get().settlement == "open"


def test_a_settled_conflict_does_not_ask_again_and_another_value_does() -> None:
    llama(release_date="2023-07-18")
    received(claim(facts={"release_date": "2020"}))
    person = make_person()
    ClaimConflict.objects.update(settlement="kept", settled_by=person, settled_at="2026-04-02T12:00Z", reason="The card says so")
    assert list(outcomes(received(claim(facts={"release_date": "2020"}))).values()) == ["unchanged"]
    assert list(outcomes(received(claim(facts={"release_date": "2021"}), digest="2")).values()) == ["conflict"]
    assert sorted(ClaimConflict.objects.values_list("claimed", "settlement")) == [("2020", "kept"), ("2021", "open")]


def test_a_conflict_ends_when_both_say_the_same() -> None:
    llama(release_date="2023-07-18")
    received(claim(facts={"release_date": "2020"}))
    received(claim(facts={"release_date": "2023-07-18"}), digest="2")
    assert ClaimConflict.objects.get().settlement == "agreed"
    received(claim(facts={"release_date": "2020"}), digest="3")
    assert ClaimConflict.objects.get().settlement == "open"


def test_the_plan_says_what_the_run_does_and_writes_nothing() -> None:
    llama(release_date="2023-07-18")
    records = [
        claim(facts={"release_date": "2020"}), claim("acme/llama-2-7b", facts={"context_tokens": 4096}), claim("acme/zebra"),
        rejected("acme/odd", "odd"),
    ]  # fmt: skip
    planned = plan(records, snapshot=snapshot())
    assert not ClaimedRecord.objects.exists()
    assert not ImportRun.objects.exists()
    assert "context_tokens" not in variant()
    done = receive(records, snapshot=snapshot())
    assert (planned.steps, planned.pages, planned.differences) == (done.steps, done.pages, done.differences)


@pytest.mark.parametrize("after", range(7))
def test_a_run_that_broke_off_goes_on_and_ends_the_same(after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.imports.receiving.BATCH", 2)
    llama(release_date="2023-07-18")
    records = [claim(f"host-{number}/llama-2-7b", facts={"release_date": f"20{number:02}"}) for number in range(4)]
    records += [claim(price=("1", "2"), facts={"context_tokens": 4096}), claim("acme/zebra")]
    with pytest.raises(KeyboardInterrupt):
        receive(interrupted([*records, claim("a/last")], after=after), snapshot=snapshot())
    report = received(*records)
    assert outcomes(report) == {
        **{f"host-{number}/llama-2-7b": "conflict" for number in range(4)},
        "azure/llama-2-7b": "create",
        "acme/zebra": "create",
    }
    assert [run.state for run in ImportRun.objects.all()] == ["done"]
    assert (ClaimedRecord.objects.count(), ClaimConflict.objects.count(), len(offers())) == (6, 4, 1)
    assert Revision.objects.filter(page__slug="llama-2").count() == 2


def make_person() -> User:

    return User.objects.create_user("anna")
