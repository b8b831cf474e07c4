"""Rows on what was released: who, when, how large, what goes in and out."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from catalog.comparison.table import Best, Cell, Item, Row, row, without_empty
from catalog.presentation.comparing.columns import Release, elsewhere
from catalog.presentation.figures import day_in_words, parameters, sentence_case, whole
from registry.models import ModelVariant
from registry.models.vocabulary import Modality, Status

Said = tuple[str, Hashable] | None


def release_rows(releases: Iterable[Release]) -> tuple[Row, ...]:
    """Return the rows on the release itself; facts that no column knows are left out."""
    columns = list(releases)
    rows = [
        row("developer", "Developer", [_developers(column) for column in columns]),
        row("family", "Family", [_family(column) for column in columns]),
        row("release_date", "Release date", [_released(column) for column in columns]),
        row("status", "Status", [_each(column, "status", _status) for column in columns]),
        row("open_weights", "Weights published", [_each(column, "open_weights", _published) for column in columns]),
        row("params_total", "Parameters", _amounts(columns, "params_total", parameters)),
        row("params_active", "Active parameters per token", _amounts(columns, "params_active", parameters)),
        row(
            "context_tokens", "Context window", _amounts(columns, "context_tokens", whole, one_per_column=True), unit="tokens",
            best=Best.HIGHEST,
        ),
        row("inputs", "Takes", [_modalities(column, "inputs") for column in columns]),
        row("outputs", "Gives", [_modalities(column, "outputs") for column in columns]),
        row("knowledge_cutoff", "Knowledge cutoff", [_each(column, "knowledge_cutoff", _cutoff) for column in columns]),
        row("languages_count", "Languages", _amounts(columns, "languages_count", whole), unit="languages"),
        row("training_tokens", "Training data", [_each(column, "training_tokens", _text("training_tokens")) for column in columns]),
        row("gated", "Download asks for", [_each(column, "gated", _gated) for column in columns]),
    ]  # fmt: skip
    return without_empty(rows)


def _developers(column: Release) -> Cell:
    links = column.model.developer_links.all()
    support = elsewhere(column.evidence.support("developers"), column.model.get_absolute_url())
    return Cell(
        tuple(
            Item(link.organization.name, link.organization.slug, href=link.organization.get_absolute_url(), support=support)
            for link in links
        ),
        unknown="No developer is recorded",
    )


def _family(column: Release) -> Cell:
    family = column.model.family
    return Cell((Item(family.name, family.slug, href=family.get_absolute_url()),))


def _released(column: Release) -> Cell:
    dated = [variant for variant in column.variants if variant.release_date]
    if not dated:
        model = column.model
        words = day_in_words(model.release_date, precision=model.release_date_precision)
        support = elsewhere(column.evidence.support("release_date"), model.get_absolute_url())
        return Cell((Item(words, words, support=support),)) if words else Cell(unknown="No release date is recorded")
    return _items(column, "release_date", dated, _date)


def _date(variant: ModelVariant) -> Said:
    words = day_in_words(variant.release_date, precision=variant.release_date_precision)
    return (words, words) if words else None


def _cutoff(variant: ModelVariant) -> Said:
    words = day_in_words(variant.knowledge_cutoff, precision=variant.knowledge_cutoff_precision)
    return (words, words) if words else None


def _status(variant: ModelVariant) -> Said:
    return sentence_case(str(Status(variant.status).label)), variant.status


def _published(variant: ModelVariant) -> Said:
    return ("Yes" if variant.open_weights else "No"), variant.open_weights


def _gated(variant: ModelVariant) -> Said:
    if variant.gated is None:
        return None
    return ("Agreement or registration" if variant.gated else "Nothing"), variant.gated


def _text(name: str) -> Callable[[ModelVariant], Said]:
    def say(variant: ModelVariant) -> Said:
        text = getattr(variant, name)
        return (text, text) if text else None

    return say


def _modalities(column: Release, name: str) -> Cell:
    found: dict[str, Item] = {}
    for variant in column.variants:
        for word in getattr(variant, name):
            support = column.support(variant, "modalities")
            found.setdefault(word, Item(str(Modality(word).label).lower(), word, support=support))
    return Cell(tuple(found[word] for word in Modality.values if word in found))


def _amounts(columns: list[Release], name: str, words: Callable[[Any], str | None], *, one_per_column: bool = False) -> list[Cell]:
    def say(variant: ModelVariant) -> Said:
        amount = getattr(variant, name)
        return (str(words(amount)), amount) if amount is not None else None

    cells = []
    for column in columns:
        cell = _items(column, name, column.variants, say)
        amounts = {getattr(variant, name) for variant in column.variants}
        single = len(amounts) == 1 and None not in amounts and one_per_column
        cells.append(Cell(cell.items, cell.unknown, amount=amounts.pop() if single else None))
    return cells


def _each(column: Release, fact: str, say: Callable[[ModelVariant], Said]) -> Cell:
    return _items(column, fact, column.variants, say)


def _items(column: Release, fact: str, variants: Iterable[ModelVariant], say: Callable[[ModelVariant], Said]) -> Cell:
    """Return one item for each value, naming the variants it holds for where they differ."""
    found: dict[Hashable, tuple[str, list[ModelVariant]]] = {}
    silent: list[ModelVariant] = []
    for variant in variants:
        said = say(variant)
        if said is None:
            silent.append(variant)
        else:
            found.setdefault(said[1], (said[0], []))[1].append(variant)
    several = len(found) > 1 or bool(found and silent)
    items = [
        Item(words, key, support=column.support(whose[0], fact), note=_names(whose, column) if several else "")
        for key, (words, whose) in found.items()
    ]
    if found and silent:
        items.append(Item("unknown", None, note=_names(silent, column)))
    return Cell(tuple(items))


def _names(variants: list[ModelVariant], column: Release) -> str:
    """Return the variants' names without the model's, which stands above: "7B, 13B"."""
    return ", ".join(variant.name.removeprefix(column.model.name).strip() or variant.name for variant in variants)
