"""The offers that readers see, asked for so that it stays quick where there are hundreds of thousands."""

from collections.abc import Sequence

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from registry.models import AIModel, HostingOffer, Page
from registry.models.hosting import HostingOfferQuerySet
from registry.models.vocabulary import Kind, State


def offered() -> HostingOfferQuerySet:
    """Return the offers of models that readers see. Named are the few that they do not see, which spares a join for each offer."""
    hidden = Page.objects.filter(kind=Kind.MODEL).exclude(state=State.PUBLISHED)
    offers: HostingOfferQuerySet = HostingOffer.objects.exclude(model__in=hidden.order_by().values("pk"))
    return offers


def models_of(offers: HostingOfferQuerySet) -> QuerySet[AIModel]:
    """Return the models that have at least one of the offers; in their own order the first are found without reading all offers."""
    models: QuerySet[AIModel] = AIModel.objects.published().filter(Exists(offers.order_by().filter(model=OuterRef("pk"))))
    return models


def partner_counts(offers: QuerySet[HostingOffer]) -> Sequence[tuple[int, int]]:
    """Return the keys of the partners of the offers with how many are theirs, those with most first.

    The sum with nothing keeps SQLite from walking along its index of partners, which would look each offer up by itself.
    """
    counted = offers.order_by().annotate(host=F("partner_id") + 0).values_list("host").annotate(number=Count("pk"))
    return list(counted.order_by("-number", "host"))
