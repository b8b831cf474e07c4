""" "Can we use it?": the question in the address, the answer at once, and only the questions that decide."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.asking.activities import ACTIVITIES
from catalog.asking.answers import pages_behind, told
from catalog.asking.comparing import profiles_seen_by
from catalog.asking.packs import evidence_pack
from catalog.asking.question import NO_LICENSE, Question, read_question
from catalog.views.kept import kept
from registry.licensing.use import FIELDS_OF_USE, PURPOSES, RECEIVED
from registry.models import UseProfile
from registry.roles import Role, has_role

# What the form itself shows; everything else that was stated travels along as hidden fields.
IN_THE_FORM = ("about", "do", "profile", "as_of", "fields_of_use", "purpose", "received")


@kept
@require_safe
def can_we_use_it(request: HttpRequest) -> HttpResponse:
    """The form and, once something is asked, the answer; mistakes are said at their fields and nothing typed is lost."""
    question = _question(request)
    context = _context(question, request)
    return render(request, "catalog/asking/can_we_use_it.html", context, status=400 if question.errors else 200)


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """The same answer as a document to print: no form, every clause, source and revision."""
    question = _question(request)
    if not question.can_be_answered:
        return redirect(f"{reverse('catalog:can-we-use-it')}?{request.GET.urlencode()}")
    answer = told(question.answer(today=timezone.localdate()))
    context = {"question": question, "told": answer, "pages": pages_behind(answer.answer), "asked_at": timezone.now()}
    return render(request, "catalog/asking/evidence.html", context)


@require_safe
def evidence_markdown(request: HttpRequest) -> HttpResponse:
    """The same as a Markdown file."""
    question = _question(request)
    if not question.can_be_answered or question.asked is None:
        return redirect(f"{reverse('catalog:can-we-use-it')}?{request.GET.urlencode()}")
    answer = told(question.answer(today=timezone.localdate()))
    address = request.build_absolute_uri(f"{reverse('catalog:can-we-use-it')}?{question.address()}")
    text = evidence_pack(question, answer, at=timezone.now(), address=address)
    name = f"{question.asked.slug or question.asked.kind}-{question.activity.key}.md"
    return HttpResponse(
        text, content_type="text/markdown; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def profiles_for(request: HttpRequest) -> Mapping[str, UseProfile]:
    """Return the use profiles that the reader may choose from, by slug."""
    return profiles_seen_by(request.user)


def _question(request: HttpRequest) -> Question:
    return read_question(request.GET, profiles=profiles_for(request))


def _context(question: Question, request: HttpRequest) -> dict[str, Any]:
    answer = told(question.answer(today=timezone.localdate())) if question.can_be_answered else None
    controls = answer.controls if answer else ()
    asked_now = {control.name for control in controls}
    return {
        "question": question,
        "told": answer,
        "controls": controls,
        "may_answer": any(control.can_be_answered for control in controls),
        # What is answered already travels along as hidden fields, except what this page asks itself.
        "answered": [(name, value) for name, value in question.parameters() if name not in asked_now],
        "stated": [(name, value) for name, value in question.parameters(without=IN_THE_FORM) if name not in asked_now],
        "address": question.address(),
        "activities": ACTIVITIES.values(),
        "profiles": profiles_for(request).values(),
        "received": RECEIVED,
        "fields_of_use": FIELDS_OF_USE,
        "purposes": PURPOSES,
        "no_license": NO_LICENSE,
        "may_record": has_role(request.user, Role.REVIEWER),
    }
