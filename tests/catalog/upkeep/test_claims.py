"""One page settles what other catalogs claim against ours."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.models import ClaimConflict, ClaimedRecord, ImportRun
from tests.factories import make_model, variant_document

pytestmark = pytest.mark.usefixtures("frozen_time")
PAGE = "/upkeep/claims/"
QUERIES = 3 + 2 + 3 + 1  # session, person, roles; runs, their records; number, conflicts, what claims them; news in the top bar


def claims(number: int, *, source: str = "models-dev") -> list[ClaimConflict]:
    """So many open conflicts, each about a model of its own, claimed by one record."""
    run = ImportRun.objects.create(source=source, digest="0" * 64, as_of="2026-05-21", conflicts=number)
    found = []
    for index in range(number):
        page = make_model(f"m-{index}", name=f"Model {index}", variants=[variant_document(f"m-{index}-7b", context_tokens=4096)])
        record = ClaimedRecord.objects.create(
            source=source, key=f"host/m-{index}", identifier=f"m-{index}", received="{}", digest="0" * 64, outcome="conflict",
            first_seen=run, last_seen=run, variant=page.variants.get(), matched="id",
        )  # fmt: skip
        conflict = ClaimConflict.objects.create(
            source=source, page=page, fact=f"variants/m-{index}-7b/context_tokens", claimed=8192, ours=4096, claimed_digest="0" * 64, noticed_in=run,
        )  # fmt: skip
        conflict.records.add(record)
        found.append(conflict)
    return found


def press(client: Client, found: list[ClaimConflict], **fields: Any) -> Any:
    return client.post(PAGE, {"conflicts": [conflict.pk for conflict in found], "how": "kept", "reason": "The card says so", **fields})


def test_a_conflict_says_both_values_and_who_claims(viewer: User, signed_in: Callable[[User], Client], text_of: Any) -> None:
    claims(1)
    page = text_of(PAGE, client=signed_in(viewer))
    assert (
        "models.dev, as of 21 May 2026, received on 21 November 2026: 1 record, of which 1 means a variant here, 0 may mean one, 0 mean none."
        in page
    )
    assert "Context tokens m-0-7b 4,096 8,192 models.dev: host/m-0" in page
    assert "Editors settle conflicts." in page


def test_an_editor_settles_several_at_once(editor: User, signed_in: Callable[[User], Client]) -> None:
    found = claims(3)
    client = signed_in(editor)
    assert press(client, found[:2]).status_code == 302
    assert [conflict.page.name for conflict in ClaimConflict.objects.open().by_page()] == ["Model 2"]
    assert "2 conflicts settled." in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"conflicts": []}, "Choose at least one conflict."),
        ({"how": ""}, "Say what holds."),
        ({"reason": ""}, "Say in a few words why."),
        ({"conflicts": ["999999"]}, "not open any more"),
        ({"conflicts": ["x"]}, "is not a valid value"),
    ],
)
def test_what_is_missing_is_told_and_nothing_typed_is_lost(
    editor: User, signed_in: Callable[[User], Client], fields: dict[str, Any], said: str
) -> None:
    found = claims(1)
    answer = press(signed_in(editor), found, **fields)
    text = answer.content.decode()
    assert (answer.status_code, said in text) == (400, True)
    assert ("The card says so" in text) == (fields.get("reason") is None)
    assert (f'value="{found[0].pk}" checked' in text) == ("conflicts" not in fields)
    assert ClaimConflict.objects.open().count() == 1


def test_the_second_to_settle_is_told_who_was_first(editor: User, reviewer: User, signed_in: Callable[[User], Client]) -> None:
    found = claims(2)
    press(signed_in(editor), found[:1])
    answer = press(signed_in(reviewer), found, how="taken")
    assert answer.status_code == 400
    assert "ours was kept by editor. Nothing was changed; look again." in answer.content.decode()
    assert ClaimConflict.objects.open().count() == 1


def test_one_source_can_be_looked_at_alone(viewer: User, signed_in: Callable[[User], Client], text_of: Any) -> None:
    claims(1)
    client = signed_in(viewer)
    assert "1 open conflict" in text_of(f"{PAGE}?source=models-dev", client=client)
    assert "No claim waits to be settled." in text_of(f"{PAGE}?source=litellm", client=client)


@pytest.mark.parametrize("query", ["source=nowhere", "sauce=litellm"])
def test_a_mistaken_address_is_told(viewer: User, signed_in: Callable[[User], Client], query: str) -> None:
    answer = signed_in(viewer).get(f"{PAGE}?{query}")
    assert answer.status_code == 400
    assert query in answer.content.decode()


def test_an_empty_list_says_what_belongs_here(viewer: User, signed_in: Callable[[User], Client], text_of: Any) -> None:
    assert "No catalog of others was received yet. Run manage.py import_catalog models-dev FILE" in text_of(PAGE, client=signed_in(viewer))


def test_the_overview_counts_open_conflicts(viewer: User, signed_in: Callable[[User], Client], text_of: Any) -> None:
    claims(2)
    assert "Conflicts from imports 2 Other catalogs say something else than our pages" in text_of("/upkeep/", client=signed_in(viewer))


def test_ten_conflicts_take_as_many_queries_as_one(
    viewer: User, signed_in: Callable[[User], Client], django_assert_num_queries: Any
) -> None:
    client = signed_in(viewer)
    for number in (1, 10):
        ClaimConflict.objects.all().delete()
        ClaimedRecord.objects.all().delete()
        claims(number)
        with django_assert_num_queries(QUERIES):
            client.get(PAGE)
