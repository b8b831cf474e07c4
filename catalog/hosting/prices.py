"""Which price of an offer counts on a day, and what a mix of tokens costs at it, reckoned exactly by the database."""

from datetime import date

from django.db.models import BigIntegerField, BooleanField, Case, DateField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from catalog.hosting.costs import Mix
from registry.models import HostingOffer, OfferPrice

# The order of prices in time: what is only known not to be older than a day counts as of that day, one without a date as the oldest.
SEEN = Coalesce("as_of", "as_of_not_before", Value(date.min), output_field=DateField())
CHEAPEST_FIRST = (F("units").asc(), F("micros").asc(), F("picos").asc(), F("pk").asc())
_MILLION = 1_000_000


def prices_on(day: date, *, offers: QuerySet[HostingOffer]) -> QuerySet[OfferPrice]:
    """Return the newest prices of the offers as they were known on the day.

    Several of one offer where they were seen on the same day: they are for different identifiers.
    """
    known = OfferPrice.objects.alias(seen=SEEN).filter(seen__lte=day)
    newer = known.filter(offer=OuterRef("offer_id"), seen__gt=OuterRef("seen"))
    return known.filter(~Exists(newer), offer__in=offers.order_by().values("pk"))


def with_costs(prices: QuerySet[OfferPrice], *, mix: Mix) -> QuerySet[OfferPrice]:
    """Annotate prices with `complete`, whether every side that the mix uses is known, and with the exact cost of what is known.

    The cost is three whole numbers that order as it does: `units` of the currency, `micros`, millionths of a unit, and `picos`, millionths
    of these. No step leaves 64 bits for prices up to 1,000,000,000 per million tokens and up to 1,000,000,000,000 tokens.
    """
    sides = (("input_per_million", mix.input_tokens), ("output_per_million", mix.output_tokens))
    missing = Q(pk__in=[])
    units: Combinable = Value(0, output_field=BigIntegerField())
    micros, picos = units, units
    for name, tokens in sides:
        if tokens:
            missing |= Q(**{name: None})
            amount = Coalesce(Cast(name, BigIntegerField()), 0)
            large, small = amount / _MILLION, amount % _MILLION
            many, few = divmod(tokens, _MILLION)
            units, micros, picos = units + large * many, micros + large * few + small * many, picos + small * few
    micros = micros + picos / _MILLION
    complete = Case(When(missing, then=Value(False)), default=Value(True), output_field=BooleanField())
    return prices.annotate(complete=complete, units=units + micros / _MILLION, micros=micros % _MILLION, picos=picos % _MILLION)
