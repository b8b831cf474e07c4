"""What a month's tokens cost at each host, as the site's page shows it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal, cast

from django.http import HttpResponse
from django.utils import timezone
from pydantic import Field
from rest_framework.request import Request
from typing_extensions import TypedDict

from catalog.api.bodies import require_reader
from catalog.api.freshness import fresh_answer
from catalog.api.negotiation import JSON, format_of
from catalog.api.operations import READING, OperationSchema, described_by, operation, ref
from catalog.api.schema import query_parameter
from catalog.api.shapes.evidence import Day, SourceRef
from catalog.api.views import CatalogView, as_json, origin_of, user_class
from catalog.asking.hosting import CostWanted, read_cost_wanted
from catalog.directory import current_edition, directory_of
from catalog.filters import InvalidQuery, Mistake
from catalog.filters.hosting import PricedFilters
from catalog.hosting.costs import MOST_TOKENS
from catalog.hosting.hosts import MOST_HOSTS, Costs, InCurrency, Priced, costs
from catalog.presentation.evidence import NumberedSource
from catalog.presentation.hosting import price_line
from catalog.presentation.hosting_costs import LEFT_OUT, exact_text
from registry.documents.fields import Verification
from registry.models import AIModel, HostingOffer, OfferPrice

Amount = Annotated[str, Field(pattern=r"^\d+(\.\d+)?$", description="An exact decimal number.")]


class CostSubject(TypedDict):
    """The model or the variant that is asked about."""

    kind: Literal["model", "variant"]
    slug: str
    name: str
    url: str


class CostMix(TypedDict):
    """Tokens of a month."""

    input_tokens: int
    output_tokens: int


class CostOffer(TypedDict):
    """An offer."""

    slug: str
    url: str
    partner: Annotated[str, Field(description="Slug of the organization.")]
    model: Annotated[str, Field(description="Slug of the model.")]
    variants: Annotated[list[str], Field(description="Slugs of the variants it names; none: the whole model, or other_variant.")]
    other_variant: str | None
    channel: str
    service: str
    verification: Verification


class CostPrice(TypedDict):
    """The list price that was used, per million tokens."""

    input_per_million: Annotated[Amount | None, Field(description="null: not known, never zero.")]
    output_per_million: Annotated[Amount | None, Field(description="null: not known, never zero.")]
    as_of: Annotated[Day | None, Field(description="The day on which it held.")]
    as_of_not_before: Annotated[Day | None, Field(description="It is not older than this day.")]
    identifier: str | None
    source: SourceRef | None


class CostRow(TypedDict):
    """What the mix costs at one host."""

    rank: Annotated[int | None, Field(description="Within the currency; equal costs share one. null where the cost is partly known.")]
    cost: Annotated[Amount, Field(description="A month, exact. At least that where something is missing.")]
    missing: Annotated[list[Literal["input", "output"]], Field(description="Sides that the mix uses and whose price is not known.")]
    offer: CostOffer
    price: CostPrice


class CurrencyCosts(TypedDict):
    """The costs in one currency. Currencies are never converted and never ranked against each other."""

    currency: str
    complete: Annotated[list[CostRow], Field(description=f"Known in full, cheapest first, at most {MOST_HOSTS}.")]
    complete_count: Annotated[int, Field(description="How many list prices are known in full, those that are not shown too.")]
    partial: Annotated[list[CostRow], Field(description=f"Partly known, without ranks, at most {MOST_HOSTS}.")]
    partial_count: int


class CostsRecord(TypedDict):
    """What a month's tokens cost at each current host."""

    about: Annotated[CostSubject | None, Field(description="null: all models that meet the filters.")]
    mix: CostMix
    as_of: Day
    currencies: list[CurrencyCosts]
    price_not_known: Annotated[
        list[CostOffer], Field(description=f"Offers billed by token or capacity, without a price; {MOST_HOSTS} at most.")
    ]
    price_not_known_count: int
    not_billed_by_token: Annotated[int, Field(description="How many other offers are left out.")]
    leaves_out: Annotated[list[str], Field(description="What no cost here contains.")]
    revision: Annotated[int, Field(description="Of the catalog.")]


def _parameters() -> list[dict[str, Any]]:
    tokens = f"A whole number up to {MOST_TOKENS:,}; 3M, 1.5B and 3,000,000 are understood as well."
    number = {"type": "string", "pattern": r"^[0-9][0-9,_]*(\.[0-9]+)?[kKmMbB]?$", "examples": ["10000000", "10M"]}
    own = (
        ("model", "A model or a variant, by slug or name; left out: all.", {"type": "string", "minLength": 1, "maxLength": 200}),
        ("input_tokens", f"Tokens that go in, a month. {tokens}", number),
        ("output_tokens", f"Tokens that come out, a month. {tokens}", number),
        ("requests", "Requests a month; then the tokens are those of one request.", number),
        ("as_of", "The day whose prices and offers count; today where it is left out.", {"type": "string", "format": "date"}),
    )
    described = [
        {"name": name, "in": "query", "description": about, "required": name in CostMix.__annotations__, "schema": schema}
        for name, about, schema in own
    ]
    form = {"name": "format", "in": "query", "description": "Form of the answer.", "schema": {"type": "string", "enum": ["json"]}}
    return [*described, *map(query_parameter, PricedFilters.parameters()), form]


