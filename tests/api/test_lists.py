"""Lists: envelope, pages, cursors, order."""

from itertools import pairwise
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests import factories

MODELS = "/api/v1/models/"
VARIANTS = "/api/v1/variants/"
LISTS = ["families", "models", "variants", "licenses", "organizations", "offers", "articles"]


def slugs(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [record["slug"] for record in answer.json()["results"]]


def walk(client: APIClient, url: str, direction: str = "next") -> list[str]:
    """Follow a link to its end."""
    found: list[str] = []
    while url:
        answer = client.get(url)
        page = slugs(answer)
        found = found + page if direction == "next" else page + found
        url = answer.json()[direction]
    return found


def make_many(count: int, **fields: Any) -> None:
    """One model with `count` variants named Many 000, Many 001, ..."""
    factories.make_model("many", variants=[factories.variant_document(f"many-{n:03}", name=f"Many {n:03}") for n in range(count)], **fields)


def test_the_root_lists_every_resource_by_address(anyone: APIClient) -> None:
    answer = anyone.get("/api/v1/")
    assert answer.status_code == 200
    assert answer.json()["models"] == "http://testserver/api/v1/models/"
    beside = {
        "verdicts",
        "checks",
        "use_profiles",
        "decisions",
        "proposals",
        "changes",
        "search",
        "compare",
        "saved_views",
        "costs",
        "mlbom",
        "openapi",
        "docs",
    }
    assert set(answer.json()) == {*LISTS, *beside}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_the_same_envelope(name: str, anyone: APIClient, own_catalog: None) -> None:
    body = anyone.get(f"/api/v1/{name}/").json()
    assert list(body) == ["results", "next", "previous", "count"]
    assert body["next"] is None
    assert body["previous"] is None
    assert body["count"] == len(body["results"]) > 0


def test_an_empty_list_is_a_list(anyone: APIClient) -> None:
    assert anyone.get(MODELS).json() == {"results": [], "next": None, "previous": None, "count": 0}


def test_a_page_has_50_records_unless_limit_says_otherwise(anyone: APIClient) -> None:
    make_many(201)
    assert len(slugs(anyone.get(VARIANTS))) == 50
    assert len(slugs(anyone.get(f"{VARIANTS}?limit=3"))) == 3
    assert len(slugs(anyone.get(f"{VARIANTS}?limit=200"))) == 200
    assert anyone.get(f"{VARIANTS}?limit=201").status_code == 400


def test_the_count_is_of_all_pages_and_can_be_left_out(anyone: APIClient) -> None:
    make_many(7)
    assert anyone.get(f"{VARIANTS}?limit=2").json()["count"] == 7
    assert "count" not in anyone.get(f"{VARIANTS}?limit=2&count=false").json()
    assert anyone.get(f"{VARIANTS}?limit=2&count=true").json()["count"] == 7


def test_next_leads_through_the_whole_list_and_previous_back(anyone: APIClient) -> None:
    make_many(10)
    names = [f"many-{n:03}" for n in range(10)]
    assert walk(anyone, f"{VARIANTS}?limit=3") == names
    last = f"{VARIANTS}?limit=3"
    while following := anyone.get(last).json()["next"]:
        last = following
    assert slugs(anyone.get(last)) == ["many-009"]
    assert walk(anyone, last, "previous") == names


def test_the_page_before_the_second_is_the_first_and_has_none_before_it(anyone: APIClient) -> None:
    make_many(6)
    second = anyone.get(anyone.get(f"{VARIANTS}?limit=2").json()["next"]).json()
    first = anyone.get(second["previous"])
    assert slugs(first) == ["many-000", "many-001"]
    assert first.json()["previous"] is None
    assert slugs(anyone.get(first.json()["next"])) == ["many-002", "many-003"]


def test_links_keep_the_other_parameters(anyone: APIClient) -> None:
    make_many(5)
    following = anyone.get(f"{VARIANTS}?limit=2&fields=slug&ordering=-name&open_weights=true").json()["next"]
    body = anyone.get(following).json()
    assert body["results"] == [{"slug": "many-002"}, {"slug": "many-001"}]
    assert body["count"] == 5


def test_a_record_that_comes_in_before_the_cursor_repeats_and_skips_nothing(anyone: APIClient) -> None:
    for name in "bcdefg":
        factories.make_organization(f"org-{name}", name=name)
    url = "/api/v1/organizations/?limit=2"
    first = anyone.get(url).json()
    factories.make_organization("org-a", name="a")
    factories.make_organization("org-bb", name="bb")
    rest = walk(anyone, first["next"])
    assert [record["slug"] for record in first["results"]] == ["org-b", "org-c"]
    assert rest == ["org-d", "org-e", "org-f", "org-g"]


def test_a_record_that_comes_in_after_the_cursor_is_found(anyone: APIClient) -> None:
    for name in "aceg":
        factories.make_organization(f"org-{name}", name=name)
    first = anyone.get("/api/v1/organizations/?limit=2").json()
    factories.make_organization("org-d", name="d")
    assert walk(anyone, first["next"]) == ["org-d", "org-e", "org-g"]


def test_a_cursor_outlives_the_record_it_points_to(anyone: APIClient) -> None:
    for name in "abcde":
        factories.make_organization(f"org-{name}", name=name)
    following = anyone.get("/api/v1/organizations/?limit=2").json()["next"]
    factories.make_organization("org-b", name="b", state="withdrawn")
    assert walk(anyone, following) == ["org-c", "org-d", "org-e"]


def test_when_everything_before_is_gone_the_way_leads_to_the_first_page(anyone: APIClient) -> None:
    for name in "abcd":
        factories.make_organization(f"org-{name}", name=name)
    second = anyone.get(anyone.get("/api/v1/organizations/?limit=2").json()["next"]).json()
    for name in "ab":
        factories.make_organization(f"org-{name}", name=name, state="withdrawn")
    before = anyone.get(second["previous"]).json()
    assert before["results"] == []
    assert before["previous"] is None
    assert slugs(anyone.get(before["next"])) == ["org-c", "org-d"]


def test_records_with_equal_values_come_each_once(anyone: APIClient) -> None:
    variants = [factories.variant_document(f"same-{n}", name="Same", params_total=7) for n in range(7)]
    factories.make_model("same", variants=variants)
    for ordering in ("name", "-name", "params_total", "-params_total", "name,-params_total"):
        found = walk(anyone, f"{VARIANTS}?limit=2&ordering={ordering}")
        assert sorted(found) == [f"same-{n}" for n in range(7)], ordering


SIZES = {"s-none-a": None, "s-none-b": None, "s-1": 1, "s-2a": 2, "s-2b": 2, "s-3": 3}
DATES = {"d-none-a": None, "d-none-b": None, "d-2022": "2022", "d-2023": "2023-05", "d-2024": "2024-01-01"}


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("params_total", [{"s-1"}, {"s-2a", "s-2b"}, {"s-3"}, {"s-none-a", "s-none-b"}]),
        ("-params_total", [{"s-3"}, {"s-2a", "s-2b"}, {"s-1"}, {"s-none-a", "s-none-b"}]),
        ("-params_total,name", [{"s-3"}, {"s-2a"}, {"s-2b"}, {"s-1"}, {"s-none-a"}, {"s-none-b"}]),
        ("params_total,-name", [{"s-1"}, {"s-2b"}, {"s-2a"}, {"s-3"}, {"s-none-b"}, {"s-none-a"}]),
    ],
)
def test_what_is_not_known_comes_last_in_both_directions(ordering: str, expected: list[set[str]], limit: int, anyone: APIClient) -> None:
    variants = [factories.variant_document(slug, name=slug, **({"params_total": size} if size else {})) for slug, size in SIZES.items()]
    factories.make_model("sizes", variants=variants)
    found = walk(anyone, f"{VARIANTS}?ordering={ordering}&limit={limit}")
    assert len(found) == 6
    for group in expected:
        assert set(found[: len(group)]) == group
        found = found[len(group) :]


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_dates_are_ordered_with_the_unknown_last_forwards_and_back(limit: int, anyone: APIClient) -> None:
    variants = [factories.variant_document(slug, name=slug, **({"release_date": day} if day else {})) for slug, day in DATES.items()]
    factories.make_model("dates", variants=variants)
    newest = walk(anyone, f"{VARIANTS}?ordering=-release_date,name&limit={limit}")
    assert newest == ["d-2024", "d-2023", "d-2022", "d-none-a", "d-none-b"]
    oldest = walk(anyone, f"{VARIANTS}?ordering=release_date,name&limit={limit}")
    assert oldest == ["d-2022", "d-2023", "d-2024", "d-none-a", "d-none-b"]
    last = f"{VARIANTS}?ordering=-release_date,name&limit={limit}"
    while following := anyone.get(last).json()["next"]:
        last = following
    assert walk(anyone, last, "previous") == newest


