"""Values that hold from a day until the next one is known, each thing in a panel of its own on one axis of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.charts.drawing import Drawing, Line, Mark, Rule, Words, shortened, text_width, without_overlaps
from catalog.charts.scales import Days, Linear

_HEAD, _PLOT, _GAP, _AXIS = 32, 60, 18, 24
_STEPS = 2


@dataclass(frozen=True, slots=True)
class Step:
    """A value seen on a day."""

    day: date
    value: float
    says: str


@dataclass(frozen=True, slots=True)
class Course:
    """The values of one series in the order of their days."""

    key: str
    steps: tuple[Step, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The series of one thing; those of one `scale` share it, so that their heights can be compared."""

    name: str
    detail: str
    scale: str
    courses: tuple[Course, ...]


def panels_of_steps(panels: Sequence[Panel], *, until: date, name: str, title: str, says: str, width: int) -> Drawing:
    """Return the drawing. Before its first day a series has no line; after its last it goes on dashed `until` today."""
    days = [step.day for panel in panels for course in panel.courses for step in course.steps]
    values = {panel.scale: [0.0] for panel in panels}
    for panel in panels:
        values[panel.scale] += [step.value for course in panel.courses for step in course.steps]
    room = max(text_width(course.words) for panel in panels for course in panel.courses) + 12
    left = 36.0
    scale = Days(min(days), max([until, *days]), left + 4, max(width - room, width / 2))
    rules: list[Rule] = []
    words: list[Words] = []
    lines: list[Line] = []
    marks: list[Mark] = []
    y = 0.0
    for panel in panels:
        words.append(Words(0, y + 12, shortened(panel.name, width=width), role="name"))
        words.append(Words(0, y + 28, shortened(panel.detail, width=width)))
        up = Linear.up_to(max(values[panel.scale]), start=y + _HEAD + _PLOT, end=y + _HEAD + 12, steps=_STEPS)
        for tick in up.ticks(steps=_STEPS):
            rules.append(Rule(left, up.at(tick), scale.end, up.at(tick), "grid" if tick else "axis"))
            words.append(Words(left - 6, up.at(tick) + 4, f"{tick:g}", "end"))
        for course in panel.courses:
            lines += _lines(course, scale=scale, up=up)
            marks += [Mark(scale.at(step.day), up.at(step.value), course.key, f"{panel.name}: {step.says}") for step in course.steps]
        words += _ends(panel, x=scale.end + 8, up=up)
        y += _HEAD + _PLOT + _GAP
    ticks = [Words(scale.at(day), y + 4, _tick(day), "middle") for day in scale.ticks(at_most=6)]
    return Drawing(
        name=name, title=title, says=says, width=width, height=y + _AXIS - 10, rules=rules, lines=lines, marks=marks,
        words=[*words, *without_overlaps(ticks)],
    )  # fmt: skip


def _lines(course: Course, *, scale: Days, up: Linear) -> list[Line]:
    first, last = course.steps[0], course.steps[-1]
    path = f"M{scale.at(first.day)} {up.at(first.value)}" + "".join(f"H{scale.at(s.day)}V{up.at(s.value)}" for s in course.steps[1:])
    known = [Line(path, course.key)] if len(course.steps) > 1 else []
    end = scale.at(scale.last)
    rest = f"M{scale.at(last.day)} {up.at(last.value)}H{end}"
    return [*known, Line(rest, course.key, dashed=True)] if end > scale.at(last.day) else known


def _ends(panel: Panel, *, x: float, up: Linear) -> list[Words]:
    """What each line ends at, the words moved apart where they would cover each other."""
    ends = sorted((up.at(course.steps[-1].value) + 4, course.words) for course in panel.courses)
    words: list[Words] = []
    for y, text in ends:
        words.append(Words(x, max(y, words[-1].y + 14) if words else min(y, up.start - 10 * (len(ends) - 1)), text, role="value"))
    return words


def _tick(day: date) -> str:
    return str(day.year) if day.month == 1 else f"{day:%b} {day.year}"
