"""What people take into other programs: the catalog's days as a calendar, and bills of materials."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.calendars import KINDS, calendar, events, left_out
from catalog.directory import current_edition
from catalog.exports import one_snapshot
from catalog.filters import read_query, without_blanks
from catalog.mlbom import MOST_VARIANTS
from catalog.presentation.bills import bill_address, bill_lines, read_choice
from catalog.views.kept import kept

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLAIN = "text/plain; charset=utf-8"


@kept
@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """Releases, ends of offers and reviews; `?kind=release,review` chooses among them. 400 says what is not understood."""
    given, mistakes = read_query(without_blanks(request.GET), known={"kind"})
    kinds = list(dict.fromkeys(given.get("kind", ",".join(KINDS)).split(",")))
    problems = [mistake.detail for mistake in mistakes]
    if not set(kinds) <= set(KINDS):
        problems.append(f"kind: choose among {', '.join(KINDS)}, several with commas.")
    if problems:
        return HttpResponse("\n".join(problems), status=400, content_type=_PLAIN)
    with one_snapshot():
        content = calendar(
            events(kinds), name=settings.SITE_NAME, host=request.get_host(), stamp=current_edition().recorded_at or _EPOCH,
            omitted=left_out(kinds), address_of=request.build_absolute_uri,
        )  # fmt: skip
    return HttpResponse(content.encode("utf-8", "replace"), content_type="text/calendar; charset=utf-8")


@kept
@require_safe
def ml_bom(request: HttpRequest) -> HttpResponse:
    """What a bill of materials of the named variants will hold, and where it is downloaded; mistakes are named and the rest is shown."""
    choice = read_choice(request.GET)
    context = {
        "choice": choice, "lines": bill_lines(choice.slugs), "download": bill_address(choice.slugs), "most": MOST_VARIANTS,
    }  # fmt: skip
    return render(request, "catalog/takeaway/ml_bom.html", context, status=400 if choice.errors else 200)
