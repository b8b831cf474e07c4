"""Withdrawing pages, one or several, with a reason. It takes the place of deleting."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from registry import editing
from registry.forms.values import LineField
from registry.models import Page
from registry.models.vocabulary import Origin
from registry.upkeep import references_to

MOST_REFERENCES = 20


class ReasonForm(forms.Form):
    """Why pages are withdrawn."""

    reason = LineField(
        required=True, label="Why they are withdrawn", help_text="Readers see it in the page's history.",
        error_messages={"required": "Say in a few words why the page is withdrawn."},
    )  # fmt: skip


class WithdrawableAdmin(ModelAdmin):
    """Adds “Withdraw” to a page and to the list. Bulk actions that would pass history by are not offered."""

    actions = ("withdraw_selected",)

    def get_urls(self) -> list[Any]:
        """Return the admin's addresses with the one that withdraws."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        return [path("<path:object_id>/withdraw/", self.admin_site.admin_view(self.withdraw_view), name=name), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the bulk actions, without the deleting ones."""
        return {name: action for name, action in super().get_actions(request).items() if name == "withdraw_selected"}

    def withdraw_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask why, then withdraw one page."""
        page = self.get_object(request, unquote(object_id))
        if page is None:
            raise Http404("There is no such page.")
        return self._ask_and_withdraw(request, [page]) or HttpResponseRedirect(
            reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        )

    @admin.action(description="Withdraw the selected pages", permissions=("change",))
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask why, then withdraw what is selected."""
        return self._ask_and_withdraw(request, list(queryset))

    def _ask_and_withdraw(self, request: HttpRequest, pages: list[Any]) -> HttpResponse | None:
        if not all(self.has_change_permission(request, page) for page in pages):
            raise PermissionDenied
        form = ReasonForm(request.POST if "reason" in request.POST else None)
        if request.method == "POST" and form.is_valid():
            withdraw(pages, request=request, reason=form.cleaned_data["reason"])
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "Withdraw",
            "opts": self.opts,
            "pages": pages,
            "references": [(group, group.first(MOST_REFERENCES)) for group in references_to(pages, with_drafts=True) if group.count],
            "most_references": MOST_REFERENCES,
            "form": form,
            "in_bulk": request.POST.get("action") == "withdraw_selected",
        }
        return TemplateResponse(request, "admin/registry/withdraw.html", context)


def withdraw(pages: list[Page], *, request: HttpRequest, reason: str) -> None:
    """Withdraw all the pages or none, and say what became of each."""
    assert isinstance(request.user, User)
    done = editing.withdraw(pages, by=request.user, reason=reason, origin=Origin.ADMIN, today=timezone.localdate())
    withdrawn = [submitted.change.page.name for submitted in done if submitted.change]
    waiting = [submitted.proposal.name for submitted in done if submitted.proposal]
    if withdrawn or not waiting:
        messages.success(request, f"Withdrawn: {', '.join(withdrawn) or 'nothing that was not withdrawn before'}.")
    if waiting:
        messages.success(request, f"Waiting for a reviewer: {', '.join(waiting)}.")
