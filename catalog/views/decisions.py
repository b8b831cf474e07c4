"""Recorded decisions: the list with what expired or drifted, one decision as it stands, and the form that records one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog.access import role_required
from catalog.asking.answers import told
from catalog.asking.labels import stated_in_words
from catalog.asking.question import Question, read_question
from catalog.views.can_we_use_it import profiles_for
from registry.decisions import NotRecordable, drifted, record_decision, standing
from registry.models import RecordedDecision
from registry.models.vocabulary import Outcome
from registry.roles import Role

SHOWN = {"all": "All in force", "expired": "Expired", "drifted": "Facts changed since", "replaced": "Replaced"}
PER_PAGE = 50


class DecisionForm(forms.Form):
    """What a person decides about an answer."""

    outcome = forms.ChoiceField(choices=[(value, label.capitalize()) for value, label in Outcome.choices], widget=forms.RadioSelect)
    product = forms.CharField(max_length=200, label="For which product or purpose")
    conditions = forms.CharField(
        max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="What must be kept to."
    )
    reason = forms.CharField(max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}))
    valid_until = forms.DateField(
        required=False, label="Valid until", widget=forms.DateInput(attrs={"type": "date"}), help_text="The last day; empty for no end."
    )
    replaces = forms.IntegerField(required=False, min_value=1, label="Replaces decision number")


@never_cache
@role_required(Role.VIEWER)
@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """Decisions, newest first: those in force, those that expired, those under which a fact has changed."""
    shown = request.GET.get("show", "all")
    if shown not in SHOWN:
        return render(request, "catalog/asking/decisions.html", {"problem": shown, "choices": SHOWN}, status=400)
    today = timezone.localdate()
    rows = RecordedDecision.objects.select_related("variant", "model", "license", "by").order_by("-number")
    moved = {decision.pk for decision in drifted(rows.in_force())}
    match shown:
        case "expired":
            rows = rows.in_force().expired(today=today)
        case "drifted":
            rows = rows.filter(pk__in=moved)
        case "replaced":
            rows = rows.exclude(superseded_by=None)
        case _:
            rows = rows.in_force()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "shown": shown, "choices": SHOWN, "moved": moved, "today": today}
    return render(request, "catalog/asking/decisions.html", context)


@never_cache
@role_required(Role.VIEWER)
@require_safe
def decision_detail(request: HttpRequest, number: int) -> HttpResponse:
    """One decision with the frozen verdict, its inputs, and what has changed underneath."""
    rows = RecordedDecision.objects.select_related("variant__model", "model", "license", "by", "profile", "superseded_by")
    decision = get_object_or_404(rows, number=number)
    found = standing(decision, today=timezone.localdate())
    replaced = RecordedDecision.objects.filter(superseded_by=decision).first()
    context = {
        "decision": decision,
        "standing": found,
        "stated": stated_in_words(decision.use),
        "told": told(found.answer) if found.answer else None,
        "replaced": replaced,
    }
    return render(request, "catalog/asking/decision.html", context)


@never_cache
@role_required(Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request: HttpRequest) -> HttpResponse:
    """The answer to the question in the address, and the form that records a decision on it."""
    question = read_question(request.GET, profiles=profiles_for(request))
    if not question.can_be_answered:
        return redirect(f"{reverse('catalog:can-we-use-it')}?{request.GET.urlencode()}")
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decision = _record(request, form, question)
        if decision is not None:
            messages.success(request, f"Decision {decision.number} is recorded.")
            return redirect("catalog:decision", number=decision.number)
    answer = told(question.answer(today=timezone.localdate()))
    return render(request, "catalog/asking/decision_form.html", {"form": form, "question": question, "told": answer})


def _record(request: HttpRequest, form: DecisionForm, question: Question) -> RecordedDecision | None:
    assert isinstance(request.user, User)
    assert question.asked is not None
    wish: dict[str, Any] = dict(form.cleaned_data)
    number = wish.pop("replaces")
    replaces = RecordedDecision.objects.filter(number=number).first() if number else None
    if number and replaces is None:
        form.add_error("replaces", f"There is no decision {number}.")
        return None
    try:
        return record_decision(
            asked=question.asked, use=question.use, as_of=question.as_of, profile=question.profile, by=request.user,
            today=timezone.localdate(), replaces=replaces, **wish,
        )  # fmt: skip
    except NotRecordable as refused:
        for pointer, _, detail in refused.errors:
            name = pointer.strip("/")
            form.add_error(name if name in form.fields else None, detail.capitalize())
        return None
