"""Who hosts what, what it costs, one offer, and what runs on devices. Each answers by GET: the address is the state."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.asking.hosting import COST_PARAMETERS, OffersWanted, read_cost_wanted, read_offers_wanted
from catalog.directory import Directory, current_edition, directory_of
from catalog.filters.hosting import HostedModelFilters, PricedFilters
from catalog.hosting.hosts import MOST_HOSTS, costs
from catalog.presentation.hosting_costs import LEFT_OUT, cost_groups, covered_by_name
from catalog.presentation.hosting_devices import devices
from catalog.presentation.hosting_facets import cost_facets, offer_facets
from catalog.presentation.hosting_matrix import matrix
from catalog.presentation.hosting_offer import offer_context
from catalog.presentation.lists import Facet, Steering
from catalog.views.kept import kept
from catalog.views.lists import page_number, pages_around
from registry.models import HostingOffer

_EVIDENCE = ("page_sources__source", "citations__sources", "contradictions__values__source")


@kept
@require_safe
def hosting_matrix(request: HttpRequest) -> HttpResponse:
    """Models by partners; 400 with what is allowed instead for what is not understood."""
    directory = directory_of(current_edition())

    def shown(wanted: OffersWanted, number: int) -> dict[str, Any]:
        return matrix(wanted.offers, models=wanted.models, chosen=wanted.columns, on=wanted.on, page=number, directory=directory)

    return _offers(request, "hosting", facets=offer_facets(directory), shown=shown, directory=directory)


@kept
@require_safe
def hosting_on_device(request: HttpRequest) -> HttpResponse:
    """Which models are offered for which devices, by whom; 400 as above."""
    directory = directory_of(current_edition())
    facets = offer_facets(directory, without=["channel"])

    def shown(wanted: OffersWanted, number: int) -> dict[str, Any]:
        return devices(wanted.offers, on=wanted.on, page=number)

    return _offers(request, "hosting-on-device", facets=facets, shown=shown, directory=directory)


@kept
@require_safe
def hosting_cheapest(request: HttpRequest) -> HttpResponse:
    """The cost of a mix of tokens at each host, or the form that asks for one."""
    directory = directory_of(current_edition())
    wanted = read_cost_wanted(request.GET, directory=directory, today=timezone.localdate())
    steering = Steering(
        path=reverse("catalog:hosting-cheapest"), given=wanted.given, facets=cost_facets(directory), filters=PricedFilters,
        default_order="", columns=(), mistakes=wanted.mistakes,
    )  # fmt: skip
    context = {
        "steering": steering, "wanted": wanted, "today": timezone.localdate(), "left_out": LEFT_OUT, "most": MOST_HOSTS,
        "hidden": [(name, text) for name, text in steering.hidden if name not in COST_PARAMETERS],
    }  # fmt: skip
    if wanted.mix and not wanted.mistakes:
        found = costs(wanted.offers, mix=wanted.mix, on=wanted.on, currencies=wanted.filters.currencies)
        unpriced = [(offer, covered_by_name(offer)) for offer in found.unpriced]
        context |= {"found": found, "groups": cost_groups(found, on=wanted.on), "unpriced": unpriced}
    return render(request, "catalog/hosting/cheapest.html", context, status=400 if wanted.mistakes else 200)


@kept
@require_safe
def hosting_offer(request: HttpRequest, *, slug: str) -> HttpResponse:
    """One offer with its dated prices; 404 where its model is not published."""
    found: QuerySet[HostingOffer] = HostingOffer.objects.published().filter(slug=slug).select_related("model", "partner")
    offer = found.prefetch_related("covered__variant", "sources", "prices__source", *(f"model__{name}" for name in _EVIDENCE)).first()
    if offer is None:
        raise Http404
    return render(request, "catalog/hosting/offer.html", offer_context(offer, on=timezone.localdate()))


def _offers(
    request: HttpRequest, name: str, *, facets: list[Facet], shown: Callable[[OffersWanted, int], dict[str, Any]], directory: Directory
) -> HttpResponse:
    """A page of offers: read what is asked, show it or the mistakes."""
    wanted = read_offers_wanted(request.GET, directory=directory, today=timezone.localdate(), known=("page",))
    number, wrong_page = page_number(wanted.given)
    steering = Steering(
        path=reverse(f"catalog:{name}"), given=wanted.given, facets=facets, filters=HostedModelFilters, default_order="", columns=(),
        mistakes=[*wanted.mistakes, *wrong_page],
    )  # fmt: skip
    context = {"steering": steering, "wanted": wanted, "today": timezone.localdate(), "active": bool(steering.chips)}
    if not steering.mistakes:
        context |= shown(wanted, number)
        context["pages"] = pages_around(steering, context["page"])
    return render(request, f"catalog/hosting/{name.replace('-', '_')}.html", context, status=400 if steering.mistakes else 200)
