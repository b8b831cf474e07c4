"""Every route, asked by everyone, equals matrix.yaml; a route that is not in the file fails."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from catalog.models import Scope
from registry.roles import Role
from tests.access.routes import MATRIX, Route, all_routes, rule_for
from tests.access.samples import filled_in, make_samples

COLUMNS: list[str] = MATRIX["columns"]
Ask = Callable[[str, str, str], str]


def test_every_route_is_in_the_matrix():
    assert [route.key for route in all_routes() if rule_for(route) is None] == []


def test_every_line_of_the_matrix_is_used():
    used = [id(rule_for(route)) for route in all_routes()]
    assert [key for key, rule in MATRIX["routes"].items() if id(rule) not in used] == []


@pytest.mark.parametrize("group", MATRIX["groups"])
def test_every_group_answers_for_all_columns(group: str):
    rows = {name: row for name, row in MATRIX["groups"][group].items() if name != "methods"}
    assert {len(row) for row in rows.values()} == {len(COLUMNS)}
    assert {outcome for row in rows.values() for outcome in row} <= {"in", "sign-in", "refused", "absent"}


@pytest.fixture
def ask(person: Callable[..., User], signed_in: Callable[[User], Client], token_for: Callable[..., str]) -> Ask:
    """A function that asks as one column of the matrix and says what came of it; what the request stored is undone."""
    people = {role.value: person(role) for role in Role}
    cookies = {name: signed_in(user).cookies for name, user in people.items()}
    tokens = {
        "token-read": token_for(people["editor"]),
        "token-write": token_for(people["editor"], scope=Scope.WRITE),
    }

    def ask_as(column: str, method: str, url: str) -> str:
        client = Client(raise_request_exception=True)
        if column in cookies:
            client.cookies = cookies[column].copy()
        headers = {"authorization": f"Token {tokens[column]}"} if column in tokens else {}
        body: dict[str, Any] = {} if method == "get" else {"data": "{}", "content_type": "application/json"}
        if method == "post" and not url.startswith("/api/"):
            body = {"data": {}}
        with transaction.atomic():
            response = getattr(client, method)(url, headers=headers, **body)
            if response.status_code == 302 and urlsplit(response["Location"]).path == "/admin/login/":
                response = client.get(response["Location"], headers=headers)
            transaction.set_rollback(True)
        return outcome_of(response)

    return ask_as


def outcome_of(response: Any) -> str:
    """The matrix's word for an answer."""
    if response.status_code == 401:
        return "sign-in"
    if response.status_code == 302 and urlsplit(response["Location"]).path == "/accounts/login/":
        return "sign-in"
    if response.status_code == 403:
        return "refused"
    if response.status_code == 404:
        return "absent"
    return "in" if response.status_code < 500 else f"error {response.status_code}"


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: route.key)
def test_a_route_lets_in_whom_the_matrix_says(route: Route, ask: Ask, settings: LazySettings, person: Callable[..., User]):
    rule = rule_for(route)
    assert rule is not None, f"{route.key} is not in tests/access/matrix.yaml"
    if rule.get("unreachable"):
        return
    samples = make_samples(User.objects.get(username="editor"))
    kwargs = filled_in(rule.get("kwargs", {}), samples=samples, route_key=route.key)
    url = route.url(kwargs)
    group = MATRIX["groups"][rule["group"]]
    wrong: dict[str, str] = {}
    for public in (False, True):
        settings.PUBLIC_READ = public
        state = "open" if public else "closed"
        for method in ["get", *rule.get("methods", group["methods"])]:
            expected = group[f"read-{state}"] if method == "get" else group.get(f"write-{state}") or group["write"]
            for column, wanted in zip(COLUMNS, expected, strict=True):
                if public and method != "get" and column != "anonymous" and "write-open" not in group:
                    continue  # PUBLIC_READ is about reading: writing is asked again only of those whom nobody knows
                got = ask(column, method, url)
                if got == "absent" and wanted == "in" and rule.get("may-be-absent"):
                    continue
                if got != wanted:
                    wrong[f"{method} {url} as {column}, {state}"] = f"{got}, not {wanted}"
    assert not wrong, json.dumps(wrong, indent=1)
