"""What hangs on a page is replaced whole: first everything goes, in an order that no foreign key objects to."""

from collections.abc import Sequence
from typing import Any

from registry.models import (
    BenchmarkResult,
    Citation,
    ContestedValue,
    Contradiction,
    FamilyDeveloper,
    HostingOffer,
    HubRepository,
    License,
    LicenseTerm,
    Lineage,
    ModelDeveloper,
    OfferPrice,
    OfferVariant,
    Page,
    PageSource,
    Source,
    VariantLicense,
)

ORDER: tuple[tuple[Any, str], ...] = (
    (Lineage, "variant__model"),
    (VariantLicense, "variant__model"),
    (BenchmarkResult, "variant__model"),
    (HubRepository, "variant__model"),
    (OfferPrice, "offer__model"),
    (OfferVariant, "offer__model"),
    (HostingOffer.sources.through, "hostingoffer__model"),
    (HostingOffer, "model"),
    (ModelDeveloper, "model"),
    (FamilyDeveloper, "family"),
    (LicenseTerm.sources.through, "licenseterm__license"),
    (LicenseTerm, "license"),
    (License.licensors.through, "license"),
    (ContestedValue, "contradiction__page"),
    (Contradiction, "page"),
    (Citation.sources.through, "citation__page"),
    (Citation, "page"),
    (PageSource, "page"),
)
IN_ONE_DELETE = 500


def clear(pages: Sequence[Page]) -> list[int]:
    """Delete what hangs on the pages, their variants excepted; return the sources they cited, for `forget_unused`."""
    cited: set[int] = set()
    for start in range(0, len(pages), IN_ONE_DELETE):
        keys = [page.pk for page in pages[start : start + IN_ONE_DELETE]]
        cited |= set(PageSource.objects.filter(page__in=keys).values_list("source_id", flat=True))
        for table, owner in ORDER:
            table.objects.filter(**{f"{owner}__in": keys}).delete()
    return sorted(cited)


def forget_unused(sources: Sequence[int]) -> None:
    """Delete those of the sources that no page cites any more."""
    for start in range(0, len(sources), IN_ONE_DELETE):
        Source.objects.filter(pk__in=sources[start : start + IN_ONE_DELETE], uses=None).delete()
