"""The mix of licenses: variants added up year by year, each category in the table, drawn in few kinds."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.catalog.reading.pages import PageReader
from tests.factories import make_license, make_model, variant_document

MIX = "/charts/license-mix/"


@pytest.fixture
def variants(db: None, frozen_time: object) -> None:
    make_license("free", license_ref="LicenseRef-free")
    make_license("study", license_ref="LicenseRef-study", category="research_only")
    dated = [("a", "2023-01-01", "study"), ("b", "2025", "free"), ("c", "2025-03", "free"), ("d", "2026-01-01", None), ("e", None, "free")]
    for slug, day, license in dated:
        fields = {name: value for name, value in (("release_date", day), ("license", license)) if value}
        make_model(slug, variants=[variant_document(f"{slug}-7b", **fields)])


@pytest.mark.usefixtures("variants")
def test_years_hold_all_that_came_out_until_their_end(reader: Client, text_of: Callable[..., str]) -> None:
    assert reader.get(f"{MIX}?format=csv").content.decode().splitlines() == [
        "year,permissive,research_only,no_license_known,variants", "2026,2,1,1,4", "2025,2,1,0,3", "2024,0,1,0,1", "2023,0,1,0,1",
    ]  # fmt: skip
    words = text_of(MIX)
    assert "Of 4 variants out by now, 2 (50%) are under permissive licenses; of 1 out by the end of 2023, none is." in words
    assert "Variants are counted, not models" in words
    assert "1 variant not drawn: release date not known." in words
    assert "2026 so far" in words


@pytest.mark.usefixtures("variants")
def test_the_legend_names_only_what_is_drawn(text_of: Callable[..., str], reader: Client) -> None:
    words = text_of(MIX)
    assert "Not for commercial use: non-commercial, research only" in words
    assert "Copyleft" not in words
    assert PageReader(reader.get(MIX).content.decode()).mistakes == []


def test_nothing_says_what_belongs_here(text_of: Callable[..., str]) -> None:
    assert "Variants appear here once they are recorded with a release date." in text_of(MIX)
