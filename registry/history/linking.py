"""The names by which pages can be linked, the links in their prose and the web addresses they name, kept equal to their documents."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from registry.documents import PageDocument
from registry.documents.addresses import addresses_in
from registry.documents.links import linked_names
from registry.documents.models import ModelDocument
from registry.history.drafts import Draft, found
from registry.models import PageAddress, PageLink, PageName
from registry.models.addresses import address_key
from registry.models.links import LONGEST, Rank, link_key

IN_ONE_INSERT = 1_000

Name = tuple[str, str]


def refresh_links(drafts: Sequence[Draft]) -> None:
    """Write the names, links and web addresses of pages anew; a name or slug that a page gave up stays as a former one."""
    pages = [draft.page.pk for draft in drafts]
    known: dict[int, dict[Name, int]] = {page: {} for page in pages}
    for row in found(PageName.objects.all(), "page_id", pages):
        known[row.page_id][row.key, row.anchor] = row.rank
    stale_names, names = [], []
    for draft in drafts:
        wanted = names_of(draft.document, before=known[draft.page.pk])
        if wanted != known[draft.page.pk]:
            stale_names.append(draft.page.pk)
            names += [PageName(page_id=draft.page.pk, key=key, anchor=anchor, rank=rank) for (key, anchor), rank in wanted.items()]
    for page in stale_names:
        if known[page]:
            PageName.objects.filter(page=page).delete()
    PageName.objects.bulk_create(names, batch_size=IN_ONE_INSERT)
    _refresh_prose_links(drafts, pages)
    _refresh_addresses(drafts, pages)


def _refresh_prose_links(drafts: Sequence[Draft], pages: list[int]) -> None:
    known: dict[int, set[tuple[str, str, str]]] = {page: set() for page in pages}
    for row in found(PageLink.objects.all(), "page_id", pages):
        known[row.page_id].add((row.kind, row.key, row.text))
    links = []
    for draft in drafts:
        wanted = links_of(draft.document)
        if wanted == known[draft.page.pk]:
            continue
        if known[draft.page.pk]:
            PageLink.objects.filter(page=draft.page.pk).delete()
        links += [PageLink(page_id=draft.page.pk, kind=kind, key=key, text=text) for kind, key, text in sorted(wanted)]
    PageLink.objects.bulk_create(links, batch_size=IN_ONE_INSERT)


def _refresh_addresses(drafts: Sequence[Draft], pages: list[int]) -> None:
    known: dict[int, set[tuple[str, str, str]]] = {page: set() for page in pages}
    for row in found(PageAddress.objects.all(), "page_id", pages):
        known[row.page_id].add((row.part, row.url, row.fact))
    stale, rows = [], []
    for draft in drafts:
        wanted = addresses_in(draft.document.as_data())
        if {(named.part, named.url, named.fact) for named in wanted} == known[draft.page.pk]:
            continue
        stale += [draft.page.pk] if known[draft.page.pk] else []
        rows += [
            PageAddress(page_id=draft.page.pk, key=address_key(named.url), url=named.url, host=named.host, part=named.part, fact=named.fact)
            for named in wanted
        ]
    for page in stale:
        PageAddress.objects.filter(page=page).delete()
    PageAddress.objects.bulk_create(rows, batch_size=IN_ONE_INSERT)


def names_of(document: PageDocument, *, before: dict[Name, int] | None = None) -> dict[Name, int]:
    """Return every name that leads to the page or to a variant on it, with its rank; `before` gives the names it had."""
    names: dict[Name, int] = {}
    for rank, name, anchor in _given(document):
        key = link_key(name)
        if key:
            names.setdefault((key, anchor), rank)
    for former, rank in (before or {}).items():
        if rank in (Rank.NAME, Rank.SLUG, Rank.FORMER):
            names.setdefault(former, Rank.FORMER)
    return names


def _given(document: PageDocument) -> Iterator[tuple[int, str, str]]:
    yield Rank.NAME, document.name, ""
    yield Rank.SLUG, document.slug, ""
    yield from ((Rank.ALIAS, alias, "") for alias in document.aliases)
    if isinstance(document, ModelDocument):
        for variant in document.variants:
            for name in (variant.name, variant.slug, *variant.aliases, *variant.huggingface):
                yield Rank.VARIANT, name, variant.slug


def links_of(document: PageDocument) -> set[tuple[str, str, str]]:
    """Return the links in the prose of a document as (kind or nothing, folded name, name as written)."""
    links: dict[tuple[str, str], str] = {}
    for text in _prose(document.as_data()):
        for kind, name in linked_names(text):
            if key := link_key(name):
                links.setdefault((kind, key), name[:LONGEST])
    return {(kind, key, text) for (kind, key), text in links.items()}


def _prose(data: dict[str, Any]) -> Iterator[str]:
    for part in (data, *data.get("variants", ()), *data.get("offers", ())):
        for name in ("summary", "body", "note"):
            if text := part.get(name):
                yield text
        yield from _texts(part.get("notes", ()))


def _texts(items: Iterable[Any]) -> Iterator[str]:
    yield from (item for item in items if isinstance(item, str))
