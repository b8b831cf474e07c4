"""Columns of stacked counts, one for each period."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.charts.drawing import TEXT, Block, Drawing, Rule, Words, text_width, without_overlaps
from catalog.charts.scales import Linear

_PLOT, _TOP, _BOTTOM = 240, 30, 26
_STEPS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One period: its name below the axis, and a count for each series from the bottom up."""

    name: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """What is stacked: the style it is drawn in, and its words."""

    key: str
    words: str


def stacked_columns(
    columns: Sequence[Column], *, series: Sequence[Series], unit: str, name: str, title: str, says: str, width: int
) -> Drawing:
    """Return the drawing; `unit` is what the counts count. There must be a column, and a count above zero."""
    largest = max(sum(column.counts) for column in columns)
    scale = Linear.up_to(largest, start=_TOP + _PLOT, end=_TOP, steps=_STEPS, whole=True)
    ticks = scale.ticks(steps=_STEPS, whole=True)
    left = text_width(f"{ticks[-1]:,.0f}") + 10
    band = (width - left - 4) / len(columns)
    rules = [Rule(left, scale.at(tick), width, scale.at(tick), "grid" if tick else "axis") for tick in ticks]
    words = [Words(left - 6, scale.at(tick) + 4, f"{tick:,.0f}", "end") for tick in ticks]
    words.append(Words(0, TEXT, unit, role="name"))
    blocks: list[Block] = []
    names, totals = [], []
    for index, column in enumerate(columns):
        middle = round(left + 4 + band * (index + 0.5), 1)
        blocks += _stack(column, series=series, scale=scale, middle=middle, width=round(min(band * 0.72, 72), 1))
        names.append(Words(middle, _TOP + _PLOT + 18, column.name, "middle"))
        total = sum(column.counts)
        totals.append(Words(middle, scale.at(total) - 5, f"{total:,}" if total else "", "middle", "value"))
    shown_totals = totals if all(text_width(total.text) < band for total in totals) else []
    return Drawing(
        name=name, title=title, says=says, width=width, height=_TOP + _PLOT + _BOTTOM, rules=rules, blocks=blocks,
        words=[*words, *without_overlaps(names), *(total for total in shown_totals if total.text)],
    )  # fmt: skip


def _stack(column: Column, *, series: Sequence[Series], scale: Linear, middle: float, width: float) -> list[Block]:
    blocks, below = [], 0
    for each, count in zip(series, column.counts, strict=True):
        if count:
            top, bottom = scale.at(below + count), scale.at(below)
            says = f"{column.name}: {each.words}, {count:,}" if column.name else f"{each.words}, {count:,}"
            blocks.append(Block(round(middle - width / 2, 1), top, width, round(bottom - top, 1), each.key, says))
        below += count
    return blocks
