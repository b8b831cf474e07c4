"""How the fields of documents and the words of their vocabularies are called."""

from collections.abc import Mapping
from itertools import chain

from django.db.models import TextChoices

from catalog.presentation.evidence import fact_words
from catalog.presentation.figures import sentence_case
from catalog.presentation.terms import effect_words, type_words
from registry.documents import DOCUMENTS
from registry.documents.evidence import Source
from registry.documents.fields import Part
from registry.documents.licenses import LicenseVersion
from registry.documents.offers import OfferDocument, PriceDocument
from registry.documents.variants import Benchmark, EarlierLicense, ExternalBase, VariantDocument
from registry.models.vocabulary import (
    Channel,
    ExternalKind,
    LicenseCategory,
    LineageStatus,
    Mark,
    Modality,
    OfferStatus,
    Relation,
    Role,
    SourceKind,
    State,
    Status,
    VariantCategory,
)

PROSE = frozenset({"summary", "body", "paraphrase", "note", "notes", "regions_note", "change", "terms"})
DATES = frozenset(
    {
        "release_date", "knowledge_cutoff", "effective_date", "review_due", "checked_on", "read_on", "license_since", "valid_from",
        "valid_until", "announced_on", "available_from", "retires_on", "as_of", "as_of_not_before",
    }
)  # fmt: skip
ADDRESSES = frozenset({"url", "website", "homepage", "upstream", "mutable_url"})
# What documents of every kind can say. What else a term says has words of its own type, such as preceding_calendar_year.
_PARTS: tuple[type[Part], ...] = (
    *DOCUMENTS.values(),
    VariantDocument,
    OfferDocument,
    PriceDocument,
    Source,
    Benchmark,
    ExternalBase,
    EarlierLicense,
    LicenseVersion,
)
WRITTEN = frozenset({"text", "prefix"}.union(*(part.model_fields for part in _PARTS)))

_LABELS = {
    "slug": "Part of the address",
    "aliases": "Also called",
    "state": "State of the page",
    "review_due": "Next review due",
    "checked_on": "Checked on",
    "checked_by": "Checked by",
    "inputs": "Takes in",
    "outputs": "Gives out",
    "verification": "How sure",
    "declared_license": "License as declared",
    "license_since": "This license since",
    "id": "Id",
    "license_ref": "License reference",
    "hub_ids": "Hugging Face ids",
    "huggingface": "Hugging Face repositories",
    "base": "Made from",
    "external": "Made from something outside the catalog",
    "same_licensor": "By the same licensor",
    "other_variant": "Covers something not listed here",
    "other_identifiers": "Other identifiers",
    "input_per_million": "Per million tokens in",
    "output_per_million": "Per million tokens out",
    "as_of": "Seen on",
    "as_of_not_before": "Not before",
    "read_on": "Read on",
    "archive_id": "Archive id",
    "keys": "Keys",
    "upstream": "First published at",
    "regions_note": "Note on regions",
    "versions": "Issues of the text",
    "version": "Version",
    "change": "What changed",
    "type": "Kind of term",
    "effect": "What it does",
    "paraphrase": "In other words",
    "record": "The record as a whole",
    "url": "Address",
    "spdx_id": "SPDX id",
}


def _labels_of(*vocabularies: type[TextChoices]) -> dict[str, str]:
    return {str(value): sentence_case(str(label)) for value, label in chain.from_iterable(words.choices for words in vocabularies)}


_VOCABULARIES: Mapping[str, Mapping[str, str]] = {
    "state": _labels_of(State),
    "status": _labels_of(Status, OfferStatus, LineageStatus),
    "category": _labels_of(LicenseCategory, VariantCategory),
    "roles": _labels_of(Role),
    "channel": _labels_of(Channel),
    "inputs": _labels_of(Modality),
    "outputs": _labels_of(Modality),
    "relation": _labels_of(Relation),
    "verification": _labels_of(Mark),
    "kind": _labels_of(SourceKind, ExternalKind),
}


def label_of(field: str) -> str:
    """Return a field's name as the first words of a line, such as "Context window" for context_tokens."""
    words = _LABELS.get(field) or fact_words(field)
    return words[:1].upper() + words[1:]


def word_of(field: str, text: str) -> str:
    """Return a word of a closed vocabulary as people say it; any other text stays as it is."""
    if field == "type":
        return type_words(text)
    if field == "effect":
        try:
            return effect_words(text)
        except KeyError:
            return text
    return _VOCABULARIES.get(field, {}).get(text, text)
