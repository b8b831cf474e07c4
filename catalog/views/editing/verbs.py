"""Renaming, withdrawing, merging and confirming a page, and whether its changes wait for a reviewer."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalog.access import role_required
from catalog.editing.mistakes import sentence
from catalog.editing.verbs import MergeForm, ReasonForm, RenameForm
from catalog.presentation.addresses import address_below
from catalog.views.below import below_a_page
from catalog.views.editing.answering import after_saving
from registry import editing
from registry.editing import Refused, may_publish
from registry.editing.rights import ask_for_review
from registry.models import Page
from registry.models.vocabulary import Origin
from registry.roles import Role
from registry.upkeep import references_to

INVALID = 422
REFERENCES = 20
Done = TypeVar("Done")


@never_cache
@role_required(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@below_a_page
def rename(request: HttpRequest, *, page: Page) -> HttpResponse:
    """Give a page another address; the old one leads to it."""
    form = RenameForm(request.POST or None, initial={"slug": page.slug, "name": page.name, "expected": page.number})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = tried(form, lambda: editing.rename(page, by=person(request), origin=Origin.SITE, **given))
        if done is not None:
            messages.success(request, f"{done.page.name} stands at this address now. The old one leads here.")
            return redirect(done.page.get_absolute_url())
    return _show(request, "rename", page, form, may=may_publish(request.user, kind=page.kind, page=page))


@never_cache
@role_required(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
@below_a_page
def withdraw(request: HttpRequest, *, page: Page) -> HttpResponse:
    """Take a page out of the catalog, once it is clear what rests on it. Its history stays."""
    form = ReasonForm(request.POST or None, initial={"expected": page.number})
    if request.method == "POST" and form.is_valid():
        page.number = form.cleaned_data["expected"]
        options: Any = {"by": person(request), "reason": form.cleaned_data["reason"], "origin": Origin.SITE, "today": timezone.localdate()}
        done = tried(form, lambda: editing.withdraw([page], **options))
        if done is not None:
            return after_saving(request, done[0]) if done else redirect(page.get_absolute_url())
    groups = [(group, group.first(REFERENCES)) for group in references_to([page], with_drafts=True) if group.count]
    publishes = may_publish(request.user, kind=page.kind, page=page)
    return _show(request, "withdraw", page, form, references=groups, shown_first=REFERENCES, publishes=publishes)


@never_cache
@role_required(Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
@below_a_page
def merge(request: HttpRequest, *, page: Page) -> HttpResponse:
    """Make two pages on one thing one page."""
    form = MergeForm(request.POST or None, kind=page.kind, initial={"expected": page.number})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        target = Page.objects.get(kind=page.kind, slug=given["into"])
        options: Any = {"reason": given["reason"], "expected": given["expected"], "origin": Origin.SITE, "today": timezone.localdate()}
        done = tried(form, lambda: editing.merge(page, target, by=person(request), **options))
        if done is not None:
            messages.success(request, f"{page.name} is merged into {target.name}. Its old address leads here.")
            return redirect(target.get_absolute_url())
    groups = [(group, group.first(REFERENCES)) for group in references_to([page], with_drafts=True) if group.count]
    options_shown = form.around.names.options(page.kind)
    return _show(request, "merge", page, form, references=groups, shown_first=REFERENCES, options=options_shown)


@never_cache
@role_required(Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
@below_a_page
def undo_merge(request: HttpRequest, *, page: Page) -> HttpResponse:
    """Let a page that was merged into another stand by itself again."""
    form = ReasonForm(request.POST or None, initial={"expected": page.number})
    if request.method == "POST" and form.is_valid():
        options: Any = {**form.cleaned_data, "origin": Origin.SITE, "today": timezone.localdate()}
        done = tried(form, lambda: editing.undo_merge(page, by=person(request), **options))
        if done is not None:
            messages.success(request, f"{page.name} stands by itself again.")
            return redirect(done.page.get_absolute_url())
    return _show(request, "undo_merge", page, form)


@never_cache
@role_required(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@below_a_page
def confirm(request: HttpRequest, *, page: Page) -> HttpResponse:
    """Say that the facts of a page still hold: compared with their sources today, by the person who says so."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        done = tried(form, lambda: editing.confirm(page, by=person(request), today=timezone.localdate(), origin=Origin.SITE))
        if done is not None:
            return after_saving(request, done)
    return _show(request, "confirm", page, form, may=may_publish(request.user, kind=page.kind, page=page))


@never_cache
@role_required(Role.REVIEWER)
@require_POST
@below_a_page
def review(request: HttpRequest, *, page: Page) -> HttpResponse:
    """Set whether changes to a page wait for a reviewer."""
    needed = {"yes": True, "no": False}.get(request.POST.get("needed", ""))
    ask_for_review(page, needed=needed)
    words = {True: "Changes to this page wait for a reviewer now.", False: "Editors publish changes to this page at once now."}
    messages.success(request, words.get(needed, "Changes to this page are handled as usual for its kind now."))  # type: ignore[arg-type]
    return redirect(address_below(page, "edit"))


def tried(form: forms.Form, action: Callable[[], Done]) -> Done | None:
    """Do something to a page; where it is refused, note why at the form's fields and return nothing."""
    try:
        return action()
    except PermissionDenied as denied:
        form.add_error(None, str(denied))
    except Refused as refused:
        for problem in refused.problems:
            name = problem.pointer.strip("/")
            form.add_error(name if name in form.fields else None, sentence(problem.detail))
        if refused.conflict:
            who = ", ".join(revision.by_name for revision in refused.conflict.revisions)
            form.add_error(None, f"The page was changed meanwhile, by {who}. Look at it once more, then do this again.")
            if "expected" in form.fields:
                form.data = {**form.data.dict(), "expected": str(refused.conflict.current)}  # type: ignore[attr-defined]
        if refused.duplicates:
            form.add_error(None, "Another page goes by one of its names: look at that first.")
    return None


def person(request: HttpRequest) -> User:
    """Return who asks."""
    assert isinstance(request.user, User)
    return request.user


def _show(request: HttpRequest, verb: str, page: Page, form: forms.Form, **more: Any) -> HttpResponse:
    status = INVALID if form.is_bound and form.errors else 200
    return render(request, f"catalog/editing/{verb}.html", {"page": page, "form": form, **more}, status=status)
