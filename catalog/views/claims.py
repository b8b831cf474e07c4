"""Where catalogs of others differ from the pages: one page on which people settle it. For the organization's own people."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.access import role_required
from catalog.forms.claims import SettleForm
from catalog.presentation.claims import received_from, shown_conflicts, title_of
from registry.documents import InvalidDocument
from registry.editing import Refused
from registry.imports.settling import AlreadySettled, settle
from registry.imports.sources import SOURCES
from registry.models import ClaimConflict
from registry.models.vocabulary import Settlement
from registry.roles import Role, has_role

PER_PAGE = 50


@never_cache
@role_required(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: HttpRequest) -> HttpResponse:
    """The open conflicts, of one source if the address says so; editors settle those they choose, all in one way."""
    source = request.GET.get("source", "")
    wrong = sorted(set(request.GET) - {"source", "page"}) or ([f"source={source}"] if source and source not in SOURCES else [])
    form = SettleForm(request.POST or None)
    if request.method == "POST" and not wrong:
        if not has_role(request.user, Role.EDITOR):
            raise PermissionDenied("Settling conflicts needs an editor.")
        if form.is_valid() and _settled(request, form):
            return redirect(request.get_full_path())
    rows = ClaimConflict.objects.open().by_page().prefetch_related("records")
    page = Paginator(rows.filter(source=source) if source else rows, PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "rows": page, "conflicts": shown_conflicts(page.object_list), "form": form, "received": received_from(), "source": source,
        "sources": [(name, title_of(name)) for name in sorted(SOURCES)], "wrong": wrong, "chosen": request.POST.getlist("conflicts"),
        "may_settle": has_role(request.user, Role.EDITOR),
    }  # fmt: skip
    return render(request, "catalog/upkeep/claims.html", context, status=400 if wrong or form.errors else 200)


def _settled(request: HttpRequest, form: SettleForm) -> bool:
    wish = form.cleaned_data
    assert isinstance(request.user, User)
    try:
        settle(
            wish["conflicts"], how=Settlement(wish["how"]), by=request.user, reason=wish["reason"], today=timezone.localdate(),
        )  # fmt: skip
    except AlreadySettled as error:
        form.add_error("conflicts", str(error))
    except Refused as error:
        details = [problem.detail for problem in error.problems] or ["the page changed meanwhile: look at it again"]
        for detail in details:
            form.add_error(None, f"Nothing was settled: {detail}.")
    except InvalidDocument as error:
        form.add_error("reason", error.problems[0].detail)
    if form.errors:
        return False
    number = len(wish["conflicts"])
    messages.success(request, f"{number} conflict{'' if number == 1 else 's'} settled.")
    return True
