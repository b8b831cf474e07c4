"""A page's sources, citations and contradictions into rows."""

import hashlib

from registry.documents import PageDocument
from registry.documents.evidence import Evidence
from registry.documents.evidence import Source as SourceDocument
from registry.history.batch import Batch
from registry.history.columns import day
from registry.models import Citation, ContestedValue, Contradiction, Page, PageSource, Source

Sources = dict[str, PageSource]
IDENTITY = ("kind", "title", "url", "repo", "path", "commit", "package", "homepage", "archive_id")


def write_evidence(page: Page, document: PageDocument, batch: Batch) -> Sources:
    """Queue a page's sources, citations and contradictions; return its sources by key."""
    sources: Sources = {}
    for key, source in document.sources.items():
        at = f"/sources/{key}"
        row = PageSource(
            page=page, key=key, source=batch.source(_source_row(source), document=document, at=at), read_on=day(source.read_on),
            note=source.note, keys=source.keys, upstream=source.upstream,
        )  # fmt: skip
        sources[key] = batch.add(row, document=document, at=at)
    write_citations(page, document, document.evidence, sources, batch)
    for position, item in enumerate(document.contradictions):
        at = f"/contradictions/{position}"
        contradiction = Contradiction(page=page, position=position, fact=item.fact, note=item.note)
        batch.add(contradiction, document=document, at=at)
        for place, value in enumerate(item.values):
            contested = ContestedValue(contradiction=contradiction, position=place, value=value.value, source=cited(value.source, sources))
            batch.add(contested, document=document, at=f"{at}/values/{place}")
    return sources


def write_citations(
    page: Page, document: PageDocument, evidence: dict[str, Evidence], sources: Sources, batch: Batch, *, owner: str = "", at: str = ""
) -> None:
    """Queue a citation for each entry of an evidence table; `owner` is the path of its facts, such as variants/llama-2-7b/."""
    for fact, entry in evidence.items():
        citation = Citation(
            page=page, fact=owner + fact, verification=entry.verification or "", checked_on=day(entry.checked_on),
            checked_by=entry.checked_by or "", note=entry.note,
        )  # fmt: skip
        batch.add(citation, document=document, at=f"{at}/evidence/{fact}")
        batch.link(Citation.sources.through(citation=citation, pagesource=sources[key]) for key in entry.sources)


def cited(key: str | None, sources: Sources) -> PageSource | None:
    """Return the source with a key of the page; None for no key."""
    return sources[key] if key else None


def _source_row(source: SourceDocument) -> Source:
    columns = {name: getattr(source, name) or "" for name in IDENTITY}
    return Source(**columns, identity=hashlib.sha256("\x1f".join(columns.values()).encode()).hexdigest())
