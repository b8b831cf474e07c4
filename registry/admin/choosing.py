"""The answers behind choosers: pages or variants by name, as slugs, for those who may edit."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, JsonResponse
from django.urls import path

AT_ONCE = 20


class ChoosableAdmin(ModelAdmin):
    """Adds `…/choices/?term=&page=`: slug and name of what matches, 20 at a time, withdrawn pages left out."""

    def get_urls(self) -> list[Any]:
        """Return the admin's addresses with the chooser's before them."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_choices"
        return [path("choices/", self.admin_site.admin_view(self.choices_view), name=name), *super().get_urls()]

    def choices_view(self, request: HttpRequest) -> JsonResponse:
        """Answer a chooser; 403 for people who may not look at these rows in the admin."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        rows, _ = self.get_search_results(request, self.choosable(), request.GET.get("term", "")[:200])
        found = Paginator(rows, AT_ONCE).get_page(request.GET.get("page", "1"))
        return JsonResponse(
            {
                "results": [{"id": slug, "text": name} for slug, name in found.object_list],
                "pagination": {"more": found.has_next()},
            }
        )

    def choosable(self) -> Any:
        """Return slug and name of everything that can be chosen, in the order of the names."""
        return self.model.objects.exclude(state="withdrawn").order_by("name", "pk").values_list("slug", "name")
