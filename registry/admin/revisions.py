"""Revisions and catalog loads: what happened, to be read and never changed."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin

from registry.admin.filters import vocabulary_filter
from registry.documents.diff import changes
from registry.editing.conflicts import Theirs, document_at
from registry.models import ImportRun, Revision
from registry.models.vocabulary import Kind, Origin


class ReadOnly(ModelAdmin):
    """A list to be read."""

    list_per_page = 25
    show_full_result_count = False
    list_filter_submit = True
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Revision)
class RevisionAdmin(ReadOnly):
    """Who changed which page, when and why; the database itself refuses to change or delete these rows."""

    list_display = ("page", "number", "reason", "by_name", "origin", "created_at")
    list_filter = (
        vocabulary_filter("kind", Kind, title="kind of page", lookup="page__kind"),
        vocabulary_filter("origin", Origin, title="door"),
    )
    list_select_related = ("page",)
    search_fields = ("page__name", "page__slug", "reason", "by_name")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("document")

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Show what one revision changed."""
        revision = self.get_object(request, object_id)
        if revision is None or not self.has_view_permission(request, revision):
            raise Http404("There is no such revision.")
        before = document_at(revision.page, number=revision.number - 1)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{revision.page.name}, revision {revision.number}",
            "opts": self.opts,
            "revision": revision,
            "facts": [Theirs(change) for change in changes(before, revision.document)],
        }
        return TemplateResponse(request, "admin/registry/revision.html", context)


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    """What was loaded into the catalog, and with which result."""

    list_display = ("source", "finished_at", "created", "updated", "unchanged", "kept", "conflicts")
    fields = ("source", "digest", "finished_at", "created", "updated", "unchanged", "kept", "conflicts")
    search_fields = ("source",)
    ordering = ("-pk",)
