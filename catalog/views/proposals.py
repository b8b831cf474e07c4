"""Proposed changes: the list, one with what it would change, and what people do with it. For the organization's own people."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.access import role_required
from catalog.editing.conflicts import shown_conflict
from catalog.presentation.proposals import ShownProposal, shown_proposal, text_to_edit
from registry.documents.files import PageFile, read_text
from registry.editing import Refused, Submission, Submitted, decline, publish, submit, take_back
from registry.editing.proposals import AlreadySettled
from registry.models import Proposal
from registry.models.vocabulary import Origin, ProposalState
from registry.roles import Role, has_role

SHOWN = {"open": "Waiting", "review": "For you to review", "mine": "Yours", "all": "All"}
PER_PAGE = 50
_RELATED = ("page", "by", "settled_by", "revision__page")


class DocumentForm(forms.Form):
    """A page's document as text, on top of the revision `seen`, and what is agreed to."""

    text = forms.CharField(
        label="The page as YAML", max_length=2_000_000, strip=False, widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false"})
    )
    seen = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    agreed_revision = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    agreed_duplicates = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class AgainForm(DocumentForm):
    """The same with a reason of its own."""

    reason = forms.CharField(max_length=500, label="Why this change", help_text="Reviewers read it first, readers in the page's history.")


@never_cache
@role_required(Role.VIEWER)
@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Proposals, newest first: those that wait, those that the reader may settle, the reader's own, all."""
    shown = request.GET.get("show", "open")
    choices = {key: label for key, label in SHOWN.items() if key != "review" or has_role(request.user, Role.REVIEWER)}
    if shown not in choices:
        return render(request, "catalog/proposals/list.html", {"problem": shown, "choices": choices}, status=400)
    rows, me = Proposal.objects.listed(), reader(request)
    found = {"open": rows.open(), "review": rows.to_review_by(me), "mine": rows.of(me), "all": rows}[shown]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalog/proposals/list.html", {"page": page, "shown": shown, "choices": choices})


@never_cache
@role_required(Role.VIEWER)
@require_safe
def proposal_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal: who, when, why, what publishing it would change, and how it was settled."""
    return _shown(request, _found(number))


@never_cache
@role_required(Role.VIEWER)
@require_POST
def proposal_publish(request: HttpRequest, number: int) -> HttpResponse:
    """Publish as it is; a conflict is shown, to be agreed to."""
    agreed = request.POST.get("agreed_revision", "")
    revision = int(agreed) if agreed.isascii() and agreed.isdecimal() and len(agreed) < 10 else None
    return _settled(request, number, "It is published.", lambda row, by: publish(row, by=by, now=timezone.now(), agreed_revision=revision))


@never_cache
@role_required(Role.VIEWER)
@require_POST
def proposal_decline(request: HttpRequest, number: int) -> HttpResponse:
    """Decline with a reason that its author will read."""
    reason = request.POST.get("reason", "")
    return _settled(request, number, "It is declined.", lambda row, by: decline(row, by=by, now=timezone.now(), reason=reason))


@never_cache
@role_required(Role.VIEWER)
@require_POST
def proposal_take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take one's own back."""
    return _settled(request, number, "You have taken it back.", lambda row, by: take_back(row, by=by, now=timezone.now()))


