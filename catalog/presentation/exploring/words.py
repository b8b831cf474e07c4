"""What the facets and their values are called."""

from collections.abc import Mapping
from typing import Any

from catalog.directory import Directory, Entry
from catalog.presentation.answers import WORDS
from catalog.presentation.lists import options_from
from registry.models.vocabulary import Channel, LicenseCategory, Modality, Status

TITLES = {
    "commercial_use": "Commercial use",
    "license_category": "License category",
    "license": "License",
    "developer": "Developer",
    "family": "Family",
    "modality": "Handles",
    "channel": "Offered as",
    "partner": "Offered by",
    "open_weights": "Open weights",
    "status": "Status",
    "params_total": "Parameters",
    "context_tokens": "Context, tokens",
    "release_date": "Released",
}
UNKNOWN = {
    "license_category": "No license identified",
    "license": "No license identified",
    "developer": "Developer not known",
    "modality": "Not known",
    "channel": "No offer known",
    "partner": "No offer known",
    "params_total": "Number not known",
    "context_tokens": "Window not known",
    "release_date": "Date not known",
}
_VOCABULARY: Mapping[str, Mapping[Any, str]] = {
    "commercial_use": {use.value: words for use, words in WORDS.items()},
    "license_category": dict(options_from(LicenseCategory)),
    "modality": dict(options_from(Modality)),
    "channel": dict(options_from(Channel)),
    "open_weights": {"true": "Published", "false": "Not published"},
    "status": dict(options_from(Status)),
}
KINDS = {"license": "license", "developer": "organization", "partner": "organization", "family": "family"}


def named(name: str, keys: list[Any], directory: Directory) -> list[tuple[str, str]]:
    """Return the value that chooses each key of a facet and its words; the value is empty where readers cannot see the page."""
    if name not in KINDS:
        return [(str(key), _VOCABULARY[name][key]) for key in keys]
    entries: Mapping[int, Entry] = directory.entries(KINDS[name], keys)
    return [(entries[key].slug if entries[key].published else "", entries[key].name) for key in keys]


def chosen_words(name: str, texts: list[str], directory: Directory) -> dict[str, str]:
    """Return the words of values as an address names them."""
    if name not in KINDS:
        return {text: _VOCABULARY.get(name, {}).get(text, text) for text in texts}
    keys = directory.keys(KINDS[name], texts)
    entries = directory.entries(KINDS[name], keys.values())
    return {text: entries[key].name for text, key in keys.items()}
