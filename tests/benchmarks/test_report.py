import json

import pytest

from benchmarks.journeys import Journey
from benchmarks.measuring import Cost
from benchmarks.report import Run, as_json, markdown, rows, verdicts
from benchmarks.servers import Request
from benchmarks.session import Outcome, Result


def cost(median, spread=0.0):
    return Cost(median, median - spread, median + spread, 100)


def result(*, ours, baseline, limit=None, beside=None, missing="", **targets):
    journey = Journey(name="first page", ours=[Request("/a")], baseline=[Request("/b")], **targets)
    return Result(
        journey=journey, ours=ours, baseline=baseline, limit=limit, beside=beside, ours_bytes=90_000, baseline_bytes=70_500,
        missing=missing,
    )  # fmt: skip


def run_of(*results):
    outcome = Outcome(results=results, ours_memory_mb=120.4, baseline_memory_mb=151.0, remarks=["What L emits is the same."])
    return Run(
        when="2026-11-21", variants=5000, rounds=15, database="sqlite", machine="a machine", versions="Python 3, SQLite 3.40.1",
        commit="abc1234", outcome=outcome,
    )  # fmt: skip


def test_a_target_is_reached_at_exactly_its_value():
    assert verdicts(result(ours=cost(4.0), baseline=cost(60.0), cheaper=15), first_page=None) == [("B ≥ 15 ×", True)]


def test_a_target_is_not_reached_just_below_it():
    assert verdicts(result(ours=cost(4.1), baseline=cost(60.0), cheaper=15), first_page=None) == [("B ≥ 15 ×", False)]


def test_the_limit_and_the_first_page_are_targets_too():
    measured = result(ours=cost(4.0), baseline=cost(60.0), limit=cost(1.9), over_limit=2, over_first_page=1.3)

    assert verdicts(measured, first_page=cost(3.0)) == [("≤ 2 L", False), ("≤ 1.3 first page", False)]
    assert verdicts(measured, first_page=cost(3.1)) == [("≤ 2 L", False), ("≤ 1.3 first page", True)]


def test_what_is_asked_beside_is_a_target_and_told():
    reached = result(ours=cost(6.0), baseline=cost(60.0), beside=cost(5.0), over_beside=1.2)
    missed = result(ours=cost(6.1), baseline=cost(60.0), beside=cost(5.0), over_beside=1.2)

    assert verdicts(reached, first_page=None) == [("≤ 1.2 without it", True)]
    assert verdicts(missed, first_page=None) == [("≤ 1.2 without it", False)]
    assert reached.remark() == "First page: 1.20 × the same without it (5.00 CPU-ms)."
    assert result(ours=cost(6.0), baseline=cost(60.0)).remark() == ""


def test_a_journey_that_we_do_not_serve_reaches_nothing_and_says_why():
    missing = result(ours=None, baseline=cost(60.0), missing="404 for /a", cheaper=15)

    assert verdicts(missing, first_page=None) == []
    assert rows(run_of(missing)) == [("first page", "–", "60.00 ± 0.00", "–", "", "", "", "", "70.5", "404 for /a")]


def test_a_row_has_the_costs_their_ratios_and_whether_the_target_was_reached():
    measured = result(ours=cost(3.0, 0.2), baseline=cost(61.5, 1.5), limit=cost(2.0), cheaper=15, over_limit=2)

    assert rows(run_of(measured)) == [
        ("first page", "3.00 ± 0.20", "61.50 ± 1.50", "20.5 ×", "B ≥ 15 ×, ≤ 2 L", "2.00 ± 0.00", "1.50 ×", "90.0", "70.5", "reached")
    ]


def test_the_markdown_names_machine_commit_and_memory():
    page = markdown(run_of(result(ours=cost(3.0), baseline=cost(60.0), cheaper=15)))

    assert page.startswith("# 5,000 variants on SQLite 3.40.1, 2026-11-21\n")
    assert "a machine; commit abc1234; 15 rounds." in page
    assert "ours 120 MB, B 151 MB" in page
    assert "\nWhat L emits is the same.\n" in page


@pytest.mark.parametrize("name", ["ours", "baseline"])
def test_the_json_has_every_figure(name):
    plain = json.loads(as_json(run_of(result(ours=cost(3.0, 0.5), baseline=cost(3.0, 0.5), cheaper=15))))

    (measured,) = plain["outcome"]["results"]
    assert measured[name] == {"median": 3.0, "lower": 2.5, "upper": 3.5, "requests": 100}
    assert measured["journey"] == "first page"
    assert measured["targets"] == {"cheaper": 15}
