"""Two to six things side by side; the address is the state."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.asking.comparing import profiles_seen_by, uses_of
from catalog.comparison.wanted import AT_MOST, KNOWN, Wanted, read_wanted
from catalog.presentation.comparing import compare
from catalog.presentation.comparing.footnotes import Footnotes
from catalog.presentation.takeaway import FORMS, file_of_comparison, files_of_comparison
from catalog.views.kept import kept
from registry.models import UseProfile


@kept
@require_safe
def compare_page(request: HttpRequest) -> HttpResponse:
    """The comparison that the address asks for, or the form that begins one; mistakes are named and nothing typed is lost.

    With format=csv, xlsx, jsonl or md it leads to the file.
    """
    profiles = profiles_seen_by(request.user)
    wanted = read_wanted(request.GET, profiles=profiles, known=(*KNOWN, "format"))
    form = request.GET.get("format")
    if form is not None and form not in FORMS:
        allowed = f"A comparison is taken away as {', '.join(FORMS)}: '{form[:80]}' is none of these."
        wanted = replace(wanted, errors={**wanted.errors, "format": [allowed]})
    if form is not None and wanted.can_be_compared:
        return redirect(file_of_comparison(wanted.query, form=form))
    context = {"wanted": wanted, "most": AT_MOST, "profiles": profiles.values()}
    if wanted.can_be_compared:
        context |= side_by_side(wanted, profiles=profiles)
    return render(request, "catalog/comparing/compare.html", context, status=400 if wanted.errors else 200)


def side_by_side(wanted: Wanted, *, profiles: Mapping[str, UseProfile]) -> dict[str, Any]:
    """Return what the table of a comparison shows: all of it as `whole`, and as `comparison` the rows that are wanted."""
    uses = uses_of(profiles.get(wanted.profile))
    whole = compare(kind=wanted.kind, slugs=wanted.compared, uses=uses, today=timezone.localdate())
    comparison = whole.differences() if wanted.only_differences else whole
    files = files_of_comparison(wanted.query)
    return {"wanted": wanted, "whole": whole, "comparison": comparison, "files": files, "footnotes": Footnotes.of(comparison)}
