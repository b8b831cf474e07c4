"""What the page of an organization shows."""

from datetime import date
from typing import Any

from catalog.linking import Links
from catalog.presentation.evidence import Evidence
from catalog.presentation.families import licenses_of
from catalog.presentation.hosting import by_channel, offer_line
from catalog.reading import MOST_ROWS, offers_of, with_licenses
from registry.models import Organization
from registry.models.pages import newest_first


def organization_context(organization: Organization, *, today: date) -> dict[str, Any]:
    """Return what the template of an organization needs."""
    evidence = Evidence.of(organization)
    offers = offers_of(organization)
    developed = with_licenses(organization.models_developed.published()).order_by(newest_first(), "name", "pk")
    granted = organization.licenses_granted.published().order_by("name", "pk")
    lines = [offer_line(offer) for offer in offers[:MOST_ROWS]]
    return {
        "organization": organization,
        "wiki": Links.of_pages([organization, *(line.offer.model for line in lines)]),
        "channels": by_channel(lines),
        "offer_count": offers.count(),
        "shown_offers": len(lines),
        "models": [(model, licenses_of(model)) for model in developed[:MOST_ROWS]],
        "model_count": developed.count(),
        "licenses": granted[:MOST_ROWS],
        "families": organization.families.published().order_by("name", "pk")[:MOST_ROWS],
        "most_rows": MOST_ROWS,
        "evidence": evidence,
        "support": {name: evidence.support(name) for name in ("name", "roles", "country", "website")},
    }
