"""Bringing back what a page said at an earlier revision."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.access import role_required
from catalog.presentation.documents import Names
from catalog.presentation.history import MOST_FACTS, changed_facts, count_of_changes
from catalog.views.below import below_a_page
from registry.editing import Refused, Submitted, may_publish, restore
from registry.models import Page, Revision
from registry.roles import Role

_INVALID = 422


class RestoreForm(forms.Form):
    """Why it is brought back, on top of which revision, and which similar pages were agreed to."""

    reason = forms.CharField(
        max_length=500, label="Why bring it back?", help_text="Stands in the history of the page.",
        error_messages={"required": "Say in a few words why: it stands in the history of the page."},
    )  # fmt: skip
    expected = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    agreed_duplicates = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class _Restoring:
    """One revision on the way back, and the page as it stands."""

    request: HttpRequest
    page: Page
    then: Revision
    now: Revision

    def shown(self, form: RestoreForm, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
        """Show what would change, with the form; whatever was typed is in it."""
        after = self.then.document | {"slug": self.page.slug}
        context = {
            "page": self.page, "then": self.then, "now": self.now, "form": form, "refused": refused,
            "groups": changed_facts(self.now.document, after, names=Names.of(self.now.document, after)),
            "count": count_of_changes(self.now.document, after), "most": MOST_FACTS,
            "publishes": may_publish(self.request.user, kind=self.page.kind, page=self.page),
        }  # fmt: skip
        return render(self.request, "catalog/history/restore.html", context, status=status)

    def done(self, submitted: Submitted) -> HttpResponse:
        """Say what became of it, where it can be seen."""
        if submitted.proposal:
            messages.success(self.request, "Proposed: a reviewer looks at it before the page changes.")
            return HttpResponseRedirect(reverse("catalog:proposal", args=[submitted.proposal.pk]))
        made = submitted.change and submitted.change.revision
        said = f"Revision {self.then.number} is brought back, as revision {made.number}." if made else "The page says this already."
        messages.success(self.request, said)
        return HttpResponseRedirect(self.page.get_absolute_url())


@never_cache
@role_required(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@below_a_page
def restore_revision(request: HttpRequest, *, page: Page, number: int) -> HttpResponse:
    """What bringing a revision back would change, and the form that does it: as a new revision, or as a proposal where changes wait."""
    rows = {row.number: row for row in Revision.objects.filter(page=page, number__in={min(number, page.number), page.number})}
    if number not in rows:
        return render(request, "catalog/history/missing.html", {"page": page, "numbers": [number]}, status=404)
    restoring = _Restoring(request, page, rows[number], rows[page.number])
    form = RestoreForm(request.POST or None, initial={"expected": page.number})
    if request.method != "POST" or not form.is_valid():
        return restoring.shown(form, status=_INVALID if form.is_bound else 200)
    assert isinstance(request.user, User)
    try:
        submitted = restore(page, number=number, by=request.user, origin="site", today=timezone.localdate(), **form.cleaned_data)
    except Refused as refused:
        seen = {"expected": page.number, "reason": form.cleaned_data["reason"], "agreed_duplicates": refused.agreement}
        return restoring.shown(RestoreForm(initial=seen), refused=refused, status=409 if refused.conflict else _INVALID)
    return restoring.done(submitted)
