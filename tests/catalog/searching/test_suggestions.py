"""What is offered while a query is being typed: a small answer in JSON that the page puts together as text."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_article, make_model, make_organization, variant_document


@pytest.fixture
def few(db: None) -> None:
    make_model(
        "zebra",
        name="Zebra",
        variants=[variant_document("zebra-7b", name="Zebra 7B"), variant_document("z-x", name="Zed X", aliases=["zebra x"])],
    )
    make_organization("zebra-works", name="Zebra Works")
    make_article("other", name="Other", body="zebra")


@pytest.mark.usefixtures("few")
def test_names_are_offered_by_kind_the_best_first(reader: Client) -> None:
    assert reader.get("/search/suggest/?q=Zeb").json() == {
        "groups": [
            {"label": "Models", "items": [{"name": "Zebra", "detail": "", "url": "/models/zebra/"}]},
            {"label": "Partners", "items": [{"name": "Zebra Works", "detail": "", "url": "/partners/zebra-works/"}]},
            {
                "label": "Variants",
                "items": [
                    {"name": "Zebra 7B", "detail": "", "url": "/models/zebra/#zebra-7b"},
                    {"name": "Zed X", "detail": "of Zebra", "url": "/models/zebra/#z-x"},
                ],
            },
        ],
        "all": "/search/?q=Zeb",
    }


@pytest.mark.usefixtures("few")
def test_a_slip_of_the_finger_is_forgiven(reader: Client) -> None:
    groups = reader.get("/search/suggest/?q=zebbra").json()["groups"]
    assert groups[0]["items"][0]["name"] == "Zebra"


@pytest.mark.usefixtures("few")
def test_nothing_typed_offers_nothing_and_asks_nothing(reader: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert reader.get("/search/suggest/").json() == {"groups": [], "all": "/search/?q="}
    assert len(asked) == 0


@pytest.mark.parametrize("count", [1, 10])
def test_it_costs_two_queries_and_offers_eight_at_most(reader: Client, count: int) -> None:
    for number in range(count):
        make_model(f"zebra-{number}", name=f"Zebra {number}")
    with CaptureQueriesContext(connection) as asked:
        groups = reader.get("/search/suggest/?q=zeb").json()["groups"]
    assert len(asked) == 2
    assert sum(len(group["items"]) for group in groups) == min(8, 2 * count)


def test_no_cache_keeps_it_and_drafts_are_for_editors(reader: Client, editor: User, signed_in: object) -> None:
    make_article("a", name="Zebra", state="draft")
    answer = reader.get("/search/suggest/?q=zebra")
    assert answer.json()["groups"] == []
    assert "no-store" in answer["Cache-Control"]
    shown = signed_in(editor).get("/search/suggest/?q=zebra").json()["groups"]  # type: ignore[operator]
    assert shown == [{"label": "Pages", "items": [{"name": "Zebra", "detail": "draft", "url": "/pages/a/"}]}]


def test_hostile_names_are_json_not_markup(reader: Client) -> None:
    make_article("a", name="Zebra </script><b>")
    answer = reader.get("/search/suggest/?q=zebra")
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["groups"][0]["items"][0]["name"] == "Zebra </script><b>"
