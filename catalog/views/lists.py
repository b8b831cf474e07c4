"""The lists of models, licenses, partners, families and articles: one strict set of filters each, the same as in the API."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog.directory import Directory, current_edition, directory_of
from catalog.filters import (
    ArticleFilters,
    FamilyFilters,
    FilterSet,
    LicenseFilters,
    Mistake,
    ModelFilters,
    OrganizationFilters,
    read_query,
    without_blanks,
)
from catalog.presentation import facets
from catalog.presentation.answers import WORDS
from catalog.presentation.lists import PAGE_SIZE, Column, Facet, Steering
from catalog.presentation.takeaway import files_of
from catalog.reading import with_licenses, with_partner_counts
from catalog.views.kept import kept
from registry.models import AIModel, Article, License, ModelFamily, Organization
from registry.models.vocabulary import CommercialUse, State


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What one list is made of; `compares` is the parameter by which its records are compared, empty where they are not."""

    rows: Callable[[], QuerySet[Any]]
    filters: type[FilterSet]
    facets: Callable[[Directory], list[Facet]]
    columns: tuple[Column, ...]
    order: str = "name"
    counted_by_use: bool = False
    compares: str = ""


def _model_rows() -> QuerySet[Any]:
    return with_licenses(AIModel.objects.published()).annotate(offer_count=Count("offers"))


def _license_rows() -> QuerySet[Any]:
    variants = Count("variants", filter=Q(variants__published=True))
    return License.objects.published().prefetch_related("licensors").annotate(variant_count=variants)


def _family_rows() -> QuerySet[Any]:
    seen = Q(releases__state=State.PUBLISHED)
    families = ModelFamily.objects.published().prefetch_related("developer_links__organization")
    return families.annotate(release_count=Count("releases", filter=seen), latest=Max("releases__release_date", filter=seen))


LISTINGS: Mapping[str, Listing] = {
    "models": Listing(
        rows=_model_rows, filters=ModelFilters, facets=facets.model_facets, columns=facets.MODEL_COLUMNS, order="-release_date",
        counted_by_use=True, compares="m",
    ),
    "licenses": Listing(
        rows=_license_rows, filters=LicenseFilters, facets=facets.license_facets, columns=facets.LICENSE_COLUMNS, counted_by_use=True,
        compares="l",
    ),
    "partners": Listing(
        rows=lambda: with_partner_counts(Organization.objects.published()), filters=OrganizationFilters, facets=facets.partner_facets,
        columns=facets.PARTNER_COLUMNS, order="-offer_count", compares="p",
    ),
    "families": Listing(rows=_family_rows, filters=FamilyFilters, facets=facets.family_facets, columns=facets.FAMILY_COLUMNS),
    "articles": Listing(
        rows=Article.objects.published, filters=ArticleFilters, facets=facets.article_facets, columns=facets.ARTICLE_COLUMNS
    ),
}  # fmt: skip


@kept
@require_safe
def listing(request: HttpRequest, *, name: str) -> HttpResponse:
    """A list; 400 with what is allowed instead for a filter that is not understood, so that a mistake never shows everything."""
    wanted = LISTINGS[name]
    directory = directory_of(current_edition())
    given, mistakes = read_query(without_blanks(request.GET), known={*wanted.filters.names(), "ordering", "page"})
    chosen = wanted.filters(given, directory=directory)
    steering = Steering(
        path=reverse(f"catalog:{name}"), given=given, facets=wanted.facets(directory), filters=wanted.filters,
        default_order=wanted.order, columns=wanted.columns,
    )  # fmt: skip
    mistakes += [*chosen.mistakes, *_wrong_order(steering)]
    number, wrong_page = page_number(given)
    mistakes += wrong_page
    steering.mistakes = mistakes
    context: dict[str, Any] = {"name": name, "steering": steering, "active": bool(steering.chips), "compares": wanted.compares}
    if not mistakes:
        rows = chosen.narrow(wanted.rows())
        page = Paginator(_ordered(rows, given.get("ordering", wanted.order)), PAGE_SIZE).get_page(number)
        context |= {"page": page, "rows": page.object_list, "pages": pages_around(steering, page)}
        context["files"] = files_of(name, given, filters=wanted.filters, order=wanted.order)
        if wanted.counted_by_use:
            context["by_use"] = _by_use(wanted, given, steering, directory)
    return render(request, f"catalog/lists/{name}.html", context, status=400 if mistakes else 200)


def _wrong_order(steering: Steering) -> list[Mistake]:
    wish = steering.given.get("ordering")
    if wish is None or wish in steering.orders:
        return []
    allowed = tuple(steering.orders)
    return [Mistake("ordering", "invalid_value", f"ordering: '{wish[:80]}' is not one of {', '.join(allowed)}", allowed)]


def page_number(given: Mapping[str, str]) -> tuple[int, list[Mistake]]:
    """Return the page that is asked for, the first without any, and the mistake in it."""
    text = given.get("page", "1")
    if text.isascii() and text.isdecimal() and 0 < len(text) < 8 and int(text):
        return int(text), []
    return 1, [Mistake("page", "invalid_value", f"page: '{text[:80]}' is not the number of a page: write 1, 2, 3 and so on")]


def _ordered(rows: QuerySet[Any], order: str) -> QuerySet[Any]:
    column = F(order.lstrip("-"))
    descending = order.startswith("-")
    first = column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
    return rows.order_by(first, "name", "pk") if order.lstrip("-") != "name" else rows.order_by(first, "pk")


def _by_use(wanted: Listing, given: Mapping[str, str], steering: Steering, directory: Directory) -> list[dict[str, Any]]:
    """How many records each commercial-use status would show, under everything else that is chosen."""
    others = {name: text for name, text in given.items() if not name.startswith("commercial_use")}
    rows = wanted.filters(others, directory=directory).narrow(wanted.rows()).order_by()
    found = dict(rows.values("commercial_use").annotate(number=Count("pk", distinct=True)).values_list("commercial_use", "number"))
    now = given.get("commercial_use", "")
    everything = {
        "words": "All", "count": sum(found.values()), "current": not now,
        "href": steering.address(commercial_use=None, commercial_use__not=None),
    }  # fmt: skip
    return [
        everything,
        *(
            {
                "words": WORDS[use], "value": use.value, "count": found.get(use.value, 0), "current": now == use.value,
                "href": steering.address(commercial_use=use.value, commercial_use__not=None),
            }
            for use in CommercialUse
        ),
    ]  # fmt: skip


def pages_around(steering: Steering, page: Any) -> dict[str, str]:
    """The addresses of the neighbouring pages; empty where there is none."""
    return {
        "previous": steering.address(page=str(page.previous_page_number())) if page.has_previous() else "",
        "next": steering.address(page=str(page.next_page_number())) if page.has_next() else "",
    }
