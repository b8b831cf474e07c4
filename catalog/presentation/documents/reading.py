"""A whole document as a readable page: sections of facts, parts with headings of their own, tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.presentation.documents.labels import label_of, word_of
from catalog.presentation.documents.names import Names
from catalog.presentation.documents.values import Fact, Row, Table, Value, cells_of, facts_of, table_of, titles_of
from registry.documents import in_order
from registry.models.vocabulary import Kind

_TEXTS = ("summary", "body", "notes")
_APART = (*_TEXTS, "variants", "offers", "terms", "versions", "evidence", "contradictions", "sources", "kind")
_EVIDENCE = ("verification", "sources", "checked_on", "checked_by", "note")


@dataclass(frozen=True, slots=True)
class Part:
    """One variant, offer, term or source, with its facts."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the page; `key` is its id."""

    key: str
    title: str
    facts: tuple[Fact, ...] = ()
    parts: tuple[Part, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class ReadableDocument:
    """What a document says, ready for `catalog/parts/document.html`."""

    kind: str
    name: str
    sections: tuple[Section, ...]


def readable_document(document: Mapping[str, Any], *, names: Names) -> ReadableDocument:
    """Return a document in its plain form as people read it. It may be of an older program: what is not known is shown as it stands."""
    document = in_order(document)
    kind = str(document.get("kind", ""))
    label = str(Kind(kind).label) if kind in Kind.values else kind
    sections = tuple(section for section in _sections(document, names) if section.facts or section.parts or section.table)
    return ReadableDocument(label, str(document.get("name", "")), sections)


def _sections(document: Mapping[str, Any], names: Names) -> Iterator[Section]:
    titles = titles_of(document)
    plain = {"state": "published", **{name: value for name, value in document.items() if name not in _APART}}
    texts = {name: document[name] for name in _TEXTS if name in document}
    yield Section("page_", "The page", facts_of(_first(plain, "name", "slug", "state"), names=names, sources=titles))
    yield Section("text_", "Text", facts_of(texts, names=names, sources=titles))
    for name, title in (("variants", "Variants"), ("offers", "Offers"), ("terms", "Terms")):
        items = document.get(name) or ()
        yield Section(f"{name}_", title, parts=tuple(_part(name, item, names=names, titles=titles) for item in items))
    if versions := document.get("versions"):
        yield Section("versions_", "Issues of the text", table=table_of(versions, names=names, sources=titles))
    if rows := list(evidence_of(document)):
        yield Section("evidence_", "Evidence", table=_evidence(rows, document, names=names, titles=titles))
    disputes = document.get("contradictions") or ()
    parts = (Part(fact_title(item["fact"], document), facts_of(item, names=names, sources=titles, leave_out=["fact"])) for item in disputes)
    yield Section("disputes_", "Where sources disagree", parts=tuple(parts))
    sources = (document.get("sources") or {}).items()
    parts = (_source(key, source, names=names, titles=titles) for key, source in sources)
    yield Section("sources_", "Sources", parts=tuple(parts))


def _first(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names if name in data} | {name: value for name, value in data.items() if name not in names}


def _part(name: str, item: Mapping[str, Any], *, names: Names, titles: Mapping[str, str]) -> Part:
    return Part(part_title(name, item, names=names), facts_of(item, names=names, sources=titles, leave_out=["evidence"]))


def part_title(name: str, item: Mapping[str, Any], *, names: Names) -> str:
    """Return what a variant, an offer or a term is called among its like."""
    if name == "offers":
        return f"{item.get('service', '')} of {names.found('partner', str(item.get('partner', '')))[0]}"
    if name == "terms":
        return ", ".join(filter(None, (word_of("type", str(item.get("type", ""))), str(item.get("section", "")))))
    return str(item.get("name") or item.get("slug") or item.get("version") or "")


def evidence_of(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the evidence of a page and all its parts, by the path of the fact."""
    yield from (document.get("evidence") or {}).items()
    for name in ("variants", "offers"):
        for item in document.get(name) or ():
            for fact, entry in (item.get("evidence") or {}).items():
                yield f"{name}/{item.get('slug', '')}/{fact}", entry


def fact_title(path: str, document: Mapping[str, Any]) -> str:
    """Return the path of a fact in words, such as "Release date of Llama 2 7B" for variants/llama-2-7b/release_date."""
    name, _, below = path.partition("/")
    if not below:
        return label_of(path)
    slug, _, fact = (below, "", "") if name == "terms" else below.partition("/")
    item: Mapping[str, Any] = next((item for item in document.get(name) or () if slug in (item.get("slug"), item.get("id"))), {})
    called = str(item.get("name") or item.get("service") or slug)
    return f"{label_of(fact)} of {called}" if fact else called


def _evidence(rows: list[tuple[str, Mapping[str, Any]]], document: Mapping[str, Any], *, names: Names, titles: Mapping[str, str]) -> Table:
    shown = [
        Row((Value("words", fact_title(path, document)), *cells_of(entry, _EVIDENCE, names=names, sources=titles))) for path, entry in rows
    ]
    return Table(("Fact", *map(label_of, _EVIDENCE)), tuple(shown))


def _source(key: str, source: Mapping[str, Any], *, names: Names, titles: Mapping[str, str]) -> Part:
    return Part(titles[key], (Fact("Cited as", Value("words", key)), *facts_of(source, names=names, sources=titles)))
