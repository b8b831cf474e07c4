"""What the page of a family shows."""

from datetime import date
from typing import Any

from catalog.linking import Links
from catalog.presentation.evidence import Evidence
from catalog.presentation.timeline import timeline
from catalog.reading import MOST_ROWS, releases_of
from registry.models import AIModel, License, ModelFamily


def family_context(family: ModelFamily, *, today: date) -> dict[str, Any]:
    """Return what the template of a family needs."""
    releases = releases_of(family)
    shown = list(releases[:MOST_ROWS])
    return {
        "family": family,
        "wiki": Links.of_pages([family]),
        "releases": [(model, licenses_of(model)) for model in shown],
        "release_count": releases.count(),
        "most_rows": MOST_ROWS,
        "timeline": timeline(shown),
        "evidence": Evidence.of(family),
    }


def licenses_of(model: AIModel) -> list[License]:
    """Return the licenses of a model's variants, each once, by name. Its variants and their licenses must be prefetched."""
    return sorted({variant.license for variant in model.variants.all() if variant.license}, key=lambda license: (license.name, license.pk))
