"""Saved views: the list, one with its note and what it opens, and the forms that make, change and delete them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.access import role_required
from catalog.asking.comparing import profiles_seen_by
from catalog.comparison.wanted import read_wanted
from catalog.forms.saving import SavedViewForm, initial_of
from catalog.linking import Links
from catalog.models import Opens, SavedView
from catalog.saving.places import PLACES, opened_at
from catalog.saving.verbs import (
    ONLY_WHO_MAY_CHANGE,
    ONLY_WHO_MAY_DELETE,
    NotSaved,
    StaleView,
    Wish,
    delete_view,
    may_change,
    may_delete,
    save_view,
)
from catalog.views.comparing import side_by_side
from registry.documents.fields import SLUG
from registry.roles import Role

PER_PAGE = 50
WHOSE = {"": "All you may see", "mine": "Yours", "shared": "Shared"}
OPENS = {"": "Everything", **dict(Opens.choices)}
_COMPARED = {"name": "Name", "slug": "Address", "note": "Note", "query": "What it opens", "shared": "Shared"}


@never_cache
@require_safe
def saved_list(request: HttpRequest) -> HttpResponse:
    """What the reader saved and what others share, by name; of one kind where the address says so."""
    opens, whose = request.GET.get("opens", ""), request.GET.get("whose", "")
    mistake = _unknown_parameter(request.GET, known=("opens", "whose", "page"))
    if opens and opens not in Opens.values:
        mistake = f"There is no kind '{opens[:80]}' of saved view. There is: {', '.join(Opens.values)}."
    if whose not in WHOSE:
        mistake = f"There is no list '{whose[:80]}' of saved views. There is: {', '.join(filter(None, WHOSE))}."
    if mistake:
        return _refused(request, mistake)
    rows = _seen(request).order_by("name", "pk")
    rows = rows.filter(opens=opens) if opens else rows
    rows = rows.filter(owner=request.user.pk) if whose == "mine" else rows.filter(shared=True) if whose == "shared" else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "opens": opens, "whose": whose, "whose_choices": WHOSE, "opens_choices": OPENS}
    return render(request, "catalog/saved/list.html", context)


@never_cache
@require_safe
def saved_view(request: HttpRequest, slug: str) -> HttpResponse:
    """One saved view: its note, the way to what it opens, and the comparison itself where it is one."""
    view = _one_seen(request, slug)
    checked = PLACES[Opens(view.opens)].check(QueryDict(view.query), request.user)
    context = {
        "saved": view, "address": opened_at(view), "errors": checked.errors, "wiki": Links.in_texts([view.note]),
        "may_change": may_change(view, request.user), "may_delete": may_delete(view, request.user),
        "is_mine": view.owner_id == request.user.pk,
    }  # fmt: skip
    if view.opens == Opens.COMPARISON and not checked.errors:
        profiles = profiles_seen_by(request.user)
        context |= side_by_side(read_wanted(QueryDict(view.query), profiles=profiles), profiles=profiles)
    return render(request, "catalog/saved/view.html", context)


@never_cache
@role_required(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_new(request: HttpRequest) -> HttpResponse:
    """A form that saves what the address names: ?opens=comparison&query=m%3Dllama-1%26m%3Dllama-2."""
    opens = next((opens for opens in PLACES if opens == request.GET.get("opens")), None)
    mistake = _unknown_parameter(request.GET, known=("opens", "query"))
    if mistake or opens is None:
        return _refused(request, mistake or f"Say with opens= what is to be saved. There is: {', '.join(PLACES)}.")
    form = SavedViewForm(request.POST or None, is_owner=True, initial={"query": request.GET.get("query", ""), "number": 0})
    return _answered(request, form, view=None, opens=opens)


@never_cache
@role_required(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """A form for what is there; a second person's save shows what it says now and keeps their text."""
    view = _one_seen(request, slug)
    if not may_change(view, request.user):
        raise PermissionDenied(ONLY_WHO_MAY_CHANGE)
    form = SavedViewForm(request.POST or None, is_owner=view.owner_id == request.user.pk, initial=initial_of(view))
    return _answered(request, form, view=view, opens=Opens(view.opens))


