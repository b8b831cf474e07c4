"""Recent changes of all pages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.directory import current_edition, directory_of
from catalog.filters import Mistake, read_query, without_blanks
from catalog.filters.changes import ChangeFilters
from catalog.presentation.changes import change_list
from catalog.presentation.lists import Facet, Steering, options_from
from catalog.views.kept import kept
from registry.models import Revision
from registry.models.vocabulary import Kind, Origin
from registry.roles import Role, has_role

_FACETS = (
    Facet(name="q", label="Page"),
    Facet(name="kind", label="Kind of page", options=options_from(Kind)),
    Facet(name="origin", label="Made through", options=options_from(Origin)),
    Facet(name="by", label="Made by"),
    Facet(name="since", label="Since"),
    Facet(name="until", label="Until"),
    Facet(name="page", label="Page"),
)
_LOAD = re.compile(r"([0-9]{1,18})\.\.([0-9]{1,18})")


@dataclass(frozen=True)
class Wanted:
    """Which changes a request asks for; `rows` must not be used where there are mistakes."""

    steering: Steering
    filters: ChangeFilters
    below: int | None
    load: tuple[int, int] | None

    @property
    def rows(self) -> QuerySet[Revision]:
        """The changes, of whatever order."""
        rows = self.filters.narrow(Revision.objects.all())
        return rows.filter(pk__range=self.load) if self.load else rows


def read_changes(request: HttpRequest, *, paged: bool = True) -> Wanted:
    """Read the filters of the address strictly; every mistake is told."""
    known = {*ChangeFilters.names(), *(("before", "load") if paged else ())}
    given, mistakes = read_query(without_blanks(request.GET), known=known)
    drafts = has_role(request.user, Role.EDITOR)
    filters = ChangeFilters(given, directory=directory_of(current_edition()), drafts=drafts)
    below = _before(given, mistakes)
    load = _load(given, mistakes)
    kept_on = {name: text for name, text in given.items() if name != "before"}
    steering = Steering(
        path=reverse("catalog:changes"), given=kept_on, facets=_FACETS, filters=ChangeFilters, default_order="", columns=(),
        mistakes=[*mistakes, *filters.mistakes],
    )  # fmt: skip
    return Wanted(steering, filters, below, load)


@kept
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Recent changes, by day, newest first; 400 with what is wrong for a filter that is not understood."""
    wanted = read_changes(request)
    steering = wanted.steering
    context = {"steering": steering, "given": steering.given, "load": wanted.load, "later": wanted.below, "kinds": Kind, "origins": Origin}
    if not steering.mistakes:
        found = change_list(wanted.rows, below=wanted.below, folded=wanted.load is None)
        context |= {"found": found, "older": steering.address(before=str(found.older)) if found.older else ""}
    return render(request, "catalog/changes/changes.html", context, status=400 if steering.mistakes else 200)


def _before(given: Mapping[str, str], mistakes: list[Mistake]) -> int | None:
    text = given.get("before")
    if text is None:
        return None
    if text.isascii() and text.isdecimal() and len(text) <= 18 and int(text) > 0:
        return int(text)
    mistakes.append(Mistake("before", "invalid_value", f"before: “{text[:80]}” is no place in this list: begin with the newest"))
    return None


def _load(given: Mapping[str, str], mistakes: list[Mistake]) -> tuple[int, int] | None:
    text = given.get("load")
    if text is None:
        return None
    if (match := _LOAD.fullmatch(text)) and text.isascii():
        return int(match[1]), int(match[2])
    mistakes.append(Mistake("load", "invalid_value", f"load: “{text[:80]}” names no changes: follow a line of the list"))
    return None
