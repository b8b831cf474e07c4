"""Recent changes in the API: one list, strict filters, and a feed that can be followed without a gap."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from jsonschema import Draft202012Validator
from rest_framework.test import APIClient

from registry.documents import parse_document
from registry.history import save_all
from registry.models import Revision
from tests.factories import article_document, make_article, make_organization, organization_document, save
from tests.registry.history.test_processes import ROOT, finish, prepared

__all__ = ["prepared"]
CHANGES = "/api/v1/changes/"


def write(number: int, *, start: int = 0) -> list[int]:
    """Save revisions of one article; return their ids, oldest first."""
    for index in range(start, start + number):
        save(article_document(body=f"Text {index}"), reason=f"Change {index}")
    return list(Revision.objects.order_by("pk").values_list("pk", flat=True))


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content
    return [record["id"] for record in answer.json()["results"]]


def walk(client: APIClient, address: str, *, way: str = "next", between: Callable[[], object] = lambda: None) -> list[int]:
    found: list[int] = []
    while address:
        answer = client.get(address)
        found += ids(answer) if way == "next" else ids(answer)[::-1]
        address = answer.json()[way]
        between()
    return found


def test_a_change_says_page_number_when_who_why_and_through_what(anyone: APIClient, editor: User) -> None:
    with time_machine.travel("2026-11-21T10:00:00Z", tick=False):
        make_organization()
        save(organization_document(country="US"), reason="Say where", origin="admin", by=editor)
    body = anyone.get(CHANGES).json()
    (newest, first) = body["results"]
    assert newest == {
        "id": newest["id"],
        "url": f"http://testserver{CHANGES}{newest['id']}/",
        "page": {"kind": "organization", "slug": "meta", "name": "Meta", "url": "http://testserver/partners/meta/"},
        "number": 2,
        "created_at": "2026-11-21T10:00:00Z",
        "by": "editor",
        "origin": "admin",
        "reason": "Say where",
    }
    assert (first["number"], first["by"], first["origin"]) == (1, "system", "files")
    assert {name: body[name] for name in ("next", "previous", "count")} == {"next": None, "previous": None, "count": 2}


def test_what_changed_is_told_fact_by_fact_when_asked(anyone: APIClient) -> None:
    make_organization()
    save(organization_document(country="US"))
    expected = [{"path": "country", "kind": "added", "before": None, "after": "US"}]
    newest, first = anyone.get(f"{CHANGES}?expand=changes").json()["results"]
    assert newest["changes"] == expected
    assert {"path": "roles", "kind": "added", "before": None, "after": ["developer"]} in first["changes"]
    detail = anyone.get(f"{CHANGES}{newest['id']}/").json()
    assert detail == newest


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=article", {2}), ("kind=article,organization", {1, 2, 3}), ("kind__not=article", {1, 3}), ("page=meta", {1, 3}),
        ("origin=admin", {3}), ("by=editor", {3}), ("by=system,editor", {1, 2, 3}), ("since=2026-11-02", {2, 3}),
        ("until=2026-11-02", {1, 2}), ("since=2026-11-02&until=2026-11-02", {2}), ("q=meta", {1, 3}),
    ],
)  # fmt: skip
def test_changes_are_filtered(anyone: APIClient, editor: User, query: str, found: set[int]) -> None:
    with time_machine.travel("2026-11-01T23:59:59Z", tick=False):
        make_organization()
    with time_machine.travel("2026-11-02T00:00:00Z", tick=False):
        make_article()
    with time_machine.travel("2026-11-03T00:00:00Z", tick=False):
        save(organization_document(country="US"), origin="admin", by=editor)
    order = list(Revision.objects.order_by("pk").values_list("pk", flat=True))
    assert {order.index(key) + 1 for key in ids(anyone.get(f"{CHANGES}?{query}"))} == found


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("kind=modle", "/query/kind"), ("origin=x", "/query/origin"), ("by=nobody", "/query/by"), ("page=nothing", "/query/page"),
        ("since=2026-02-30", "/query/since"), ("until=x", "/query/until"), ("ordering=name", "/query/ordering"), ("limit=201", "/query/limit"),
        ("cursor=x", "/query/cursor"), ("after=-1", "/query/after"), ("after=1&ordering=-id", "/query/ordering"),
        ("after=1&cursor=x", "/query/cursor"), ("expand=page", "/query/expand"), ("count=1", "/query/count"), ("slug=x", "/query/slug"),
    ],
)  # fmt: skip
def test_a_parameter_that_is_not_understood_is_a_problem_that_names_it(anyone: APIClient, query: str, pointer: str) -> None:
    make_organization()
    answer = anyone.get(f"{CHANGES}?{query}")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]


@pytest.mark.parametrize("ordering", ["id", "-id"])
def test_pages_follow_each_other_both_ways(anyone: APIClient, ordering: str) -> None:
    order = write(7) if ordering == "id" else write(7)[::-1]
    address = f"{CHANGES}?ordering={ordering}&limit=3"
    assert walk(anyone, address) == order
    last = anyone.get(anyone.get(anyone.get(address).json()["next"]).json()["next"])
    assert ids(last) == order[6:]
    assert walk(anyone, last.json()["previous"], way="previous") == order[:6][::-1]


def test_following_the_pages_gives_each_change_once_while_others_are_made(anyone: APIClient) -> None:
    order = write(7)
    written = [7]

    def another() -> None:
        written.append(1)
        write(1, start=sum(written))

    assert walk(anyone, f"{CHANGES}?limit=3", between=another) == order[::-1]


def test_after_an_id_come_the_greater_ones_oldest_first(anyone: APIClient) -> None:
    order = write(5)
    answer = anyone.get(f"{CHANGES}?after={order[1]}&limit=2")
    assert ids(answer) == order[2:4]
    assert answer.json()["count"] == 3
    assert answer.json()["previous"] is None
    assert walk(anyone, f"{CHANGES}?after=0&limit=2") == order
    assert ids(anyone.get(f"{CHANGES}?after={order[-1]}")) == []
    assert ids(anyone.get(f"{CHANGES}?after=0&kind=model")) == []


@pytest.mark.slow
def test_who_follows_while_several_write_misses_nothing(prepared: str) -> None:
    environment = {**os.environ, "DATABASE_URL": prepared, "PUBLIC_READ": "1"}

    def start(module: str, *arguments: object) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", module, *map(str, arguments)]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    follower = start("tests.api.following", 2 * 2 * 15)
    writers = [start("tests.registry.history.workers", "write", 2, 15) for _ in range(2)]
    for writer in writers:
        finish(writer)
    followed, there = json.loads(finish(follower))
    assert followed == there
    assert len(there) >= 2 * 2 * 15


def test_changes_of_drafts_are_for_editors(anyone: APIClient, editor: User, viewer: User, api_as: Callable[..., APIClient]) -> None:
    make_organization("shy", state="draft")
    (key,) = Revision.objects.values_list("pk", flat=True)
    for client in (anyone, api_as(viewer)):
        assert ids(client.get(CHANGES)) == []
        assert client.get(f"{CHANGES}?page=shy").status_code == 400
        assert client.get(f"{CHANGES}{key}/").status_code == 404
    assert ids(api_as(editor).get(CHANGES)) == [key]
    assert api_as(editor).get(f"{CHANGES}{key}/").status_code == 200


@pytest.mark.parametrize("number", ["0", "x", "99999999999", "2147483647"])
def test_a_change_that_is_not_there_is_404(anyone: APIClient, number: str) -> None:
    assert anyone.get(f"{CHANGES}{number}/").status_code == 404


def test_an_answer_stays_good_until_the_next_change(anyone: APIClient) -> None:
    write(1)
    first = anyone.get(CHANGES)
    assert anyone.get(CHANGES, headers={"if-none-match": first["ETag"]}).status_code == 304
    write(1, start=1)
    assert anyone.get(CHANGES, headers={"if-none-match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("address", ["", "?expand=changes", "?after=0&count=false", "{number}/"])
def test_answers_are_as_declared(anyone: APIClient, address: str) -> None:
    make_organization()
    (key,) = Revision.objects.values_list("pk", flat=True)
    description = anyone.get("/api/v1/openapi.json").json()
    name = "ChangeDetail" if "{" in address else "ChangeList"
    schema = {"$ref": f"#/components/schemas/{name}", "components": description["components"]}
    body = anyone.get(CHANGES + address.format(number=key)).json()
    assert not list(Draft202012Validator(schema).iter_errors(body))
    taken = {each["name"] for each in description["paths"][CHANGES]["get"]["parameters"] if each["in"] == "query"}
    assert taken == {
        "kind", "kind__not", "origin", "origin__not", "by", "since", "until", "page", "q", "after", "ordering", "limit", "cursor", "count",
        "expand", "format",
    }  # fmt: skip


@pytest.mark.parametrize("rows", [1, 10])
def test_the_list_costs_the_same_however_long_it_is(anyone: APIClient, count_queries: Callable[..., int], rows: int) -> None:
    save_all([parse_document(article_document(f"page-{index}")) for index in range(rows)], by=None, reason="All", origin="files")
    cost = {query: count_queries(lambda query=query: anyone.get(CHANGES + query)) for query in ("", "?expand=changes", "?after=0&limit=5")}
    # The edition twice, the keys of the page, the rows, the count.
    assert cost == {"": 5, "?expand=changes": 5, "?after=0&limit=5": 5}
