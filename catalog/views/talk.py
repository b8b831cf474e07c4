"""The talk page of a page: threads on it or on one of its facts, and its journal. For the organization's own people, whatever is public."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.access import role_required
from catalog.forms.talk import CommentForm, JournalForm
from catalog.presentation.talk import FactNames, journal_of, threads_of
from catalog.views.below import below_a_page
from catalog.watching import newest_comment, watch, watches
from registry.models import Comment, Mention, Page
from registry.roles import Role
from registry.talking import NotPosted, current_document, may_note, reopen, resolve, say, withdraw

PER_PAGE = 50
MOST_NOTES = 50


@never_cache
@role_required(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
@below_a_page
def talk(request: HttpRequest, *, page: Page) -> HttpResponse:
    """The threads, what is open first, and a form for a new one; a comment that is refused says why and keeps its text."""
    facts = FactNames(current_document(page))
    form = comment_form(request, page, facts, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and (posted := _say(request, page, form)):
        messages.success(request, "Your reply is posted." if posted.parent_id else "Your comment is posted.")
        return place_of(request, page, f"comment_{posted.pk}_")
    if form.is_bound and form["thread"].value():
        return talk_page(request, page, facts=facts, form=comment_form(request, page, facts), reply=form)
    return talk_page(request, page, facts=facts, form=form)


@never_cache
@role_required(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
@below_a_page
def comment(request: HttpRequest, *, page: Page, number: int) -> HttpResponse:
    """Lead to a comment of this page; or resolve, reopen or withdraw it, as `do` says."""
    assert isinstance(request.user, User)
    row = get_object_or_404(page.comments, pk=number)
    if request.method != "POST":
        return redirect(_address(page, query=_page_with(row), anchor=f"comment_{row.pk}_"))
    match request.POST.get("do"):
        case "resolve" if row.parent_id is None:
            resolve(row, by=request.user, now=timezone.now())
            messages.success(request, "The thread is resolved.")
        case "reopen" if row.parent_id is None:
            reopen(row, by=request.user)
            messages.success(request, "The thread is open again.")
        case "withdraw":
            withdraw(row, by=request.user, now=timezone.now())
            messages.success(request, "The comment is withdrawn: its text is hidden, its place stays.")
        case _:
            raise BadRequest("A thread can be resolved or reopened, and a comment withdrawn: nothing else.")
    return place_of(request, page, f"comment_{row.pk}_")


def comment_form(request: HttpRequest, page: Page, facts: FactNames, *, data: Any = None) -> CommentForm:
    """Return the form for a new thread, about the fact that the address names."""
    assert isinstance(request.user, User)
    fact = request.GET.get("fact", "")
    initial = {"fact": fact if fact in facts else "", "after": newest_comment(page)}
    return CommentForm(data, facts=facts.choices(), is_watched=watches(page, request.user), initial=initial)


def talk_page(
    request: HttpRequest,
    page: Page,
    *,
    facts: FactNames,
    form: CommentForm,
    reply: CommentForm | None = None,
    note: JournalForm | None = None,
) -> HttpResponse:
    """Return the talk page with these forms; 400 where one of them was refused, or the address names a fact that is not there."""
    assert isinstance(request.user, User)
    fact = request.GET.get("fact", "")
    missing = bool(fact) and fact not in facts
    rows = page.comments.threads()
    shown = Paginator(_with_replies(rows.filter(fact=fact) if fact and not missing else rows), PER_PAGE).get_page(request.GET.get("page"))
    threads = threads_of(page, shown.object_list, facts=facts, reader=request.user)
    context = {
        "page": page, "fact": "" if missing else fact, "fact_label": facts.label(fact) if fact and not missing else "",
        "missing_fact": fact if missing else "", "shown": shown, "form": form, "reply": reply, "query": _query(request),
        "open_threads": [thread for thread in threads if not thread.first.comment.resolved_at],
        "resolved_threads": [thread for thread in threads if thread.first.comment.resolved_at],
        **_journal(page, reader=request.user, note=note),
    }  # fmt: skip
    refused = missing or any(given.errors for given in (form, reply, note) if given)
    return render(request, "catalog/talk/talk.html", context, status=400 if refused else 200)


def _journal(page: Page, *, reader: User, note: JournalForm | None) -> dict[str, Any]:
    notes = journal_of(page.journal.listed()[: MOST_NOTES + 1], reader=reader)
    last = page.journal.order_by("pk").last()
    today = timezone.localdate()
    form = note or JournalForm(today=today, initial={"on": today, "after": last.pk if last else 0})
    return {"notes": notes[:MOST_NOTES], "more_notes": len(notes) > MOST_NOTES, "may_note": may_note(reader), "note_form": form}


def place_of(request: HttpRequest, page: Page, anchor: str) -> HttpResponseRedirect:
    """Lead back to a place on the talk page, with the same fact and the same page of threads."""
    return redirect(_address(page, query=_query(request), anchor=anchor))


def _address(page: Page, *, query: str, anchor: str) -> str:
    address = reverse(f"catalog:{page.kind}-talk", args=[page.slug])
    return f"{address}?{query}#{anchor}" if query else f"{address}#{anchor}"


def _page_with(comment: Comment) -> str:
    """The part of an address that leads to the page of threads on which a comment stands; empty for the first."""
    threads = list(Comment.objects.filter(page=comment.page_id).threads().values_list("pk", flat=True))
    number = threads.index(comment.parent_id or comment.pk) // PER_PAGE + 1
    return f"page={number}" if number > 1 else ""


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in set(query) - {"fact", "page"}:
        del query[name]
    return query.urlencode()


def _with_replies(rows: Any) -> Any:
    people = Mention.objects.select_related("person").order_by("pk")
    replies = Comment.objects.order_by("created_at", "pk").prefetch_related(Prefetch("mentions", people))
    return rows.prefetch_related(Prefetch("mentions", people), Prefetch("replies", replies))


def _say(request: HttpRequest, page: Page, form: CommentForm) -> Comment | None:
    """The comment as posted; None, with the reason among the form's errors, where it is refused."""
    assert isinstance(request.user, User)
    wish = form.cleaned_data
    thread = get_object_or_404(page.comments, pk=wish["thread"], parent=None) if wish["thread"] else None
    try:
        posted = say(page=page, by=request.user, body=wish["body"], fact=wish["fact"], thread=thread, after=wish["after"])
    except NotPosted as refusal:
        form.add_error("body" if refusal.field == "thread" else refusal.field, str(refusal))
        return None
    if wish.get("watch"):
        watch(page, person=request.user)
    return posted
