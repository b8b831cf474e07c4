"""The history of a page: its revisions, one of them as it stood, and the difference between two."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.filters import Mistake, read_query, without_blanks
from catalog.presentation.addresses import address_below
from catalog.presentation.documents import Names, readable_document
from catalog.presentation.history import MOST_FACTS, changed_facts, count_of_changes, revision_page
from catalog.views.below import below_a_page
from catalog.views.kept import kept
from registry.models import Page, Revision
from registry.roles import Role, has_role


@kept
@require_safe
@below_a_page
def history(request: HttpRequest, *, page: Page) -> HttpResponse:
    """Every revision of a page, newest first; a day leads to the revision in force then, two numbers to what they differ in."""
    given, mistakes = read_query(without_blanks(request.GET), known=("before", "from", "to", "on"))
    numbers = {name: _number(given, name, mistakes) for name in ("before", "from", "to")}
    on = _day(given, mistakes)
    if not mistakes and numbers["from"] and numbers["to"]:
        return HttpResponseRedirect(address_below(page, "diff", first=numbers["from"], second=numbers["to"]))
    found = Revision.objects.as_of(page, datetime.combine(on, time.max, tzinfo=UTC)) if on and not mistakes else None
    if found:
        return HttpResponseRedirect(f"{address_below(page, 'revision', number=found.number)}?on={on}")
    shown = revision_page(page, below=numbers["before"] if not mistakes else None)
    context = {
        "page": page, "shown": shown, "given": given, "mistakes": mistakes, "not_yet": on, "today": timezone.localdate(),
        "restorable": _restorable(request, page),
        "began": Revision.objects.between(page, 1, 1).values_list("created_at", flat=True).first() if on else None,
    }  # fmt: skip
    return render(request, "catalog/history/history.html", context, status=400 if mistakes else 200)


@kept
@require_safe
@below_a_page
def revision(request: HttpRequest, *, page: Page, number: int) -> HttpResponse:
    """The page as it stood at one revision, in words."""
    given, mistakes = read_query(request.GET, known=("on",))
    found = Revision.objects.between(page, number, number).first() if number <= page.number else None
    if found is None:
        return _missing(request, page, [number])
    document = readable_document(found.document, names=Names.of(found.document))
    context = {"page": page, "revision": found, "document": document, "on": _day(given, mistakes), "restorable": _restorable(request, page)}
    return render(request, "catalog/history/revision.html", context)


@kept
@require_safe
@below_a_page
def diff(request: HttpRequest, *, page: Page, first: int, second: int) -> HttpResponse:
    """What the second of two revisions says differently from the first."""
    wanted = {first, second}
    rows = Revision.objects.filter(page=page, number__in=[number for number in wanted if number <= page.number])
    found = {row.number: row for row in rows}
    if wanted - found.keys():
        return _missing(request, page, sorted(wanted - found.keys()))
    before, after = found[first], found[second]
    groups = changed_facts(before.document, after.document, names=Names.of(before.document, after.document))
    context = {
        "page": page, "before": before, "after": after, "groups": groups,
        "count": count_of_changes(before.document, after.document), "most": MOST_FACTS,
    }  # fmt: skip
    return render(request, "catalog/history/diff.html", context)


def _restorable(request: HttpRequest, page: Page) -> bool:
    return page.merged_into_id is None and has_role(request.user, Role.EDITOR)


def _missing(request: HttpRequest, page: Page, numbers: list[int]) -> HttpResponse:
    return render(request, "catalog/history/missing.html", {"page": page, "numbers": numbers}, status=404)


def _number(given: Mapping[str, str], name: str, mistakes: list[Mistake]) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    if text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) > 0:
        return int(text)
    mistakes.append(Mistake(name, "invalid_value", f"{name}: “{text[:80]}” is not the number of a revision: choose one from the list"))
    return None


def _day(given: Mapping[str, str], mistakes: list[Mistake]) -> date | None:
    text = given.get("on")
    if text is None:
        return None
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None:
        mistakes.append(Mistake("on", "invalid_value", f"“{text[:80]}” is not a day of the calendar: write it as 2026-11-01"))
    elif day > timezone.localdate():
        mistakes.append(Mistake("on", "invalid_value", "That day is still to come: choose today or a day before"))
    return day
