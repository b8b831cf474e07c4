"""Editing a whole page as text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from catalog.editing.forms import SaveForm
from catalog.editing.mistakes import sentence
from catalog.editing.text import ReadText, TextProblem, as_text, read_page
from catalog.views.editing.answering import Outcome, after_saving, pressed, refused_outcome, rights_of
from registry.editing import Refused
from registry.models import Page

Data = Mapping[str, Any]
INVALID = 422


@dataclass(slots=True)
class TextEditing:
    """A text with what is wrong in it."""

    text: str
    save: SaveForm
    problems: list[TextProblem] = field(default_factory=list)


def edit_as_text(request: HttpRequest, *, page: Page, base: Data, number: int) -> HttpResponse:
    """The page's document in a text area: everything that the forms do not cover, such as another order."""
    if request.method != "POST":
        return _show(request, page, TextEditing(as_text(base), SaveForm(initial={"expected": number}, label_suffix="")), Outcome(), number)
    state = TextEditing(request.POST.get("text", ""), SaveForm(request.POST, label_suffix=""))
    state.save.fields["reason"].required = request.POST.get("do") != "preview"
    read = read_page(state.text, kind=page.kind, slug=page.slug, today=timezone.localdate())
    state.problems = list(read.problems)
    if not state.save.is_valid() or read.document is None:
        return _show(request, page, state, Outcome(), number, status=INVALID)
    result = pressed(request, read.document, base=base, expected=number)
    if isinstance(result, Refused):
        state.problems += lines_of(result, read)
        outcome = refused_outcome(request, result, base=base, data=read.document)
        return _show(request, page, state, outcome, number, status=INVALID)
    return _show(request, page, state, result, number) if isinstance(result, Outcome) else after_saving(request, result)


def lines_of(refused: Refused, read: ReadText) -> list[TextProblem]:
    """Return what a document was refused for, by the lines of its text."""
    return [TextProblem(read.line_of(problem.pointer), sentence(problem.detail)) for problem in refused.problems]


def _show(request: HttpRequest, page: Page, state: TextEditing, outcome: Outcome, number: int, *, status: int = 200) -> HttpResponse:
    context = {
        "page": page, "kind": page.kind, "text": state.text, "problems": state.problems, "save": state.save, "outcome": outcome,
        "wiki": outcome.wiki,
        "number": number, "rows": min(max(state.text.count("\n") + 2, 12), 40), **rights_of(request, kind=page.kind, page=page),
    }  # fmt: skip
    return render(request, "catalog/editing/text.html", context, status=status)