def test_the_default_order_is_by_name(anyone: APIClient, own_catalog: None) -> None:
    assert slugs(anyone.get(MODELS)) == ["gpt-4", "llama-2", "mixtral"]


def test_every_ordering_of_every_list_is_taken(anyone: APIClient, own_catalog: None) -> None:
    from catalog.api.resources import RESOURCES

    for resource in RESOURCES.values():
        for name in resource.columns:
            for ordering in (name, f"-{name}"):
                first = anyone.get(f"/api/v1/{resource.name}/?ordering={ordering}&limit=1").json()
                found = [first["results"][0]["slug"], *walk(anyone, first["next"] or "")]
                assert len(found) == len(set(found)) == first["count"], (resource.name, ordering)


@pytest.mark.parametrize("change", ["x", "", "ü"])
def test_a_cursor_that_was_tampered_with_is_refused(change: str, anyone: APIClient) -> None:
    make_many(3)
    following = anyone.get(f"{VARIANTS}?limit=1").json()["next"]
    broken = following[:-1] + change
    answer = anyone.get(broken)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/query/cursor"
    assert answer.json()["errors"][0]["code"] == "invalid_cursor"


@pytest.mark.parametrize("cursor", ["1", "x:y", "bnVsbA:abc", "a" * 5000, "%F0%9F%92%A9", "W10:x"])
def test_a_cursor_that_was_made_up_is_refused(cursor: str, anyone: APIClient, own_catalog: None) -> None:
    assert anyone.get(f"{MODELS}?cursor={cursor}").status_code == 400


