"""Which facts of variants are counted."""

from dataclasses import dataclass

from catalog.exploring.bins import SCALES

# What one and the same offer has to meet.
PARTNER, CHANNEL = "partner", "channel"
BY_ONE_OFFER = (PARTNER, CHANNEL)
YEARS = "release_date"
RANGES = (*SCALES, YEARS)


@dataclass(frozen=True, slots=True)
class Counted:
    """A facet: the filter that its values are chosen with, and the stored column that is counted; none where offers are."""

    name: str
    column: str = ""


FACETS = (
    Counted("commercial_use", "commercial_use"),
    Counted("license_category", "license_category"),
    Counted("license", "license"),
    Counted("developer", "developers"),
    Counted("family", "family"),
    Counted("modality", "modality"),
    Counted("channel"),
    Counted("partner"),
    Counted("open_weights", "open_weights"),
    Counted("status", "status"),
    Counted("params_total", "params_total"),
    Counted("context_tokens", "context_tokens"),
    Counted(YEARS, "release_year"),
)
