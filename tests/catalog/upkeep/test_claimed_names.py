"""One page asks what names of other catalogs mean."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from registry.models import ClaimedRecord
from tests.factories import make_model, variant_document
from tests.registry.imports.claims import claim, received

pytestmark = pytest.mark.usefixtures("frozen_time")
PAGE = "/upkeep/claims/names/"
QUERIES = 3 + 3 + 1  # session, person, roles; number of names, names, their records; news in the top bar


@pytest.fixture(autouse=True)
def _catalog(db: None) -> None:
    make_model("llama-2", variants=[variant_document("llama-2-7b"), variant_document("llama-2-13b")])


def in_doubt(number: int) -> None:
    editions = [f"fp8{'-turbo' * index}" for index in range(number)]
    received(*(claim(f"host/llama-2-7b-{edition}") for edition in editions))


def test_a_name_is_shown_with_what_it_may_mean(viewer: User, signed_in: Callable[[User], Client], text_of: Any) -> None:
    in_doubt(1)
    page = text_of(PAGE, client=signed_in(viewer))
    assert "1 name in doubt" in page
    assert "llama 2 7b fp8 1 record: host/llama-2-7b-fp8 May mean llama-2-7b. Editors say which." in page


@pytest.mark.parametrize(
    ("fields", "meant", "said"),
    [
        ({"means": "llama-2-7b"}, "llama-2-7b", "means llama-2-7b, for 1 record and those to come."),
        ({"means": "none"}, None, "means none of ours, for 1 record and those to come."),
        ({"means": "", "other": "llama-2-13b"}, "llama-2-13b", "means llama-2-13b"),
    ],
)
def test_an_editor_says_what_it_means(
    editor: User, signed_in: Callable[[User], Client], fields: dict[str, str], meant: str | None, said: str
) -> None:
    in_doubt(1)
    client = signed_in(editor)
    assert client.post(PAGE, {"name": "llama 2 7b fp8", **fields}).status_code == 302
    record = ClaimedRecord.objects.get()
    assert (record.variant.slug if record.variant else None, record.matched) == (meant, "person")
    page = client.get(PAGE).content.decode()
    assert said in page
    assert "No name is in doubt." in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose what the name means"),
        ({"other": "zebra-9b"}, "There is no variant &#x27;zebra-9b&#x27; here."),
        ({"name": "nothing", "means": "none"}, "Nobody is asked about &#x27;nothing&#x27; any more"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    editor: User, signed_in: Callable[[User], Client], fields: dict[str, str], said: str
) -> None:
    in_doubt(1)
    answer = signed_in(editor).post(PAGE, {"name": "llama 2 7b fp8", **fields})
    text = answer.content.decode()
    assert (answer.status_code, said in text) == (400, True)
    assert f'value="{fields.get("other", "")}"' in text
    assert ClaimedRecord.objects.doubtful().count() == 1


def test_ten_names_take_as_many_queries_as_one(viewer: User, signed_in: Callable[[User], Client], django_assert_num_queries: Any) -> None:
    client = signed_in(viewer)
    for number in (1, 10):
        in_doubt(number)
        with django_assert_num_queries(QUERIES):
            client.get(PAGE)