@never_cache
@role_required(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_delete(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once more, then delete what was seen."""
    view = _one_seen(request, slug)
    if not may_delete(view, request.user):
        raise PermissionDenied(ONLY_WHO_MAY_DELETE)
    stale = None
    if request.method == "POST":
        number = request.POST.get("number", "")
        try:
            delete_view(view, by=_person(request), expected=int(number) if number.isdecimal() and len(number) < 10 else 0)
        except StaleView as moved:
            stale, view = moved, moved.current or view
        else:
            messages.success(request, f"{view.name} is deleted.")
            return redirect("catalog:saved-views")
    return render(request, "catalog/saved/delete.html", {"saved": view, "stale": stale}, status=409 if stale else 200)


def _answered(request: HttpRequest, form: SavedViewForm, *, view: SavedView | None, opens: Opens) -> HttpResponse:
    """Lead to what was saved, or show the form: for the first time, with a preview, or with what stands against saving."""
    previews = request.POST.get("do") == "preview"
    stale = None
    if request.method == "POST" and not previews and form.is_valid():
        done = _save(request, form, view=view, opens=opens)
        if isinstance(done, SavedView):
            messages.success(request, f"{done.name} is saved. {'Everyone who may read sees it.' if done.shared else 'Only you see it.'}")
            return redirect("catalog:saved", slug=done.slug)
        stale = done
    note = form["note"].value() or ""
    context = {
        "form": form, "saved": view, "place": PLACES[opens], "previews": previews, "note": note, "stale": stale,
        "differing": _differing(stale.current, form) if stale and stale.current else (),
        "wiki": Links.in_texts([note]) if previews else None,
    }  # fmt: skip
    if stale:
        form.data = {**form.data.dict(), "number": str(stale.current.number if stale.current else 0)}  # type: ignore[attr-defined]
    refused = request.method == "POST" and not previews
    return render(request, "catalog/saved/form.html", context, status=409 if stale else 400 if refused else 200)


def _save(request: HttpRequest, form: SavedViewForm, *, view: SavedView | None, opens: Opens) -> SavedView | StaleView | None:
    """What was stored, or how it stands since somebody changed it; None, with the reasons on the form, where it is refused."""
    wish = {name: value for name, value in form.cleaned_data.items() if name != "number"}
    try:
        return save_view(view, wish=Wish(**wish), by=_person(request), expected=form.cleaned_data["number"] or 0, opens=opens)
    except StaleView as stale:
        return stale
    except NotSaved as refused:
        for name, texts in refused.errors.items():
            form.add_error(name if name in form.fields else None, list(texts))
    return None


def _differing(current: SavedView, form: SavedViewForm) -> list[tuple[str, Any, Any]]:
    """What the view says now where the form says something else: label, theirs, yours."""
    pairs = [(label, getattr(current, name), form.cleaned_data[name]) for name, label in _COMPARED.items() if name in form.cleaned_data]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _seen(request: HttpRequest) -> QuerySet[SavedView]:
    return SavedView.objects.seen_by(request.user).select_related("owner", "changed_by")


def _one_seen(request: HttpRequest, slug: str) -> SavedView:
    """The view at an address; 404 where there is none, or somebody else keeps it for themselves."""
    if not SLUG.fullmatch(slug):
        raise Http404("There is no such saved view.")
    return get_object_or_404(_seen(request), slug=slug)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _unknown_parameter(query: QueryDict, *, known: tuple[str, ...]) -> str:
    wrong = next((name for name in query if name not in known), None)
    return "" if wrong is None else f"There is no parameter '{wrong[:80]}' here. There is: {', '.join(known)}."


def _refused(request: HttpRequest, mistake: str) -> HttpResponse:
    return render(request, "catalog/errors/error.html", {"title": "This cannot be shown as asked", "detail": mistake}, status=400)
