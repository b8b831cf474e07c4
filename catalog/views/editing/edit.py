"""Editing one part of a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.access import role_required
from catalog.editing.assembling import assembled
from catalog.editing.forms import PartEditor
from catalog.editing.mistakes import mistakes_of, show
from catalog.editing.shapes import Place, place_at, title_of
from catalog.editing.showing import shown
from catalog.presentation.addresses import address_below
from catalog.presentation.evidence import source_anchor
from catalog.views.below import below_a_page
from catalog.views.editing.answering import Outcome, after_saving, pressed, refused_outcome, rights_of
from catalog.views.editing.as_text import edit_as_text
from registry.editing import Refused
from registry.editing.conflicts import document_at
from registry.editing.rights import needs_review
from registry.models import Page
from registry.roles import Role, has_role

Data = Mapping[str, Any]
INVALID = 422


@dataclass(slots=True)
class Editing:
    """A form on a page, or on one that is being added."""

    request: HttpRequest
    kind: str
    place: Place
    page: Page | None
    base: Data
    number: int
    prefilled: Data = field(default_factory=dict)

    def answer(self) -> HttpResponse:
        """Show the form, or do what the pressed button says."""
        data = self.request.POST if self.request.method == "POST" else None
        today = timezone.localdate().isoformat()
        editor = PartEditor(self.kind, self.place, self.base, self.number, data, today, self.prefilled)
        if data is None:
            return self._show(editor, Outcome())
        if "more" in data or "show" in data:
            editor.quiet()
            return self._show(editor, Outcome())
        document = assembled(editor) if editor.is_valid() else None
        if document is None:
            return self._show(editor, Outcome(mistakes_of(editor)), status=INVALID)
        result = pressed(self.request, document, base=self.base, expected=self.number)
        if isinstance(result, Refused):
            elsewhere = show(result.problems, editor=editor, data=document)
            outcome = refused_outcome(self.request, result, base=self.base, data=document)
            outcome.mistakes = [*mistakes_of(editor), *elsewhere]
            return self._show(editor, outcome, status=INVALID)
        return self._show(editor, result) if isinstance(result, Outcome) else after_saving(self.request, result, anchor=self._anchor)

    @property
    def _anchor(self) -> str:
        """Where on its page the part is shown."""
        return {"variants": self.place.key, "sources": source_anchor(self.place.key)}.get(self.place.shape.name, "")

    def _show(self, editor: PartEditor, outcome: Outcome, *, status: int = 200) -> HttpResponse:
        context = {
            "page": self.page, "kind": self.kind, "editor": editor, "shown": shown(editor), "outcome": outcome,
            "wiki": outcome.wiki, "place": self.place,
            "title": title_of(self.place.shape, editor.part), "number": self.number,
            "needs_review": needs_review(kind=self.kind, page=self.page), "may_review": has_role(self.request.user, Role.REVIEWER),
            **rights_of(self.request, kind=self.kind, page=self.page),
        }  # fmt: skip
        return render(self.request, "catalog/editing/form.html", context, status=status)


@never_cache
@role_required(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
@below_a_page
def edit(request: HttpRequest, *, page: Page) -> HttpResponse:
    """A form on the page's own facts, on the part that `?part=` names, or with `?as=yaml` on the whole page as text."""
    if page.merged_into is not None:
        messages.info(request, f"{page.name} was merged into this page: change it here.")
        return redirect(address_below(page.merged_into, "edit"))
    number = opened_at(request, page)
    # The page may have got another address since the form was opened.
    base = document_at(page, number=number) | {"slug": page.slug}
    if request.GET.get("as") == "yaml":
        return edit_as_text(request, page=page, base=base, number=number)
    place = place_at(page.kind, request.GET.get("part", ""))
    if place is None or place.part_in(base) is None:
        return _no_such_part(request, page, base)
    return Editing(request, page.kind, place, page, base, number).answer()


def opened_at(request: HttpRequest, page: Page) -> int:
    """Return the revision that the form was opened at; today's where it says none that there is."""
    typed = request.POST.get("expected", "")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
    return number if 0 < number < page.number else page.number


def _no_such_part(request: HttpRequest, page: Page, base: Data) -> HttpResponse:
    """Say that a part is not there, or not there any more, and show those that are; what was typed can still be copied."""
    editor = PartEditor(page.kind, Place(place_at(page.kind, "").shape), base, page.number)  # type: ignore[union-attr]
    typed = [(name, value) for name, value in request.POST.items() if value and name not in ("csrfmiddlewaretoken", "expected")]
    context = {"page": page, "shown": shown(editor), "part": request.GET.get("part", "")[:200], "typed": typed}
    return render(request, "catalog/editing/no_such_part.html", context, status=404)