@lru_cache(maxsize=1)
def cost_components() -> Mapping[str, Any]:
    """Return the schemas of costs by name."""
    return described_by(CostsRecord)


COSTS = operation(
    "costs",
    tag="costs",
    summary="What a month's tokens cost at each current host, by list prices with their dates and sources.",
    description="The newest price known on the day counts. What is not fully known has no rank. Nothing is converted.",
    answers={200: ref("CostsRecord"), 304: None},
    problems=READING,
    parameters=_parameters(),
    open_to_anyone=True,
)


class CostsView(CatalogView):
    """Reckons what the address asks for."""

    schema = OperationSchema()
    operations: ClassVar[Mapping[str, Any]] = {"GET": COSTS}
    components = staticmethod(cost_components)

    def get(self, request: Request) -> HttpResponse:
        """Return the costs, fresh for the catalog's revision and the day."""
        form = format_of(request, offered=(JSON,))
        if "usable" in request.GET:
            require_reader(request)
        today, edition, origin = timezone.localdate(), current_edition(), origin_of(request)
        who = f"{user_class(request)} on {today}"

        def build() -> bytes:
            directory, by_profile = directory_of(edition), "usable" in request.GET
            wanted = _answerable(read_cost_wanted(request.GET, directory=directory, today=today, known=("format",), profiles=by_profile))
            assert wanted.mix is not None
            found = costs(wanted.offers, mix=wanted.mix, on=wanted.on, currencies=wanted.filters.currencies)
            return as_json(costs_record(wanted, found, revision=edition.number, origin=origin))

        url = request.build_absolute_uri()
        return fresh_answer(request, edition=edition, user_class=who, media_type=form.content_type, url=url, build=build)


def _answerable(wanted: CostWanted) -> CostWanted:
    mistakes = list(wanted.mistakes)
    if not mistakes and wanted.mix is None:
        mistakes.append(Mistake("input_tokens", "required", "Say how many tokens a month: input_tokens=10000000&output_tokens=2000000."))
    if mistakes:
        raise InvalidQuery(mistakes)
    return wanted


def costs_record(wanted: CostWanted, found: Costs, *, revision: int, origin: str) -> CostsRecord:
    """Return costs as the API shows them."""
    assert wanted.mix is not None
    return {
        "about": _subject(wanted, origin),
        "mix": {"input_tokens": wanted.mix.input_tokens, "output_tokens": wanted.mix.output_tokens},
        "as_of": wanted.on.isoformat(),
        "currencies": [_currency(group, origin) for group in found.groups],
        "price_not_known": [_offer(offer, origin) for offer in found.unpriced],
        "price_not_known_count": found.unpriced_count,
        "not_billed_by_token": found.not_by_token,
        "leaves_out": list(LEFT_OUT),
        "revision": revision,
    }


def _subject(wanted: CostWanted, origin: str) -> CostSubject | None:
    about = wanted.about
    if about is None:
        return None
    return {
        "kind": "model" if isinstance(about, AIModel) else "variant", "slug": about.slug, "name": about.name,
        "url": f"{origin}{about.get_absolute_url()}",
    }  # fmt: skip


def _currency(group: InCurrency, origin: str) -> CurrencyCosts:
    return {
        "currency": group.currency,
        "complete": [_row(line, origin, rank=rank) for rank, line in group.complete],
        "complete_count": group.complete_count,
        "partial": [_row(line, origin, rank=None) for line in group.partial],
        "partial_count": group.partial_count,
    }


def _row(line: Priced, origin: str, *, rank: int | None) -> CostRow:
    missing = cast("list[Literal['input', 'output']]", list(line.missing))
    return {
        "rank": rank, "cost": exact_text(line.cost), "missing": missing, "offer": _offer(line.offer, origin), "price": _price(line.price),
    }  # fmt: skip


def _offer(offer: HostingOffer, origin: str) -> CostOffer:
    return {
        "slug": offer.slug,
        "url": f"{origin}{offer.get_absolute_url()}",
        "partner": offer.partner.slug,
        "model": offer.model.slug,
        "variants": [link.variant.slug for link in offer.covered.all()],
        "other_variant": offer.other_variant or None,
        "channel": offer.channel,
        "service": offer.service,
        "verification": cast("Verification", offer.verification),
    }


def _price(price: OfferPrice) -> CostPrice:
    amounts = (price.input_per_million, price.output_per_million)
    paid, got = (None if amount is None else exact_text(cast("Any", amount)) for amount in amounts)
    source = price_line(price).source
    return {
        "input_per_million": paid,
        "output_per_million": got,
        "as_of": price.as_of.isoformat() if price.as_of else None,
        "as_of_not_before": price.as_of_not_before.isoformat() if price.as_of_not_before else None,
        "identifier": price.identifier or None,
        "source": _source(source) if source else None,
    }


def _source(source: NumberedSource) -> SourceRef:
    use = source.use
    return {
        "key": use.key, "kind": use.source.kind, "label": source.label, "url": source.href or None,  # type: ignore[typeddict-item]
        "read_on": use.read_on.isoformat() if use.read_on else None,
    }  # fmt: skip
