"""What the page of a family shows, and where a release stands in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from catalog.linking import Links
from catalog.presentation.answers import use_words
from catalog.presentation.evidence import Evidence
from catalog.presentation.figures import day_in_words, listed
from catalog.presentation.timeline import by_date, timeline
from catalog.reading import MOST_ROWS, releases_of
from registry.models import AIModel, License, ModelFamily
from registry.models.vocabulary import CommercialUse

_MOST_CHANGES_TOLD = 4
_NEIGHBORS = 2


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
        "trend": trend(shown),
        "some_differ": any(model.commercial_use_differs for model in shown),
        "evidence": Evidence.of(family),
    }


def licenses_of(model: AIModel) -> list[License]:
    """Return the licenses of a model's variants, each once, by name. Its variants and their licenses must be prefetched."""
    return sorted({variant.license for variant in model.variants.all() if variant.license}, key=lambda license: (license.name, license.pk))


def trend(models: Sequence[AIModel]) -> str:
    """Return in words how commercial use changed from release to release, or an empty text for fewer than two with a date.

    "Llama 1 (February 2023): not permitted; since Llama 2 (July 2023): depends on who you are."
    """
    dated = [model for _, model in by_date(models)]
    if len(dated) < 2:
        return ""
    runs = [(use, list(group)) for use, group in groupby(dated, key=lambda model: model.commercial_use)]
    if len(runs) == 1:
        return f"From {_named(dated[0])} to {_named(dated[-1])}, every release: {_lower(runs[0][0])}."
    if len(runs) - 1 > _MOST_CHANGES_TOLD:
        return _in_figures(dated, changes=len(runs) - 1)
    parts = [f"{_span(group)}: {_lower(use)}" for use, group in runs[:-1]]
    use, newest = runs[-1]
    return f"{'; '.join(parts)}; since {_named(newest[0])}: {_lower(use)}."


@dataclass(frozen=True)
class Standing:
    """Where a release stands among the dated ones of its family: the ones around it, and its place."""

    around: tuple[AIModel, ...]
    place: int
    count: int
    trend: str


def standing(model: AIModel, releases: Sequence[AIModel]) -> Standing | None:
    """Return where a model stands among the releases of its family, or None where no order in time can be told."""
    dated = [release for _, release in by_date(releases)]
    index = next((index for index, release in enumerate(dated) if release.pk == model.pk), None)
    if index is None or len(dated) < 2:
        return None
    begin = max(0, min(index - _NEIGHBORS, len(dated) - 2 * _NEIGHBORS - 1))
    return Standing(tuple(dated[begin : begin + 2 * _NEIGHBORS + 1]), index + 1, len(dated), trend(releases))


def _in_figures(dated: Sequence[AIModel], *, changes: int) -> str:
    counts = Counter(model.commercial_use for model in dated)
    shares = listed([f"{_lower(use)} for {counts[use]}" for use in CommercialUse if counts[use]])
    first, newest = (f"{_named(model)}: {_lower(model.commercial_use)}" for model in (dated[0], dated[-1]))
    course = f"Since then it changed {changes} times between releases; the newest, {newest}."
    return f"{first}. {course} Of {len(dated)} releases it is {shares}."


def _span(group: Sequence[AIModel]) -> str:
    return _named(group[0]) if len(group) == 1 else f"{_named(group[0])} to {_named(group[-1])}"


def _named(model: AIModel) -> str:
    precision = "year" if model.release_date_precision == "year" else "month"
    return f"{model.name} ({day_in_words(model.release_date, precision=precision)})"


def _lower(use: str) -> str:
    return use_words(use).lower()
