"""People say once what a name means; it holds for every host, every source and every later import."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from registry import history
from registry.imports.naming import NotAVariant, NotOpen, open_keys, open_names, say_what_is_meant
from registry.models import AIModel, ClaimedRecord
from tests.factories import make_model, make_organization, variant_document
from tests.registry.imports.claims import SUMMER, claim, outcomes, received

pytestmark = pytest.mark.django_db
NAME = "llama 2 7b fp8"


@pytest.fixture(autouse=True)
def _catalog(db: None) -> None:
    make_organization("microsoft", aliases=["Azure"])
    make_model("llama-2", variants=[variant_document("llama-2-7b"), variant_document("llama-2-13b")])


def offers() -> list[dict[str, Any]]:
    return history.document_of(AIModel.objects.get(slug="llama-2")).as_data().get("offers", [])


def meanings() -> dict[str, str]:
    return {record.key: record.variant.slug if record.variant else str(record.matched) for record in ClaimedRecord.objects.order_by("key")}


def test_names_that_are_called_alike_are_asked_once() -> None:
    received(claim("azure/llama-2-7b-fp8"), claim("acme/meta/Llama-2-7B-FP8:free"), claim("acme/llama-2-13b-awq"), claim("acme/zebra"))
    names = open_names(ClaimedRecord.objects.doubtful())
    assert [(name.key, name.records, name.candidates) for name in names] == [
        ("llama 2 13b awq", 1, ("llama-2-13b",)),
        (NAME, 2, ("llama-2-7b",)),
    ]
    assert names[1].written == ("acme/meta/Llama-2-7B-FP8:free", "azure/llama-2-7b-fp8")
    assert list(open_keys()) == ["llama 2 13b awq", NAME]


def test_what_was_said_holds_for_all_hosts_and_later_ones_and_brings_their_prices(editor: User) -> None:
    received(claim("azure/llama-2-7b-fp8", price=("1", "2")), claim("acme/llama-2-7b-fp8"))
    assert offers() == []
    assert say_what_is_meant(NAME, variant="llama-2-7b", by=editor) == 2
    records = (claim("azure/llama-2-7b-fp8", price=("1", "2")), claim("acme/llama-2-7b-fp8"), claim("new/x/llama-2-7b-fp8"))
    report = received(*records, as_of=SUMMER, digest="2")
    assert outcomes(report) == {"azure/llama-2-7b-fp8": "update", "acme/llama-2-7b-fp8": "unchanged", "new/x/llama-2-7b-fp8": "create"}
    assert set(meanings().values()) == {"llama-2-7b"}
    assert [offer["identifier"] for offer in offers()] == ["llama-2-7b-fp8"]
    assert set(ClaimedRecord.objects.values_list("settled_by__username", flat=True)) == {"editor"}


def test_none_of_ours_is_an_answer_that_stays(editor: User) -> None:
    received(claim("azure/llama-2-7b-fp8"))
    say_what_is_meant(NAME, variant="", by=editor)
    report = received(claim("azure/llama-2-7b-fp8"), claim("acme/llama-2-7b-fp8"), digest="2")
    assert meanings() == {"azure/llama-2-7b-fp8": "person", "acme/llama-2-7b-fp8": "person"}
    assert list(open_keys()) == []
    assert report.steps["acme/llama-2-7b-fp8"].reasons == ("a person said that no variant here is meant",)


def test_any_published_variant_can_be_meant_and_nothing_else(editor: User) -> None:
    received(claim("azure/llama-2-7b-fp8"))
    with pytest.raises(NotAVariant, match="no variant 'zebra' here"):
        say_what_is_meant(NAME, variant="zebra", by=editor)
    say_what_is_meant(NAME, variant="llama-2-13b", by=editor)
    assert meanings() == {"azure/llama-2-7b-fp8": "llama-2-13b"}


def test_it_is_said_once(editor: User, reviewer: User) -> None:
    received(claim("azure/llama-2-7b-fp8"))
    say_what_is_meant(NAME, variant="llama-2-7b", by=editor)
    with pytest.raises(NotOpen, match="somebody else said"):
        say_what_is_meant(NAME, variant="llama-2-13b", by=reviewer)
    assert meanings() == {"azure/llama-2-7b-fp8": "llama-2-7b"}


def test_a_viewer_says_nothing(viewer: User) -> None:
    received(claim("azure/llama-2-7b-fp8"))
    with pytest.raises(PermissionDenied):
        say_what_is_meant(NAME, variant="llama-2-7b", by=viewer)
    assert list(open_keys()) == [NAME]
