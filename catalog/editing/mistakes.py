"""What is wrong with a document, shown at the fields it is about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.editing.forms import PartEditor
from catalog.editing.parts import PartForm
from catalog.editing.shapes import SOURCES, places_in, shapes_of
from registry.documents import Problem

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something to correct: what to do, the name of its field with the id of its control, or the part of the page it is in."""

    words: str
    label: str = ""
    id: str = ""
    part: str = ""


def show(problems: Iterable[Problem], *, editor: PartEditor, data: Data) -> list[Mistake]:
    """Note each problem of a document at its field; return those that this form does not show."""
    elsewhere = []
    for problem in problems:
        pointer = [step.replace("~1", "/").replace("~0", "~") for step in problem.pointer.split("/")[1:]]
        if not _at_field(pointer, problem.detail, editor, data):
            elsewhere.append(_elsewhere(pointer, problem.detail, editor, data))
    return elsewhere


def mistakes_of(editor: PartEditor) -> list[Mistake]:
    """Return everything that is noted at the fields of an editor, in their order."""
    found = [] if editor.is_removed else [mistake for form in editor.forms() for mistake in _of(form)]
    if editor.source is not None and not editor.source.is_given and editor.source.errors:
        found += _of(editor.source)
    return [*found, *_of(editor.save)]


def _of(form: Any) -> Iterator[Mistake]:
    for name, messages in form.errors.items():
        bound = form[name] if name in form.fields else None
        for message in messages:
            yield Mistake(message, str(bound.label) if bound else "", bound.id_for_label if bound else "")


def _at_field(pointer: list[str], detail: str, editor: PartEditor, data: Data) -> bool:
    if pointer[:1] == ["reason"]:
        editor.save.add_error("reason", sentence(detail))
        return True
    if editor.is_removed:
        return False
    inner = _within(pointer, editor, data)
    if inner is None:
        return _at_new_source(pointer, detail, editor)
    if inner[:1] == ["evidence"] and len(inner) > 1 and inner[1] in editor.citations:
        return _note(editor.citations[inner[1]].form, inner[2:], detail)
    for rows in editor.rows:
        path = rows.about.path.split("/")
        rest = inner[len(path) :]
        if inner[: len(path)] == path and rest and rest[0].isdecimal() and int(rest[0]) < len(rows.live):
            return _note(rows.live[int(rest[0])], rest[1:], detail)
    return _note(editor.main, inner, detail)


def _within(pointer: list[str], editor: PartEditor, data: Data) -> list[str] | None:
    """Return the pointer below the edited part; None for what is elsewhere on the page."""
    place = editor.place
    if place.is_page:
        return None if pointer and pointer[0] in {shape.name for shape in shapes_of(editor.kind)} else pointer
    if len(pointer) < 2 or pointer[0] != place.shape.name:
        return None
    if place.shape is SOURCES:
        wanted = place.key if not place.is_new else next(reversed(data.get("sources", {"": {}})))
    else:
        at = place.index_in(editor.document)
        wanted = str(at if at is not None else len(data.get(place.shape.name, ())) - 1)
    return pointer[2:] if pointer[1] == wanted else None


def _at_new_source(pointer: list[str], detail: str, editor: PartEditor) -> bool:
    given = editor.source is not None and editor.source.is_given
    if not given or pointer[:1] != ["sources"] or len(pointer) < 2 or pointer[1] in editor.document.get("sources", {}):
        return False
    return _note(editor.source, pointer[2:], detail)  # type: ignore[arg-type]


def _note(form: PartForm, path: list[str], detail: str) -> bool:
    name = form.field_at("/".join(path))
    if not form.is_bound or (name is None and not path):
        form.add_error(None, sentence(detail))
        return True
    form.add_error(name, sentence(detail if name else f"{'/'.join(path)}: {detail}"))
    return True


def _elsewhere(pointer: list[str], detail: str, editor: PartEditor, data: Data) -> Mistake:
    """Lead to the form of the part that the problem is in."""
    for shape in shapes_of(editor.kind):
        if len(pointer) > 1 and pointer[0] == shape.name:
            wanted = pointer[1]
            for number, (place, title) in enumerate(places_in(data, shape)):
                if wanted == (place.key if shape is SOURCES else str(number)):
                    return Mistake(sentence(detail), f"{shape.one.capitalize()} “{title}”", part=place.path)
    return Mistake(sentence(detail), "/".join(pointer))


def sentence(detail: str) -> str:
    """Return what to do as a sentence."""
    text = f"{detail[:1].upper()}{detail[1:]}"
    return text if text.endswith((".", "?", "!")) else f"{text}."
