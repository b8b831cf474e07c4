"""What runs on devices: each partner's offers with the chips and runtimes that their record names."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet

from catalog.hosting.chips import chips_named, runtimes_named
from catalog.hosting.standing import standing_of
from catalog.presentation.evidence import Support
from catalog.presentation.figures import listed
from catalog.presentation.hosting import begun_words, covered_words, ended_words, support_elsewhere
from registry.models import HostingOffer
from registry.models.vocabulary import Channel

OFFERS_A_PAGE = 50


@dataclass(frozen=True)
class DeviceLine:
    """An offer for devices."""

    offer: HostingOffer
    on: date

    @property
    def covers(self) -> str:
        return covered_words(self.offer)

    @property
    def chips(self) -> list[str]:
        return [f"{phrase[:1].upper()}{phrase[1:]}" for phrase in chips_named(self.offer)]

    @property
    def runtimes(self) -> str:
        return listed(list(runtimes_named(self.offer)))

    @property
    def begun(self) -> str:
        return begun_words(self.offer, standing=standing_of(self.offer, on=self.on))

    @property
    def ended(self) -> str:
        return ended_words(self.offer, standing=standing_of(self.offer, on=self.on))

    @property
    def support(self) -> Support:
        return support_elsewhere(self.offer)


def devices(offers: QuerySet[HostingOffer], *, on: date, page: int) -> dict[str, Any]:
    """Return what the template needs of one page of offers for devices, by partner, newest releases first; four queries."""
    found = offers.filter(channel=Channel.ON_DEVICE).select_related("model", "partner")
    found = found.prefetch_related("covered__variant", "sources__source")
    released = F("model__release_date").desc(nulls_last=True)
    rows = Paginator(found.order_by("partner__name", "partner_id", released, "model__name", "pk"), OFFERS_A_PAGE).get_page(page)
    by_partner = groupby(rows.object_list, key=lambda offer: offer.partner)
    return {
        "page": rows,
        "rows": rows.object_list,
        "groups": [(partner, [DeviceLine(offer, on) for offer in own]) for partner, own in by_partner],
    }
