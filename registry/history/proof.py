"""Proof that the record is what its history says: rows equal to the latest revisions, derived columns equal to what they derive from."""

from collections.abc import Iterator
from typing import Any

from registry.documents import InvalidDocument, PageDocument
from registry.documents.diff import changes
from registry.documents.models import ModelDocument
from registry.history.columns import derived_variant_columns, offer_search_text, search_columns
from registry.history.drafts import AT_ONCE
from registry.history.reading import document_of_row, rows_of
from registry.models import Page, Revision
from registry.searching.refreshing import disagreements


def differences() -> Iterator[str]:
    """Yield a line for each page whose rows, latest revision and derived columns do not agree; nothing for a sound record."""
    standing: list[Any] = []
    for row in rows_of(Page.objects.all()):
        standing.append(row)
        if len(standing) == AT_ONCE:
            yield from _differences(standing)
            standing = []
    yield from _differences(standing)


def _differences(rows: list[Any]) -> Iterator[str]:
    latest: dict[int, tuple[int, dict[str, Any]]] = {}
    revisions = Revision.objects.filter(page__in=[row.pk for row in rows]).order_by("page_id", "number")
    for page, number, document in revisions.values_list("page_id", "number", "document"):
        latest[page] = (number, document)
    documents: dict[int, PageDocument] = {}
    for row in rows:
        for difference in _of_page(row, *latest.get(row.pk, (0, {})), documents=documents):
            yield f"{row.kind} {row.slug}: {difference}"
    pages = {row.pk: row for row in rows}
    for page, difference in disagreements(documents):
        yield f"{pages[page].kind} {pages[page].slug}: {difference}"


def _of_page(row: Any, number: int, recorded: dict[str, Any], *, documents: dict[int, PageDocument]) -> Iterator[str]:
    if row.number != number:
        yield f"the page is at revision {row.number}, its history at {number}"
    try:
        document = document_of_row(row)
    except InvalidDocument as error:
        yield f"the rows do not make a page: {error}"
        return
    documents[row.pk] = document
    for change in changes(recorded, document.as_data()):
        yield f"{change.path} is {change.after!r} in the rows and {change.before!r} in revision {number}"
    yield from _wrong(row, search_columns(document), "")
    if isinstance(document, ModelDocument):
        variants = {variant.slug: variant for variant in document.variants}
        for variant in row.variants.all():
            yield from _wrong(variant, derived_variant_columns(variants[variant.slug], document), f"variants/{variant.slug}/")
        for offer in row.offers.all():
            text = offer_search_text(offer, partner=offer.partner.slug, model=document.name)
            yield from _wrong(offer, {"search_text": text}, f"offers/{offer.slug}/")


def _wrong(row: Any, columns: dict[str, object], path: str) -> Iterator[str]:
    for name, value in columns.items():
        if getattr(row, name) != value:
            yield f"the derived column {path}{name} is {getattr(row, name)!r} and should be {value!r}"
