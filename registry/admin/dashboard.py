"""The admin's first page: what needs care, as counts that lead to the lists."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from registry.admin.filters import CARE, MODEL_CARE
from registry.models import AIModel, Article, License, ModelFamily, Organization, Page, Revision
from registry.models.vocabulary import State

PAGES = (AIModel, License, Organization, ModelFamily, Article)


@dataclass(frozen=True, slots=True)
class Concern:
    """How many rows of one table need one kind of care, and where they are listed."""

    table: str
    count: int
    url: str


def what_needs_care(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add to the admin's first page what needs care, pages in use only, and the latest changes. Called by the theme."""
    concerns = {label: _concerns(name) for name, (label, _) in MODEL_CARE.items() if name != "gated"}
    return context | {
        "concerns": {label: found for label, found in concerns.items() if found},
        "nothing_to_do": not any(concerns.values()),
        "drafts": _listed(Page.objects.filter(state=State.DRAFT)),
        "latest": Revision.objects.select_related("page").defer("document").order_by("-created_at", "-pk")[:10],
        "today": timezone.localdate(),
    }


def _concerns(name: str) -> list[Concern]:
    found = []
    for table in PAGES if name in CARE else (AIModel,):
        count = MODEL_CARE[name][1](table.objects.filter(state=State.PUBLISHED)).count()
        if count:
            url = reverse(f"admin:registry_{table._meta.model_name}_changelist")
            found.append(Concern(str(table._meta.verbose_name_plural), count, f"{url}?care={name}&state={State.PUBLISHED}"))
    return found


def _listed(rows: Any) -> list[tuple[str, str]]:
    tables = {table.KIND: table._meta.model_name for table in PAGES}
    return [
        (page.name, reverse(f"admin:registry_{tables[page.kind]}_change", args=[page.pk]))
        for page in rows.only("pk", "name", "kind").order_by("name", "pk")[:10]
    ]
