"""How the openness of a family changed: a drawing in lanes, a sentence, and where one release stands."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from catalog.presentation.families import standing, trend
from catalog.presentation.timeline import timeline
from registry.models import AIModel
from tests.factories import NOT_COMMERCIAL, make_family, make_license, make_model, variant_document

OPEN, REFUSED, DEPENDS, UNKNOWN = "permitted", "not_permitted", "conditional", "unknown"


def release(name: str, day: str, use: str = OPEN, *, precision: str = "day", key: int = 0) -> AIModel:
    return AIModel(
        pk=key,
        name=name,
        slug=name,
        release_date=date.fromisoformat(day) if day else None,
        release_date_precision=precision,
        commercial_use=use,
    )


def test_the_trend_names_the_change_and_its_month() -> None:
    releases = [
        release("Llama 1", "2023-02-24", REFUSED),
        release("Llama 2", "2023-07-18", DEPENDS),
        release("Llama 3", "2024-04-18", DEPENDS),
    ]
    assert trend(releases) == "Llama 1 (February 2023): not permitted; since Llama 2 (July 2023): depends on who you are."


def test_the_trend_follows_the_dates_and_tells_spans() -> None:
    releases = [
        release("D", "2024-01-01", OPEN), release("A", "2021-01-01", REFUSED, precision="year"), release("B", "2022-03-01", REFUSED),
        release("C", "2023-05-01", UNKNOWN), release("E", "", REFUSED),
    ]  # fmt: skip
    assert trend(releases) == "A (2021) to B (March 2022): not permitted; C (May 2023): unknown; since D (January 2024): permitted."


def test_without_a_change_the_trend_says_so() -> None:
    assert (
        trend([release("A", "2021-01-05"), release("B", "2022-03-01")])
        == "From A (January 2021) to B (March 2022), every release: permitted."
    )


def test_of_many_changes_the_trend_tells_the_number_and_the_ends() -> None:
    uses = (REFUSED, OPEN, REFUSED, OPEN, REFUSED, OPEN)
    releases = [release(f"R{number}", f"2024-0{number + 1}-01", use) for number, use in enumerate(uses)]
    assert trend(releases) == (
        "R0 (January 2024): not permitted. Since then it changed 5 times between releases; the newest, R5 (June 2024): permitted. "
        "Of 6 releases it is permitted for 3 and not permitted for 3."
    )


def test_one_dated_release_is_no_trend() -> None:
    assert trend([release("A", "2021-01-05"), release("B", "")]) == ""


def test_a_drawing_has_a_lane_for_each_status_the_mildest_on_top() -> None:
    drawing = timeline([release("A", "2023-01-01", REFUSED), release("B", "2023-12-31", OPEN), release("C", "2024-06-01", UNKNOWN)])
    assert drawing is not None
    assert [lane.use for lane in drawing.lanes] == [OPEN, REFUSED, UNKNOWN]
    assert all(above.y + above.height < below.y for above, below in zip(drawing.lanes, drawing.lanes[1:], strict=False))
    assert [tick.name for tick in drawing.ticks] == ["2023", "2024"]
    assert drawing.lanes[1].dots[0].x == drawing.ticks[0].x
    assert drawing.lanes[1].dots[0].x < drawing.lanes[0].dots[0].x < drawing.ticks[1].x < drawing.lanes[2].dots[0].x


def test_names_in_one_lane_do_not_meet() -> None:
    drawing = timeline([release(f"A rather long name {number}", f"2024-01-{number:02}") for number in range(1, 10)])
    assert drawing is not None
    assert len({dot.y for dot in drawing.lanes[0].dots}) == 9
    assert all(drawing.lanes[0].y < dot.y < drawing.lanes[0].y + drawing.lanes[0].height for dot in drawing.lanes[0].dots)


def test_a_name_near_the_edge_stands_before_its_dot() -> None:
    drawing = timeline([release("A", "2023-01-01"), release("A long name at the end of the year", "2023-12-30")])
    assert drawing is not None
    assert [dot.anchor for dot in drawing.lanes[0].dots] == ["start", "end"]


@pytest.mark.parametrize(("place", "around"), [(1, "ABCDE"), (2, "ABCDE"), (4, "BCDEF"), (7, "CDEFG")])
def test_a_release_stands_among_its_neighbors(place: int, around: str) -> None:
    releases = [release(name, f"2024-0{number}-01", key=number) for number, name in enumerate("ABCDEFG", start=1)]
    found = standing(releases[place - 1], releases)
    assert found is not None
    assert (found.place, found.count, "".join(model.name for model in found.around)) == (place, 7, around)


def test_a_release_without_a_date_or_a_line_stands_nowhere() -> None:
    alone, undated = release("A", "2024-01-01", key=1), release("B", "", key=2)
    assert standing(alone, [alone, undated]) is None
    assert standing(undated, [alone, undated, release("C", "2024-02-01", key=3)]) is None


@pytest.fixture
def line(db: None) -> None:
    make_license("research", name="Research License", license_ref="LicenseRef-r", terms=[NOT_COMMERCIAL])
    make_license("mit", name="MIT License")
    make_family("llama", name="Llama")
    root = {"lineage": {"status": "none"}}
    make_model("one", name="Llama 1", release_date="2023-02-24", variants=[variant_document("one-7b", license="research", **root)])
    make_model("two", name="Llama 2", release_date="2023-07", variants=[variant_document("two-7b", license="mit", **root)])
    make_model("soon", name="Llama 3", release_date="2023-09-01", state="draft")


def test_the_page_of_a_family_tells_the_trend_and_shows_each_release(line: None, reader: Client, text_of: Callable[..., str]) -> None:
    page = text_of("/families/llama/")
    assert "Llama 1 (February 2023): not permitted; since Llama 2 (July 2023): permitted." in page
    assert "24 February 2023 Llama 1 Not permitted Research License July 2023 Llama 2 Permitted MIT License" in page
    drawing = reader.get("/families/llama/").content.decode()
    assert '<rect class="lane lane-not_permitted"' in drawing
    assert '<rect class="lane lane-conditional"' not in drawing


def test_the_page_of_a_model_says_where_it_stands_in_its_family(line: None, text_of: Callable[..., str]) -> None:
    page = text_of("/models/two/")
    assert "Release 2 of 2 in Llama by date. Commercial use over time: Llama 1 (February 2023): not permitted; since" in page
    assert "Llama 1 24 February 2023 Not permitted Llama 2 July 2023 Permitted Who offers it" in page
