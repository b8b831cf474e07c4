"""Counts of facets: each under everything else that is chosen, by the rules of the lists."""

from typing import Any

import pytest

from catalog.directory import current_edition, directory_of
from catalog.exploring.bins import CONTEXT, PARAMETERS
from catalog.exploring.counting import Tally, tally
from catalog.exploring.facets import RANGES
from catalog.exploring.members import flags_of, members_at, members_of
from catalog.filters import VariantFilters
from catalog.presentation.exploring.words import named
from registry.models import License, ModelVariant, Organization
from tests.factories import make_model, variant_document

pytestmark = pytest.mark.usefixtures("four_variants")


def counts(**given: str) -> Tally:
    return tally(given, directory=directory_of(current_edition()))


def by_slug(table: Any, found: Any) -> dict[str | None, int]:
    slugs = dict(table.objects.values_list("pk", "slug"))
    return {slugs.get(key): number for key, number in found.items()}


def test_without_filters_every_published_variant_is_counted() -> None:
    found = counts()
    assert found.total == 4
    assert found.by_facet["commercial_use"] == {"permitted": 2, "not_permitted": 1, "unknown": 1}
    assert by_slug(License, found.by_facet["license"]) == {"apache-2.0": 2, "research": 1, None: 1}
    assert found.by_facet["license_category"] == {"permissive": 2, "noncommercial": 1, None: 1}
    assert found.by_facet["open_weights"] == {"true": 3, "false": 1}
    assert found.by_facet["status"] == {"released": 4}
    assert found.by_facet["modality"] == {"text": 3, "image": 1, None: 1}


def test_a_variant_of_two_developers_counts_for_both() -> None:
    assert by_slug(Organization, counts().by_facet["developer"]) == {"meta": 3, "mistral": 2}


def test_offers_count_for_the_variants_they_name_and_for_those_of_a_whole_model() -> None:
    found = counts().by_facet
    assert by_slug(Organization, found["partner"]) == {"microsoft": 2, "databricks": 2, None: 1}
    assert found["channel"] == {"managed_api": 2, "platform": 1, "on_device": 1, None: 1}


def test_a_range_is_counted_in_bins_and_by_year() -> None:
    found = counts().by_facet
    bins = PARAMETERS.bins
    assert {(bins[key].low if key is not None else None): number for key, number in found["params_total"].items()} == {
        3_000_000_000: 1, 30_000_000_000: 2, None: 1,
    }  # fmt: skip
    assert {(CONTEXT.bins[key].low if key is not None else None) for key in found["context_tokens"]} == {8192, 131072, None}
    assert found["release_date"] == {2024: 2, 2023: 1, None: 1}


def test_a_facet_does_not_narrow_itself_and_narrows_the_others() -> None:
    found = counts(license="apache-2.0")
    assert found.total == 2
    assert by_slug(License, found.by_facet["license"]) == {"apache-2.0": 2, "research": 1, None: 1}
    assert by_slug(Organization, found.by_facet["developer"]) == {"meta": 2}


def test_partner_and_channel_are_met_by_one_and_the_same_offer() -> None:
    found = counts(partner="databricks").by_facet
    assert found["channel"] == {"platform": 1, "on_device": 1}
    assert by_slug(Organization, counts(channel="managed_api").by_facet["partner"]) == {"microsoft": 2}
    assert counts(partner="databricks", channel="managed_api").total == 0


@pytest.mark.parametrize(
    "given",
    [
        {}, {"license_category": "permissive"}, {"params_total__gte": "8000000000"}, {"partner": "microsoft", "modality": "text"},
        {"license__not": "apache-2.0"}, {"channel": "platform,on_device", "developer": "meta"}, {"q": "beta"}, {"release_date": "2024"},
        {"partner__not": "microsoft"}, {"license": "apache-2.0,research", "open_weights": "true", "context_tokens__lte": "10000"},
        {"commercial_use": "unknown"}, {"status": "withdrawn"},
    ],
)  # fmt: skip
def test_each_count_is_what_the_list_finds_when_that_value_is_chosen(given: dict[str, str]) -> None:
    directory = directory_of(current_edition())
    found = tally(given, directory=directory)
    for facet in set(found.by_facet) - set(RANGES):
        others = {name: text for name, text in given.items() if name.partition("__")[0] != facet}
        keys = [key for key in found.by_facet[facet] if key is not None]
        for key, (text, _) in zip(keys, named(facet, keys, directory), strict=True):
            filters = VariantFilters({**others, facet: text}, directory=directory)
            assert filters.narrow(ModelVariant.objects.published()).count() == found.by_facet[facet][key], (facet, text)


def test_after_a_write_the_counts_are_new() -> None:
    assert counts(developer="meta").total == 3
    make_model("delta", variants=[variant_document("delta-1b")])
    assert counts(developer="meta").total == 4


@pytest.mark.parametrize(("number", "low", "high"), [(1, None, 99_999_999), (7 * 10**9, 3 * 10**9, 10**10 - 1), (10**12, 10**12, None)])
def test_a_number_lies_in_one_bin_between_its_ends(number: int, low: int | None, high: int | None) -> None:
    found = PARAMETERS.bins[PARAMETERS.place(number)]
    assert (found.low, found.high) == (low, high)


def test_sets_are_the_same_from_flags_and_from_places_and_back() -> None:
    flags = b"\x00\x01\x00\x00\x01\x01\x00"
    assert members_of(flags) == members_at([1, 4, 5], size=7)
    assert flags_of(members_at([1, 4, 5], size=7), size=7) == flags
    assert members_of(b"") == 0
    assert flags_of(0, size=0) == b""
