"""The first page: what this is, a search, and what is new."""

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.asking.activities import ACTIVITIES
from catalog.presentation.answers import MEANINGS
from catalog.reading import latest_changes, releases_of, with_licenses
from catalog.views.kept import kept
from registry.models import AIModel, HostingOffer, License, ModelFamily, ModelVariant, Organization, Page
from registry.models.pages import newest_first
from registry.models.vocabulary import CommercialUse

# The line whose openness over time the first page shows, while it is in the catalog.
FEATURED_FAMILY = "llama"
_MOST_IN_STRIP = 40
_RECENT = 8
_CHANGES = 8
_TO_CHECK = 5


@kept
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page."""
    models = AIModel.objects.published()
    featured = ModelFamily.objects.published().filter(slug=FEATURED_FAMILY).first()
    pages = Page.objects.published()
    overdue = pages.overdue(today=timezone.localdate())
    unconfirmed = pages.unconfirmed()
    context = {
        "activities": ACTIVITIES.values(),
        "counts": _counts(),
        "by_use": _by_use(),
        "recent": with_licenses(models.exclude(release_date=None)).order_by(newest_first(), "-pk")[:_RECENT],
        "featured": featured,
        "strip": _strip(featured) if featured else [],
        "changes": latest_changes(_CHANGES),
        "overdue": overdue.order_by("review_due", "pk")[:_TO_CHECK],
        "overdue_count": overdue.count(),
        "unconfirmed_count": unconfirmed.count(),
        "unconfirmed_models": models.unconfirmed().order_by("name", "pk")[:_TO_CHECK],
    }
    return render(request, "catalog/pages/home.html", context)


def _strip(family: ModelFamily) -> list[AIModel]:
    """The dated releases of a line that are for general use: those for code or safety alone would hide its course."""
    releases = (model for model in releases_of(family)[:_MOST_IN_STRIP] if model.release_date)
    return [model for model in releases if any(not variant.category for variant in model.variants.all())]


def _counts() -> dict[str, int]:
    return {
        "models": AIModel.objects.published().count(),
        "variants": ModelVariant.objects.published().count(),
        "licenses": License.objects.published().count(),
        "partners": Organization.objects.published().offering().count(),
        "offers": HostingOffer.objects.published().count(),
    }


def _by_use() -> list[dict[str, Any]]:
    rows = AIModel.objects.published().order_by().values_list("commercial_use").annotate(number=Count("pk"))
    found = dict(rows)
    return [{"value": use.value, "meaning": MEANINGS[use], "count": found.get(use.value, 0)} for use in CommercialUse]
