"""Where an offer stands on a day. The same rules twice: for one offer, and as a condition on rows."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from django.db.models import Q

from registry.documents.dates import last_day, partial_date
from registry.models import HostingOffer
from registry.models.vocabulary import OfferStatus, Precision


class Standing(StrEnum):
    """Where an offer stands: it begins later, is there, is there with a known end, or is over."""

    UPCOMING = "upcoming"
    CURRENT = "current"
    RETIRING = "retiring"
    ENDED = "ended"


def standing_of(offer: HostingOffer, *, on: date) -> Standing:
    """Return where an offer stands on a day.

    It begins on the first day that its dates allow, where nobody says when it became available on the day of its announcement, and where
    no date is known it has always been there. The day of its end is its last one; an end known to the month or the year is over after it.
    """
    begins = offer.available_from or offer.announced_on
    if begins and begins > on:
        return Standing.UPCOMING
    end = partial_date(offer.retires_on, precision=offer.retires_on_precision)
    if end is None:
        return Standing.ENDED if offer.status == OfferStatus.ENDED else Standing.CURRENT
    return Standing.ENDED if last_day(end) < on else Standing.RETIRING


def stands_as(standings: Iterable[str], *, on: date) -> Q:
    """Return the condition that offers stand in one of these ways on a day; what is retiring is current too."""
    later = Q(available_from__gt=on) | Q(available_from=None, announced_on__gt=on)
    over = (
        Q(retires_on_precision=Precision.DAY, retires_on__lt=on)
        | Q(retires_on_precision=Precision.MONTH, retires_on__lt=on.replace(day=1))
        | Q(retires_on_precision=Precision.YEAR, retires_on__lt=on.replace(month=1, day=1))
        | Q(retires_on=None, status=OfferStatus.ENDED)
    )
    conditions = {
        Standing.UPCOMING: later,
        Standing.CURRENT: ~later & ~over,
        Standing.RETIRING: ~later & ~over & Q(retires_on__isnull=False),
        Standing.ENDED: ~later & over,
    }
    found = Q(pk__in=[])
    for standing in standings:
        found |= conditions[Standing(standing)]
    return found
