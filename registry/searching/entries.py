"""What search holds of a document: names over other names over the summary over the rest of the prose."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from registry.documents import PageDocument
from registry.documents.licenses import LicenseDocument, TermDocument
from registry.documents.models import ModelDocument
from registry.documents.offers import OfferDocument
from registry.documents.organizations import ArticleDocument, FamilyDocument
from registry.documents.variants import VariantDocument
from registry.models import Organization
from registry.models.search import EntryKind, SearchEntry
from registry.searching.prose import plain_prose
from registry.searching.words import index_names, index_words, key_of

LONGEST_KEY = 400
LONGEST_BODY = 100_000
WRITTEN = ("page_id", "kind", "draft", "anchor", "name", "key", "keys", "names", "aliases", "summary", "body", "text")
_AMOUNTS = ((1_000_000_000, "billion"), (1_000_000, "million"))


@dataclass(frozen=True, slots=True)
class Said:
    """What a page or variant says of itself: `prose` is read in excerpts, `words` are only searched."""

    kind: str
    name: str
    aliases: Sequence[str]
    summary: str = ""
    prose: Sequence[str] = ()
    words: Sequence[str] = ()


def entries_of(document: PageDocument, *, page: int, variants: dict[str, int], services: Iterable[str] = ()) -> list[SearchEntry]:
    """Return the entries of a document, none where it is withdrawn.

    `variants` gives the primary keys of its variants by slug, `services` what an organization offers models as.
    """
    if document.state == "withdrawn":
        return []
    drafted = document.state == "draft"
    found = [entry_from(_page(document, services), key=page, page=page, draft=drafted, anchor="")]
    if isinstance(document, ModelDocument):
        for variant in document.variants:
            said = _variant(variant, document)
            found.append(entry_from(said, key=-variants[variant.slug], page=page, draft=drafted, anchor=variant.slug))
    return found


def organization_entry(row: Organization, *, services: Iterable[str]) -> SearchEntry:
    """Return the entry of an organization that stands in the record: what it offers is said on other pages."""
    return entry_from(_organization(row, services), key=row.pk, page=row.pk, draft=row.state == "draft", anchor="")


def differing(entry: SearchEntry, other: SearchEntry | None) -> list[str]:
    """Return the columns in which an entry differs from another; all of them where there is no other."""
    return [name for name in WRITTEN if other is None or getattr(entry, name) != getattr(other, name)]


def entry_from(said: Said, *, key: int, page: int, draft: bool = False, anchor: str = "") -> SearchEntry:
    """Return the entry for what a page or, with its slug as `anchor`, a variant says; `key` as SearchEntry has it."""
    names = list(dict.fromkeys(filter(None, (key_of(name)[:LONGEST_KEY].rstrip() for name in (said.name, *said.aliases)))))
    summary = plain_prose(said.summary)
    prose = [text for text in (plain_prose(text) for text in said.prose) if text]
    body = index_words(" \n ".join([*prose, *said.words])[:LONGEST_BODY])
    return SearchEntry(
        id=key, page_id=page, kind=said.kind, draft=draft, anchor=anchor, name=said.name, key=names[0] if names else "",
        keys=f"|{'|'.join(names)}|", names=index_names([said.name]), aliases=index_names(list(said.aliases)), summary=index_words(summary),
        body=body, text="\n".join(filter(None, [summary, *prose])),
    )  # fmt: skip


def _page(document: PageDocument, services: Iterable[str]) -> Said:
    match document:
        case ModelDocument():
            return _model(document)
        case LicenseDocument():
            return _license(document)
        case FamilyDocument():
            return Said(EntryKind.FAMILY, document.name, _named(document), document.summary, document.notes, document.developers)
        case ArticleDocument():
            return Said(
                EntryKind.ARTICLE, document.name, _named(document), document.summary, [*document.body.splitlines(), *document.notes]
            )
        case _:
            return _organization(document, services)


def _named(thing: Any) -> list[str]:
    return [thing.slug, *thing.aliases]


def _organization(thing: Any, services: Iterable[str]) -> Said:
    listed = sorted(set(services))
    offers = [f"Offers models as {', '.join(listed)}"] if listed else []
    return Said(EntryKind.ORGANIZATION, thing.name, _named(thing), thing.summary, [*offers, *thing.notes], [thing.website or ""])


def _license(document: LicenseDocument) -> Said:
    ids = [document.spdx_id, document.license_ref, document.scancode_key, *document.hub_ids]
    prose = [
        *(f"Section {term.section.removeprefix('§')}: {term.paraphrase}" for term in document.terms),
        *(f"Version {version.version}: {version.change}" for version in document.versions if version.change),
        *document.notes,
    ]
    words = [document.licensor, *document.licensors, *document.applies_to, document.category, *_amounts(document.terms)]
    return Said(EntryKind.LICENSE, document.name, [*_named(document), *filter(None, ids)], document.summary, prose, words)


def _amounts(terms: Iterable[TermDocument]) -> Iterator[str]:
    """The amounts of terms in words: 700 million, however the paraphrase writes it."""
    for term in terms:
        for value in term.parameters.values():
            if isinstance(value, int) and not isinstance(value, bool):
                yield from (f"{value // unit} {word}" for unit, word in _AMOUNTS if value >= unit and value % unit == 0)


def _model(document: ModelDocument) -> Said:
    variants = [name for variant in document.variants for name in (variant.name, *_names(variant))]
    licenses = [text for variant in document.variants for text in (variant.license or "", variant.declared_license)]
    offers = sorted(document.offers, key=lambda offer: offer.slug)  # an author may have written them in any order
    prose = [*document.notes, *dict.fromkeys(_offer(offer) for offer in offers)]
    partners = dict.fromkeys(offer.partner for offer in offers)
    words = [document.family, *document.developers, *partners, *dict.fromkeys(variants), *dict.fromkeys(licenses)]
    return Said(EntryKind.MODEL, document.name, _named(document), document.summary, prose, words)


def _offer(offer: OfferDocument) -> str:
    identifiers = ", ".join(filter(None, [offer.identifier, *offer.other_identifiers]))
    return f"Offered as {offer.service}{f' ({identifiers})' if identifiers else ''}"


def _names(variant: VariantDocument) -> list[str]:
    return [variant.slug, *variant.aliases, *variant.huggingface]


def _variant(variant: VariantDocument, model: ModelDocument) -> Said:
    words = [model.name, model.family, *model.developers, variant.license or "", variant.declared_license, variant.category]
    return Said(EntryKind.VARIANT, variant.name, _names(variant), "", variant.notes, words)
