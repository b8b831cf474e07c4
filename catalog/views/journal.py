"""The journal of a page: editors add dated remarks and take their own off again."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from catalog.access import role_required
from catalog.forms.talk import JournalForm
from catalog.presentation.talk import FactNames
from catalog.views.below import below_a_page
from catalog.views.talk import comment_form, place_of, talk_page
from registry.models import Page
from registry.roles import Role
from registry.talking import NotPosted, current_document, note, withdraw_note


@never_cache
@role_required(Role.EDITOR)
@require_POST
@below_a_page
def journal(request: HttpRequest, *, page: Page) -> HttpResponse:
    """Add a remark; one that is refused says why on the talk page and keeps its text."""
    form = JournalForm(request.POST, today=timezone.localdate())
    if form.is_valid() and _noted(request, page, form):
        messages.success(request, "The journal has your note.")
        return place_of(request, page, "journal_")
    facts = FactNames(current_document(page))
    return talk_page(request, page, facts=facts, form=comment_form(request, page, facts), note=form)


@never_cache
@role_required(Role.EDITOR)
@require_POST
@below_a_page
def journal_note(request: HttpRequest, *, page: Page, number: int) -> HttpResponse:
    """Take a note of this page off its journal."""
    assert isinstance(request.user, User)
    withdraw_note(get_object_or_404(page.journal, pk=number, withdrawn_at=None), by=request.user, now=timezone.now())
    messages.success(request, "The note is withdrawn.")
    return place_of(request, page, "journal_")


def _noted(request: HttpRequest, page: Page, form: JournalForm) -> bool:
    assert isinstance(request.user, User)
    wish = form.cleaned_data
    try:
        note(page=page, by=request.user, on=wish["on"], body=wish["body"], today=timezone.localdate(), after=wish["after"])
    except NotPosted as refusal:
        form.add_error(refusal.field, str(refusal))
        return False
    return True