def test_a_cursor_of_another_order_or_another_list_is_refused(anyone: APIClient, own_catalog: None) -> None:
    cursor = anyone.get(f"{MODELS}?limit=1").json()["next"].partition("cursor=")[2]
    assert anyone.get(f"{MODELS}?limit=1&cursor={cursor}").status_code == 200
    assert anyone.get(f"{MODELS}?limit=1&ordering=-name&cursor={cursor}").status_code == 400
    assert anyone.get(f"{VARIANTS}?limit=1&cursor={cursor}").status_code == 400


def test_drafts_and_withdrawn_pages_are_in_no_list(anyone: APIClient, own_catalog: None) -> None:
    factories.make_model("secret", state="draft", offers=[factories.offer_document("secret-azure")])
    factories.make_model("gone", state="withdrawn")
    assert slugs(anyone.get(MODELS)) == ["gpt-4", "llama-2", "mixtral"]
    assert "secret-7b" not in slugs(anyone.get(VARIANTS))
    assert "secret-azure" not in slugs(anyone.get("/api/v1/offers/"))
    for url in ("models/secret", "models/gone", "variants/secret-7b", "offers/secret-azure"):
        assert anyone.get(f"/api/v1/{url}/").status_code == 404


def test_pages_do_not_overlap(anyone: APIClient) -> None:
    make_many(9)
    pages, url = [], f"{VARIANTS}?limit=4"
    while url:
        answer = anyone.get(url)
        pages.append(set(slugs(answer)))
        url = answer.json()["next"]
    assert [len(page) for page in pages] == [4, 4, 1]
    assert all(not (one & other) for one, other in pairwise(pages))
