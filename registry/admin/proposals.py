"""Proposals: listed here, looked at and settled on the site."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from registry.admin.filters import vocabulary_filter
from registry.admin.revisions import ReadOnly
from registry.models import Proposal
from registry.models.vocabulary import Kind, Origin, ProposalState


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    """Who wants to change which page, why, and what became of it."""

    list_display = ("on_the_site", "kind", "reason", "by_name", "created_at", "state", "settled_by_name")
    list_display_links = None
    list_filter: ClassVar[Any] = (
        vocabulary_filter("state", ProposalState, title="state"),
        vocabulary_filter("kind", Kind, title="kind of page"),
        vocabulary_filter("origin", Origin, title="door"),
    )
    search_fields = ("name", "slug", "reason", "by_name")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("document")

    @admin.display(description="Page", ordering="name")
    def on_the_site(self, proposal: Proposal) -> SafeString:
        """The name of the page, leading to the proposal."""
        return format_html('<a href="{}">{}</a>', proposal.get_absolute_url(), proposal.name)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Lead to the proposal on the site."""
        proposal = self.get_object(request, object_id)
        if proposal is None or not self.has_view_permission(request, proposal):
            raise Http404("There is no such proposal.")
        return HttpResponseRedirect(proposal.get_absolute_url())
