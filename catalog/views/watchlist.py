"""The watchlist: what others did to the pages a person watches, and where they were named. Only buttons mark anything as seen."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalog.access import role_required
from catalog.models import Watch
from catalog.views.below import below_a_page
from catalog.watching import (
    mark_mentions_seen,
    mark_seen,
    mentions_of,
    news_of,
    set_mail,
    unwatch,
    watch,
    watched_by,
    with_changes,
)
from registry.models import Page
from registry.roles import Role

PER_PAGE = 50
MOST_MENTIONS = 50
SHOWN = {"news": "News", "all": "All watched pages"}


@never_cache
@role_required(Role.VIEWER)
@require_safe
def watchlist(request: HttpRequest) -> HttpResponse:
    """What is new on the pages that a person watches, or all of them with their settings; 400 for a list that there is not."""
    assert isinstance(request.user, User)
    shown = request.GET.get("show", "news")
    if shown not in SHOWN:
        return render(request, "catalog/watch/watchlist.html", {"problem": shown, "choices": SHOWN}, status=400)
    rows = watched_by(request.user)
    wanted = with_changes(rows.with_news(), person=request.user) if shown == "news" else rows  # type: ignore[attr-defined]
    page = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown, "choices": SHOWN, "page": page, "by_mail": settings.EMAIL_IS_SET_UP, "watches_any": rows.exists(),
        "news": [news_of(row) for row in page] if shown == "news" else [],
        "mentions": mentions_of(request.user)[:MOST_MENTIONS] if shown == "news" else [],
    }  # fmt: skip
    return render(request, "catalog/watch/watchlist.html", context)


@never_cache
@role_required(Role.VIEWER)
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Mark as seen what the form listed, as far as it listed it, and lead on to what the pressed button names."""
    assert isinstance(request.user, User)
    reached = dict(_reached(text) for text in request.POST.getlist("seen"))
    mentions = [_number(text) for text in request.POST.getlist("mention")]
    since = dict(Watch.objects.filter(person=request.user, pk__in=list(reached)).values_list("pk", "seen_number"))
    watched = mark_seen(request.user, reached)
    named = mark_mentions_seen(request.user, mentions, now=timezone.now())
    match request.POST.get("then"), watched, named:
        case "changes", [one], _:
            return redirect(changes_address(one.page, since=since[one.pk], until=one.seen_number))
        case "talk", [one], _:
            return redirect(f"catalog:{one.page.kind}-talk", one.page.slug)
        case "comment", _, [mention]:
            page = mention.comment.page
            return redirect(f"catalog:{page.kind}-talk-comment", page.slug, mention.comment_id)
    messages.success(request, "Marked as seen.")
    return redirect("catalog:watchlist")


@never_cache
@role_required(Role.VIEWER)
@require_POST
def watch_mail(request: HttpRequest) -> HttpResponse:
    """Turn the mail about one watched page on or off; 404 where this site sends none."""
    row = get_object_or_404(Watch.objects.select_related("page"), person=request.user, pk=_number(request.POST.get("watch", "")))
    on = request.POST.get("by_mail") == "on"
    if on and not settings.EMAIL_IS_SET_UP:
        raise Http404
    set_mail(row, on=on)
    messages.success(request, f"Changes to {row.page.name} are {'sent to you by mail' if on else 'no longer sent by mail'}.")
    return redirect(f"{reverse('catalog:watchlist')}?show=all")


@never_cache
@role_required(Role.VIEWER)
@require_POST
@below_a_page
def watching(request: HttpRequest, *, page: Page) -> HttpResponse:
    """Watch a page or stop watching it, as `do` says, and lead back to where the button stands."""
    assert isinstance(request.user, User)
    match request.POST.get("do"):
        case "watch":
            watch(page, person=request.user)
            messages.success(request, f"You watch {page.name}: its changes and comments come to your watchlist.")
        case "unwatch":
            unwatch(page, person=request.user)
            messages.success(request, f"You no longer watch {page.name}.")
        case _:
            raise BadRequest("A page can be watched or not: nothing else.")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = page.get_absolute_url()
    return redirect(back)


def changes_address(page: Page, *, since: int, until: int) -> str:
    """Return where the changes between two revisions of a page are shown: all of its history where there is no earlier one."""
    try:
        return reverse(f"catalog:{page.kind}-diff", args=[page.slug, since, until]) if since else _history(page)
    except NoReverseMatch:
        return _history(page)


def _history(page: Page) -> str:
    return reverse(f"catalog:{page.kind}-history", args=[page.slug])


def _reached(text: str) -> tuple[int, tuple[int, int]]:
    """What a form of the list sends for one page: the watch, the revision and the comment, with colons between."""
    parts = text.split(":")
    if len(parts) != 3:
        raise BadRequest("What was seen is written as watch:revision:comment.")
    watched, number, comment = map(_number, parts)
    return watched, (number, comment)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise BadRequest("The number of a row was expected.")
    return int(text)
