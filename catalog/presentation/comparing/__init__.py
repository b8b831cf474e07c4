"""What a comparison says of each kind of thing: the cells of its rows, each with the source it rests on."""

from collections.abc import Callable, Sequence
from datetime import date

from catalog.comparison.table import Comparison
from catalog.presentation.comparing.licenses import compare_licenses
from catalog.presentation.comparing.models import compare_models
from catalog.presentation.comparing.partners import compare_partners
from catalog.presentation.comparing.uses import ANYBODY, Uses

__all__ = ["ANYBODY", "Uses", "compare"]

COMPARE: dict[str, Callable[..., Comparison]] = {
    "model": compare_models,
    "license": compare_licenses,
    "organization": compare_partners,
}


def compare(*, kind: str, slugs: Sequence[str], uses: Uses, today: date) -> Comparison:
    """Return the comparison of pages of one kind (models and variants are one), in the order of their slugs; all must be published.

    `uses` are those that are judged, and by whom. The number of queries depends on the depth of the lineage only.
    """
    return COMPARE[kind](slugs, uses=uses, today=today)
