"""What the day of founding says about figures of earlier months."""

import pytest

from tests.licensing.asking import outcome, use, users

OBLIGED = ("allowed_with_obligations", "allowed_with_obligations")
NEEDS = ("needs_permission", "needs_permission")
OPEN = ("unknown", "needs_permission")
LIMIT = 700_000_000


@pytest.mark.parametrize(
    ("founded", "expected"), [("2023-07-01", OBLIGED), ("2023-06-30", OPEN), ("2023", OPEN), ("2024", OBLIGED), ("2023-07", OBLIGED)]
)
def test_a_company_founded_after_the_frozen_month_had_no_users_in_it(founded, expected):
    assert outcome("llama-2-7b", use("use", organization={"founded": founded})) == expected


def test_a_late_founding_says_nothing_about_stated_affiliates():
    late = {"founded": "2025-01-01", "affiliates_mau": {"2023-06": LIMIT + 1}}
    assert outcome("llama-2-7b", use("use", organization=late)) == NEEDS


@pytest.mark.parametrize(
    ("figure", "expected"), [(0, OBLIGED), ({"max": LIMIT + 1}, OBLIGED), ({"min": 1, "max": LIMIT + 1}, OPEN), (LIMIT + 1, NEEDS)]
)
def test_a_late_founding_settles_a_figure_that_leaves_room_for_nothing_and_no_other(figure, expected):
    assert outcome("llama-2-7b", use("use", organization={"founded": "2025-01-01", **users("2023-06", figure)})) == expected