@never_cache
@role_required(Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_edit(request: HttpRequest, number: int) -> HttpResponse:
    """The proposed document as text, to be edited and published by a reviewer who is not its author."""
    proposal = _found(number)
    if proposal.by_id == reader(request).pk:
        raise PermissionDenied("Nobody settles their own proposal: another reviewer has to. Take it back to change it.")
    if proposal.state != ProposalState.OPEN:
        return _too_late(request, AlreadySettled(proposal))
    return _edited(request, proposal, DocumentForm, "catalog/proposals/edit.html", _published)


@never_cache
@role_required(Role.VIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_again(request: HttpRequest, number: int) -> HttpResponse:
    """What was declined or taken back, as text, to be put right and proposed again by its author."""
    proposal = _found(number)
    if proposal.by_id != reader(request).pk:
        raise PermissionDenied("Only its author proposes it again.")
    if proposal.state not in (ProposalState.DECLINED, ProposalState.WITHDRAWN):
        messages.info(request, "A proposal that waits, or was published, is not proposed again.")
        return redirect("catalog:proposal", number=number)
    return _edited(request, proposal, AgainForm, "catalog/proposals/again.html", _proposed)


def reader(request: HttpRequest) -> User:
    """Return who looks; the role has made sure that it is somebody."""
    assert isinstance(request.user, User)
    return request.user


def _found(number: int) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related(*_RELATED), pk=number)


def _shown(request: HttpRequest, proposal: Proposal, *, refusal: Refused | None = None, status: int = 200) -> HttpResponse:
    shown: ShownProposal = shown_proposal(proposal, reader=reader(request), today=timezone.localdate())
    context = {
        "shown": shown, "proposal": proposal, "refusal": refusal, "typed": request.POST.get("reason", ""),
        "since": shown_conflict(shown.seen.conflict) if shown.seen.conflict else None,
        "groups": shown.groups, "count": shown.count, "most": shown.most,
    }  # fmt: skip
    return render(request, "catalog/proposals/proposal.html", context, status=status)


def _settled(request: HttpRequest, number: int, words: str, settle: Callable[[Proposal, User], Any]) -> HttpResponse:
    proposal = _found(number)
    try:
        settle(proposal, reader(request))
    except AlreadySettled as late:
        return _too_late(request, late)
    except Refused as refusal:
        return _shown(request, _found(number), refusal=refusal, status=409 if refusal.conflict else 400)
    messages.success(request, words)
    return redirect("catalog:proposal", number=number)


def _too_late(request: HttpRequest, late: AlreadySettled) -> HttpResponse:
    messages.warning(request, f"{late}.")
    return redirect("catalog:proposal", number=late.proposal.pk)


def _edited(
    request: HttpRequest, proposal: Proposal, kind: type[DocumentForm], template: str,
    save: Callable[[HttpRequest, Proposal, PageFile, dict[str, Any]], int],
) -> HttpResponse:  # fmt: skip
    text, current = text_to_edit(proposal)
    form = kind(request.POST or None, initial={"text": text, "seen": current, "reason": proposal.reason})
    refusal, wrong = None, []
    if request.method == "POST" and form.is_valid():
        file = read_text(form.cleaned_data["text"].replace("\r\n", "\n"), today=timezone.localdate())
        wrong = file.problems
        if file.document is not None:
            try:
                return redirect("catalog:proposal", number=save(request, proposal, file, form.cleaned_data))
            except AlreadySettled as late:
                return _too_late(request, late)
            except Refused as why:
                refusal, wrong = why, [file.problem(problem.pointer, problem.detail) for problem in why.problems]
    since = shown_conflict(refusal.conflict) if refusal and refusal.conflict else None
    context = {"proposal": proposal, "form": form, "refusal": refusal, "wrong": wrong, "since": since}
    return render(request, template, context, status=400 if request.method == "POST" else 200)


def _published(request: HttpRequest, proposal: Proposal, file: PageFile, wish: dict[str, Any]) -> int:
    assert file.document is not None
    agreed, data = wish["agreed_revision"], file.document.as_data()
    publish(proposal, by=reader(request), now=timezone.now(), data=data, seen=wish["seen"], agreed_revision=agreed)
    messages.success(request, "It is published, as you edited it.")
    return proposal.pk


def _proposed(request: HttpRequest, proposal: Proposal, file: PageFile, wish: dict[str, Any]) -> int:
    assert file.document is not None
    done: Submitted = submit(
        Submission(
            data=file.document.as_data(), by=reader(request), reason=wish["reason"], origin=Origin.SITE, today=timezone.localdate(),
            expected=wish["seen"], propose=True, agreed_revision=wish["agreed_revision"], agreed_duplicates=wish["agreed_duplicates"],
        )
    )  # fmt: skip
    if done.proposal is None:
        messages.info(request, "The page says all of this already, so there is nothing to propose.")
        return proposal.pk
    messages.success(request, "It waits for a reviewer.")
    return done.proposal.pk
