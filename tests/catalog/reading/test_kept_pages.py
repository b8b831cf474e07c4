"""Pages are rendered once per edition for people who are nobody in particular; nobody gets what is another's, and a write is seen at once."""

import gzip
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.factories import make_model, variant_document

PAGE = "/models/llama-2/"


@pytest.fixture(autouse=True)
def model(db: None) -> None:
    make_model("llama-2", name="Llama 2", variants=[variant_document("llama-2-7b")])


def test_the_second_answer_asks_the_database_for_the_edition_only(reader: Client, count_queries: Callable[..., int]) -> None:
    reader.get(PAGE)
    assert count_queries(lambda: reader.get(PAGE)) == 1


def test_a_browser_that_has_the_page_is_told_so(reader: Client) -> None:
    etag = reader.get(PAGE)["ETag"]
    assert etag.startswith('"')
    again = reader.get(PAGE, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.content == b""


def test_a_change_is_seen_at_once(reader: Client) -> None:
    etag = reader.get(PAGE)["ETag"]
    make_model("llama-2", name="Llama Two", variants=[variant_document("llama-2-7b")])
    again = reader.get(PAGE, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert b"Llama Two" in again.content


def test_a_new_day_is_a_new_page(reader: Client, frozen_time: object) -> None:
    etag = reader.get("/")["ETag"]
    frozen_time.move_to("2026-11-22T00:00:01+00:00")  # type: ignore[attr-defined]
    assert reader.get("/", headers={"If-None-Match": etag}).status_code == 200


def test_the_compressed_form_is_the_same_page_with_a_tag_of_its_own(reader: Client) -> None:
    plain = reader.get(PAGE)
    packed = reader.get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in packed["Vary"]
    assert "Cookie" in packed["Vary"]


def test_no_shared_store_may_keep_a_page(reader: Client) -> None:
    assert reader.get(PAGE)["Cache-Control"] == "private, no-cache"


def test_a_signed_in_page_is_stored_by_nobody_and_shown_to_nobody_else(
    reader: Client, editor: User, signed_in: Callable[[User], Client]
) -> None:
    own = signed_in(editor).get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert own["Cache-Control"] == "private, no-store"
    assert "ETag" not in own
    assert b">Admin</a>" in gzip.decompress(own.content)
    anonymous = reader.get(PAGE)
    assert b">Admin</a>" not in anonymous.content
    assert b"Sign in" in anonymous.content
    assert b">Admin</a>" in signed_in(editor).get(PAGE).content


def test_the_chosen_theme_has_a_page_of_its_own(reader: Client) -> None:
    plain = reader.get(PAGE)
    reader.cookies["theme"] = "dark"
    dark = reader.get(PAGE, headers={"If-None-Match": plain["ETag"]})
    assert dark.status_code == 200
    assert b'data-bs-theme="dark"' in dark.content
    reader.cookies["theme"] = '"><script>alert(1)</script>'
    hostile = reader.get(PAGE)
    assert hostile["ETag"] == plain["ETag"]
    assert b"alert(1)" not in hostile.content


def test_what_is_missing_or_wrong_is_not_kept(reader: Client) -> None:
    assert "ETag" not in reader.get("/models/none/")
    assert "ETag" not in reader.get("/models/?x=1")
    make_model("none", variants=[])
    assert reader.get("/models/none/").status_code == 200


def test_different_hosts_share_nothing(reader: Client) -> None:
    assert reader.get(PAGE)["ETag"] != reader.get(PAGE, headers={"Host": "localhost"})["ETag"]


def test_only_reading_is_answered(reader: Client, editor: User, signed_in: Callable[[User], Client]) -> None:
    assert signed_in(editor).post(PAGE).status_code == 405
    assert reader.head(PAGE).status_code == 200
