"""Organizations side by side: their roles, what they offer by which channel, what they developed."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Prefetch

from catalog.comparison.table import Best, Cell, Column, Comparison, Item, Row, Section, row, without_empty
from catalog.presentation.comparing.columns import elsewhere
from catalog.presentation.comparing.uses import Uses
from catalog.presentation.countries import country_name
from catalog.presentation.evidence import Evidence
from catalog.presentation.figures import sentence_case
from catalog.reading import page_rows
from registry.models import HostingOffer, Organization
from registry.models.vocabulary import Channel, Kind, OfferStatus, Role


def compare_partners(slugs: Sequence[str], *, uses: Uses, today: date) -> Comparison:
    """Return organizations side by side. `uses` plays no role: what one may do is a matter of models and licenses."""
    offers = HostingOffer.objects.published().select_related("model").order_by("model__name", "service", "pk")
    wanted = page_rows(Kind.ORGANIZATION).filter(slug__in=slugs, state="published")
    rows = {each.slug: each for each in wanted.prefetch_related(Prefetch("offers", offers))}
    columns: list[Organization] = [rows[slug] for slug in slugs]
    sections = (
        Section("about", "The organization", _about(columns)),
        Section("offers", "What it offers", _offers(columns), "Current offers, by the way they reach their users."),
    )
    heads = tuple(Column("organization", each.slug, each.name, each.get_absolute_url()) for each in columns)
    return Comparison(heads, tuple(section for section in sections if section.rows))


def _about(columns: Sequence[Organization]) -> tuple[Row, ...]:
    roles, countries, sites = [], [], []
    for each in columns:
        evidence = Evidence.of(each)
        marks = {fact: elsewhere(evidence.support(fact), each.get_absolute_url()) for fact in ("roles", "country", "website")}
        items = tuple(Item(sentence_case(str(Role(role).label)), role, support=marks["roles"]) for role in each.roles)
        roles.append(Cell(items, unknown="No role is recorded"))
        known = (Item(country_name(each.country), each.country, support=marks["country"]),) if each.country else ()
        countries.append(Cell(known))
        sites.append(Cell((Item(each.website, each.website, href=each.website, support=marks["website"]),) if each.website else ()))
    return without_empty([row("roles", "Roles", roles), row("country", "Country", countries), row("website", "Website", sites)])


def _offers(columns: Sequence[Organization]) -> tuple[Row, ...]:
    current = [[offer for offer in each.offers.all() if offer.status != OfferStatus.ENDED] for each in columns]
    counts = [len({offer.model_id for offer in offers}) for offers in current]
    total = [Cell((Item(str(count), count),), amount=count) if count else Cell(unknown="No offer is known") for count in counts]
    rows = [row("models", "Models offered", total, best=Best.HIGHEST)]
    for channel in Channel:
        cells = []
        for offers in current:
            found = {offer.model.slug: offer.model for offer in offers if offer.channel == channel}
            items = tuple(Item(model.name, slug, href=model.get_absolute_url()) for slug, model in found.items())
            cells.append(Cell(items, unknown="No offer is known"))
        rows.append(row(f"channel-{channel.value}", str(channel.label), cells))
    return without_empty(rows)
