"""Freshness: the same answer costs next to nothing, and after a write it is never the old one."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from rest_framework.test import APIClient

from catalog.api.freshness import Body, KeptBodies, accepts_gzip, matches
from catalog.directory import Edition
from registry.models import CatalogRevision, Organization
from tests import factories

MODELS = "/api/v1/models/"
URLS = ["/api/v1/", MODELS, f"{MODELS}llama-2/", "/api/v1/licenses/?limit=1", "/api/v1/openapi.json"]


@pytest.mark.parametrize("url", URLS)
def test_every_answer_carries_a_strong_etag_and_304_needs_no_more(url: str, anyone: APIClient, catalog: None) -> None:
    answer = anyone.get(url)
    etag = answer.headers["ETag"]
    assert etag.startswith('"')
    assert answer.headers["Cache-Control"] == "private, no-cache"
    again = anyone.get(url, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == etag
    assert again.headers["Vary"] == answer.headers["Vary"]


@pytest.mark.parametrize("header", ["W/{}", '"other", {}', '"other", W/{}', '{}, "other"', "*"])
def test_if_none_match_compares_weakly_takes_lists_and_stars(header: str, anyone: APIClient, catalog: None) -> None:
    etag = anyone.get(MODELS).headers["ETag"]
    assert anyone.get(MODELS, headers={"If-None-Match": header.format(etag)}).status_code == 304


@pytest.mark.parametrize("header", ['"other"', "", "nonsense", '"', "W/", ","])
def test_another_etag_gets_the_whole_answer(header: str, anyone: APIClient, catalog: None) -> None:
    assert anyone.get(MODELS, headers={"If-None-Match": header}).status_code == 200


def test_a_star_matches_only_what_there_is(anyone: APIClient, catalog: None) -> None:
    assert anyone.get(f"{MODELS}nobody/", headers={"If-None-Match": "*"}).status_code == 404
    assert anyone.get(f"{MODELS}?nonsense=1", headers={"If-None-Match": "*"}).status_code == 400


def test_not_modified_asks_the_database_for_nothing_but_the_edition(
    anyone: APIClient, catalog: None, exactly_queries: Callable[[int], Any]
) -> None:
    etag = anyone.get(MODELS).headers["ETag"]
    with exactly_queries(1):
        assert anyone.get(MODELS, headers={"If-None-Match": etag}).status_code == 304
    with exactly_queries(1):
        assert anyone.get(MODELS).status_code == 200


@pytest.mark.parametrize("url", [MODELS, f"{MODELS}llama-2/", "/api/v1/organizations/?q=meta"])
def test_after_a_write_the_answer_is_new(url: str, anyone: APIClient, catalog: None) -> None:
    before = anyone.get(url)
    factories.make_organization("meta", name="Meta Renamed")
    after = anyone.get(url, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert "Meta Renamed" in after.content.decode()


def test_counts_and_names_kept_in_the_process_are_new_after_a_write(anyone: APIClient, catalog: None) -> None:
    assert anyone.get(f"{MODELS}?developer=meta").json()["count"] == 1
    factories.make_model("llama-3")
    assert anyone.get(f"{MODELS}?developer=meta").json()["count"] == 2
    factories.make_license("apache-2.0", name="Apache renamed")
    assert anyone.get("/api/v1/variants/mixtral-8x7b/").json()["license"]["name"] == "Apache renamed"


def test_a_catalog_restored_to_an_old_number_is_another_edition(anyone: APIClient, catalog: None) -> None:
    etag = anyone.get(MODELS).headers["ETag"]
    number = CatalogRevision.current()
    factories.make_organization("meta", name="Meta Renamed")
    CatalogRevision.objects.update(number=number)
    assert anyone.get(MODELS, headers={"If-None-Match": etag}).status_code == 200


def test_a_catalog_that_was_never_written_through_history_keeps_nothing(anyone: APIClient, catalog: None) -> None:
    CatalogRevision.objects.all().delete()
    before = anyone.get("/api/v1/organizations/")
    Organization.objects.create(kind="organization", slug="direct", name="Direct")
    after = anyone.get("/api/v1/organizations/", headers={"If-None-Match": before.headers["ETag"]})
    assert after.json()["count"] == before.json()["count"] + 1


def test_answers_are_kept_apart_by_who_asks(anyone: APIClient, editor: User, viewer: User, api_as: Any, catalog: None) -> None:
    tags = {client.get(MODELS).headers["ETag"] for client in (anyone, api_as(viewer), api_as(editor))}
    assert len(tags) == 3


def test_answers_are_kept_apart_by_host_and_scheme(anyone: APIClient, catalog: None) -> None:
    here = anyone.get(f"{MODELS}llama-2/", headers={"Host": "localhost"}).json()["url"]
    there = anyone.get(f"{MODELS}llama-2/", headers={"Host": "127.0.0.1"}).json()["url"]
    assert here == "http://localhost/api/v1/models/llama-2/"
    assert there == "http://127.0.0.1/api/v1/models/llama-2/"


def test_what_was_kept_for_those_who_may_read_reaches_nobody_else(anyone: APIClient, catalog: None, settings: Any) -> None:
    etag = anyone.get(MODELS).headers["ETag"]
    settings.PUBLIC_READ = False
    assert anyone.get(MODELS, headers={"If-None-Match": etag}).status_code == 401
    assert anyone.get(MODELS).status_code == 401


def test_vary_names_all_that_the_answer_depends_on(anyone: APIClient, catalog: None) -> None:
    named = {name.strip() for name in anyone.get(MODELS).headers["Vary"].split(",")}
    assert {"Accept", "Accept-Encoding", "Authorization", "Cookie"} <= named


def test_a_compressed_answer_is_the_same_with_a_tag_of_its_own(anyone: APIClient, catalog: None) -> None:
    plain = anyone.get(MODELS)
    zipped = anyone.get(MODELS, headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.content) == plain.content
    assert zipped.headers["Content-Length"] == str(len(zipped.content))
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    for etag in (zipped.headers["ETag"], plain.headers["ETag"]):
        assert anyone.get(MODELS, headers={"Accept-Encoding": "gzip", "If-None-Match": etag}).status_code == 304
    assert anyone.get(MODELS, headers={"If-None-Match": zipped.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", False), ("identity", False), ("gzip", True), ("GZIP", True), ("gzip;q=0", False), ("gzip; q=0.5", True), ("*", True),
        ("*;q=0", False), ("*, gzip;q=0", False), ("br;q=1, gzip;q=0.1", True), ("gzip;q=x", False), ("deflate, br", False), (";,;", False),
    ],
)  # fmt: skip
def test_gzip_is_used_only_where_it_is_allowed(header: str, expected: bool) -> None:
    assert accepts_gzip(header) is expected


def test_tags_are_compared_whole() -> None:
    assert matches('"abc"', '"abc"')
    assert not matches('"abc-gzip"', '"abc"')
    assert not matches(None, '"abc"')


@pytest.mark.parametrize("url", URLS)
def test_head_says_what_get_says_without_the_body(url: str, anyone: APIClient, catalog: None) -> None:
    get, head = anyone.get(url), anyone.head(url)
    assert head.status_code == 200
    assert head.content == b""
    for name in ("ETag", "Content-Type", "Content-Length", "Vary", "Cache-Control"):
        assert head.headers[name] == get.headers[name], name


EDITION = Edition(1, None)


def test_kept_bodies_leave_when_there_is_no_room_the_longest_unused_first() -> None:
    kept = KeptBodies(most_bytes=1_000)
    for name in "abcdefghij":
        kept.put((name,), Body(b"x" * 100), edition=EDITION)
    assert kept.get(("a",), edition=EDITION) is not None
    kept.put(("k",), Body(b"x" * 100), edition=EDITION)
    assert kept.size == 1_000
    assert kept.get(("b",), edition=EDITION) is None
    assert kept.get(("a",), edition=EDITION) is not None


def test_one_large_body_does_not_push_out_all_others() -> None:
    kept = KeptBodies(most_bytes=1_000)
    kept.put(("small",), Body(b"x"), edition=EDITION)
    kept.put(("large",), Body(b"x" * 200), edition=EDITION)
    assert kept.get(("large",), edition=EDITION) is None
    assert kept.get(("small",), edition=EDITION) is not None


def test_a_new_edition_empties_the_store_and_a_late_old_one_does_not_come_back() -> None:
    from datetime import UTC, datetime

    kept = KeptBodies(most_bytes=1_000)
    old = Edition(1, datetime(2026, 1, 1, tzinfo=UTC))
    new = Edition(2, datetime(2026, 1, 2, tzinfo=UTC))
    kept.put(("a",), Body(b"old"), edition=old)
    kept.put(("a",), Body(b"new"), edition=new)
    kept.put(("a",), Body(b"old"), edition=old)
    assert kept.get(("a",), edition=new) == Body(b"new")
    assert kept.get(("a",), edition=old) is None


def test_a_body_that_replaces_another_counts_once() -> None:
    kept = KeptBodies(most_bytes=1_000)
    kept.put(("a",), Body(b"x" * 50), edition=EDITION)
    kept.put(("a",), Body(b"x" * 50, b"y" * 10), edition=EDITION)
    assert kept.size == 60


_READER = """
import sys, django
django.setup()
from django.test import Client
client = Client()
for line in sys.stdin:
    answer = client.get("/api/v1/organizations/meta/", headers={"If-None-Match": line.strip()})
    name = answer.json()["name"] if answer.status_code == 200 else ""
    print(answer.status_code, answer.headers["ETag"], name, sep="|", flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(settings.DATABASES["default"]["NAME"] != ":memory:", reason="makes a database file of its own; once is enough")
def test_two_server_processes_both_answer_anew_after_a_write_by_a_third(tmp_path: Path) -> None:
    import os

    environ = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/two.sqlite3", "PUBLIC_READ": "1", "PYTHONPATH": str(settings.ROOT)}

    def python(program: str, **options: Any) -> subprocess.Popen[str]:
        return subprocess.Popen([sys.executable, "-c", program], env=environ, cwd=settings.ROOT, text=True, **options)

    def write(name: str) -> None:
        program = f"import django; django.setup(); from tests import factories; factories.make_organization('meta', name='{name}')"
        assert python(program).wait() == 0

    migrate = "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0)"
    assert python(migrate).wait() == 0
    write("Before")
    readers = [python(_READER, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]

    def ask(reader: subprocess.Popen[str], etag: str = "") -> list[str]:
        assert reader.stdin is not None
        assert reader.stdout is not None
        reader.stdin.write(f"{etag}\n")
        reader.stdin.flush()
        return reader.stdout.readline().strip().split("|")

    try:
        first = [ask(reader) for reader in readers]
        assert [answer[0::2] for answer in first] == [["200", "Before"]] * 2
        assert first[0][1] == first[1][1]
        assert [ask(reader, first[1][1])[0] for reader in readers] == ["304", "304"]
        write("After")
        second = [ask(reader, first[0][1]) for reader in readers]
        assert [answer[0::2] for answer in second] == [["200", "After"]] * 2
        assert second[0][1] == second[1][1] != first[0][1]
    finally:
        for reader in readers:
            reader.communicate()
