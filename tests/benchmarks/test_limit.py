import json

import pytest
from django.db import connection

from benchmarks.generator import fill
from benchmarks.limit import Statements
from registry.models import ModelVariant


@pytest.fixture
def filled(db):
    fill(variants=80, seed=7, show=False)


def said(name):
    with Statements(connection, origin="http://here") as statements:
        found = statements.asking(name)()
    return json.loads(found) if isinstance(found, str) else found


def test_the_first_page_is_the_first_fifty_published_by_name(filled):
    published = ModelVariant.objects.filter(published=True).order_by("name", "pk")

    page = said("first page")

    assert [record["slug"] for record in page["results"]] == list(published.values_list("slug", flat=True)[:50])
    assert page["count"] == published.count() > 50


def test_without_count_nothing_is_counted(filled):
    assert list(said("first page without count")) == ["results"]


def test_the_filtered_page_has_only_what_meets_the_three_filters_newest_first(filled):
    page = said("page with three filters")

    assert 0 < page["count"] < 80
    assert all(record["license"]["category"] == "permissive" for record in page["results"])
    assert all(record["commercial_use"] == "permitted" and record["params_total"] >= 7_000_000_000 for record in page["results"])
    newest = ModelVariant.objects.filter(slug__in=[record["slug"] for record in page["results"]]).exclude(release_date=None)
    assert page["results"][0]["slug"] == newest.order_by("-release_date", "pk").first().slug


def test_a_variant_names_the_offers_that_cover_it_and_those_for_its_whole_model(filled):
    variant = ModelVariant.objects.filter(published=True).order_by("name", "pk").first()
    covering = variant.offers.values_list("slug", flat=True)
    for_all = variant.model.offers.filter(covered=None).values_list("slug", flat=True)

    record = said("first page")["results"][0]

    assert [offer["slug"] for offer in record["offers"]] == sorted({*covering, *for_all})
    assert record["url"] == f"http://here/api/v1/variants/{variant.slug}/"
    assert record["inputs"] == variant.inputs
    assert record["open_weights"] is variant.open_weights
