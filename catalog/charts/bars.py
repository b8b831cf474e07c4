"""Bars beside each other in rows, each row below its name, so that long names fit narrow screens too."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.charts.drawing import Block, Drawing, Rule, Words, shortened, text_width, without_overlaps
from catalog.charts.scales import Linear

_HEAD, _NAME, _BAR, _GAP, _AXIS = 26, 33, 14, 10, 24
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """A value with its style and its words; None where the value is not known, which the words say."""

    key: str
    value: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """The bars of one thing below its name and a smaller detail."""

    name: str
    detail: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that share a scale; `tick` puts a value of the scale into words. Groups of different units never share one."""

    name: str
    unit: str
    rows: tuple[Row, ...]


def rows_of_bars(groups: Sequence[Group], *, name: str, title: str, says: str, width: int) -> Drawing:
    """Return the drawing: the groups below each other, each with its own scale from zero."""
    rules: list[Rule] = []
    words: list[Words] = []
    blocks: list[Block] = []
    y = 0.0
    for group in groups:
        bars = [bar for row in group.rows for bar in row.bars]
        room = max(text_width(bar.words) for bar in bars) + 10
        largest = max((bar.value for bar in bars if bar.value is not None), default=0)
        scale = Linear.up_to(largest, start=0, end=max(width - room, width / 3), steps=_STEPS)
        words.append(Words(0, y + 14, shortened(group.name, width=width), role="name"))
        top = y = y + _HEAD
        for row in group.rows:
            words.append(Words(4, y + 12, shortened(row.name, width=width - 4), role="value"))
            words.append(Words(4, y + 27, shortened(row.detail, width=width - 4)))
            y += _NAME
            for bar in row.bars:
                length = scale.at(bar.value) if bar.value is not None else 0
                if bar.value is not None:
                    blocks.append(Block(0, y, max(length, 1), _BAR - 2, bar.key, f"{row.name}: {bar.words}"))
                words.append(Words(length + 6, y + 10, bar.words))
                y += _BAR
            y += _GAP
        ticks = scale.ticks(steps=_STEPS)
        rules += [Rule(scale.at(tick), top, scale.at(tick), y, "grid" if tick else "axis") for tick in ticks]
        marks = [Words(scale.at(tick), y + 14, f"{tick:g}", "middle" if tick else "start") for tick in ticks]
        words += [*without_overlaps(marks), Words(width, y + 14, shortened(group.unit, width=room), "end")]
        y += _AXIS + _GAP
    return Drawing(name=name, title=title, says=says, width=width, height=y, rules=rules, words=words, blocks=blocks)
