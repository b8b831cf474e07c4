"""What counts as a difference, and what is best."""

from decimal import Decimal

import pytest

from catalog.comparison.table import Best, Cell, Column, Comparison, Item, Row, Section, one, row

A, B = one("Llama 2"), one("Llama 3")
UNKNOWN = Cell()


@pytest.mark.parametrize(
    ("cells", "differs"),
    [
        ((A, A), False),
        ((A, B), True),
        ((A, UNKNOWN), True),
        ((UNKNOWN, UNKNOWN), False),
        ((A, A, B), True),
        ((Cell((Item("x", 1), Item("y", 2))), Cell((Item("y", 2), Item("x", 1)))), False),
        ((Cell((Item("x", 1), Item("y", 2))), Cell((Item("x", 1),))), True),
        ((one("4,096", key=4096), one("4K", key=4096)), False),
    ],
)
def test_a_row_differs_where_the_columns_say_different_things(cells: tuple[Cell, ...], differs: bool) -> None:
    assert row("fact", "Fact", cells).differs is differs


def test_values_measured_differently_are_not_compared() -> None:
    apart = row("mmlu", "MMLU", (one("70", amount=70), one("80", amount=80)), best=Best.HIGHEST, apart="another harness")
    assert not apart.differs
    assert apart.winners == ()


def amounts(*values: int | None, best: Best | None = Best.HIGHEST) -> Row:
    return row("context", "Context", [UNKNOWN if value is None else one(str(value), amount=value) for value in values], best=best)


@pytest.mark.parametrize(
    ("values", "best", "winners"),
    [
        ((1, 2, 3), Best.HIGHEST, (2,)),
        ((1, 2, 3), Best.LOWEST, (0,)),
        ((3, 3, 1), Best.HIGHEST, (0, 1)),
        ((3, 3), Best.HIGHEST, ()),
        ((3, None), Best.HIGHEST, ()),
        ((3, None, 1), Best.LOWEST, (2,)),
        ((1, 2), None, ()),
    ],
)
def test_the_best_is_named_only_where_there_is_something_to_beat(
    values: tuple[int | None, ...], best: Best | None, winners: tuple[int, ...]
) -> None:
    assert amounts(*values, best=best).winners == winners


def test_an_unknown_amount_is_no_zero() -> None:
    cheapest = row("price", "Price", [one("$1", amount=Decimal(1)), UNKNOWN, one("$2", amount=Decimal(2))], best=Best.LOWEST)
    assert cheapest.winners == (0,)
    assert not cheapest.all_known


def test_differences_alone_leave_out_rows_and_sections_that_agree() -> None:
    columns = (Column("model", "a", "A", "/a/"), Column("model", "b", "B", "/b/"))
    same, other = row("one", "One", (A, A)), row("two", "Two", (A, B))
    whole = Comparison(columns, (Section("x", "X", (same, other)), Section("y", "Y", (same,))))
    assert whole.differing == 1
    assert [[each.name for each in section.rows] for section in whole.differences().sections] == [["two"]]
