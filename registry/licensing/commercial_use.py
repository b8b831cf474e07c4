"""The one-word status of a license, variant or model: may it be used in a commercial product, by whomever?"""

from collections.abc import Iterable
from datetime import date
from typing import Literal, cast

from registry.licensing.findings import NEEDS_PERMISSION, findings, span
from registry.licensing.lineage import Subject
from registry.licensing.standard_uses import PRODUCT
from registry.licensing.vocabulary import COMMERCIAL_USE_VALUES

__all__ = ["COMMERCIAL_USE_VALUES", "STANDARD_USE", "CommercialUse", "commercial_use", "severest"]

CommercialUse = Literal["permitted", "conditional", "unknown", "not_permitted"]

STANDARD_USE = PRODUCT
"""A commercial product, in no field that needs care, by an organization of unknown size and place."""


def commercial_use(subject: Subject, *, today: date) -> CommercialUse:
    """permitted: allowed, with or without obligations, whatever the organization's size and place; conditional: it depends
    on them; not_permitted: prohibited or by separate permission only, whatever they are; unknown: a license or the
    lineage is not identified, or its clauses conflict."""
    found = findings(subject=subject, use=STANDARD_USE, day=today)
    fired, possible = span(found)
    if fired >= NEEDS_PERMISSION:
        return "not_permitted"
    if possible < NEEDS_PERMISSION:
        return "permitted"
    causes = {
        gap.cause for finding in found if finding.bites.is_unknown and finding.severity >= NEEDS_PERMISSION for gap in finding.bites.gaps
    }
    return "conditional" if causes == {"missing_input"} else "unknown"


def severest(values: Iterable[CommercialUse]) -> CommercialUse:
    """The status of a whole from those of its parts; unknown where there are none."""
    return cast("CommercialUse", max(values, key=COMMERCIAL_USE_VALUES.index, default="unknown"))
